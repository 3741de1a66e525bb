const HIDDEN = '[redacted]';
/** Shorter ones open nothing, and stand in any text by chance. */
const SHORTEST = 6;

/**
 * A receiver's words without what it was sent to open its door: error pages repeat a request, and answers are kept and shown.
 * Also without the beginning of one at the end, where the text was cut.
 */
export function withoutSent(text: string, sent: readonly string[]): string {
  return sent
    .flatMap((value) => [value, value.replace(/^(Bearer|Basic)\s+/i, '')])
    .filter((value) => value.length >= SHORTEST)
    .toSorted((a, b) => b.length - a.length)
    .reduce((rest, value) => withoutOne(rest, value), text);
}

function withoutOne(text: string, value: string): string {
  const asJson = JSON.stringify(value).slice(1, -1);
  const rest = [value, asJson, encodeURIComponent(value)].reduce((left, form) => left.replaceAll(form, HIDDEN), text);
  const longest = Math.min(value.length - 1, rest.length);
  for (let length = longest; length >= SHORTEST; length -= 1) {
    if (rest.endsWith(value.slice(0, length))) return `${rest.slice(0, rest.length - length)}${HIDDEN}`;
  }
  return rest;
}
