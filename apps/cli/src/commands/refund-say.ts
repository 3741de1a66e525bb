import { REFUND_REFUSALS, type Refusal, type RefundOutcome, type RefundView } from '#payments';
import { wrongOptions } from '../admin/outcomes.js';
import { say } from '../admin/say.js';
import type { CommandCall } from '../command.js';
import { clockTime, columns } from '../print/columns.js';

/** One refund as text or JSON; why nothing became of a wish is thrown as a sentence. */
export function sayRefund(call: CommandCall, id: string, outcome: RefundOutcome): number {
  switch (outcome.kind) {
    case 'refund':
      return say(call, { json: { refund: outcome.refund }, text: describeRefund(outcome.refund) });
    case 'unknown':
      throw unknownRefund(id);
    case 'invalid':
      throw wrongOptions(outcome.problems);
    case 'refused':
      throw new Error(refusalSentence(outcome.why));
  }
}

export function unknownRefund(id: string): Error {
  return new Error(`There is no refund ${id}: look it up in \`chasqui refund list\`.`);
}

function refusalSentence(why: Refusal): string {
  const known: Partial<Record<Refusal, string>> = REFUND_REFUSALS;
  if (why === 'command_in_progress') return 'PagoEfectivo is being called about this payment: try again in a moment.';
  return known[why] ?? `The payment does not allow it (${why}): look at \`chasqui payment show\`.`;
}

export function describeRefund(refund: RefundView): string {
  const { destination } = refund;
  const facts: [string, string | null][] = [
    ['order', refund.orderId],
    ['payment', refund.payment],
    ['receipt', refund.receipt],
    ['amount', `${refund.amount} ${refund.currency} by ${refund.channel}`],
    ['reason', refund.reason],
    ['goes to', destination && `${destination.type} at ${destination.bank}, ending in ${destination.ending}`],
    ['credit note', refund.creditNote],
    ['requested', `${clockTime(refund.requestedAt)} by ${refund.requestedBy}`],
    ['approved', refund.approvedBy && `by ${refund.approvedBy}${refund.selfApproved ? ' (own request)' : ''}`],
    ['sent', refund.sentAt && `${clockTime(refund.sentAt)}, bank reference ${refund.bankReference ?? '-'}`],
    ['settled', refund.settledAt && clockTime(refund.settledAt)],
    ['why', refund.endReason],
    ['uncertain', refund.uncertain],
    ...refund.evidence.map(({ name, sha256, addedBy }): [string, string] => [
      'evidence',
      `${name} by ${addedBy}, sha256 ${sha256}`,
    ]),
  ];
  const rows = facts.flatMap(([name, value]) => (value === null ? [] : [[`  ${name}`, value]]));
  return `Refund ${refund.id}: ${refund.state}\n${columns(rows).trimEnd()}`;
}
