import { describe, expect, it } from 'vitest';
import { nextAttemptAt } from './delivery-schedule.js';

const now = new Date('2026-11-22T23:30:00.000Z');
const HOUR = 3_600_000;

function waitMs(
  attempts: number,
  change: { eventType?: string; retryAfterMs?: number; chance?: number; ageMs?: number } = {},
): number | null {
  const at = nextAttemptAt({ attempts, eventType: 'order.expired', now, retryAfterMs: null, chance: 0, ...change });
  return at && at.getTime() - now.getTime();
}

describe('nextAttemptAt', () => {
  it('waits 5 s, 1 min, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h, then gives up', () => {
    const waits = Array.from({ length: 11 }, (_, index) => waitMs(index + 1));
    expect(waits).toEqual([
      5_000,
      60_000,
      300_000,
      1_800_000,
      2 * HOUR,
      5 * HOUR,
      10 * HOUR,
      14 * HOUR,
      20 * HOUR,
      24 * HOUR,
      null,
    ]);
  });

  it('repeats order.paid daily beyond the schedule, without an end', () => {
    expect(waitMs(11, { eventType: 'order.paid' })).toBe(24 * HOUR);
    expect(waitMs(400, { eventType: 'order.paid' })).toBe(24 * HOUR);
  });

  it('gives nothing up before the schedule would have ended, however fast its attempts were used', () => {
    const span = 75 * HOUR + 36 * 60_000 + 5_000;
    expect(waitMs(11, { ageMs: span - 1 })).toBe(24 * HOUR);
    expect(waitMs(30, { ageMs: HOUR })).toBe(24 * HOUR);
    expect(waitMs(11, { ageMs: span })).toBeNull();
  });

  it('adds up to a fifth by chance, never less than the plan', () => {
    expect(waitMs(2, { chance: 0.5 })).toBe(66_000);
    expect(waitMs(2, { chance: 0.9999999 })).toBe(72_000);
  });

  it('takes Retry-After as a floor, and a day at most', () => {
    expect(waitMs(1, { retryAfterMs: 90_000 })).toBe(90_000);
    expect(waitMs(3, { retryAfterMs: 90_000 })).toBe(300_000);
    expect(waitMs(1, { retryAfterMs: 365 * 24 * HOUR })).toBe(24 * HOUR);
    expect(waitMs(11, { retryAfterMs: 90_000 })).toBeNull();
  });
});
