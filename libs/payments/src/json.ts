/** JSON of rows of plain columns, for jsonb_to_recordset: instants as ISO strings. Much cheaper than `canonicalJson`. */
export function rowsJson(rows: readonly Readonly<Record<string, PlainColumn>>[]): string {
  return JSON.stringify(rows);
}

/** A bigint is written as its decimal string. */
export type PlainColumn = string | number | boolean | Date | null | readonly string[] | readonly Date[];

/**
 * JSON for jsonb columns and digests: bigint as decimal string, Date as ISO string, Map as object. Keys are sorted by
 * their code units, after those that are array indices, which JavaScript puts first in every object.
 */
export function canonicalJson(value: unknown): string {
  return write(value) ?? 'null';
}

/** Undefined for what JSON does not know. */
function write(value: unknown): string | undefined {
  if (typeof value === 'bigint') return `"${value}"`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) as string | undefined;
  if (value instanceof Date) return `"${value.toISOString()}"`;
  if (Array.isArray(value)) return `[${value.map((entry) => write(entry) ?? 'null').join(',')}]`;
  return writeObject(value instanceof Map ? Object.fromEntries(value) : (value as Record<string, unknown>));
}

function writeObject(value: Readonly<Record<string, unknown>>): string {
  let members = '';
  for (const key of sortedKeys(value)) {
    const written = write(value[key]);
    if (written !== undefined) members += `${members === '' ? '' : ','}${JSON.stringify(key)}:${written}`;
  }
  return `{${members}}`;
}

const ARRAY_INDEX = /^\d/;

function sortedKeys(value: object): string[] {
  const keys = Object.keys(value).sort();
  return keys.some((key) => ARRAY_INDEX.test(key))
    ? Object.keys(Object.fromEntries(keys.map((key) => [key, 0])))
    : keys;
}
