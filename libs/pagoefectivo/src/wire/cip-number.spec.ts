import fc from 'fast-check';
import { expect, it } from 'vitest';
import { normalizeCip } from './cip-number.js';
import { ExactNumber } from './exact-json.js';

it('has one form for the number of the API, the string of the notification and the padded one', () => {
  for (const value of [2_500_288, '2500288', '00000002500288', new ExactNumber('2500288')]) {
    expect(normalizeCip(value)).toBe('2500288');
  }
});

it('is idempotent', () => {
  fc.assert(
    fc.property(fc.oneof(fc.integer(), fc.string(), fc.stringMatching(/^\d{1,14}$/)), (value) => {
      const once = normalizeCip(value);
      expect(normalizeCip(once)).toBe(once);
    }),
  );
});

it.each([
  '',
  '0',
  '0000',
  '123456789012345',
  '12a4',
  ' 123',
  '1.5',
  '-12',
  1.5,
  -3,
  1e21,
  Number.NaN,
  null,
  undefined,
  {},
])('does not take %o for a CIP number', (value) => {
  expect(normalizeCip(value)).toBeNull();
});
