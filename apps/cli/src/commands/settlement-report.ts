import {
  addDays,
  createSettlement,
  formatAmount,
  limaDay,
  type ReportDays,
  type SettlementReport,
  type SettlementReports,
} from '#payments';
import { type Command, EXIT, UsageError } from '../command.js';
import { columns } from '../print/columns.js';
import { writeCsv } from '../print/csv-file.js';
import {
  type Cells,
  DAY_HEADING,
  dayCells,
  DIFFERENCE_HEADING,
  differenceCells,
  PAYOUT_HEADING,
  payoutCells,
  STATEMENT_HEADING,
  statementCells,
} from '../print/settlement-tables.js';
import { accountOf, daysOf } from './settlement-options.js';
import { SETTLEMENT } from './settlement-group.js';

const DAYS = 31;
const VIEWS = ['day', 'payout', 'difference', 'statement'] as const;
type View = (typeof VIEWS)[number];

/** What of the money agrees, and what does not (requirement R25). */
export const settlementReport: Command = {
  name: 'settlement report',
  usage: '[--account slug] [--from day] [--to day] [--by day|payout|difference|statement] [--csv file] [--json]',
  group: SETTLEMENT,
  summary: `Compares what PagoEfectivo told with what Chasqui knows, by day, payout, CIP or line; ${DAYS} days by default.`,
  options: {
    account: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    by: { type: 'string' },
    csv: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run({ io, session, values }) {
    const by = viewOf(values['by'] ?? 'day');
    const dataSource = await session.database();
    const clock = await session.clock();
    const account = await accountOf(dataSource, values);
    const today = limaDay(clock.now());
    const days = daysOf(values) ?? { from: addDays(today, 1 - DAYS), to: today };
    const { reports } = createSettlement(dataSource, clock);
    const report = await reports.report(account.id, days);
    const rows = new ReportRows(reports, report, { accountId: account.id, days });
    const { csv, json } = values;
    if (typeof csv === 'string') {
      await writeCsv(csv, rows.heading(by), (tell) => rows.each(by, (_entry, cells) => tell(cells)));
      io.write(`${csv} is written.\n`);
    } else if (json === true && (by === 'day' || by === 'payout')) {
      io.write(`${JSON.stringify({ account: account.slug, ...days, ...report }, plain, 2)}\n`);
    } else if (json === true) {
      await rows.each(by, async (entry) => io.write(`${JSON.stringify(entry, plain)}\n`));
    } else {
      io.write(describeMatches(report));
      const table = [rows.heading(by)];
      await rows.each(by, async (_entry, cells) => void table.push(cells.map((cell) => cell ?? '-')));
      io.write(columns(table));
    }
    return EXIT.ok;
  },
};

function viewOf(given: string | boolean): View {
  const view = VIEWS.find((candidate) => candidate === given);
  if (view === undefined) throw new UsageError(`--by is one of ${VIEWS.join(', ')}, not ${String(given)}.`);
  return view;
}

type Tell = (entry: object, cells: Cells) => Promise<void>;

/** A report as rows, whichever way it is looked at. */
class ReportRows {
  constructor(
    private readonly reports: SettlementReports,
    private readonly report: SettlementReport,
    private readonly of: { readonly accountId: string; readonly days: ReportDays },
  ) {}

  heading(by: View): string[] {
    return { day: DAY_HEADING, payout: PAYOUT_HEADING, difference: DIFFERENCE_HEADING, statement: STATEMENT_HEADING }[
      by
    ];
  }

  async each(by: View, tell: Tell): Promise<void> {
    const { accountId, days } = this.of;
    switch (by) {
      case 'day':
        for (const day of this.report.days) await tell(day, dayCells(day));
        return;
      case 'payout':
        for (const payout of this.report.payouts) await tell(payout, payoutCells(payout));
        return;
      case 'difference':
        return this.reports.eachDifference(accountId, days, (found) => tell(found, differenceCells(found)));
      case 'statement':
        return this.reports.eachStatementDifference(accountId, days, (found) => tell(found, statementCells(found)));
    }
  }
}

/** Amounts as decimal strings, with the contract's names: `grossMinor: 12990n` is `"gross": "129.90"`. */
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
