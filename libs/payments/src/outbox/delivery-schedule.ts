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

/** How long the schedule lasts, without what chance adds. */
const SPAN_MS = WAITS_MS.reduce((sum, wait) => sum + wait, 0);

/** A receiver may ask for patience, not for silence. */
const LONGEST_PATIENCE_MS = DAY;
/** Up to this part of the wait is added by chance, so that what failed together does not come back together. */
const JITTER = 0.2;

/**
 * When to try again after `attempts` failed ones; null when it is given up. An order that is paid and not told ships
 * never, so `order.paid` is repeated daily beyond the schedule (requirement R21).
 * Nor is anything given up before the schedule would have ended when all attempts were made sooner, because a receiver
 * recovered and failed again; `ageMs` is how old the delivery is, the whole schedule when absent.
 * `retryAfterMs` is what the receiver asked for: a floor. `chance` is in [0, 1).
 */
export function nextAttemptAt(failed: {
  readonly attempts: number;
  readonly eventType: string;
  readonly now: Date;
  readonly retryAfterMs: number | null;
  readonly chance: number;
  readonly ageMs?: number;
}): Date | null {
  const goesOn = failed.eventType === 'order.paid' || (failed.ageMs ?? SPAN_MS) < SPAN_MS;
  const planned = WAITS_MS[failed.attempts] ?? (goesOn ? DAY : null);
  if (planned === null) return null;
  const asked = Math.min(failed.retryAfterMs ?? 0, LONGEST_PATIENCE_MS);
  return new Date(failed.now.getTime() + Math.round(Math.max(planned * (1 + JITTER * failed.chance), asked)));
}
