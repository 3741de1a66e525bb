import { readCip } from '../lines/cell-values.js';
import { type ColumnSet, TRANSACTION_COLUMNS, type TransactionField } from '../lines/columns.js';
import { openTable } from '../lines/settlement-table.js';
import { FileProblems } from '../reading/settlement-file.error.js';

/** To search a CIP its number is enough. */
const COLUMNS: ColumnSet<TransactionField> = { ...TRANSACTION_COLUMNS, required: ['cip'] };

/**
 * The CIPs that a file of the panel names, in portions; one that it names twice within a portion comes once. Throws
 * SettlementFileError when a cell holds none.
 */
export async function* namedCips(
  path: string,
  map: Readonly<Record<string, string>>,
  portion: number,
): AsyncGenerator<string[]> {
  const table = await openTable(path, COLUMNS, map);
  const problems = new FileProblems();
  try {
    let numbers = new Set<string>();
    for await (const row of table.rows()) {
      const read = readCip(row.cell('cip'));
      if ('wrong' in read)
        problems.add(`Row ${row.row}, ${table.headings.get('cip') ?? 'cip'}: "${row.cell('cip')}" ${read.wrong}.`);
      else numbers.add(read.value);
      if (numbers.size < portion) continue;
      yield [...numbers];
      numbers = new Set();
    }
    if (numbers.size > 0) yield [...numbers];
    problems.end();
  } finally {
    table.close();
  }
}
