import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cipOf, paymentOf } from './order-book.fixture.js';
import { jitterOf, MAX_JITTER } from './poll-jitter.js';
import type { PollSchedule } from './poll-schedule.js';
import { DEFAULT_POLL_SCHEDULE, nextPoll } from './poll-schedule.js';

const START = new Date('2026-11-23T12:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const after = (ms: number): Date => new Date(START.getTime() + ms);

const gaps = fc.array(fc.integer({ min: MINUTE, max: 12 * HOUR }), { maxLength: 12 });
const offsets = gaps.map((list) => list.map((_, index) => list.slice(0, index + 1).reduce((sum, gap) => sum + gap, 0)));
const schedules: fc.Arbitrary<PollSchedule> = fc.record({
  first: offsets,
  everyMs: fc.integer({ min: MINUTE, max: 12 * HOUR }),
  nearDeadlineMs: fc.integer({ min: MINUTE, max: 6 * HOUR }),
  nearDeadlineEveryMs: fc.integer({ min: MINUTE, max: HOUR }),
  afterClosing: offsets,
  afterPayment: offsets,
});
const ids = fc.string({ minLength: 1, maxLength: 20 });

/** All polls of a CIP that nobody pays, from its creation to its deadline. */
function pollsUntil(deadline: Date, schedule: PollSchedule, id: string): { at: Date; priority: string }[] {
  const cip = cipOf(id, { createdAt: START });
  const payment = paymentOf({ createdAt: START, expiresAt: deadline, cips: [cip] });
  const polls = [];
  for (let now = START; now < deadline && polls.length < 5_000;) {
    const next = nextPoll({ payment, cip, now, schedule });
    if (!next) break;
    polls.push(next);
    now = next.at;
  }
  return polls;
}

describe('the schedule of polls', () => {
  it('always goes on, forward, and without a longer gap than its own by more than a tenth', () => {
    fc.assert(
      fc.property(schedules, ids, fc.integer({ min: 10, max: 72 * 60 }), (schedule, id, minutes) => {
        const deadline = after(minutes * MINUTE);
        const polls = pollsUntil(deadline, schedule, id);
        const instants = [START, ...polls.map((poll) => poll.at)].map((at) => at.getTime());
        const longest = Math.max(schedule.everyMs, schedule.nearDeadlineEveryMs, ...gapsOf(schedule.first));
        for (const [index, at] of instants.entries()) {
          if (index === 0) continue;
          expect(at).toBeGreaterThan(instants[index - 1] ?? 0);
          expect(at - (instants[index - 1] ?? 0)).toBeLessThanOrEqual(longest * (1 + 2 * MAX_JITTER));
        }
        expect(instants.at(-1)).toBeGreaterThanOrEqual(deadline.getTime());
      }),
    );
  });

  it('never shifts a poll past the beginning of the last stretch, and calls what comes then near the deadline', () => {
    fc.assert(
      fc.property(schedules, ids, fc.integer({ min: 10, max: 72 * 60 }), (schedule, id, minutes) => {
        const deadline = after(minutes * MINUTE);
        const stretch = deadline.getTime() - schedule.nearDeadlineMs;
        const polls = pollsUntil(deadline, schedule, id);
        const reached = polls.find((poll) => poll.at.getTime() >= stretch);
        const before = [START, ...polls.map((poll) => poll.at)].filter((at) => at.getTime() < stretch).at(-1);
        if (!reached || !before) return;
        // At its beginning, or one short step after a poll that was just before it.
        const step = schedule.nearDeadlineEveryMs * (1 + MAX_JITTER);
        expect(reached.at.getTime()).toBeLessThanOrEqual(Math.max(stretch, before.getTime() + step));
        expect(reached.priority).toBe('deadline');
      }),
    );
  });

  it('keeps the order of its steps whatever their gaps', () => {
    fc.assert(
      fc.property(offsets, ids, (afterPayment, id) => {
        const cip = cipOf(id, { status: 'paid' });
        const payment = paymentOf({ state: 'paid', paidAt: START, cips: [cip] });
        const schedule = { ...DEFAULT_POLL_SCHEDULE, afterPayment };
        const seen: number[] = [];
        for (let now = START; seen.length <= afterPayment.length;) {
          const next = nextPoll({ payment, cip, now, schedule });
          if (!next) break;
          seen.push(next.at.getTime());
          now = next.at;
        }
        expect(seen).toHaveLength(afterPayment.length);
        expect(seen).toEqual([...seen].sort((one, other) => one - other));
      }),
    );
  });

  it('gives the same CIP the same instants every time', () => {
    expect(pollsUntil(after(24 * HOUR), DEFAULT_POLL_SCHEDULE, 'cip_7')).toEqual(
      pollsUntil(after(24 * HOUR), DEFAULT_POLL_SCHEDULE, 'cip_7'),
    );
  });

  it('spreads codes of one instant over a fifth of each wait', () => {
    const cips = Array.from({ length: 20_000 }, (_, n) => cipOf(`cip_${n}`, { createdAt: START }));
    const perSecond = new Map<number, number>();
    for (const cip of cips) {
      const payment = paymentOf({ createdAt: START, expiresAt: after(24 * HOUR), cips: [cip] });
      const next = nextPoll({ payment, cip, now: after(10 * MINUTE + 30_000), schedule: DEFAULT_POLL_SCHEDULE });
      const second = Math.floor((next?.at.getTime() ?? 0) / 1000);
      perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
    }
    // A tenth of the ten minutes before, to either side: 120 seconds, and no second has twice its part.
    expect(perSecond.size).toBeGreaterThanOrEqual(115);
    expect(Math.max(...perSecond.values())).toBeLessThan((2 * cips.length) / 120);
  });

  it('shifts by a tenth at most', () => {
    fc.assert(
      fc.property(ids, fc.integer(), (id, step) => {
        expect(Math.abs(jitterOf(id, step))).toBeLessThanOrEqual(MAX_JITTER);
      }),
    );
  });

  it.each([
    ['a new code', {}, 90_000, 'fresh'],
    ['a code between its first polls and its deadline', {}, 3 * HOUR, 'old'],
    ['a code in its last half hour', {}, 23.6 * HOUR, 'deadline'],
    ['a paid one', { state: 'paid', paidAt: START } as const, HOUR, 'old'],
    ['a closed one', { baseState: 'expired', closedAt: START } as const, HOUR, 'old'],
  ])('plans %s with its priority', (_, change, ms, priority) => {
    const cip = cipOf('cip_1', { createdAt: START });
    const payment = paymentOf({ createdAt: START, expiresAt: after(24 * HOUR), cips: [cip], ...change });
    expect(nextPoll({ payment, cip, now: after(ms), schedule: DEFAULT_POLL_SCHEDULE })?.priority).toBe(priority);
  });
});

function gapsOf(list: readonly number[]): number[] {
  return list.map((offset, index) => offset - (list[index - 1] ?? 0));
}
