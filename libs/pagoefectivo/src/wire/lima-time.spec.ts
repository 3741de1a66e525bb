import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { formatLima, NEVER_ON_THE_WIRE, parseGatewayDate } from './lima-time.js';

const originalZone = process.env['TZ'];

afterEach(() => {
  if (originalZone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = originalZone;
});

describe('Lima time (R10)', () => {
  it.each(['UTC', 'America/Lima', 'Asia/Shanghai', 'America/New_York', 'Pacific/Kiritimati', 'Australia/Lord_Howe'])(
    'is the same on a server in %s',
    (zone) => {
      process.env['TZ'] = zone;
      expect(formatLima(new Date('2026-11-22T23:30:00Z'))).toBe('2026-11-22T18:30:00-05:00');
      const range = {
        min: new Date('1901-01-02T00:00:00Z'),
        max: new Date('9999-12-31T00:00:00Z'),
        noInvalidDate: true,
      };
      fc.assert(
        fc.property(fc.date(range), (instant) => {
          const text = formatLima(instant);
          expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-05:00$/);
          expect(parseGatewayDate(text)?.getTime()).toBe(Math.floor(instant.getTime() / 1000) * 1000);
        }),
      );
    },
  );

  it('has no daylight saving', () => {
    expect(formatLima(new Date('2026-01-01T04:59:59Z'))).toBe('2025-12-31T23:59:59-05:00');
    expect(formatLima(new Date('2026-07-01T04:59:59Z'))).toBe('2026-06-30T23:59:59-05:00');
  });

  it('does not write a date that is none', () => {
    expect(() => formatLima(new Date(Number.NaN))).toThrow(RangeError);
    expect(() => formatLima(new Date('+010000-06-01T00:00:00Z'))).toThrow(RangeError);
    expect(() => formatLima(new Date('-000001-06-01T00:00:00Z'))).toThrow(RangeError);
  });
});

describe('a stamp from the gateway', () => {
  it.each([
    '2020-12-31T23:59:59-05:00',
    '2020-12-31 23:59:59-05:00',
    '2020-12-31T23:59:59-0500',
    '2021-01-01T04:59:59Z',
    '2020-12-31T23:59:59.987-05:00',
    ' 2021-01-01T05:59:59+01:00 ',
  ])('is read in the form %s', (text) => {
    expect(parseGatewayDate(text)?.toISOString()).toBe('2021-01-01T04:59:59.000Z');
  });

  it.each([NEVER_ON_THE_WIRE, '1900-12-31T23:59:59-05:00', '0001-01-01T00:00:00Z'])('%s means never', (text) => {
    expect(parseGatewayDate(text)).toBeNull();
  });

  it.each([
    '2021-02-29T00:00:00-05:00',
    '2021-13-01T00:00:00-05:00',
    '2021-00-10T00:00:00-05:00',
    '2021-01-01T24:00:00-05:00',
    '2021-01-01T10:60:00-05:00',
    '2021-01-01T10:00:00-15:00',
    '2021-01-01T10:00:00',
    '2021-01-01',
    '01/02/2021 10:00:00',
    '',
    null,
    undefined,
    1_610_000_000,
  ])('%o is not one', (text) => {
    expect(parseGatewayDate(text)).toBeNull();
  });
});
