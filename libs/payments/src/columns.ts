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
  let literal = '';
  for (const row of rows) literal += `${literal === '' ? '' : ','}${element(row[name])}`;
  return `{${literal}}`;
}

/** An array as Postgres reads it from text. */
export function arrayLiteral(values: readonly ColumnValue[]): string {
  let literal = '';
  for (const value of values) literal += `${literal === '' ? '' : ','}${element(value)}`;
  return `{${literal}}`;
}

function element(value: ColumnValue): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') {
    const special = value.includes('"') || value.includes('\\');
    return special ? `"${value.replaceAll(/["\\]/g, '\\$&')}"` : `"${value}"`;
  }
  return value instanceof Date ? `"${value.toISOString()}"` : String(value);
}
