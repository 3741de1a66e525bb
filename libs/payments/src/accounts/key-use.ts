/** `lastUsedAt` is for people; a write per request would cost more than it tells. */
const NOTED_EVERY_MS = 60_000;

/** Whether a use now is to be written down, given the last one that was. */
export function isUseWorthNoting(lastUsedAt: Date | null, now: Date): boolean {
  return Math.abs(now.getTime() - (lastUsedAt?.getTime() ?? 0)) >= NOTED_EVERY_MS;
}
