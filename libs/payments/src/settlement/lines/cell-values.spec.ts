import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCip, readInstant, readMoney } from './cell-values.js';

const iso = (text: string, serialOffset?: number): string | null | undefined => {
  const read = readInstant(text, serialOffset);
  return 'value' in read ? (read.value?.toISOString() ?? null) : undefined;
};

describe('readCip', () => {
  it.each([
    ['213803274', '213803274'],
    ['00000213803274', '213803274'],
    ['213803274.0', '213803274'],
    ['213803274,00', '213803274'],
    ['2.13803274E8', '213803274'],
    ['2.13803274E+08', '213803274'],
    ['2.1380327E8', '213803270'],
    ['1E7', '10000000'],
    ['2500288', '2500288'],
  ])('reads %s as %s', (text, number) => {
    expect(readCip(text)).toEqual({ value: number });
  });

  it('refuses what Excel has shortened, as its last digits are gone', () => {
    expect(readCip('2.13803E+08')).toEqual({ wrong: expect.stringContaining('has lost digits') as string });
  });

  it.each(['', '0', '12a', '213803274.5', '-1', '123456789012345', '2.138032745E8', '9E20'])('refuses %j', (text) => {
    expect(readCip(text)).toEqual({ wrong: 'is not a CIP of 1 to 14 digits' });
  });

  it('brings every number back from each of the forms that programs give it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999_999_999_999 }), (number) => {
        const text = String(number);
        const forms = [text, text.padStart(14, '0'), `${text}.0`, number.toExponential().replace('e+', 'E')];
        for (const form of forms) expect(readCip(form), form).toEqual({ value: text });
      }),
    );
  });
});

describe('readMoney', () => {
  it.each([
    ['129.90', 12_990n, null],
    ['129,90', 12_990n, null],
    ['1,299.90', 129_990n, null],
    ['1.299,90', 129_990n, null],
    ['1,299,900', 129_990_000n, null],
    ['1.234.567,8', 123_456_780n, null],
    ['1299', 129_900n, null],
    ['129.9', 12_990n, null],
    ['129.9000', 12_990n, null],
    ['S/ 129.90', 12_990n, 'PEN'],
    ['S/. 129.90', 12_990n, 'PEN'],
    ['US$5.00', 500n, 'USD'],
    ['0.00', 0n, null],
  ])('reads %s', (text, minor, currency) => {
    expect(readMoney(text)).toEqual({ value: { minor, currency } });
  });

  it.each(['1.299', '1,299', '12.500'])('refuses %s, which could be thousands or decimals', (text) => {
    expect(readMoney(text)).toEqual({ wrong: expect.stringContaining('thousands or decimals') as string });
  });

  it.each(['', 'abc', '1.2.3', '1,29,900', '.50', '12.345,678', '129.905', '1e3', 'EUR 5.00', '12345678901234567'])(
    'refuses %j',
    (text) => {
      expect(readMoney(text)).toHaveProperty('wrong');
    },
  );

  it('takes negative amounts only where they can be meant', () => {
    expect(readMoney('-5.00')).toEqual({ wrong: 'is negative' });
    expect(readMoney('-5.00', { negative: true })).toEqual({ value: { minor: -500n, currency: null } });
    expect(readMoney('(1,005.00)', { negative: true })).toEqual({ value: { minor: -100_500n, currency: null } });
  });

  it('reads every amount that has two decimals, in either style, to the céntimo', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 99_999_999_999n }), (minor) => {
        const whole = String(minor / 100n);
        const cents = String(minor % 100n).padStart(2, '0');
        const grouped = (mark: string): string => whole.replace(/\B(?=(\d{3})+$)/g, mark);
        for (const text of [
          `${whole}.${cents}`,
          `${whole},${cents}`,
          `${grouped(',')}.${cents}`,
          `${grouped('.')},${cents}`,
        ]) {
          expect(readMoney(text), text).toEqual({ value: { minor, currency: null } });
        }
      }),
    );
  });
});

describe('readInstant', () => {
  it.each([
    ['2026-11-22T18:30:00-05:00', '2026-11-22T23:30:00.000Z'],
    ['2026-11-22T18:30:00Z', '2026-11-22T18:30:00.000Z'],
    ['2026-11-22 18:30:00', '2026-11-22T23:30:00.000Z'],
    ['2026-11-22 18:30', '2026-11-22T23:30:00.000Z'],
    ['2026-11-22', '2026-11-22T05:00:00.000Z'],
    ['22/11/2026 18:30:05', '2026-11-22T23:30:05.000Z'],
    ['22/11/2026 18:30', '2026-11-22T23:30:00.000Z'],
    ['1/2/2026', '2026-02-01T05:00:00.000Z'],
    ['22-11-2026 06:30:00 p.m.', '2026-11-22T23:30:00.000Z'],
    ['22/11/2026 12:05:00 AM', '2026-11-22T05:05:00.000Z'],
    ['46348.7708333333', '2026-11-22T23:30:00.000Z'],
    ['46348,7708333333', '2026-11-22T23:30:00.000Z'],
    ['46348', '2026-11-22T05:00:00.000Z'],
  ])('reads %s as %s, in Lima time', (text, expected) => {
    expect(iso(text)).toBe(expected);
  });

  it('counts from 1904 where the workbook does', () => {
    expect(iso('44886', 1462)).toBe('2026-11-22T05:00:00.000Z');
  });

  it.each(['', '-', '1900-01-01T00:00:00-05:00', '01/01/1900 00:00:00'])('reads %j as never', (text) => {
    expect(iso(text)).toBeNull();
  });

  it.each([
    '11/22/2026',
    '31/02/2026',
    '2026-13-01',
    '22/11/26',
    '22/11/2026 25:00',
    'ayer',
    '22/11/2026 13:00 PM',
    '10000',
  ])('refuses %j', (text) => {
    expect(iso(text)).toBeUndefined();
  });

  it('reads what Excel stores for any second of the century, whatever zone the machine is in', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2001, 0, 1) / 1000, max: Date.UTC(2099, 11, 31) / 1000 }), (second) => {
        const instant = new Date(second * 1000);
        const days = (instant.getTime() - 5 * 3_600_000 - Date.UTC(1899, 11, 30)) / 86_400_000;
        expect(iso(String(Number(days.toPrecision(15))))).toBe(instant.toISOString());
      }),
    );
  });
});
