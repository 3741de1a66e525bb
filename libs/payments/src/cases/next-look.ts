import type { CaseKind } from '../domain/index.js';

const FIRST_LOOK_MS = 10 * 60_000;
const LONGEST_PAUSE_MS = 24 * 60 * 60_000;
/** About four weeks: by then the money was settled under whatever order it belongs to. */
const MOST_LOOKS = 35;

/**
 * When the product looks at an open case again by itself: an unknown CIP may become known, so it is searched anew after
 * 10, 20, 40 minutes and so on, then daily. Null where only a person or a policy can go on.
 */
export function nextLookAt(kind: CaseKind, looks: number, now: Date): Date | null {
  if (kind !== 'unknown_cip' || looks >= MOST_LOOKS) return null;
  return new Date(now.getTime() + Math.min(FIRST_LOOK_MS * 2 ** looks, LONGEST_PAUSE_MS));
}
