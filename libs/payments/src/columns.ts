/** What one column of one row may be; a bigint is given as its decimal string. */
export type ColumnValue = string | number | boolean | Date | null;

/** The type of a column in Postgres. One that is an array itself is sent as `text`, by `arrayLiteral`, and cast. */
export type ColumnType = 'text' | 'boolean' | 'integer' | 'bigint' | 'timestamptz' | 'jsonb' | 'bytea';

export interface Columns<Name extends string> {
  /** For `from`: rows `x` of these columns, as parameters from $1. */
  readonly source: string;
  /** All of them, for `insert into … (…)`. */
  readonly names: string;
  /** The number of the first parameter after these. */
  readonly next: number;
  values(rows: readonly Readonly<Record<Name, ColumnValue>>[]): string[];
}

/**
 * Rows for one statement, column by column: `unnest` costs Postgres about a third of what `jsonb_to_recordset` does
 * (docs/performance.md).
 */
export function columns<Name extends string>(types: Readonly<Record<Name, ColumnType>>): Columns<Name> {
  const names = Object.keys(types) as Name[];
  const parameters = names.map((name, index) => `$${index + 1}::${types[name]}[]`);
  return {
    source: `unnest(${parameters.join(', ')}) as x(${names.join(', ')})`,
    names: names.join(', '),
    next: names.length + 1,
    values: (rows) => names.map((name) => columnLiteral(rows, name)),
  };
}

function columnLiteral<Name extends string>(rows: readonly Readonly<Record<Name, ColumnValue>>[], name: Name): string {
  return `{${rows.map((row) => element(row[name])).join(',')}}`;
}

/** An array as Postgres reads it from text. */
export function arrayLiteral(values: readonly ColumnValue[]): string {
  return `{${values.map(element).join(',')}}`;
}

/** What JSON does not write as it is, besides quote and backslash: these it writes as Postgres reads them in an array. */
const UNLIKE_JSON = /[\p{Control}\p{Surrogate}]/u;

function element(value: ColumnValue): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') {
    if (!value.includes('"') && !value.includes('\\')) return `"${value}"`;
    // A regular expression for each quote of an event's body would cost more than the rest of its row.
    return UNLIKE_JSON.test(value) ? `"${value.replaceAll(/["\\]/g, '\\$&')}"` : JSON.stringify(value);
  }
  return value instanceof Date ? `"${value.toISOString()}"` : String(value);
}
