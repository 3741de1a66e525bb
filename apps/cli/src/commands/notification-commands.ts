import {
  AuditLog,
  limaInstant,
  NOTIFICATION_LANES,
  NOTIFICATION_STATUSES,
  NotificationDesk,
  type StoredNotification,
} from '#payments';
import { optional, textOptions, wholeNumber } from '../admin/options.js';
import { ACTOR, say, sayList } from '../admin/say.js';
import { type Command, type CommandCall, UsageError } from '../command.js';
import { clockTime } from '../print/columns.js';
import { DESK } from './desk-group.js';

const USUAL_LIMIT = 50;

/** What PagoEfectivo sent, and the way back in for what was not applied (requirements R9, R17). */
export const notificationCommands: readonly Command[] = [
  {
    name: 'notification list',
    group: DESK,
    usage: `[--status ${NOTIFICATION_STATUSES.join('|')}] [--lane ${NOTIFICATION_LANES.join('|')}] [--cip <cip>] [--limit 50] [--json]`,
    summary: `Lists received notifications, latest first: what was checked, and what came of it.`,
    options: textOptions('status', 'lane', 'cip', 'limit'),
    async run(call) {
      const { values } = call;
      const { data } = await (
        await deskOf(call)
      ).list({
        status: oneOf(values, 'status', NOTIFICATION_STATUSES),
        lane: oneOf(values, 'lane', NOTIFICATION_LANES),
        cip: optional(values, 'cip') ?? null,
        limit: wholeNumber(values, 'limit') ?? USUAL_LIMIT,
      });
      return sayList(call, {
        name: 'notifications',
        rows: data.map(toRow),
        heading: ['RECEIVED', 'NOTIFICATION', 'EVENT', 'CIP', 'FROM', 'SIGNATURE', 'SOURCE', 'STATUS', 'OUTCOME'],
        cells: (row) => [
          clockTime(row.receivedAt),
          row.id,
          row.eventType ?? '-',
          row.cip ?? '-',
          row.sourceAddress ?? '-',
          row.signatureVerdict,
          row.sourceVerdict,
          row.status,
          row.outcome ?? '-',
        ],
      });
    },
  },
  {
    name: 'notification replay',
    group: DESK,
    usage: '<notification id> [--json]',
    summary: 'Makes a signed notification due again that failed, or that failed a later check.',
    details: 'You answer for it: what was wrong with it stays recorded. reconciliation-worker applies it.',
    options: textOptions(),
    words: { min: 1, max: 1 },
    async run(call) {
      const id = call.positionals[0] ?? '';
      const desk = await deskOf(call);
      const database = await call.session.database();
      const audit = new AuditLog(database, await call.session.clock());
      const outcome = await database.transaction(async (manager) => {
        const replayed = await desk.replay(id, manager);
        if (replayed.kind === 'replayed') {
          const data = { lane: replayed.notification.lane };
          await audit.record({ actor: ACTOR, action: 'notification.replayed', subject: id, data }, manager);
        }
        return replayed;
      });
      switch (outcome.kind) {
        case 'replayed':
          return say(call, {
            json: { notification: toRow(outcome.notification) },
            text: `Notification ${id} is due again; \`chasqui payment check\` applies it at once.`,
          });
        case 'unknown':
          throw new Error(`There is no notification ${id}: look it up in \`chasqui notification list\`.`);
        case 'not_replayable':
          throw new Error(
            outcome.lane === 'quarantine'
              ? `No secret of ours signed notification ${id}, so it can move nothing: use \`chasqui payment check\`.`
              : `Notification ${id} is ${outcome.status}: only what failed or was set aside can be replayed.`,
          );
      }
    },
  },
];

async function deskOf({ session }: CommandCall): Promise<NotificationDesk> {
  return new NotificationDesk(await session.database(), await session.clock());
}

interface Row extends Omit<StoredNotification, 'receivedAt' | 'nextAt' | 'settledAt'> {
  readonly receivedAt: string;
  readonly nextAt: string | null;
  readonly settledAt: string | null;
}

function toRow({ receivedAt, nextAt, settledAt, ...notification }: StoredNotification): Row {
  return {
    ...notification,
    receivedAt: limaInstant(receivedAt),
    nextAt: nextAt && limaInstant(nextAt),
    settledAt: settledAt && limaInstant(settledAt),
  };
}

function oneOf<Value extends string>(
  values: CommandCall['values'],
  name: string,
  known: readonly Value[],
): Value | null {
  const given = optional(values, name);
  if (given === undefined) return null;
  const found = known.find((value) => value === given);
  if (found !== undefined) return found;
  throw new UsageError(`--${name} is one of ${known.join(', ')}, not ${given}.`);
}
