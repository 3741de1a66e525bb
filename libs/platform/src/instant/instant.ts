const ISO_WITH_OFFSET =
  /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.\d{1,9})?)?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** An ISO 8601 instant with an offset, to the second; null for anything else, days that no month has included. */
export function parseInstant(value: unknown): Date | null {
  const match = typeof value === 'string' ? ISO_WITH_OFFSET.exec(value) : null;
  if (!match) return null;
  const [, year, month, day, hour, minute, second = '00', offset] = match;
  // JavaScript reads the 30th of February as the 2nd of March.
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return null;
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`);
}
