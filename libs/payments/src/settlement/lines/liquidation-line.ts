import { readCip, readInstant, readMoney } from './cell-values.js';
import type { LiquidationField } from './columns.js';
import { limaDay } from './lima-time.js';
import { RowReader } from './row-reader.js';
import type { TableRow } from './settlement-table.js';
import type { LineRules } from './line-rules.js';

/** A row of a payout statement, understood. Amounts may be negative: PagoEfectivo takes reversed money back so. */
export interface LiquidationLine {
  readonly row: number;
  /** The day in Lima, `YYYY-MM-DD`. */
  readonly payoutDay: string;
  readonly reference: string;
  /** Empty where the statement does not go down to CIPs. */
  readonly cip: string;
  readonly grossMinor: bigint;
  /** What PagoEfectivo keeps, positive like the gross, however the statement signs it. */
  readonly commissionMinor: bigint;
  readonly igvMinor: bigint;
  readonly netMinor: bigint;
}

/** Null when a cell could not be read, or the row does not add up, which was told. */
export function readLiquidation(
  row: TableRow<LiquidationField>,
  rules: LineRules<LiquidationField>,
): LiquidationLine | null {
  const reader = new RowReader(row, rules);
  const money = (field: LiquidationField) => reader.read(field, (text) => readMoney(text, { negative: true }));
  const gross = money('gross');
  const commission = money('commission');
  const igv = money('igv');
  const net = money('net');
  const date = reader.read('date', (text) => readInstant(text, rules.serialOffset));
  if (date === null) reader.complain('date', 'must have a date');
  const cip = row.cell('cip') === '' ? '' : reader.read('cip', readCip);
  const reference = row.cell('reference');
  if (reference === '') reader.complain('reference', 'must not be empty');
  reader.checkCurrency(gross?.currency ?? null);
  if (reader.failed || !gross || !commission || !igv || !net || !date || cip === undefined) return null;
  // Some statements write what is kept as a minus.
  const kept = commission.minor + igv.minor;
  const sign = gross.minor - kept === net.minor ? 1n : gross.minor + kept === net.minor ? -1n : null;
  if (sign === null) {
    reader.complain('net', 'is not the gross less commission and IGV: check the columns, and map them with --map');
    return null;
  }
  return {
    row: row.row,
    payoutDay: limaDay(date),
    reference: reference.slice(0, 200),
    cip,
    grossMinor: gross.minor,
    commissionMinor: sign * commission.minor,
    igvMinor: sign * igv.minor,
    netMinor: net.minor,
  };
}
