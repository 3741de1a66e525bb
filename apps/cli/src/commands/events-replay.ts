import { AuditLog, EVENT_TYPES, EventReplay, limaInstant, type ReplayedEvent, type ReplayWish } from '#payments';
import { optional, textOptions, instantOf } from '../admin/options.js';
import { ACTOR } from '../admin/say.js';
import { type Command, type CommandCall, EXIT, UsageError } from '../command.js';
import { clockTime, columns } from '../print/columns.js';
import { DESK } from './desk-group.js';
import { findPayments } from './find-payments.js';

/** Sends events again, with the ids they had (requirement R21). */
export const eventsReplay: Command = {
  name: 'events replay',
  group: DESK,
  usage:
    '<id, orderId or cip> [--endpoint <id>] | --endpoint <id> --from <instant>|--failed [--until <instant>] [--dry-run] [--json]',
  summary: 'Sends the events of a payment again, or those of a time, or what was given up, to one endpoint.',
  details: `Events keep their ids, so that a receiver knows what it has; those of one payment keep their order. Instants have an
offset (2026-11-25T00:00:00-05:00). --types order.paid,… chooses; --failed takes only what was given up; --dry-run only
lists what would be sent. fulfillment-worker sends within seconds.`,
  options: {
    ...textOptions('endpoint', 'from', 'until', 'types'),
    'dry-run': { type: 'boolean' },
    failed: { type: 'boolean' },
  },
  words: { min: 0, max: 1 },
  async run(call) {
    const { session, values } = call;
    const bounds = boundsOf(call);
    const wish = { ...bounds, paymentIds: await paymentsOf(call) };
    const database = await session.database();
    const clock = await session.clock();
    const replay = new EventReplay(database, clock);
    if (bounds.endpointId !== null) await mustExist(call, bounds.endpointId);
    if (values['dry-run'] === true) return tell(call, await replay.preview(wish), 'would be sent');
    const audit = new AuditLog(database, clock);
    const sent = await database.transaction(async (manager) => {
      const due = await replay.replay(wish, manager);
      const subject = call.positionals[0] ?? bounds.endpointId ?? '';
      const data = { ...bounds, paymentIds: wish.paymentIds, count: due.length };
      await audit.record({ actor: ACTOR, action: 'events.replayed', subject, data }, manager);
      return due;
    });
    return tell(call, sent, 'are due again');
  },
};

function boundsOf({ values, positionals }: CommandCall): Omit<ReplayWish, 'paymentIds'> {
  const [from, until] = [instantOf(values, 'from'), instantOf(values, 'until')];
  const endpointId = optional(values, 'endpoint') ?? null;
  const onlyFailed = values['failed'] === true;
  if (positionals.length === 0 && (endpointId === null || (from === null && !onlyFailed))) {
    throw new UsageError(
      'Say which payment, or --endpoint with --from or --failed: everything to everybody is never meant.',
    );
  }
  if (from !== null && until !== null && until <= from) throw new UsageError('--until must be later than --from.');
  const types = typesOf(optional(values, 'types'));
  return { from, until, endpointId, types, onlyFailed };
}

function typesOf(text: string | undefined): string[] | null {
  if (text === undefined) return null;
  const known: readonly string[] = EVENT_TYPES;
  const types = text.split(',').map((type) => type.trim());
  const unknown = types.filter((type) => !known.includes(type));
  if (unknown.length === 0) return types;
  throw new UsageError(`--types are among ${EVENT_TYPES.join(', ')}; there is no ${unknown.join(', ')}.`);
}

async function paymentsOf({ session, positionals }: CommandCall): Promise<string[] | null> {
  const [text] = positionals;
  if (text === undefined) return null;
  return (await findPayments(await session.payments(), text)).map(({ payment }) => payment.id);
}

async function mustExist({ session }: CommandCall, endpointId: string): Promise<void> {
  const found = await (
    await session.database()
  ).query<unknown[]>('select 1 from webhook_endpoint where id = $1 and deleted_at is null', [endpointId]);
  if (found.length === 0)
    throw new Error(`There is no endpoint ${endpointId}: look it up in \`chasqui endpoint list\`.`);
}

function tell({ io, values }: CommandCall, events: readonly ReplayedEvent[], what: string): number {
  const rows = events.map(({ writtenAt, ...event }) => ({ ...event, writtenAt: limaInstant(writtenAt) }));
  if (values['json'] === true) {
    io.write(`${JSON.stringify({ events: rows }, null, 2)}\n`);
  } else {
    const table = rows.map((row) => [
      `  ${clockTime(row.writtenAt)}`,
      row.type,
      row.orderId,
      row.eventId,
      row.endpointId,
    ]);
    io.write(`${columns(table)}${rows.length} deliveries ${what}.\n`);
  }
  return EXIT.ok;
}
