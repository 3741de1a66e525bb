import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shownStatus, stateAt, toHistory, type CipState, type CipTimeline } from './cip-state.js';

const instant = (ms: number) => new Date(1_790_000_000_000 + ms);

const anyState: fc.Arbitrary<CipState> = fc.record({
  status: fc.constantFrom('pending', 'paid', 'removed'),
  expiresAt: fc.nat(10_000).map(instant),
  paidAt: fc.option(fc.nat(10_000).map(instant)),
  paidMinor: fc.option(fc.bigInt({ min: 1n, max: 10n ** 18n })),
  removedAt: fc.option(fc.nat(10_000).map(instant)),
});

describe('stateAt', () => {
  it('gives back every state that a CIP ever had, at every instant of its life', () => {
    fc.assert(
      fc.property(fc.array(anyState, { minLength: 1, maxLength: 6 }), fc.nat(8_000), (states, at) => {
        // State n holds from n seconds after creation until the next one.
        const last = states.at(-1);
        if (last === undefined) return;
        const history = states.slice(0, -1).map((state, index) => toHistory(state, instant((index + 1) * 1_000)));
        const cip: CipTimeline = { ...last, createdAt: instant(0), history };
        const expected = states[Math.min(Math.floor(at / 1_000), states.length - 1)];
        expect(stateAt(cip, instant(at))).toMatchObject({ ...expected });
      }),
    );
  });

  it('knows nothing before the creation', () => {
    const cip: CipTimeline = {
      status: 'pending',
      createdAt: instant(10),
      expiresAt: instant(99),
      paidAt: null,
      paidMinor: null,
      removedAt: null,
      history: [],
    };
    expect([stateAt(cip, instant(9)), stateAt(cip, instant(10))]).toEqual([null, cip]);
  });
});

it('expires only what is pending, and not before its last second is over', () => {
  const state = { expiresAt: instant(1_000), paidAt: null, paidMinor: null, removedAt: null };
  const shown = (status: CipState['status'], at: number) => shownStatus({ ...state, status }, instant(at));
  expect([shown('pending', 1_000), shown('pending', 1_001)]).toEqual(['pending', 'expired']);
  expect([shown('paid', 5_000), shown('removed', 5_000)]).toEqual(['paid', 'removed']);
});
