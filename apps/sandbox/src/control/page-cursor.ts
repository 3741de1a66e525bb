import type { Rule } from '../fields/field-reader.js';

/** Where a list goes on: the last id shown, in a form that nobody does arithmetic with. */
export function toCursor(id: string): string {
  return Buffer.from(id).toString('base64url');
}

export const cursor: Rule<string> = (value) => {
  const id = typeof value === 'string' ? Buffer.from(value, 'base64url').toString('utf8') : '';
  return /^\d{1,18}$/.test(id) ? { value: id } : { wrong: 'is to be the nextCursor of an earlier page.' };
};

/** A page and, when it is full, the cursor of the next. */
export function toPage<Row, View>(
  rows: readonly Row[],
  limit: number,
  parts: { view: (row: Row) => View; id: (row: Row) => string },
): { data: View[]; nextCursor: string | null } {
  const last = rows.length === limit ? rows.at(-1) : undefined;
  return { data: rows.map(parts.view), nextCursor: last === undefined ? null : toCursor(parts.id(last)) };
}
