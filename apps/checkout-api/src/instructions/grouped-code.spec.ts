import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeGroups } from './grouped-code.js';

describe('the digits of a code', () => {
  it.each([
    ['213803274', ['213', '803', '274']],
    ['1344682', ['134', '4682']],
    ['11323796', ['113', '237', '96']],
    ['12', ['12']],
    ['1234', ['1234']],
  ])('%s are read out as %j', (number, groups) => {
    expect(codeGroups(number)).toEqual(groups);
  });

  it('are all there, in order, and none stands alone', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{2,14}$/), (number) => {
        const groups = codeGroups(number);
        expect(groups.join('')).toBe(number);
        expect(groups.every(({ length }) => length >= 2 && length <= 4)).toBe(true);
      }),
    );
  });
});
