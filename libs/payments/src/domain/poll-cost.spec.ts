import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pollCost, pollsOfLife } from './poll-cost.js';
import { DEFAULT_POLL_SCHEDULE } from './poll-schedule.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const life = { ttlMs: 24 * HOUR, graceMs: 10 * MINUTE, paidAfterMs: null };
const load = { open: 10_000, life, batch: 50, lookEveryMs: 5_000 };

describe('the cost of polling', () => {
  it('counts the polls of a life by hand', () => {
    // First six within half an hour, then about every half hour until the last one, then every five minutes, and the last question.
    const { whileOpen, afterwards } = pollsOfLife(DEFAULT_POLL_SCHEDULE, life);
    expect(whileOpen).toBeGreaterThanOrEqual(6 + 44 + 7);
    expect(whileOpen).toBeLessThanOrEqual(6 + 50 + 12);
    expect(afterwards).toBe(DEFAULT_POLL_SCHEDULE.afterClosing.length);
  });

  it('is small for what is paid at once: nothing before, and the looks back after it', () => {
    expect(pollsOfLife(DEFAULT_POLL_SCHEDULE, { ...life, paidAfterMs: 30_000 })).toEqual({
      whileOpen: 0,
      afterwards: DEFAULT_POLL_SCHEDULE.afterPayment.length,
      openMs: 30_000,
    });
  });

  it('grows with the open CIPs, shrinks with the batch, and never asks less than full calls can', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 1, max: 500 }),
        fc.option(fc.integer({ min: 1_000, max: 24 * HOUR })),
        (open, batch, paidAfterMs) => {
          const cost = pollCost(DEFAULT_POLL_SCHEDULE, { ...load, open, batch, life: { ...life, paidAfterMs } });
          expect(cost.callsPerDayAtLeast * batch).toBeGreaterThanOrEqual(cost.searchedPerDay);
          expect(cost.callsPerDayAtMost).toBeGreaterThanOrEqual(Math.min(cost.callsPerDayAtLeast, cost.searchedPerDay));
          expect(cost.callsPerDayAtMost).toBeLessThanOrEqual(cost.searchedPerDay);
        },
      ),
    );
    const twice = pollCost(DEFAULT_POLL_SCHEDULE, { ...load, open: 20_000 });
    const once = pollCost(DEFAULT_POLL_SCHEDULE, load);
    expect(Math.abs(twice.searchedPerDay - 2 * once.searchedPerDay)).toBeLessThanOrEqual(1);
  });
});
