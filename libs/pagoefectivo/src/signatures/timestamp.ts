/** How far a signed timestamp may be from now (wire notes 13.1 and 13.2). */
export const SIGNATURE_TOLERANCE_MS = 300_000;

/** The `PE-Timestamp` header: whole Unix seconds. */
export function formatTimestamp(instant: Date): string {
  return String(Math.floor(instant.getTime() / 1000));
}

/** How far a timestamp lies behind `now` (ahead of it: negative); `null` when it is not Unix seconds. */
export function timestampSkewMs(timestamp: string, now: Date): number | null {
  return /^\d{1,11}$/.test(timestamp) ? now.getTime() - Number(timestamp) * 1000 : null;
}

/** A tolerance that is missing, negative or not a finite number means the default: it never switches the check off. */
export function isFresh(skewMs: number, toleranceMs: number | undefined): boolean {
  const usable = toleranceMs !== undefined && Number.isFinite(toleranceMs) && toleranceMs >= 0;
  return Math.abs(skewMs) <= (usable ? toleranceMs : SIGNATURE_TOLERANCE_MS);
}
