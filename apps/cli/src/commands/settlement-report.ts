import { createWriteStream } from 'node:fs';
import {
  addDays,
  createSettlement,
  limaDay,
  plainAmounts,
  ReportRows,
  SETTLEMENT_VIEWS,
  type SettlementReport,
  type SettlementView,
  writeCsv,
} from '#payments';
import { type Command, EXIT, UsageError } from '../command.js';
import { columns } from '../print/columns.js';
import { accountOf, daysOf } from './settlement-options.js';
import { SETTLEMENT } from './settlement-group.js';

const DAYS = 31;

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
      const file = createWriteStream(csv, { mode: 0o600 });
      await writeCsv(file, rows.heading(by), (tell) => rows.each(by, (_entry, cells) => tell(cells)));
      io.write(`${csv} is written.\n`);
    } else if (json === true && (by === 'day' || by === 'payout')) {
      io.write(`${JSON.stringify({ account: account.slug, ...days, ...report }, plainAmounts, 2)}\n`);
    } else if (json === true) {
      await rows.each(by, async (entry) => io.write(`${JSON.stringify(entry, plainAmounts)}\n`));
    } else {
      io.write(describeMatches(report));
      const table: string[][] = [[...rows.heading(by)]];
      await rows.each(by, async (_entry, cells) => void table.push(cells.map((cell) => cell ?? '-')));
      io.write(columns(table));
    }
    return EXIT.ok;
  },
};

function viewOf(given: string | boolean): SettlementView {
  const view = SETTLEMENT_VIEWS.find((candidate) => candidate === given);
  if (view === undefined) throw new UsageError(`--by is one of ${SETTLEMENT_VIEWS.join(', ')}, not ${String(given)}.`);
  return view;
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
