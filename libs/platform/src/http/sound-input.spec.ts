import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findUnsound } from './sound-input.js';

describe('a body', () => {
  it.each([
    [{ a: { b: ['fine', 'with\0null'] } }, 'a.b[1]'],
    [{ name: '\ud83d half' }, 'name'],
    [{ name: 'half \udc00' }, 'name'],
    ['\0', 'body'],
    [{ a: { 'na\0me': 1 } }, 'a'],
    [JSON.parse('{"metadata":{"constructor":"x"}}'), 'metadata'],
    [JSON.parse('{"__proto__":{"admin":true}}'), 'body'],
    [{ items: Array.from({ length: 1001 }, () => ({})) }, 'items'],
  ])('with text or names that cannot be handled is refused where they stand: %#', (body, field) => {
    const error = findUnsound(body);
    expect(error?.field).toBe(field);
    expect(error?.message).toMatch(new RegExp(`^${field.replace(/[[\]]/g, '\\$&')} .+\\.$`));
    expect(error?.message).not.toMatch(/[\0\p{Cs}]/u);
  });

  it('that nests without end is refused, not followed', () => {
    let deep: unknown = 'end';
    for (let depth = 0; depth < 200_000; depth += 1) deep = depth % 2 === 0 ? [deep] : { a: deep };
    expect(findUnsound(deep)).toMatchObject({ code: 'wrong_type' });
  });

  it('of whole characters passes, emoji and line breaks included', () => {
    for (const body of [
      undefined,
      null,
      5,
      true,
      'Ñandú 🛒\n',
      { items: [{ sku: '货' }], note: '' },
      Buffer.alloc(9),
    ]) {
      expect(findUnsound(body)).toBeNull();
    }
  });

  it('is judged without an exception, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        findUnsound(body);
      }),
    );
  });
});
