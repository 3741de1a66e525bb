/**
 * The digits of a CIP in groups that can be read out: threes, with four at the end rather than one alone.
 * "213803274" → ["213", "803", "274"], "1344682" → ["134", "4682"].
 */
export function codeGroups(number: string): string[] {
  return number.match(/.{3}(?=.$).|.{1,3}/g) ?? [];
}
