import { describe, expect, it } from 'vitest';
import { remainingTime } from './remaining-time.js';

describe('the time that is left', () => {
  it.each([
    [27 * 3600 + 59 * 60, '1 d 3 h'],
    [24 * 3600, '1 d 0 h'],
    [24 * 3600 - 1, '23 h 59 min'],
    [5 * 3600 + 12 * 60, '5 h 12 min'],
    [3600, '1 h 0 min'],
    [3599, '59 min'],
    [59, '0 min'],
    [-1, '0 min'],
  ])('of %i seconds is %s', (seconds, expected) => {
    expect(remainingTime(seconds * 1000)).toBe(expected);
  });
});
