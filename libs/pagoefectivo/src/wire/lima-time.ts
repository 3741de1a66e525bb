const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Peru keeps UTC-5 all year. */
const LIMA_OFFSET_MS = -5 * HOUR_MS;

/** How the gateway writes "this never happened" in a search item. */
export const NEVER_ON_THE_WIRE = '1900-01-01T00:00:00-05:00';

const stamp = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(?:Z|([+-])(\d\d):?(\d\d))$/;

/**
 * An instant in the strict form of the wire, to the second: `2026-11-22T18:30:00-05:00`. Does not look at the
 * process's time zone.
 * @throws RangeError for an invalid date, or a year that four digits cannot write.
 */
export function formatLima(instant: Date): string {
  const local = new Date(instant.getTime() + LIMA_OFFSET_MS).toISOString();
  if (local.length !== 24) throw new RangeError(`${local} does not fit a four-digit year.`);
  return `${local.slice(0, 19)}-05:00`;
}

/**
 * The instant of a stamp from the gateway, to the second (its own resolution, so that a payment date compares equal
 * whether a notification or a search told it). Accepts `T` or a space, `-05:00`, `-0500` or `Z`. `null` when it is
 * not a stamp, names no zone, or is of 1900 or earlier, which is the wire's "never".
 */
export function parseGatewayDate(text: unknown): Date | null {
  const parts = typeof text === 'string' ? stamp.exec(text.trim()) : null;
  if (!parts) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number);
  const offsetHours = Number(parts[8] ?? 0);
  const offsetMinutes = Number(parts[9] ?? 0);
  if (year <= 1900 || offsetHours > 14 || offsetMinutes > 59) return null;
  const wall = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  // Date.UTC rolls February 30th over into March, and 24:00 into the next day; such a stamp is no stamp.
  const rolled = wall.getUTCMonth() !== month - 1 || wall.getUTCDate() !== day;
  if (rolled || wall.getUTCHours() !== hour || minute > 59 || second > 59) return null;
  const offsetMs = (parts[7] === '-' ? -1 : 1) * (offsetHours * HOUR_MS + offsetMinutes * MINUTE_MS);
  return new Date(wall.getTime() - offsetMs);
}
