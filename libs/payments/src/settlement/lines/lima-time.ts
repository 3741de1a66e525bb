const OFFSET_MS = 5 * 3_600_000;

/** The instant at which clocks in Lima show what `wall` shows in UTC: Peru keeps UTC-5 all year (R10). */
export function limaDate(wall: Date): Date {
  return new Date(wall.getTime() + OFFSET_MS);
}

/** The day in Lima, `YYYY-MM-DD`. */
export function limaDay(instant: Date): string {
  return new Date(instant.getTime() - OFFSET_MS).toISOString().slice(0, 10);
}

/** When a day in Lima begins. Throws RangeError when it is not a day as `YYYY-MM-DD`. */
export function startOfLimaDay(day: string): Date {
  const start = new Date(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(start.getTime()) || start.toISOString().slice(0, 10) !== day) {
    throw new RangeError(`"${day}" is not a day such as 2026-11-22.`);
  }
  return limaDate(start);
}

/** A day before or after another, both `YYYY-MM-DD`. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
