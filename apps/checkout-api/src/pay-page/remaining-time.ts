const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * "1 d 3 h", "5 h 12 min", "12 min": what is left until the deadline, rounded down, in signs that both languages of the
 * page share. The script counts on from here, with seconds in the last hour.
 */
export function remainingTime(ms: number): string {
  const left = Math.max(0, ms);
  const hours = Math.floor((left % DAY_MS) / HOUR_MS);
  const minutes = Math.floor((left % HOUR_MS) / MINUTE_MS);
  if (left >= DAY_MS) return `${Math.floor(left / DAY_MS)} d ${hours} h`;
  return left >= HOUR_MS ? `${hours} h ${minutes} min` : `${minutes} min`;
}
