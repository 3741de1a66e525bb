import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskedName } from './masked-name.js';

describe('the name on the page', () => {
  it.each([
    ['Rosa', 'Quispe', 'Rosa Q.'],
    ['  Rosa María ', 'quispe huamán', 'Rosa Q.'],
    ['Ñaña', 'Ñahui', 'Ñaña Ñ.'],
    ["D'Angelo", undefined, "D'Angelo"],
    ['Rosa', '40226700', 'Rosa'],
    [undefined, 'Quispe', null],
    ['', 'Quispe', null],
    ['rosa@example.pe', 'Quispe', null],
    ['40226700', 'Quispe', null],
    ['丽', '王', '丽 王.'],
  ])('of %s %s is %s', (firstName, lastName, expected) => {
    expect(
      maskedName({
        ...(firstName === undefined ? {} : { firstName }),
        ...(lastName === undefined ? {} : { lastName }),
      }),
    ).toBe(expected);
  });

  it('never has a digit, an address or more than an initial of the last name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (firstName, lastName) => {
        const name = maskedName({ firstName, lastName });
        expect(name ?? '').not.toMatch(/[\d@<>&"]/);
        expect([...(name?.split(' ')[1] ?? '')].length).toBeLessThanOrEqual(4);
      }),
    );
  });
});
