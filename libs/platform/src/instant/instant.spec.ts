import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInstant } from './instant.js';

describe('an instant', () => {
  it.each([
    ['2026-11-23T18:30:00-05:00', '2026-11-23T23:30:00.000Z'],
    ['2026-11-23T23:30:00Z', '2026-11-23T23:30:00.000Z'],
    ['2026-11-23T23:30Z', '2026-11-23T23:30:00.000Z'],
    ['2026-11-23T23:30:00.987654321Z', '2026-11-23T23:30:00.000Z'],
    ['2028-02-29T00:00:00+14:00', '2028-02-28T10:00:00.000Z'],
  ])('is read from %s', (text, expected) => {
    expect(parseInstant(text)?.toISOString()).toBe(expected);
  });

  it.each([
    '2026-11-23T18:30:00',
    '2026-11-23',
    '2026-11-23 18:30:00-05:00',
    '2026-02-30T00:00:00Z',
    '2027-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-10T00:00:00Z',
    '2026-11-23T24:00:00Z',
    '2026-11-23T18:60:00Z',
    '2026-11-23T18:30:00-25:00',
    '2026-11-23T18:30:00-0500',
    'tomorrow',
    '',
    1_763_900_000,
    null,
    ['2026-11-23T18:30:00Z'],
  ])('is not read from %j', (text) => {
    expect(parseInstant(text)).toBeNull();
  });

  it('is the instant that was written, whatever offset it was written with', () => {
    const date = fc.date({ min: new Date('1000-01-02'), max: new Date('9000-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(date, fc.integer({ min: -12 * 60, max: 14 * 60 }), (instant, offsetMinutes) => {
        const seconds = Math.floor(instant.getTime() / 1000);
        const local = new Date((seconds + offsetMinutes * 60) * 1000).toISOString().slice(0, 19);
        const size = Math.abs(offsetMinutes);
        const offset = `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
        expect(parseInstant(`${local}${offset}`)?.getTime()).toBe(seconds * 1000);
      }),
    );
  });
});

function two(part: number): string {
  return String(part).padStart(2, '0');
}
