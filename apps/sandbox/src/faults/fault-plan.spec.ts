import { describe, expect, it } from 'vitest';
import { planFaults, seededRolls, signedDurationMs } from './fault-plan.js';
import { DEFAULT_FAULTS, OPERATIONS, type Faults } from './faults.js';
import { RateWindow } from './rate-window.js';

const plan = (over: Partial<Faults>, operation: (typeof OPERATIONS)[number] = 'create', roll = 0.5) =>
  planFaults({ ...DEFAULT_FAULTS, ...over }, operation, roll);

describe('planFaults', () => {
  it('matches nothing by default', () => {
    for (const operation of OPERATIONS) expect(plan({}, operation, 0)).toMatchObject({ matched: false, failure: null });
  });

  it('keeps what happens after handling to creates unless operations are named', () => {
    const over = { answerNever: true, dropAfterHandling: true, lateAnswer: 'PT1S' };
    expect(plan(over)).toMatchObject({ answerNever: true, dropAfter: true, lateAnswerMs: 1_000 });
    expect(plan(over, 'search')).toMatchObject({
      answerNever: false,
      dropAfter: false,
      lateAnswerMs: 0,
      matched: false,
    });
    expect(plan({ ...over, operations: ['search'] }, 'search')).toMatchObject({ answerNever: true, matched: true });
    expect(plan({ ...over, operations: ['search'] }, 'create')).toMatchObject({ answerNever: false, matched: false });
  });

  it('applies nothing once times is used up', () => {
    expect(plan({ times: 0, dropConnection: true, status: 500 })).toMatchObject({
      dropBefore: false,
      failure: null,
      matched: false,
    });
  });

  it('counts a request as matching although the roll spared it', () => {
    expect(plan({ errorRate: 0.1 }, 'create', 0.5)).toMatchObject({ failure: null, matched: true });
    expect(plan({ errorRate: 0.1 }, 'create', 0.05)).toMatchObject({ failure: { status: 500, html: false } });
    expect(plan({ errorRate: 0, status: 500 }, 'create', 0)).toMatchObject({ failure: null, matched: false });
  });
});

it('rolls the same numbers from 0 to 1 for the same seed', () => {
  const [one, two] = [seededRolls(42), seededRolls(42)];
  const numbers = Array.from({ length: 200 }, () => one());
  expect(Array.from({ length: 200 }, () => two())).toEqual(numbers);
  expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
  expect(numbers.filter((number) => number < 0.5).length).toBeGreaterThan(70);
});

it('reads durations that run backwards', () => {
  expect([signedDurationMs('-PT10M'), signedDurationMs('PT1S')]).toEqual([-600_000, 1_000]);
});

it('opens a new rate window after a minute, and when the clock was set back', () => {
  const window = new RateWindow();
  const at = (seconds: number) => new Date(1_700_000_000_000 + seconds * 1_000);
  expect(window.take(1, at(0))).toBeNull();
  expect(window.take(1, at(20))).toBe(40);
  expect(window.take(1, at(60))).toBeNull();
  expect(window.take(1, at(0))).toBeNull();
  expect(window.take(1, at(0))).toBe(60);
});
