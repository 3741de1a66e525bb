import { formatAmount } from '../../domain/index.js';
import { limaInstant } from '../../orders/lima-instant.js';
import type { DaySettlement } from './day-report.js';
import type { Difference } from './differences.js';
import type { PayoutSettlement } from './payout-report.js';
import type { StatementDifference } from './statement-lines.js';

/** Cells of a report; null where there is nothing to say. */
export type Cells = readonly (string | null)[];

/** The ways to look at a settlement report, each a table. */
export const SETTLEMENT_VIEWS = ['day', 'payout', 'difference', 'statement'] as const;
export type SettlementView = (typeof SETTLEMENT_VIEWS)[number];

const FEES = ['GROSS', 'COMMISSION', 'IGV', 'NET'];

const DAY_HEADING = [
  'DAY',
  'THEIR COUNT',
  'THEIR GROSS',
  'OUR COUNT',
  'OUR GROSS',
  'COMMISSION',
  'IGV',
  'NET',
  'PAID OUT',
];

export function dayCells(day: DaySettlement): Cells {
  return [
    day.day,
    String(day.theirCount),
    formatAmount(day.theirGrossMinor),
    String(day.ourCount),
    formatAmount(day.ourGrossMinor),
    amount(day.expected?.commissionMinor),
    amount(day.expected?.igvMinor),
    amount(day.expected?.netMinor),
    day.expected?.payoutDay ?? null,
  ];
}

const PAYOUT_HEADING = [
  'PAID OUT',
  'COUNT',
  ...['EXPECTED', 'STATED', 'DIFFERENCE'].flatMap((what) => FEES.map((name) => `${what} ${name}`)),
];

export function payoutCells({ payoutDay, expected, stated, difference }: PayoutSettlement): Cells {
  const sums = [expected, stated, difference].flatMap((side) => [
    amount(side?.grossMinor),
    amount(side?.commissionMinor),
    amount(side?.igvMinor),
    amount(side?.netMinor),
  ]);
  return [payoutDay, expected && String(expected.count), ...sums];
}

const DIFFERENCE_HEADING = [
  'DIFFERENCE',
  'CIP',
  'ORDER',
  'TRANSACTION CODE',
  'THEIR STATUS',
  'OUR STATE',
  'THEIR AMOUNT',
  'OUR AMOUNT',
  'CURRENCY',
  'PAID',
  'FILE',
  'ROW',
];

export function differenceCells(found: Difference): Cells {
  return [
    found.match,
    found.cip,
    found.orderId,
    found.transactionCode,
    found.theirStatus,
    found.ourState,
    amount(found.theirAmountMinor),
    amount(found.ourAmountMinor),
    found.currency,
    found.paidAt && limaInstant(found.paidAt),
    found.file,
    found.row === null ? null : String(found.row),
  ];
}

const STATEMENT_HEADING = [
  'DIFFERENCE',
  'PAID OUT',
  'REFERENCE',
  'CIP',
  'STATED GROSS',
  'PAID',
  'STATED COMMISSION',
  'EXPECTED COMMISSION',
  'STATED IGV',
  'EXPECTED IGV',
  'FILE',
  'ROW',
];

export function statementCells(found: StatementDifference): Cells {
  return [
    found.difference,
    found.payoutDay,
    found.reference,
    found.cip,
    amount(found.statedGrossMinor),
    amount(found.paidMinor),
    amount(found.stated.commissionMinor),
    amount(found.expected?.commissionMinor),
    amount(found.stated.igvMinor),
    amount(found.expected?.igvMinor),
    found.file,
    String(found.row),
  ];
}

function amount(minor: bigint | null | undefined): string | null {
  return minor == null ? null : formatAmount(minor);
}

/** The heading of each view's table. */
export const SETTLEMENT_HEADINGS: Readonly<Record<SettlementView, readonly string[]>> = {
  day: DAY_HEADING,
  payout: PAYOUT_HEADING,
  difference: DIFFERENCE_HEADING,
  statement: STATEMENT_HEADING,
};

/** For JSON.stringify: amounts as decimal strings under the contract's names, `grossMinor: 12990n` as `"gross": "129.90"`. */
export function plainAmounts(_name: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) =>
      typeof entry === 'bigint' ? [name.replace(/Minor$/, ''), formatAmount(entry)] : [name, entry],
    ),
  );
}
