import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountInWords, instantInWords } from './lima-words.js';

/** Hard blanks are what keeps "6:30 p. m." on one line. */
const soft = (text: string): string => text.replaceAll('\u00a0', ' ');
const es = (instant: string): string => soft(instantInWords(new Date(instant), 'es'));
const en = (instant: string): string => soft(instantInWords(new Date(instant), 'en'));

describe('an instant in words', () => {
  it('is said as people in Peru say it', () => {
    expect(es('2026-11-23T18:30:00-05:00')).toBe('las 6:30 p. m. del lunes 23 de noviembre');
    expect(en('2026-11-23T18:30:00-05:00')).toBe('6:30 p.m. on Monday, November 23');
  });

  it('has one o’clock in the singular', () => {
    expect(es('2026-09-01T13:05:00-05:00')).toBe('la 1:05 p. m. del martes 1 de setiembre');
    expect(es('2026-09-01T01:05:00-05:00')).toBe('la 1:05 a. m. del martes 1 de setiembre');
  });

  it('tells noon from midnight', () => {
    expect(es('2026-12-31T12:00:00-05:00')).toBe('las 12:00 p. m. del jueves 31 de diciembre');
    expect(es('2026-12-31T00:00:00-05:00')).toBe('las 12:00 a. m. del jueves 31 de diciembre');
  });

  it('is of Lima’s day, whatever day it is elsewhere', () => {
    expect(es('2027-01-01T04:59:00Z')).toBe('las 11:59 p. m. del jueves 31 de diciembre');
    expect(es('2027-01-01T05:00:00Z')).toBe('las 12:00 a. m. del viernes 1 de enero');
  });

  it('agrees with the calendar of Lima at every instant', () => {
    const calendar = new Intl.DateTimeFormat('en-US', {
      timeZone: 'America/Lima',
      weekday: 'long',
      month: 'long',
      day: 'numeric',
      hour: 'numeric',
      minute: '2-digit',
    });
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2024-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
        (instant) => {
          const part = Object.fromEntries(calendar.formatToParts(instant).map(({ type, value }) => [type, value]));
          const half = part['dayPeriod'] === 'AM' ? 'a' : 'p';
          const expected = `${part['hour']}:${part['minute']} ${half}.m. on ${part['weekday']}, ${part['month']} ${part['day']}`;
          expect(soft(instantInWords(instant, 'en'))).toBe(expected);
        },
      ),
    );
  });
});

describe('an amount in words', () => {
  it('carries its currency’s sign and groups thousands', () => {
    expect(soft(amountInWords(12990n, 'PEN'))).toBe('S/ 129.90');
    expect(soft(amountInWords(5n, 'USD'))).toBe('US$ 0.05');
    expect(soft(amountInWords(123456789n, 'PEN'))).toBe('S/ 1,234,567.89');
    expect(soft(amountInWords(100000n, 'PEN'))).toBe('S/ 1,000.00');
  });
});
