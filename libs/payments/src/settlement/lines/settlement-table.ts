import { csvRows, DELIMITERS, type Delimiter } from '../reading/csv-rows.js';
import { SettlementFileError } from '../reading/settlement-file.error.js';
import type { SheetRow } from '../reading/sheet-row.js';
import { type FileScan, scanFile } from '../reading/text-encoding.js';
import { openXlsx } from '../reading/xlsx-rows.js';
import type { ColumnSet } from './columns.js';
import { fold } from './columns.js';

/** Rows above the header that a report may begin with. */
const ROWS_BEFORE_HEADER = 20;
const ZIP = Buffer.from('PK\u0003\u0004', 'latin1');
/** Old XLS files, and XLSX files under a password. */
const COMPOUND = Buffer.from('d0cf11e0a1b11ae1', 'hex');

/** A row of a table whose columns are known. */
export interface TableRow<Field extends string> {
  readonly row: number;
  /** Trimmed; empty when the column or the cell is not there. */
  cell(field: Field): string;
}

/** A file whose header was found. Close it. */
export interface SettlementTable<Field extends string> {
  readonly format: 'csv' | 'xlsx';
  readonly encoding: string | null;
  readonly sha256: Buffer;
  readonly serialOffset: number;
  /** The header as it stands in the file, for sentences about cells. */
  readonly headings: ReadonlyMap<Field, string>;
  /** One sentence each: columns nobody knows, sheets nobody reads. */
  readonly warnings: readonly string[];
  rows(): AsyncGenerator<TableRow<Field>>;
  close(): void;
}

/** Columns by name, on top of those that the set knows: `{ gross: 'Importe' }`. */
export type ColumnMap<Field extends string> = Partial<Readonly<Record<Field, string>>>;

interface Header<Field extends string> {
  readonly row: number;
  readonly width: number;
  readonly columns: ReadonlyMap<Field, number>;
  readonly headings: ReadonlyMap<Field, string>;
  readonly unknown: readonly string[];
  readonly doubled: readonly string[];
  readonly missing: readonly string[];
}

/**
 * Opens a CSV or XLSX file by what it holds, not by its name, and finds the header among its first rows. Throws
 * SettlementFileError with the columns that are missing, and ENOENT and its like as they come.
 */
export async function openTable<Field extends string>(
  path: string,
  columns: ColumnSet<Field>,
  map: ColumnMap<Field> = {},
): Promise<SettlementTable<Field>> {
  const stray = Object.keys(map).filter((field) => !(field in columns.names));
  if (stray.length > 0) {
    throw new SettlementFileError([
      `There is no field ${stray.join(', ')} to map a column to. The fields are ${Object.keys(columns.names).join(', ')}.`,
    ]);
  }
  const scan = await scanFile(path);
  if (scan.bytes === 0) throw new SettlementFileError(['The file is empty.']);
  if (scan.head.subarray(0, COMPOUND.length).equals(COMPOUND)) {
    throw new SettlementFileError([
      'The file is an old XLS file or protected by a password: save it as XLSX without one.',
    ]);
  }
  const find = (cells: SheetRow): Header<Field> => matchHeader(cells, columns, map);
  const isXlsx = scan.head.subarray(0, ZIP.length).equals(ZIP);
  return isXlsx ? openXlsxTable(path, scan, find) : openCsvTable(path, scan, find);
}

async function openXlsxTable<Field extends string>(
  path: string,
  scan: FileScan,
  find: (row: SheetRow) => Header<Field>,
): Promise<SettlementTable<Field>> {
  const sheet = await openXlsx(path);
  try {
    const header = await findHeader(sheet.rows(), find);
    const wanted = new Set(header.columns.values());
    const others = sheet.others.map((name) => `Sheet "${name}" was not read, only "${sheet.name}".`);
    return {
      ...describe(header, scan),
      format: 'xlsx',
      encoding: null,
      serialOffset: sheet.serialOffset,
      warnings: [...warningsOf(header), ...others],
      rows: () => tableRows(sheet.rows(wanted), header, { ragged: true }),
      close: () => sheet.close(),
    };
  } catch (error) {
    sheet.close();
    throw error;
  }
}

async function openCsvTable<Field extends string>(
  path: string,
  scan: FileScan,
  find: (row: SheetRow) => Header<Field>,
): Promise<SettlementTable<Field>> {
  if (scan.cutInCharacter) {
    throw new SettlementFileError(['The file ends in the middle of a character: it is half-written. Export it again.']);
  }
  const { encoding } = scan;
  const found: { delimiter: Delimiter; header: Header<Field> }[] = [];
  let complaint: SettlementFileError | undefined;
  for (const delimiter of DELIMITERS) {
    try {
      found.push({ delimiter, header: await findHeader(csvRows(path, { encoding, delimiter }), find) });
    } catch (error) {
      if (!(error instanceof SettlementFileError)) throw error;
      // The complaint that names fewest missing columns is that of the right delimiter.
      if (complaint === undefined || error.message.length < complaint.message.length) complaint = error;
    }
  }
  const best = found.sort((a, b) => b.header.columns.size - a.header.columns.size)[0];
  if (!best) throw complaint ?? new SettlementFileError(['The file has no header.']);
  return {
    ...describe(best.header, scan),
    format: 'csv',
    encoding,
    serialOffset: 0,
    warnings: warningsOf(best.header),
    rows: () => tableRows(csvRows(path, { encoding, delimiter: best.delimiter }), best.header, { ragged: false }),
    close: () => undefined,
  };
}

function describe<Field extends string>(header: Header<Field>, scan: FileScan) {
  return { sha256: scan.sha256, headings: header.headings };
}

function warningsOf(header: Header<string>): string[] {
  if (header.unknown.length === 0) return [];
  return [`Columns that Chasqui does not know were left out: ${header.unknown.map((name) => `"${name}"`).join(', ')}.`];
}

async function findHeader<Field extends string>(
  rows: AsyncGenerator<SheetRow>,
  find: (row: SheetRow) => Header<Field>,
): Promise<Header<Field>> {
  let nearest: Header<Field> | undefined;
  for await (const row of rows) {
    const header = find(row);
    if (header.missing.length === 0) {
      if (header.doubled.length === 0) return header;
      throw new SettlementFileError(
        header.doubled.map((name) => `Column "${name}" stands twice in the header (row ${row.row}).`),
      );
    }
    if (nearest === undefined || header.columns.size > nearest.columns.size) nearest = header;
    if (row.row >= ROWS_BEFORE_HEADER) break;
  }
  const missing = nearest?.missing ?? [];
  const where = nearest !== undefined && nearest.columns.size > 0 ? ` in row ${nearest.row}` : '';
  throw new SettlementFileError([
    `The header${where} lacks ${missing.join(', ')}. Export the panel's file with all columns, or name them with --map.`,
  ]);
}

function matchHeader<Field extends string>(
  { row, cells }: SheetRow,
  set: ColumnSet<Field>,
  map: ColumnMap<Field>,
): Header<Field> {
  const known = new Map<string, Field>();
  for (const field of Object.keys(set.names) as Field[]) {
    const given = map[field];
    for (const name of given === undefined ? set.names[field] : [given]) known.set(fold(name), field);
  }
  const ignored = new Set(set.ignored.map(fold));
  const columns = new Map<Field, number>();
  const headings = new Map<Field, string>();
  const unknown: string[] = [];
  const doubled: string[] = [];
  cells.forEach((cell, column) => {
    const name = cell.trim();
    const field = known.get(fold(name));
    if (field === undefined) {
      if (name !== '' && !ignored.has(fold(name))) unknown.push(name);
    } else if (columns.has(field)) {
      doubled.push(name);
    } else {
      columns.set(field, column);
      headings.set(field, name);
    }
  });
  // A column that a person named must be there too.
  const required = new Set([...set.required, ...(Object.keys(map) as Field[])]);
  const missing = [...required]
    .filter((field) => !columns.has(field))
    .map(
      (field) =>
        `the column ${[map[field] ?? set.names[field][0]].map((name) => `"${name ?? field}"`).join('')} (${field})`,
    );
  return { row, width: cells.length, columns, headings, unknown, doubled, missing };
}

async function* tableRows<Field extends string>(
  rows: AsyncGenerator<SheetRow>,
  header: Header<Field>,
  options: { readonly ragged: boolean },
): AsyncGenerator<TableRow<Field>> {
  for await (const { row, cells } of rows) {
    if (row <= header.row || cells.every((cell) => cell.trim() === '')) continue;
    const surplus = cells.slice(header.width).some((cell) => cell.trim() !== '');
    if (surplus || (!options.ragged && cells.length < header.width)) {
      throw new SettlementFileError([
        `Row ${row} has ${cells.length} cells, and the header ${header.width}: ${surplus ? 'a cell holds the delimiter without quotes' : 'the file is half-written'}. Export it again. Nothing was imported.`,
      ]);
    }
    yield { row, cell: (field) => cells[header.columns.get(field) ?? -1]?.trim() ?? '' };
  }
}
