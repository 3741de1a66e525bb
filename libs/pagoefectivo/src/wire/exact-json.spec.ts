import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExactNumber, type JsonValue, readJson, tryReadJson, type WritableJson, writeJson } from './exact-json.js';

/** The same value with floats and plain objects, to compare with JSON.parse. */
function toPlain(value: JsonValue): unknown {
  if (value instanceof ExactNumber) return Number(value.text);
  if (Array.isArray(value)) return value.map(toPlain);
  return value instanceof Map ? Object.fromEntries([...value].map(([key, member]) => [key, toPlain(member)])) : value;
}

/** The same value as writeJson takes it. */
function toWritable(value: JsonValue): WritableJson {
  if (Array.isArray(value)) return value.map(toWritable);
  if (!(value instanceof Map)) return value as string | boolean | null | ExactNumber;
  return Object.fromEntries([...value].map(([key, member]) => [key, toWritable(member)]));
}

function outcomeOf(read: () => unknown): unknown {
  try {
    return { value: read() };
  } catch (error) {
    return error instanceof SyntaxError ? 'not JSON' : error;
  }
}

describe('reading JSON exactly', () => {
  it('keeps the digits of every number', () => {
    const text = '{"amount":100.00,"large":9999999999999999.99,"list":[-0,1e2,1E+2]}';
    const value = readJson(text);
    expect(value).toEqual(
      new Map<string, unknown>([
        ['amount', new ExactNumber('100.00')],
        ['large', new ExactNumber('9999999999999999.99')],
        ['list', [new ExactNumber('-0'), new ExactNumber('1e2'), new ExactNumber('1E+2')]],
      ]),
    );
    expect(writeJson(toWritable(value))).toBe(text);
  });

  it('reads what JSON.parse reads, as the same value, however it is spaced', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom('', ' ', '\t', '\n  ', '\r\n'), (value, indent) => {
        const text = `${indent}${JSON.stringify(value, null, indent)}${indent}`;
        expect(toPlain(readJson(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('reads or refuses any text as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:\\ 01-.eEtrufalsn') }), (text) => {
        expect(outcomeOf(() => toPlain(readJson(text)))).toEqual(outcomeOf(() => JSON.parse(text)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('lets the last of a repeated key count, and a key called __proto__ be a key', () => {
    expect(readJson('{"a":"first","a":"last","__proto__":true}')).toEqual(
      new Map<string, unknown>([
        ['a', 'last'],
        ['__proto__', true],
      ]),
    );
  });

  it('refuses a nesting that would exhaust the stack of whoever walks it', () => {
    expect(() => readJson('['.repeat(100_000) + ']'.repeat(100_000))).toThrow(SyntaxError);
    expect(tryReadJson('['.repeat(66) + ']'.repeat(66))).toBeNull();
    expect(tryReadJson('['.repeat(65) + ']'.repeat(65))).not.toBeNull();
  });
});

describe('writing JSON exactly', () => {
  it('leaves out what is undefined and writes the rest as JSON.stringify does', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(writeJson(value as WritableJson)).toBe(JSON.stringify(value));
      }),
    );
    expect(writeJson({ amount: new ExactNumber('1.00'), absent: undefined })).toBe('{"amount":1.00}');
  });

  it('has no number that is not one', () => {
    for (const text of ['', '01', '1.', '.5', '+1', 'NaN', '1 ', '1,0', '1}']) {
      expect(() => new ExactNumber(text)).toThrow(RangeError);
    }
  });
});
