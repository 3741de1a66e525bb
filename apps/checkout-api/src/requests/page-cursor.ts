import { problem } from '../problems/problem.js';

/** Which list a cursor continues: one of another list is refused, not read as the wrong place. */
export type PagedList = 'payments' | 'cases' | 'deliveries' | 'stock-holds';

/** Opaque on purpose: a caller that reads cursors breaks when the order of a list changes. */
export function encodePageCursor(list: PagedList, place: readonly string[]): string {
  return Buffer.from(JSON.stringify([list, ...place])).toString('base64url');
}

/**
 * The place that a cursor stands for, with as many parts as the list's cursors have; null without a cursor. Anything
 * that `encodePageCursor` did not write is refused as `cursor_invalid`.
 */
export function decodePageCursor(list: PagedList, cursor: string | undefined, parts: number): readonly string[] | null {
  if (cursor === undefined) return null;
  const place = placeOf(cursor);
  const sameAgain = place !== null && encodePageCursor(list, place.slice(1)) === cursor;
  if (!sameAgain || place.length !== parts + 1) {
    throw problem('cursor_invalid', 'This cursor is none that this list gave out. Leave it out to start anew.');
  }
  return place.slice(1);
}

/** Ids and numbers; nothing that a database could choke on. */
const PART = /^[\w-]{1,200}$/;

function placeOf(cursor: string): readonly string[] | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parsed) && parsed.every((part) => typeof part === 'string' && PART.test(part)) ? parsed : null;
  } catch {
    return null;
  }
}

/** One page of rows that were read with one row more than the page holds. */
export function toPage<Row, View>(
  rows: readonly Row[],
  page: { list: PagedList; limit: number; view: (row: Row) => View; place: (row: Row) => readonly string[] },
): { data: View[]; nextCursor: string | null } {
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  const nextCursor =
    rows.length > page.limit && last !== undefined ? encodePageCursor(page.list, page.place(last)) : null;
  return { data: shown.map(page.view), nextCursor };
}
