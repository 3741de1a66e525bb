import { describe, expect, it } from 'vitest';
import { LAST_TICK, scheduleOf } from './schedule.js';

describe('the schedule of a round', () => {
  it('is decided by its seed alone', () => {
    expect(scheduleOf(7)).toEqual(scheduleOf(7));
    expect(scheduleOf(7)).not.toEqual({ ...scheduleOf(8), seed: 7, orderId: 'R-7' });
  });

  it('begins with a create, and keeps within the ticks', () => {
    for (let seed = 0; seed < 200; seed += 1) {
      const { steps } = scheduleOf(seed);
      expect(steps.find((step) => step.actions.some((action) => action.kind === 'create'))).toBeDefined();
      expect(steps.every((step) => step.tick >= 0 && step.tick <= LAST_TICK)).toBe(true);
    }
  });

  it('brings every action, every fault and every victim within five hundred rounds', () => {
    const rounds = Array.from({ length: 500 }, (_, seed) => scheduleOf(seed));
    const actions = rounds.flatMap((round) => round.steps.flatMap((step) => step.actions));
    expect(new Set(actions.map((action) => action.kind))).toEqual(
      new Set(['create', 'reissue', 'extend', 'cancel', 'check', 'look', 'pay', 'kill']),
    );
    expect(new Set(actions.flatMap((action) => (action.kind === 'kill' ? [action.victim] : []))).size).toBe(6);
    expect(new Set(rounds.flatMap((round) => round.faults.map((fault) => fault.kind))).size).toBe(9);
  });
});
