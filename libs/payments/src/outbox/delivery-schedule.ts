const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Wait before each attempt, the first included: about three days in all, dense at first, as Standard Webhooks advises. */
const WAITS_MS: readonly number[] = [
  0,
  5 * SECOND,
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  DAY,
];

/** A receiver may ask for patience, not for silence. */
const LONGEST_PATIENCE_MS = DAY;
/** Up to this part of the wait is added by chance, so that what failed together does not come back together. */
const JITTER = 0.2;

/**
 * When to try again after `attempts` failed ones; null when it is given up. An order that is paid and not told ships
 * never, so `order.paid` is repeated daily beyond the schedule (requirement R21).
 * `retryAfterMs` is what the receiver asked for: a floor. `chance` is in [0, 1).
 */
export function nextAttemptAt(failed: {
  readonly attempts: number;
  readonly eventType: string;
  readonly now: Date;
  readonly retryAfterMs: number | null;
  readonly chance: number;
}): Date | null {
  const planned = WAITS_MS[failed.attempts] ?? (failed.eventType === 'order.paid' ? DAY : null);
  if (planned === null) return null;
  const asked = Math.min(failed.retryAfterMs ?? 0, LONGEST_PATIENCE_MS);
  return new Date(failed.now.getTime() + Math.round(Math.max(planned * (1 + JITTER * failed.chance), asked)));
}
