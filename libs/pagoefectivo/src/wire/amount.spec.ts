import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountToNumberText, parseAmountMinor } from './amount.js';
import { ExactNumber } from './exact-json.js';

const anyAmount = fc.bigInt({ min: 0n, max: 999_999_999_999_999_999n });

describe('an amount on the wire', () => {
  it('survives writing and reading, as a number and as a string, up to N(18,2)', () => {
    fc.assert(
      fc.property(anyAmount, (amountMinor) => {
        const text = amountToNumberText(amountMinor);
        expect(text).toMatch(/^\d+\.\d{2}$/);
        expect(parseAmountMinor(text)).toBe(amountMinor);
        expect(parseAmountMinor(new ExactNumber(text))).toBe(amountMinor);
      }),
    );
  });

  it('survives a float wherever a float is exact', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999_999 }), (cents) => {
        expect(parseAmountMinor(cents / 100)).toBe(BigInt(cents));
      }),
    );
  });

  it.each([
    [100n, '1.00'],
    [12_990n, '129.90'],
    [0n, '0.00'],
    [5n, '0.05'],
    [999_999_999_999_999_999n, '9999999999999999.99'],
  ])('writes %d minor units as %s', (amountMinor, text) => {
    expect(amountToNumberText(amountMinor)).toBe(text);
  });

  it.each([-1n, 1_000_000_000_000_000_000n])('does not write %d minor units', (amountMinor) => {
    expect(() => amountToNumberText(amountMinor)).toThrow(RangeError);
  });

  it.each([
    [22.05, 2_205n],
    [100, 10_000n],
    ['129.9', 12_990n],
    [' 25 ', 2_500n],
    ['007.50', 750n],
    ['22.0500', 2_205n],
    [new ExactNumber('100.00'), 10_000n],
    [new ExactNumber('1E+2'), 10_000n],
    [new ExactNumber('2205e-2'), 2_205n],
    [new ExactNumber('0.0e9'), 0n],
  ])('reads %o as %d minor units', (value, amountMinor) => {
    expect(parseAmountMinor(value)).toBe(amountMinor);
  });

  it.each([
    ['more than two decimals', '22.051'],
    ['more than two decimals by exponent', new ExactNumber('1e-3')],
    ['nineteen digits', '10000000000000000.00'],
    ['an absurd exponent', new ExactNumber('1e99')],
    ['an endless exponent', new ExactNumber('1e999999999')],
    ['a negative amount', '-1.00'],
    ['a float too large to be exact', 10_000_000_000_000.01],
    ['not a number', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['a thousands separator', '1,000.00'],
    ['a currency', 'S/ 10.00'],
    ['hexadecimal', '0x10'],
    ['nothing', ''],
    ['null', null],
    ['undefined', undefined],
    ['an object', {}],
    ['true', true],
  ])('does not read %s', (_, value) => {
    expect(parseAmountMinor(value)).toBeNull();
  });
});
