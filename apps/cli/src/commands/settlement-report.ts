import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import {
  addDays,
  createSettlement,
  csvLine,
  type DaySettlement,
  type Difference,
  formatAmount,
  limaDay,
  limaInstant,
  type PayoutSettlement,
  type SettlementReport,
} from '#payments';
import { type Command, EXIT, UsageError } from '../command.js';
import { columns } from '../print/columns.js';
import { accountOf, daysOf } from './settlement-options.js';

const DAYS = 31;
const NONE = '-';

/** What of the money agrees (requirement R25). */
export const settlementReport: Command = {
  name: 'settlement report',
  usage: '[--account slug] [--from day] [--to day] [--by day|payout|difference] [--csv file] [--json]',
  summary: `Compares what PagoEfectivo told with what Chasqui knows, the last ${DAYS} days unless told otherwise; --csv writes it for accounting.`,
  options: {
    account: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    by: { type: 'string' },
    csv: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run({ io, session, values }) {
    const by = byOf(values['by'] ?? 'day');
    const dataSource = await session.database();
    const clock = await session.clock();
    const account = await accountOf(dataSource, values);
    const today = limaDay(clock.now());
    const days = daysOf(values) ?? { from: addDays(today, 1 - DAYS), to: today };
    const settlement = createSettlement(dataSource, clock);
    const report = await settlement.reports.report(account.id, days);
    const csv = values['csv'];
    if (typeof csv === 'string') {
      await writeCsv(
        csv,
        csvRows(by, report, (tell) => settlement.reports.eachDifference(account.id, days, tell)),
      );
      io.write(`${csv} is written.\n`);
    } else if (values['json'] === true) {
      io.write(`${JSON.stringify({ account: account.slug, ...days, ...report }, plain, 2)}\n`);
    } else {
      io.write(describeMatches(report));
      if (by === 'difference')
        await settlement.reports.eachDifference(account.id, days, async (found) => io.write(line(found)));
      else io.write(columns(by === 'day' ? dayTable(report.days) : payoutTable(report.payouts)));
    }
    return EXIT.ok;
  },
};

type By = 'day' | 'payout' | 'difference';
type EachDifference = (tell: (difference: Difference) => Promise<void>) => Promise<void>;

function byOf(given: string | boolean): By {
  if (given === 'day' || given === 'payout' || given === 'difference') return given;
  throw new UsageError(`--by is day, payout or difference, not ${String(given)}.`);
}

/** Amounts as decimal strings, with the contract's names: `grossMinor: 12990n` is `"129.90"`. */
function plain(_name: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) =>
      typeof entry === 'bigint' ? [name.replace(/Minor$/, ''), formatAmount(entry)] : [name, entry],
    ),
  );
}

function describeMatches({ matches, casesOpened }: SettlementReport): string {
  const { matched, newer_here, only_ours, only_theirs, amount_differs, state_differs, state_unknown } = matches;
  return [
    `${matched} line(s) agree. Newer here than in the file: ${newer_here}.`,
    `Only ours: ${only_ours}. Only theirs: ${only_theirs}. Amount differs: ${amount_differs}. State differs: ${state_differs}. Status not understood: ${state_unknown}.`,
    ...(casesOpened === 0 ? [] : [`${casesOpened} case(s) opened.`]),
    '',
  ]
    .map((text) => `${text}\n`)
    .join('');
}

function dayTable(days: readonly DaySettlement[]): string[][] {
  const heading = [
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
  return [
    heading,
    ...days.map((day) => [
      day.day,
      String(day.theirCount),
      formatAmount(day.theirGrossMinor),
      String(day.ourCount),
      formatAmount(day.ourGrossMinor),
      ...(day.expected
        ? [
            formatAmount(day.expected.commissionMinor),
            formatAmount(day.expected.igvMinor),
            formatAmount(day.expected.netMinor),
            day.expected.payoutDay,
          ]
        : [NONE, NONE, NONE, NONE]),
    ]),
  ];
}

function payoutTable(payouts: readonly PayoutSettlement[]): string[][] {
  const amounts = (sums: PayoutSettlement['difference']): string[] =>
    sums
      ? [sums.grossMinor, sums.commissionMinor, sums.igvMinor, sums.netMinor].map(formatAmount)
      : [NONE, NONE, NONE, NONE];
  const named = (what: string): string[] => ['GROSS', 'COMMISSION', 'IGV', 'NET'].map((name) => `${what} ${name}`);
  return [
    ['PAID OUT', 'COUNT', ...named('EXPECTED'), ...named('STATED'), ...named('DIFFERENCE')],
    ...payouts.map(({ payoutDay, expected, stated, difference }) => [
      payoutDay,
      String(expected?.count ?? NONE),
      ...amounts(expected),
      ...amounts(stated),
      ...amounts(difference),
    ]),
  ];
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

function differenceCells(found: Difference): (string | null)[] {
  const amount = (minor: bigint | null): string | null => (minor === null ? null : formatAmount(minor));
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

function line(found: Difference): string {
  return `${differenceCells(found)
    .map((cell) => cell ?? NONE)
    .join('  ')}\n`;
}

function csvRows(
  by: By,
  report: SettlementReport,
  each: EachDifference,
): (tell: (row: (string | null)[]) => Promise<void>) => Promise<void> {
  return async (tell) => {
    if (by === 'difference') {
      await tell(DIFFERENCE_HEADING);
      await each((found) => tell(differenceCells(found)));
      return;
    }
    const table = by === 'day' ? dayTable(report.days) : payoutTable(report.payouts);
    for (const row of table) await tell(row.map((cell) => (cell === NONE ? null : cell)));
  };
}

/** Waits while the disk is slower than the database. */
async function writeCsv(path: string, rows: ReturnType<typeof csvRows>): Promise<void> {
  const file = createWriteStream(path, { mode: 0o600 });
  const done = finished(file);
  try {
    await rows(async (row) => {
      if (!file.write(csvLine(row))) await Promise.race([once(file, 'drain'), done]);
    });
  } finally {
    file.end();
    await done;
  }
}
