import { AuditLog, caseRefusalText, type CaseView, RESOLUTIONS, type Resolution } from '#payments';
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
    usage: '<case id> --resolution accept|refund|close --reason <text> [--json]',
    summary: 'Accepts money so that the order ships, asks for its refund, or closes a case with what was done.',
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
        case 'already_resolved':
          throw resolvedBefore(outcome.case);
        case 'refused':
          throw new Error(caseRefusalText(outcome));
        case 'resolved': {
          if (!outcome.replayed) {
            const audit = new AuditLog(await call.session.database(), await call.session.clock());
            await audit.record({ actor: ACTOR, action: 'case.resolved', subject: id, data: { resolution, reason } });
          }
          return say(call, { json: { case: outcome.case }, text: describe(outcome.case) });
        }
      }
    },
  },
  {
    name: 'case assign',
    group: DESK,
    usage: '<case id> --to <operator e-mail>|nobody [--json]',
    summary: 'Says who looks after a case.',
    options: textOptions('to'),
    required: ['to'],
    words: { min: 1, max: 1 },
    async run(call) {
      const id = call.positionals[0] ?? '';
      const to = required(call.values, 'to');
      const { cases } = await call.session.payments();
      const outcome = await cases.assign(id, { to: to === 'nobody' ? null : to, actor: ACTOR });
      switch (outcome.kind) {
        case 'unknown':
          throw unknown(id);
        case 'already_resolved':
          throw resolvedBefore(outcome.case);
        case 'no_operator':
          throw new Error(`There is no operator ${outcome.email}: give the e-mail that they sign in with.`);
        case 'assigned':
          return say(call, { json: { case: outcome.case }, text: describe(outcome.case) });
      }
    },
  },
];

function resolutionOf(text: string): Resolution {
  const resolution = RESOLUTIONS.find((one) => one === text);
  if (resolution !== undefined) return resolution;
  throw new UsageError(`--resolution is ${RESOLUTIONS.join(', ')}, not ${text}.`);
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
  const refunds = entry.refundIds.map((id) => ['  refund', id]);
  return `Case ${entry.id}: ${entry.kind}, ${entry.state}\n${columns([
    ['  order', entry.orderId ?? '-'],
    ['  payment', entry.paymentId ?? '-'],
    ['  opened', clockTime(entry.openedAt)],
    ['  due', `${clockTime(entry.dueAt)}${entry.overdue ? ' (overdue)' : ''}`],
    ['  owner', entry.owner ?? '-'],
    ...facts,
    ...(entry.note === null ? [] : [['  note', entry.note]]),
    ...(entry.resolution === null
      ? [['  takes', entry.resolutions.join(', ')]]
      : [
          ['  resolved', clockTime(entry.resolvedAt)],
          ['  resolution', `${entry.resolution} by ${entry.resolvedBy ?? '-'}: ${entry.reason ?? ''}`],
        ]),
    ...refunds,
  ]).trimEnd()}`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function unknown(id: string): Error {
  return new Error(`There is no case ${id}: look it up in \`chasqui case list --state all\`.`);
}

function resolvedBefore({ id, resolution, resolvedBy }: CaseView): Error {
  return new Error(`Case ${id} was resolved before, as ${resolution} by ${resolvedBy}: that stays.`);
}
