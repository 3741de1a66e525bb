import {
  isMonth,
  limaInstant,
  type ErasureObstacle,
  MESSAGE_KINDS,
  MessageArchive,
  type MessageKind,
  PersonalData,
  verifyHistory,
} from '#payments';
import { optional, required, textOptions } from '../admin/options.js';
import { ACTOR, say, sayList } from '../admin/say.js';
import { type Command, type CommandCall, EXIT, UsageError } from '../command.js';
import { findPayment } from './find-payment.js';

const RECORDS = 'Records (docs/records.md)';

const WHY_NOT: Readonly<Record<ErasureObstacle, string>> = {
  open: 'still open: cancel it, or wait for its end',
  case_open: 'a case about it is open: resolve it first',
  refund_open: 'a refund of it is under way: settle it first',
  delivery_pending: 'events about it still wait for an endpoint: deliver or resolve them first',
};

/** What becomes of old records: raw messages, histories, personal data (requirements R17, R22). */
export const recordCommands: readonly Command[] = [
  {
    name: 'messages list',
    group: RECORDS,
    usage: '[--json]',
    summary: 'Lists the months of raw messages: how many, whether they may go, and in which file they stand.',
    options: textOptions(),
    async run(call) {
      const months = await (await archiveOf(call)).list();
      return sayList(call, {
        name: 'months',
        rows: months.map(({ exported, ...month }) => ({
          ...month,
          exported: exported && {
            ...exported,
            exportedAt: limaInstant(exported.exportedAt),
            droppedAt: exported.droppedAt && limaInstant(exported.droppedAt),
          },
        })),
        heading: ['MONTH', 'KIND', 'ROWS', 'UNAPPLIED', 'MAY GO', 'FILE', 'SHA-256'],
        cells: (row) => [
          row.month,
          row.kind,
          String(row.rows),
          String(row.unapplied),
          row.mayGo ? 'yes' : 'no',
          row.exported === null ? '-' : `${row.exported.file} (${row.exported.rows} rows)`,
          row.exported?.sha256.slice(0, 16) ?? '-',
        ],
      });
    },
  },
  {
    name: 'messages export',
    group: RECORDS,
    usage: '--month 2025-09 --to <folder> [--kind notification|gateway_call] [--json]',
    summary: 'Writes a month of raw messages to files, reads them back and records their digests.',
    details: 'Both kinds unless one is named. The files are gzipped JSON lines; raw bytes stand in base64.',
    options: textOptions('month', 'to', 'kind'),
    required: ['month', 'to'],
    async run(call) {
      const month = monthOf(call);
      const archive = await archiveOf(call);
      const done = [];
      for (const kind of kindsOf(call)) {
        const outcome = await archive.export({ kind, month, folder: required(call.values, 'to'), actor: ACTOR });
        if (outcome.kind === 'running') throw new Error(`${month} has not ended: a month is exported when it is over.`);
        done.push({ kind, ...(outcome.kind === 'empty' ? { rows: 0 } : outcome.exported) });
      }
      const text = done.map((month_) =>
        'file' in month_
          ? `${month_.kind}: ${month_.rows} rows in ${month_.file}, SHA-256 ${month_.sha256}`
          : `${month_.kind}: nothing in ${month}.`,
      );
      return say(call, { json: { exported: done }, text: text.join('\n') });
    },
  },
  {
    name: 'messages drop',
    group: RECORDS,
    usage: '--month 2025-09 [--kind notification|gateway_call] [--json]',
    summary: 'Takes a month of raw messages out of the database, once it is exported and RETENTION_MONTHS old.',
    options: textOptions('month', 'kind'),
    required: ['month'],
    async run(call) {
      const month = monthOf(call);
      const archive = await archiveOf(call);
      const done = [];
      for (const kind of kindsOf(call)) {
        const outcome = await archive.drop({ kind, month, actor: ACTOR });
        switch (outcome.kind) {
          case 'dropped':
            done.push({ kind, rows: outcome.rows });
            break;
          case 'empty':
            done.push({ kind, rows: 0 });
            break;
          case 'too_young':
            throw new Error(`${month} must stay: the last month that may go now is ${outcome.lastMonth}.`);
          case 'not_exported':
            throw new Error(`${kind} of ${month} stands in no file: run \`messages export --month ${month}\` first.`);
          case 'grown':
            throw new Error(
              `${kind} of ${month} has ${outcome.rows} rows, its file ${outcome.exported}: export the month anew.`,
            );
          case 'unapplied':
            throw new Error(
              `${outcome.unapplied} notification(s) of ${month} are not applied: see \`notification list --status failed\`.`,
            );
        }
      }
      return say(call, {
        json: { dropped: done },
        text: done.map(({ kind, rows }) => `${kind}: ${rows} rows dropped.`).join('\n'),
      });
    },
  },
  {
    name: 'history verify',
    group: RECORDS,
    usage: '[<id, orderId or cip>] [--json]',
    summary: 'Follows the hash chain of every history, or of one: exit code 1 when a row was changed or is missing.',
    options: textOptions(),
    words: { min: 0, max: 1 },
    async run(call) {
      const [named] = call.positionals;
      const paymentId =
        named === undefined ? null : (await findPayment(await call.session.payments(), named)).payment.id;
      const report = await verifyHistory(await call.session.database(), { paymentId });
      const faults = report.broken.map(
        ({ paymentId: id, sequence, what }) => `${id}: row ${sequence} ${FAULT[what]}. Compare with a backup.`,
      );
      const whole = `${report.rows} rows of ${report.payments} payment(s) are as they were written (${report.erased} with erased words).`;
      say(call, { json: report, text: faults.length === 0 ? whole : faults.join('\n') });
      return faults.length === 0 ? EXIT.ok : EXIT.failed;
    },
  },
  {
    name: 'personal-data erase',
    group: RECORDS,
    usage: '--email <address> | --payment <id, orderId or cip> [--dry-run] [--json]',
    summary: 'Erases who a shopper is from payments that have ended, and from their copies in events and answers.',
    details:
      'Amounts, CIPs, states and the chain of the history stay. Files and backups made before are yours to treat.',
    options: { ...textOptions('email', 'payment'), 'dry-run': { type: 'boolean' } },
    async run(call) {
      const ids = await paymentsOf(call);
      const dry = call.values['dry-run'] === true;
      const personal = new PersonalData(await call.session.database(), await call.session.clock());
      const outcomes = dry ? await personal.judge(ids) : await personal.erase(ids, ACTOR);
      const text = outcomes.map(({ paymentId, orderId, outcome }) => {
        if (outcome === 'erased') return `${paymentId} (${orderId}): ${dry ? 'can be erased' : 'erased'}.`;
        if (outcome === 'already') return `${paymentId} (${orderId}): was erased before.`;
        return `${paymentId} (${orderId}): left as it is, ${WHY_NOT[outcome]}.`;
      });
      say(call, {
        json: { dryRun: dry, payments: outcomes },
        text: text.length === 0 ? 'No payment has this customer.' : text.join('\n'),
      });
      return outcomes.every(({ outcome }) => outcome === 'erased' || outcome === 'already') ? EXIT.ok : EXIT.failed;
    },
  },
];

const FAULT = {
  changed: 'is not what was written',
  missing: 'is missing',
  cut_off: 'and those after it are missing',
  added: 'was added from outside',
} as const;

async function archiveOf({ session }: CommandCall): Promise<MessageArchive> {
  const { retentionMonths } = session.config;
  return new MessageArchive(await session.database(), await session.clock(), { retentionMonths });
}

function monthOf({ values }: CommandCall): string {
  const month = required(values, 'month');
  if (!isMonth(month)) throw new UsageError(`--month is a month such as 2025-09, not ${month}.`);
  return month;
}

function kindsOf({ values }: CommandCall): readonly MessageKind[] {
  const given = optional(values, 'kind');
  if (given === undefined) return MESSAGE_KINDS;
  const kind = MESSAGE_KINDS.find((one) => one === given);
  if (kind === undefined) throw new UsageError(`--kind is ${MESSAGE_KINDS.join(' or ')}, not ${given}.`);
  return [kind];
}

async function paymentsOf({ session, values }: CommandCall): Promise<string[]> {
  const email = optional(values, 'email');
  const named = optional(values, 'payment');
  if ((email === undefined) === (named === undefined)) throw new UsageError('Give either --email or --payment.');
  if (named !== undefined) return [(await findPayment(await session.payments(), named)).payment.id];
  return new PersonalData(await session.database(), await session.clock()).findByEmail(email ?? '');
}
