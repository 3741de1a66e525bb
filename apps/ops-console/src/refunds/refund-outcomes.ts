import { REFUND_REFUSALS, type Refusal, type RefundOutcome, type RefundView } from '#payments';
import { invalidRequest } from '#platform';
import { problem } from '../problems.js';

/** What was granted; anything else is thrown as a problem. */
export function grantedRefund(id: string, outcome: RefundOutcome): RefundView {
  switch (outcome.kind) {
    case 'refund':
      return outcome.refund;
    case 'unknown':
      throw unknownRefund(id);
    case 'invalid':
      throw invalidRequest([...outcome.problems]);
    case 'refused':
      throw problem('refund_not_possible', sentence(outcome.why));
  }
}

export function unknownRefund(id: string): Error {
  return problem('refund_not_found', `There is no refund ${id}.`);
}

function sentence(why: Refusal): string {
  const known: Partial<Record<Refusal, string>> = REFUND_REFUSALS;
  if (why === 'command_in_progress') return 'PagoEfectivo is being called about this payment: try again in a moment.';
  return known[why] ?? `The payment does not allow it (${why}): look at its page.`;
}
