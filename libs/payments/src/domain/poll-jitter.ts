/** The most a poll is shifted, as a part of the wait it ends. */
export const MAX_JITTER = 0.1;

/**
 * A number from -0.1 to +0.1 that is always the same for one CIP and step: `decide` stays a pure function, and codes
 * that were created together spread. FNV-1a, with a last mix so that ids which differ in one character lie far apart.
 */
export function jitterOf(cipId: string, step: string | number): number {
  let hash = 0x811c9dc5;
  for (const character of `${cipId}:${step}`) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  const unit = ((hash ^ (hash >>> 16)) >>> 0) / 0xffffffff;
  return (2 * unit - 1) * MAX_JITTER;
}
