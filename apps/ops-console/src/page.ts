/** One page of a list, newest first. */
export interface Page<T> {
  data: T[];
  /** Give it as `cursor` for the next page; null on the last one. */
  nextCursor: string | null;
}

export const PAGE_SIZE = 50;

/** A page of `limit` rows out of up to one more; the id of its last row is the cursor. */
export function pageOf<T extends { id: string }>(rows: readonly T[], limit: number): Page<T> {
  const data = rows.slice(0, limit);
  return { data, nextCursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null };
}
