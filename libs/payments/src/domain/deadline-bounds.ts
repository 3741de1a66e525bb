const MIN_AHEAD_MS = 10 * 60_000;
const MAX_MONTHS_AHEAD = 6;
const LIMA_OFFSET_MS = 5 * 60 * 60_000;

/**
 * Whether the gateway takes a deadline that somebody wishes for: at least 10 minutes and less than 6 months from now, by
 * Bamboo's documentation (pagoefectivo-api.md §9).
 */
export function judgeDeadline(deadline: Date, now: Date): 'fits' | 'too_soon' | 'too_late' {
  if (deadline.getTime() < now.getTime() + MIN_AHEAD_MS) return 'too_soon';
  return deadline >= monthsLater(now, MAX_MONTHS_AHEAD) ? 'too_late' : 'fits';
}

/** The same day and time in Lima; the last day of a month that is too short. */
function monthsLater(now: Date, months: number): Date {
  const lima = new Date(now.getTime() - LIMA_OFFSET_MS);
  const lastDay = new Date(Date.UTC(lima.getUTCFullYear(), lima.getUTCMonth() + months + 1, 0)).getUTCDate();
  const later = new Date(lima);
  later.setUTCDate(1);
  later.setUTCMonth(lima.getUTCMonth() + months);
  later.setUTCDate(Math.min(lima.getUTCDate(), lastDay));
  return new Date(later.getTime() + LIMA_OFFSET_MS);
}
