import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, quantile, row } from './measure.js';
import { asTable } from './table.js';

const measured = { measure: 'a', unit: '/s', ours: 90 };
const against = { what: 'b', value: 100 };

describe('a row', () => {
  it.each([
    [{ of: 'ours', least: 90 } as const, true],
    [{ of: 'ours', least: 91 } as const, false],
    [{ of: 'ratio', least: 0.9 } as const, true],
    [{ of: 'ratio', least: 0.91 } as const, false],
    [{ of: 'ratio', most: 0.9 } as const, true],
    [{ of: 'ratio', most: 0.89 } as const, false],
  ])('with the target %j is met: %s', (target, met) => {
    expect(row({ ...measured, against, target })).toMatchObject({ ratio: 0.9, met });
  });

  it('that nothing was measured for meets no target', () => {
    expect(row({ ...measured, ours: Number.NaN, target: { of: 'ours', most: 1 } }).met).toBe(false);
    expect(row({ ...measured, target: { of: 'ratio', least: 0 } }).met).toBe(false);
  });

  it('without a target is neither met nor missed', () => {
    expect(row({ ...measured, target: null }).met).toBeNull();
  });
});

describe('quantile', () => {
  it('has at least that share of the values at or below it, and is one of them', () => {
    const values = fc.array(fc.integer(), { minLength: 1 });
    fc.assert(
      fc.property(values, fc.double({ min: 0.51, max: 1, noNaN: true }), (all, share) => {
        const found = quantile(all, share);
        expect(all).toContain(found);
        expect(all.filter((value) => value <= found).length).toBeGreaterThanOrEqual(share * all.length);
        expect(all.filter((value) => value < found).length).toBeLessThan(share * all.length);
      }),
    );
  });

  it('is no number when there are no values', () => {
    expect(quantile([], 0.99)).toBeNaN();
  });
});

it('takes the middle of an even number of repetitions between the two in the middle', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([3, 1, 2])).toBe(2);
});

it('writes rows as a table that says which target was missed', () => {
  const rows = [row({ ...measured, backend: 'redis', against, target: { of: 'ratio', least: 1 } })];
  const [head, , line] = asTable(rows)
    .split('\n')
    .map((text) => text.split('|').map((cell) => cell.trim()));
  expect(head?.slice(1, -1)).toEqual(['measure', 'queue', 'ours', 'against', 'ratio', 'target', 'met']);
  expect(line?.slice(1, -1)).toEqual(['a', 'redis', '90.0 /s', '100 /s, b', '0.90', '≥ 1 ×', 'NO']);
});
