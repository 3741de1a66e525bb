/**
 * Seconds that `Retry-After` asks for; null without one. A date counts from the `Date` of the same answer, so that the
 * clock of this machine does not matter.
 */
export function readRetryAfter(headers: Headers): number | null {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,7}$/.test(text)) return Number(text);
  const ms = Date.parse(text) - Date.parse(headers.get('date') ?? '');
  return Number.isNaN(ms) ? null : Math.max(0, Math.ceil(ms / 1000));
}
