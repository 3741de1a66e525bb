import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProblemError } from '#platform';
import { decodePageCursor, encodePageCursor, toPage } from './page-cursor.js';

describe('a page cursor', () => {
  it('comes back as the place it stands for', () => {
    const cursor = encodePageCursor('stock-holds', ['pay_1', '2', '0']);
    expect(decodePageCursor('stock-holds', cursor, 3)).toEqual(['pay_1', '2', '0']);
    expect(decodePageCursor('payments', undefined, 1)).toBeNull();
  });

  it('of another list or of another shape is refused', () => {
    for (const [cursor, parts] of [
      [encodePageCursor('cases', ['case_1']), 1],
      [encodePageCursor('payments', ['pay_1', 'x']), 1],
      [encodePageCursor('payments', []), 1],
      [encodePageCursor('payments', ['\0']), 1],
      [encodePageCursor('payments', ['a b']), 1],
      [`${encodePageCursor('payments', ['pay_1'])}=`, 1],
    ] as const) {
      expect(() => decodePageCursor('payments', cursor, parts)).toThrow(ProblemError);
    }
  });

  it('that nobody gave out is refused, never misread', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.json().map(asCursor)), (cursor) => {
        expect(() => decodePageCursor('payments', cursor, 1)).toThrow(
          expect.objectContaining({ problem: expect.objectContaining({ code: 'cursor_invalid', status: 400 }) }),
        );
      }),
    );
  });
});

describe('a page', () => {
  const page = { list: 'payments' as const, view: (row: number) => row * 10, place: (row: number) => [String(row)] };

  it('ends with a cursor while there is more', () => {
    expect(toPage([1, 2, 3], { ...page, limit: 2 })).toEqual({
      data: [10, 20],
      nextCursor: encodePageCursor('payments', ['2']),
    });
  });

  it('is the last one without', () => {
    expect(toPage([1, 2], { ...page, limit: 2 })).toEqual({ data: [10, 20], nextCursor: null });
    expect(toPage([], { ...page, limit: 2 })).toEqual({ data: [], nextCursor: null });
  });
});

function asCursor(json: string): string {
  return Buffer.from(json).toString('base64url');
}
