import { readCip, readInstant, readMoney } from './cell-values.js';
import type { TransactionField } from './columns.js';
import { fold, PANEL_STATUSES } from './columns.js';
import type { LineStatus } from './columns.js';
import type { LineRules } from './line-rules.js';
import { RowReader } from './row-reader.js';
import type { TableRow } from './settlement-table.js';

/** A row of the panel's export, understood. */
export interface TransactionLine {
  readonly row: number;
  readonly cip: string;
  readonly reference: string | null;
  readonly amountMinor: bigint;
  readonly status: LineStatus | 'unknown';
  readonly statusText: string;
  readonly issuedAt: Date;
  readonly paidAt: Date | null;
  readonly reversedAt: Date | null;
  readonly removedAt: Date | null;
  readonly updatedAt: Date | null;
  readonly channel: string | null;
  readonly service: string | null;
}

/** Null when a cell could not be read, which was told. */
export function readTransaction(
  row: TableRow<TransactionField>,
  rules: LineRules<TransactionField>,
): TransactionLine | null {
  const reader = new RowReader(row, rules);
  const instant = (field: TransactionField): Date | null =>
    reader.read(field, (text) => readInstant(text, rules.serialOffset)) ?? null;
  const cip = reader.read('cip', readCip);
  const money = reader.read('amount', (text) => readMoney(text));
  const issuedAt = instant('issued');
  if (issuedAt === null) reader.complain('issued', 'must have a date');
  const line = {
    row: row.row,
    reference: reader.text('reference'),
    statusText: row.cell('status'),
    paidAt: instant('paid'),
    reversedAt: instant('reversed'),
    removedAt: instant('removed'),
    updatedAt: instant('updated'),
    channel: reader.text('channel'),
    service: reader.text('service'),
  };
  reader.checkCurrency(money?.currency ?? null);
  if (reader.failed || cip === undefined || money === undefined || issuedAt === null) return null;
  const word = fold(line.statusText);
  return {
    ...line,
    cip,
    amountMinor: money.minor,
    issuedAt,
    status: rules.statuses?.[word] ?? PANEL_STATUSES[word] ?? 'unknown',
  };
}
