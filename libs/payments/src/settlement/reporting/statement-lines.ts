import type { EntityManager } from 'typeorm';
import { type Fee, type FeeRule, feeOf, ruleOn } from '../fees/fee-rule.js';
import { readInPortions } from './read-in-portions.js';
import { limaDayOf, type ReportDays } from './report-period.js';

export const STATEMENT_DIFFERENCES = ['unknown_cip', 'gross_differs', 'fee_differs'] as const;

/** A line of a payout statement that goes down to a CIP and is not what it should be. */
export interface StatementDifference {
  /** `unknown_cip`: no file of the panel tells it paid. */
  readonly difference: (typeof STATEMENT_DIFFERENCES)[number];
  readonly payoutDay: string;
  readonly reference: string;
  readonly cip: string;
  readonly statedGrossMinor: bigint;
  /** What the panel says was paid; null for an unknown CIP. */
  readonly paidMinor: bigint | null;
  readonly stated: Fee;
  /** By the rule of the day of payment; null without a payment or a rule. */
  readonly expected: Fee | null;
  readonly file: string;
  readonly row: number;
}

interface StatementRow {
  readonly payout_day: string;
  readonly reference: string;
  readonly cip_number: string;
  readonly gross_minor: string;
  readonly commission_minor: string;
  readonly igv_minor: string;
  readonly paid_minor: string | null;
  readonly paid_day: string | null;
  readonly file_name: string;
  readonly file_row: number;
}

/** Money that is taken back (a negative line) was paid once too, whatever the panel says of it now. */
const LINES = `select s.payout_day::text, s.reference, s.cip_number, s.gross_minor, s.commission_minor, s.igv_minor,
    l.amount_minor as paid_minor, ${limaDayOf('l.paid_at')} as paid_day, f.name as file_name, s.file_row
  from settlement_payout_line s
  join settlement_file f on f.id = s.file_id
  left join settlement_line l on l.account_id = s.account_id and l.cip_number = s.cip_number and l.paid_at is not null
  where s.account_id = $1 and s.payout_day between $2 and $3 and s.cip_number <> ''
  order by s.payout_day, s.reference, s.cip_number, s.ordinal`;

/** Compares statements of a period's payouts with the panel and the rules, one by one. To be read in a transaction. */
export async function* listStatementDifferences(
  manager: EntityManager,
  account: { readonly id: string; readonly rules: readonly FeeRule[] },
  days: ReportDays,
): AsyncGenerator<StatementDifference> {
  for await (const row of readInPortions<StatementRow>(manager, LINES, [account.id, days.from, days.to])) {
    const found = compare(row, row.paid_day === null ? null : ruleOn(account.rules, row.paid_day));
    if (found) yield found;
  }
}

function compare(row: StatementRow, rule: FeeRule | null): StatementDifference | null {
  const statedGrossMinor = BigInt(row.gross_minor);
  const paidMinor = row.paid_minor === null ? null : BigInt(row.paid_minor);
  const stated = { commissionMinor: BigInt(row.commission_minor), igvMinor: BigInt(row.igv_minor) };
  const expected = paidMinor === null || rule === null ? null : feeOf(rule, statedGrossMinor);
  const difference = judge({ statedGrossMinor, paidMinor, stated, expected, rule });
  return (
    difference && {
      difference,
      payoutDay: row.payout_day,
      reference: row.reference,
      cip: row.cip_number,
      statedGrossMinor,
      paidMinor,
      stated,
      expected,
      file: row.file_name,
      row: row.file_row,
    }
  );
}

function judge(line: {
  statedGrossMinor: bigint;
  paidMinor: bigint | null;
  stated: Fee;
  expected: Fee | null;
  rule: FeeRule | null;
}): StatementDifference['difference'] | null {
  const { statedGrossMinor, paidMinor, stated, expected, rule } = line;
  if (paidMinor === null) return 'unknown_cip';
  if (absolute(statedGrossMinor) !== paidMinor) return 'gross_differs';
  if (expected === null) return null;
  // Where the invoice is what is rounded, a line may show its share up or down.
  const tolerance = rule?.rounding === 'invoice' ? 1n : 0n;
  const apart = [stated.commissionMinor - expected.commissionMinor, stated.igvMinor - expected.igvMinor];
  return apart.some((minor) => absolute(minor) > tolerance) ? 'fee_differs' : null;
}

function absolute(minor: bigint): bigint {
  return minor < 0n ? -minor : minor;
}
