const LIMA_OFFSET_MS = 5 * 60 * 60_000;

/** ISO 8601 to the second at Lima's offset (UTC-5, no daylight saving since 1994), whatever the server's zone (R10). */
export function limaInstant(instant: Date): string {
  return `${new Date(instant.getTime() - LIMA_OFFSET_MS).toISOString().slice(0, 19)}-05:00`;
}
