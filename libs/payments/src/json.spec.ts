import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './json.js';

/** What digests of the past were made of: an object with sorted keys, as JSON.stringify writes it. */
function sortedCopy(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(sortedCopy);
  if (value instanceof Map) return sortedCopy(Object.fromEntries(value));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, entry]) => entry !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
        .map(([key, entry]) => [key, sortedCopy(entry)]),
    );
  }
  return value;
}

describe('canonical JSON', () => {
  it('never changes: history digests rest on its bytes', () => {
    const data = {
      to: 'paid',
      amountMinor: 12_990n,
      10: 'ten',
      9: 'nine',
      at: new Date(0),
      none: undefined,
      a: [1, null],
    };
    expect(canonicalJson(data)).toBe(
      '{"9":"nine","10":"ten","a":[1,null],"amountMinor":"12990","at":"1970-01-01T00:00:00.000Z","to":"paid"}',
    );
    expect(
      canonicalJson(
        new Map([
          ['b', 1],
          ['a', 2],
        ]),
      ),
    ).toBe('{"a":2,"b":1}');
    expect(canonicalJson(undefined)).toBe('null');
  });

  it('is what JSON.stringify writes of a copy with sorted keys, for every value', () => {
    const anything = fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true });
    fc.assert(
      fc.property(anything, (value) => {
        let expected: string | undefined;
        try {
          expected = JSON.stringify(sortedCopy(value)) ?? 'null';
        } catch {
          // An invalid date has no ISO form, for either.
          expect(() => canonicalJson(value)).toThrow(RangeError);
          return;
        }
        expect(canonicalJson(value)).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
  });
});
