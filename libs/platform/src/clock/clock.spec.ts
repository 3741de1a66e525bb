import { describe, expect, it } from 'vitest';
import { AdjustableClock, SystemClock } from './clock.js';

describe('SystemClock', () => {
  it('reads the time of the machine', () => {
    const before = Date.now();
    const now = new SystemClock().now().getTime();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });
});

describe('AdjustableClock', () => {
  const day = 86_400_000;

  it('starts with the machine and adds up what it is advanced by', () => {
    const clock = new AdjustableClock();
    expect(clock.offsetMs).toBe(0);
    clock.advance(day);
    clock.advance(day);
    expect(clock.offsetMs).toBe(2 * day);
    expect(clock.now().getTime()).toBeGreaterThanOrEqual(Date.now() + 2 * day - 1000);
  });

  it('can be set to an offset and put back', () => {
    const clock = new AdjustableClock(day);
    clock.offsetMs = -day;
    expect(clock.now().getTime()).toBeLessThanOrEqual(Date.now() - day);
    clock.offsetMs = 0;
    expect(clock.now().getTime()).toBeLessThanOrEqual(Date.now());
  });

  it('refuses a move that would make every later time invalid', () => {
    const clock = new AdjustableClock();
    expect(() => clock.advance(Number.NaN)).toThrow(RangeError);
    expect(() => new AdjustableClock(Number.POSITIVE_INFINITY)).toThrow(RangeError);
    expect(clock.offsetMs).toBe(0);
  });
});
