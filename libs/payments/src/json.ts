/** JSON of rows of plain columns, for jsonb_to_recordset: instants as ISO strings. Much cheaper than `canonicalJson`. */
export function rowsJson(rows: readonly Readonly<Record<string, PlainColumn>>[]): string {
  return JSON.stringify(rows);
}

/** A bigint is written as its decimal string. */
export type PlainColumn = string | number | boolean | Date | null | readonly string[] | readonly Date[];

/** JSON for jsonb columns and digests: bigint as decimal string, Date as ISO string, Map as object, keys sorted. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(canonical(value)) ?? 'null';
}

function canonical(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(canonical);
  if (value instanceof Map) return canonical(Object.fromEntries(value));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, entry]) => entry !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
        .map(([key, entry]) => [key, canonical(entry)]),
    );
  }
  return value;
}
