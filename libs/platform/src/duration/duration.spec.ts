import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from './duration.js';

describe('parseDuration', () => {
  it.each([
    ['PT24H', 86_400_000],
    ['P1D', 86_400_000],
    ['P1DT2H', 93_600_000],
    ['P2W', 1_209_600_000],
    ['PT10M', 600_000],
    ['PT1H30M15S', 5_415_000],
    ['PT0S', 0],
    ['PT0.5S', 500],
    ['PT0,5S', 500],
    ['PT1.5H', 5_400_000],
    ['P0.001D', 86_400],
    ['PT0.001S', 1],
  ])('reads %s as %i ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each([
    '',
    'P',
    'PT',
    'P1DT',
    '24h',
    '24',
    'PT24',
    'PT-1H',
    '-PT1H',
    'pt1h',
    'PT1H ',
    'PT1S1H',
    'P1D2H',
    'PT.5S',
    'P1W1D',
  ])('refuses %j', (text) => {
    expect(() => parseDuration(text)).toThrow(RangeError);
    expect(() => parseDuration(text)).toThrow(`${JSON.stringify(text)} is not an ISO 8601 duration`);
  });

  it.each(['P1M', 'P1Y', 'P1Y2M3D', 'P1M1D', 'P2MT1H', 'P1YT1H'])('refuses the calendar in %s', (text) => {
    expect(() => parseDuration(text)).toThrow('months or years');
  });

  it('takes minutes for minutes, not for months', () => {
    expect(parseDuration('P1DT1M')).toBe(86_460_000);
  });

  it('refuses a fraction before the last number, below a millisecond, and beyond exact numbers', () => {
    expect(() => parseDuration('PT1.5H30M')).toThrow('not on its last number');
    expect(() => parseDuration('PT0.0005S')).toThrow('finer than a millisecond');
    expect(() => parseDuration('P999999999999D')).toThrow('too long');
    expect(() => parseDuration(`P${'9'.repeat(400)}W`)).toThrow(RangeError);
  });
});

describe('formatDuration', () => {
  it.each([
    [0, 'PT0S'],
    [500, 'PT0.5S'],
    [600_000, 'PT10M'],
    [86_400_000, 'P1D'],
    [93_600_000, 'P1DT2H'],
    [5_415_001, 'PT1H30M15.001S'],
  ])('writes %i ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it('refuses what is not a whole number of milliseconds', () => {
    for (const ms of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => formatDuration(ms)).toThrow(RangeError);
    }
  });

  it('is read back to the same number, whatever the number', () => {
    fc.assert(
      fc.property(fc.oneof(fc.nat(), fc.nat({ max: 5000 }), fc.maxSafeNat()), (ms) => {
        expect(parseDuration(formatDuration(ms))).toBe(ms);
      }),
    );
  });

  it('agrees with arithmetic for every mix of units', () => {
    fc.assert(
      fc.property(fc.nat(400), fc.nat(100), fc.nat(100), fc.nat(100_000), (days, hours, minutes, ms) => {
        const text = `P${days}DT${hours}H${minutes}M${ms / 1000}S`;
        expect(parseDuration(text)).toBe(((days * 24 + hours) * 60 + minutes) * 60_000 + ms);
      }),
    );
  });
});
