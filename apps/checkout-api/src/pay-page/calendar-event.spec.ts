import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CalendarEvent } from './calendar-event.js';
import { calendarOf } from './calendar-event.js';

const EVENT: CalendarEvent = {
  uid: 'pay_1@chasqui',
  now: new Date('2026-11-23T12:00:00-05:00'),
  deadline: new Date('2026-11-23T18:30:00-05:00'),
  summary: 'Pagar S/ 129.90 en PagoEfectivo',
  description: 'Código (CIP): 213803274\nPaga antes de las 6:30 p. m.; hora del Perú, no la de tu celular',
  url: 'https://pay.example.pe/pay/TOKEN',
};

const unfolded = (calendar: string): string[] => calendar.replaceAll('\r\n ', '').split('\r\n');

describe('the calendar event', () => {
  it('ends at the deadline, in UTC, and reminds before it', () => {
    const lines = unfolded(calendarOf(EVENT));
    expect(lines).toContain('DTSTAMP:20261123T170000Z');
    expect(lines).toContain('DTSTART:20261123T230000Z');
    expect(lines).toContain('DTEND:20261123T233000Z');
    expect(lines).toContain('TRIGGER;RELATED=END:-PT180M');
    expect(lines).toContain('UID:pay_1@chasqui');
    expect(lines).toContain('URL:https://pay.example.pe/pay/TOKEN');
  });

  it('escapes text as RFC 5545 asks', () => {
    const lines = unfolded(calendarOf({ ...EVENT, summary: 'a,b;c\\d\u0007' }));
    expect(lines).toContain('SUMMARY:a\\,b\\;c\\\\d');
    expect(lines).toContain(
      'DESCRIPTION:Código (CIP): 213803274\\nPaga antes de las 6:30 p. m.\\; hora del Perú\\, no la de tu celular',
    );
  });

  it('has lines of at most 75 octets, ended by CRLF, whatever it says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const calendar = calendarOf({ ...EVENT, summary: text, description: text });
        expect(calendar.endsWith('END:VCALENDAR\r\n')).toBe(true);
        for (const line of calendar.split('\r\n')) {
          expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
          expect(line).not.toMatch(/[\r\n]/);
        }
        expect(unfolded(calendar)).toHaveLength(22);
      }),
    );
  });

  it('reminds while there still is time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 100_000 }), (minutesLeft) => {
        const now = new Date(EVENT.deadline.getTime() - minutesLeft * 60_000);
        const [, before = ''] = /TRIGGER;RELATED=END:-PT(\d+)M/.exec(calendarOf({ ...EVENT, now })) ?? [];
        expect(Number(before)).toBeGreaterThanOrEqual(1);
        expect(Number(before)).toBeLessThan(minutesLeft);
      }),
    );
  });
});
