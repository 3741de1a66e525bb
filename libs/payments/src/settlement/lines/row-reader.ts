import type { CellValue } from './cell-values.js';
import type { TableRow } from './settlement-table.js';
import type { LineRules } from './line-rules.js';

const MOST_SHOWN = 40;

/** Reads one row's cells and says which one is wrong, by its row and its heading. */
export class RowReader<Field extends string> {
  failed = false;

  constructor(
    private readonly row: TableRow<Field>,
    private readonly rules: LineRules<Field>,
  ) {}

  /** Undefined when the cell is wrong, which was told. */
  read<T>(field: Field, parse: (text: string) => CellValue<T>): T | undefined {
    const read = parse(this.row.cell(field));
    if ('value' in read) return read.value;
    this.complain(field, read.wrong);
    return undefined;
  }

  /** Null when empty. */
  text(field: Field): string | null {
    const text = this.row.cell(field);
    return text === '' ? null : text.slice(0, 200);
  }

  complain(field: Field, wrong: string): void {
    if (this.failed) return;
    this.failed = true;
    const shown = this.row.cell(field).slice(0, MOST_SHOWN);
    this.rules.onProblem(`Row ${this.row.row}, ${this.rules.headings.get(field) ?? field}: "${shown}" ${wrong}.`);
  }

  /** A file of another account's currency must not slip in. `named` is what an amount's cell said. */
  checkCurrency(named: 'PEN' | 'USD' | null): void {
    const { currency, headings, onProblem } = this.rules;
    const cell = this.row.cell('currency' as Field);
    const given = named ?? currencyOf(cell);
    if (this.failed || (given === currency && (cell === '' || currencyOf(cell) === currency))) return;
    if (given === null && cell === '') return;
    this.failed = true;
    onProblem(
      `Row ${this.row.row}, ${headings.get('currency' as Field) ?? 'currency'}: "${cell === '' ? String(given) : cell}" is not ${currency}, the account's currency. Choose the account with --account.`,
    );
  }
}

function currencyOf(text: string): 'PEN' | 'USD' | null {
  const word = text.toUpperCase().replace(/[\s.]/g, '');
  if (['PEN', 'SOLES', 'SOL', 'S/', 'NUEVOSSOLES'].includes(word)) return 'PEN';
  return ['USD', 'US$', 'DOLARES', 'DÓLARES', '$'].includes(word) ? 'USD' : null;
}
