import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../lines/lima-time.js';
import { easterSunday, holidaysOf, isBusinessDay, weekdayOf } from './business-days.js';
import { LONGEST_CYCLE_DAYS, type PayoutCycle, payoutDay } from './payout-cycle.js';

const days = fc.integer({ min: 0, max: 20_000 }).map((count) => addDays('2000-01-01', count));
const cycles = fc.oneof(
  fc.constantFrom<PayoutCycle>({ kind: 't+1' }, { kind: 't+3' }),
  fc.integer({ min: 1, max: 5 }).map((weekday): PayoutCycle => ({ kind: 'weekly', weekday })),
);

describe('the calendar', () => {
  it.each([
    [1999, '1999-04-04'],
    [2000, '2000-04-23'],
    [2008, '2008-03-23'],
    [2011, '2011-04-24'],
    [2019, '2019-04-21'],
    [2024, '2024-03-31'],
    [2025, '2025-04-20'],
    [2026, '2026-04-05'],
    [2038, '2038-04-25'],
  ])('knows the Easter of %i', (year, day) => {
    expect(easterSunday(year)).toBe(day);
  });

  it('has the sixteen holidays of 2026', () => {
    expect([...holidaysOf(2026)].sort()).toEqual([
      '2026-01-01',
      '2026-04-02',
      '2026-04-03',
      '2026-05-01',
      '2026-06-07',
      '2026-06-29',
      '2026-07-23',
      '2026-07-28',
      '2026-07-29',
      '2026-08-06',
      '2026-08-30',
      '2026-10-08',
      '2026-11-01',
      '2026-12-08',
      '2026-12-09',
      '2026-12-25',
    ]);
  });

  it.each([
    ['2021-12-09', true],
    ['2022-12-09', false],
    ['2022-07-22', true],
    ['2024-07-23', false],
    ['2023-06-07', true],
    ['2024-06-07', false],
    ['2021-08-06', true],
    ['2024-08-06', false],
  ])('keeps a holiday from its law on: %s is a business day: %s', (day, business) => {
    expect(isBusinessDay(day)).toBe(business);
  });

  it('has Easter on a Sunday between March 22 and April 25', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1900, max: 2200 }), (year) => {
        const easter = easterSunday(year);
        expect(weekdayOf(easter)).toBe(7);
        expect(easter >= `${year}-03-22` && easter <= `${year}-04-25`).toBe(true);
      }),
    );
  });
});

describe('payoutDay', () => {
  it.each([
    ['an ordinary Tuesday, T+1', '2026-11-24', { kind: 't+1' }, '2026-11-25'],
    ['a Friday, T+1', '2026-11-20', { kind: 't+1' }, '2026-11-23'],
    ['a Saturday, T+1', '2026-11-21', { kind: 't+1' }, '2026-11-23'],
    ['the day before Holy Thursday, T+1', '2026-04-01', { kind: 't+1' }, '2026-04-06'],
    ['the day before two holidays, T+3', '2026-12-07', { kind: 't+3' }, '2026-12-14'],
    ['Fiestas Patrias, T+3', '2026-07-27', { kind: 't+3' }, '2026-08-03'],
    ['a Wednesday, weekly on Fridays', '2026-11-25', { kind: 'weekly', weekday: 5 }, '2026-11-27'],
    ['a Friday, weekly on Fridays', '2026-11-20', { kind: 'weekly', weekday: 5 }, '2026-11-27'],
    ['weekly on Good Friday', '2026-03-30', { kind: 'weekly', weekday: 5 }, '2026-04-06'],
  ] as const)('of %s', (_what, paid, cycle, expected) => {
    expect(payoutDay(paid, cycle)).toBe(expected);
  });

  it('is a business day after the payment, in order, and not later than the longest cycle', () => {
    fc.assert(
      fc.property(days, cycles, (paid, cycle) => {
        const out = payoutDay(paid, cycle);
        expect(isBusinessDay(out)).toBe(true);
        expect(out > paid && out <= addDays(paid, LONGEST_CYCLE_DAYS)).toBe(true);
        expect(payoutDay(addDays(paid, 1), cycle) >= out).toBe(true);
      }),
    );
  });

  it('of T+n leaves exactly n business days from the day after the payment to the payout', () => {
    fc.assert(
      fc.property(days, fc.constantFrom(1, 3), (paid, count) => {
        const out = payoutDay(paid, { kind: count === 1 ? 't+1' : 't+3' });
        let business = 0;
        for (let day = addDays(paid, 1); day <= out; day = addDays(day, 1)) business += isBusinessDay(day) ? 1 : 0;
        expect(business).toBe(count);
      }),
    );
  });
});
