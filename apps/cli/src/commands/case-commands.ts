import { AuditLog, type CaseView, type Refusal } from '#payments';
import { required, textOptions } from '../admin/options.js';
import { ACTOR, say } from '../admin/say.js';
import { type Command, UsageError } from '../command.js';
import { clockTime, columns } from '../print/columns.js';
import { DESK } from './desk-group.js';

const SHORTEST_REASON = 3;
const LONGEST_REASON = 500;

/** What a person judges (requirement R20). */
export const caseCommands: readonly Command[] = [
  {
    name: 'case show',
    group: DESK,
    usage: '<case id> [--json]',
    summary: 'Shows one case with what is known about it.',
    options: textOptions(),
    words: { min: 1, max: 1 },
    async run(call) {
      const id = call.positionals[0] ?? '';
      const found = await (await call.session.payments()).cases.get(id);
      if (!found) throw unknown(id);
      return say(call, { json: { case: found }, text: describe(found) });
    },
  },
  {
    name: 'case resolve',
    group: DESK,
    usage: '<case id> --resolution accept|close --reason <text> [--json]',
    summary: 'Accepts late money, so that the order ships, or closes a case with what was done about it.',
    options: textOptions('resolution', 'reason'),
    required: ['resolution', 'reason'],
    words: { min: 1, max: 1 },
    async run(call) {
      const id = call.positionals[0] ?? '';
      const resolution = resolutionOf(required(call.values, 'resolution'));
      const reason = reasonOf(required(call.values, 'reason'));
      const { cases } = await call.session.payments();
      const outcome = await cases.resolve(id, { resolution, reason, actor: ACTOR });
      switch (outcome.kind) {
        case 'unknown':
          throw unknown(id);
        case 'refused':
          throw new Error(WHY_NOT[outcome.why]);
        case 'resolved': {
          const audit = new AuditLog(await call.session.database(), await call.session.clock());
          await audit.record({ actor: ACTOR, action: 'case.resolved', subject: id, data: { resolution, reason } });
          return say(call, { json: { case: outcome.case }, text: describe(outcome.case) });
        }
      }
    },
  },
];

function resolutionOf(text: string): 'accept' | 'close' {
  if (text === 'accept' || text === 'close') return text;
  throw new UsageError(`--resolution is accept or close, not ${text}.`);
}

function reasonOf(text: string): string {
  const reason = text.trim();
  if (reason.length >= SHORTEST_REASON && reason.length <= LONGEST_REASON) return reason;
  throw new UsageError(
    `--reason is a text of ${SHORTEST_REASON} to ${LONGEST_REASON} characters: say what was done, and why.`,
  );
}

function describe(entry: CaseView): string {
  const facts = Object.entries(entry.details).map(([name, value]) => [`  ${name}`, textOf(value)]);
  return `Case ${entry.id}: ${entry.kind}, ${entry.state}\n${columns([
    ['  order', entry.orderId ?? '-'],
    ['  payment', entry.paymentId ?? '-'],
    ['  opened', clockTime(entry.openedAt)],
    ['  owner', entry.owner ?? '-'],
    ...facts,
    ...(entry.resolution === null
      ? []
      : [
          ['  resolved', clockTime(entry.resolvedAt)],
          ['  resolution', `${entry.resolution} by ${entry.resolvedBy ?? '-'}: ${entry.reason ?? ''}`],
        ]),
  ]).trimEnd()}`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function unknown(id: string): Error {
  return new Error(`There is no case ${id}: look it up in \`chasqui case list --state all\`.`);
}

const WHY_NOT: Record<Refusal, string> = {
  unknown_payment: 'Its payment does not know this case: look at `chasqui payment show`.',
  order_already_open: 'Another payment of the order is open: its money decides first. See `chasqui payment show`.',
  order_already_paid: 'The order ships for another payment: pay this money back, and --resolution close.',
  command_in_progress: 'PagoEfectivo is being called about this payment: try again in a moment.',
  unknown_command: 'It waits for a call to PagoEfectivo that nobody knows: run `chasqui payment check`.',
  notification_waiting: 'A message about this payment is not applied yet: run `chasqui payment check`, then try again.',
  not_due: 'It is too early for that.',
  cip_payable: 'A CIP of this payment can still be paid.',
  deadline_not_later: 'The deadline would not be later than it is.',
  not_allowed_in_state: 'Only money that came late and is still there can be accepted: use --resolution close.',
};
