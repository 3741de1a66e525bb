import { basename } from 'node:path';
import {
  createSettlement,
  type ImportOutcome,
  LINE_STATUSES,
  type LineStatus,
  limaInstant,
  SETTLEMENT_KINDS,
  type SettlementKind,
} from '#payments';
import { type Command, EXIT, UsageError } from '../command.js';
import { accountOf, daysOf, pairsOf } from './settlement-options.js';
import { SETTLEMENT } from './settlement-group.js';

/** Takes in what PagoEfectivo says about money (requirement R25): searches follow and cases, nothing ships. */
export const settlementImport: Command = {
  name: 'settlement import',
  usage:
    '<file> [--account slug] [--kind transactions|liquidation] [--map gross=Bruto,…] [--status Word=paid,…] [--from day --to day] [--json]',
  group: SETTLEMENT,
  summary: "Imports the panel's export, or a payout statement (--kind liquidation), whole or not at all.",
  options: {
    account: { type: 'string' },
    kind: { type: 'string' },
    map: { type: 'string' },
    status: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    json: { type: 'boolean' },
  },
  words: { min: 1, max: 1 },
  async run({ io, session, values, positionals }) {
    const path = positionals[0] ?? '';
    const kind = kindOf(values['kind'] ?? 'transactions');
    const map = pairsOf('--map', values['map']);
    const statuses = statusesOf(pairsOf('--status', values['status']));
    const period = daysOf(values);
    const dataSource = await session.database();
    const account = await accountOf(dataSource, values);
    const { importer } = createSettlement(dataSource, await session.clock());
    const request = { path, name: basename(path), kind, account, actor: 'cli', map, statuses };
    const outcome = await importer.import(period ? { ...request, period } : request);
    io.write(values['json'] === true ? `${JSON.stringify(outcome, null, 2)}\n` : describe(outcome, account.slug));
    return EXIT.ok;
  },
};

function kindOf(given: string | boolean): SettlementKind {
  const kind = SETTLEMENT_KINDS.find((candidate) => candidate === given);
  if (kind === undefined) throw new UsageError(`--kind is transactions or liquidation, not ${String(given)}.`);
  return kind;
}

function statusesOf(given: Record<string, string>): Record<string, LineStatus> {
  return Object.fromEntries(
    Object.entries(given).map(([word, meaning]) => {
      const status = LINE_STATUSES.find((candidate) => candidate === meaning);
      if (status === undefined) throw new UsageError(`--status: "${meaning}" is none of ${LINE_STATUSES.join(', ')}.`);
      return [word, status];
    }),
  );
}

function describe(outcome: ImportOutcome, slug: string): string {
  if (outcome.kind === 'known') {
    return `This very file is in already: ${outcome.name}, imported ${limaInstant(outcome.importedAt)}. Nothing was done.\n`;
  }
  const { lines, added, updated, outdated, searchesDue, casesOpened, warnings, format, encoding } = outcome.report;
  const text = encoding === null ? format.toUpperCase() : `${format.toUpperCase()}, ${encoding}`;
  return [
    `${lines} line(s) imported into account ${slug} (${text}): ${added} new, ${updated} known and told anew, ${outdated} older than what is known.`,
    ...warnings.map((warning) => `  ${warning}`),
    searchesDue === 0
      ? ''
      : `  ${searchesDue} CIP(s) are due to be searched: the file and Chasqui disagree on whether they are paid.`,
    casesOpened === 0 ? '' : `  ${casesOpened} case(s) opened: see \`chasqui case list\`.`,
    '  `chasqui settlement report` says what agrees and what does not.',
  ]
    .filter((line) => line !== '')
    .map((line) => `${line}\n`)
    .join('');
}
