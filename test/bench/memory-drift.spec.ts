import { describe, expect, it } from 'vitest';
import { memoryDrift } from './memory-drift.js';

const every = (mb: (minute: number) => number): { minutes: number; mb: number }[] =>
  Array.from({ length: 30 }, (_, minutes) => ({ minutes, mb: mb(minutes) }));

describe('memoryDrift', () => {
  it('finds what grows, by how much an hour', () => {
    const drift = memoryDrift(every((minute) => 200 + minute));
    expect(drift).toMatchObject({ firstThirdMb: 204.5, lastThirdMb: 224.5 });
    expect(drift.ratio).toBeCloseTo(224.5 / 204.5);
    expect(drift.mbPerHour).toBeCloseTo(60);
  });

  it('calls flat what swings about one level', () => {
    const drift = memoryDrift(every((minute) => 200 + (minute % 2 === 0 ? 10 : -10)));
    expect(drift.ratio).toBeCloseTo(1, 1);
    expect(Math.abs(drift.mbPerHour)).toBeLessThan(10);
  });

  it('is not misled by one sample', () => {
    expect(memoryDrift(every((minute) => (minute === 25 ? 400 : 200))).ratio).toBe(1);
  });

  it('says nothing of too few', () => {
    expect(() => memoryDrift(every(() => 200).slice(0, 2))).toThrow('three samples');
  });
});
