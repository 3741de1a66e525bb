import { AuditLog, DELIVERY_STATUSES, DeliveryDesk, DeliveryLog, type DeliveryStatus, limaInstant } from '#payments';
import { optional, required, textOptions } from '../admin/options.js';
import { ACTOR, say, sayList } from '../admin/say.js';
import { type Command, type CommandCall, EXIT, UsageError } from '../command.js';
import { clockTime, columns } from '../print/columns.js';
import { DESK } from './desk-group.js';

const LIMIT = 200;

/** What became of events on their way to ERP and OMS (requirement R21). */
export const deliveryCommands: readonly Command[] = [
  {
    name: 'delivery list',
    group: DESK,
    usage: '[--status pending|delivered|failed|resolved] [--payment <id>] [--json]',
    summary: `Lists deliveries of events, newest first, at most ${LIMIT}.`,
    options: textOptions('status', 'payment'),
    async run(call) {
      const status = statusOf(call.values);
      const { data } = await (
        await deskOf(call)
      ).list({ status, paymentId: optional(call.values, 'payment') ?? null, limit: LIMIT });
      return sayList(call, {
        name: 'deliveries',
        rows: data.map((row) => ({ ...row, createdAt: limaInstant(row.createdAt) })),
        heading: ['WRITTEN', 'EVENT', 'STATUS', 'ATTEMPTS', 'DELIVERY', 'ENDPOINT', 'LAST ERROR'],
        cells: (row) => [
          clockTime(row.createdAt),
          row.eventType,
          row.status,
          String(row.attempts),
          row.id,
          row.endpointId,
          row.lastError ?? '-',
        ],
      });
    },
  },
  {
    name: 'delivery show',
    group: DESK,
    usage: '<id> [--json]',
    summary: 'Shows a delivery: the body that is sent, and every attempt with its answer.',
    options: textOptions(),
    words: { min: 1, max: 1 },
    async run(call) {
      const delivery = await (await deskOf(call)).get(idOf(call));
      if (!delivery) throw unknown(idOf(call));
      if (call.values['json'] === true) return say(call, { json: delivery, text: '' });
      const attempts = delivery.attemptLog.map((attempt) => [
        `  ${clockTime(limaInstant(attempt.at))}`,
        attempt.httpStatus === null ? 'no answer' : `HTTP ${attempt.httpStatus}`,
        `${attempt.durationMs} ms`,
        attempt.error ?? (attempt.response ?? '').split('\n')[0]?.slice(0, 80) ?? '',
      ]);
      call.io.write(
        `${delivery.eventType} ${delivery.eventId} to ${delivery.endpointId}: ${delivery.status}, ${delivery.attempts} attempts\n` +
          `${columns(attempts)}\n${delivery.body}\n`,
      );
      return EXIT.ok;
    },
  },
  {
    name: 'delivery redeliver',
    group: DESK,
    usage: '<id> [--json]',
    summary: 'Has a delivery sent again at once, with its whole schedule before it; the event keeps its id.',
    options: textOptions(),
    words: { min: 1, max: 1 },
    async run(call) {
      const id = idOf(call);
      const delivery = await (await deskOf(call)).redeliver(id);
      if (!delivery) throw unknown(id);
      await note(call, 'delivery.redelivered', id, { eventId: delivery.eventId });
      return say(call, { json: delivery, text: `Delivery ${id} is due now.` });
    },
  },
  {
    name: 'delivery resolve',
    group: DESK,
    usage: '<id> --reason <text> [--json]',
    summary: 'Has a delivery sent no more, because somebody saw to the event by other means.',
    options: textOptions('reason'),
    required: ['reason'],
    words: { min: 1, max: 1 },
    async run(call) {
      const id = idOf(call);
      const reason = required(call.values, 'reason').trim();
      if (reason === '' || reason.length > 500) throw new UsageError('--reason has 1 to 500 characters.');
      const delivery = await (await deskOf(call)).resolve({ deliveryId: id, by: ACTOR, reason });
      if (!delivery) throw unknown(id);
      await note(call, 'delivery.resolved', id, { reason });
      const text =
        delivery.status === 'resolved'
          ? `Delivery ${id} is sent no more.`
          : `Delivery ${id} is ${delivery.status} already.`;
      return say(call, { json: delivery, text });
    },
  },
];

async function deskOf({ session }: CommandCall): Promise<DeliveryDesk> {
  const database = await session.database();
  return new DeliveryDesk(database, new DeliveryLog(database, await session.clock()));
}

function idOf({ positionals }: CommandCall): string {
  return positionals[0] ?? '';
}

function statusOf(values: CommandCall['values']): DeliveryStatus | null {
  const text = optional(values, 'status');
  const status = DELIVERY_STATUSES.find((one) => one === text);
  if (text === undefined) return null;
  if (status !== undefined) return status;
  throw new UsageError(`--status is one of ${DELIVERY_STATUSES.join(', ')}, not ${text}.`);
}

function unknown(id: string): Error {
  return new Error(`There is no delivery ${id}, or its endpoint was deleted: look it up in \`chasqui delivery list\`.`);
}

async function note(
  { session }: CommandCall,
  action: string,
  subject: string,
  data: Record<string, unknown>,
): Promise<void> {
  await new AuditLog(await session.database(), await session.clock()).record({ actor: ACTOR, action, subject, data });
}
