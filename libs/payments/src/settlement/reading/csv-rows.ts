import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { SettlementFileError } from './settlement-file.error.js';
import type { SheetRow } from './sheet-row.js';
import { decodedText, type TextEncoding } from './text-encoding.js';

/** What separates cells: Excel in Peru writes `;` or `,`, by the machine's settings. */
export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** No row of a payment list is this long; what is, has a quote that nobody closed. */
const MOST_BYTES_PER_ROW = 256 * 1024;

/**
 * Rows of a CSV file as they are read; rows count from 1, empty ones too. Throws SettlementFileError when its quotes do
 * not add up, which is what a half-written file looks like.
 */
export async function* csvRows(
  path: string,
  options: { readonly encoding: TextEncoding; readonly delimiter: Delimiter },
): AsyncGenerator<SheetRow> {
  const parser = parse({
    delimiter: options.delimiter,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: MOST_BYTES_PER_ROW,
  });
  // What goes wrong reaches whoever reads the parser.
  pipeline(Readable.from(decodedText(path, options.encoding)), parser, () => undefined);
  let row = 0;
  try {
    for await (const cells of parser) {
      row += 1;
      yield { row, cells: cells as string[] };
    }
  } catch (error) {
    throw error instanceof CsvError ? explain(error, row + 1) : error;
  } finally {
    parser.destroy();
  }
}

function explain(error: CsvError, row: number): SettlementFileError {
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return new SettlementFileError([
        `The file ends inside a quoted cell that begins in row ${row}: it is half-written, or a quote is missing. Export it again.`,
      ]);
    case 'CSV_MAX_RECORD_SIZE':
      return new SettlementFileError([
        `Row ${row} is longer than ${MOST_BYTES_PER_ROW / 1024} KB: a quoted cell in it is not closed. Export the file again.`,
      ]);
    default:
      return new SettlementFileError([`Row ${row} is not readable as CSV: ${error.message}`]);
  }
}
