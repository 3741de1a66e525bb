import type { ChangeOutcome, FoundPayment } from '#payments';
import { limaInstant } from '#payments';
import type { ProblemError } from '#platform';
import { invalidRequest } from '#platform';
import { problem } from '../problems/problem.js';
import { gatewayUnavailable, sentence } from './checkout-answer.js';

export type Change = 'cancel' | 'extend' | 'reissue';

const DONE: Record<Change, string> = { cancel: 'cancelled', extend: 'extended', reissue: 'given a new code' };

/** What became of a change, as this API says it. */
export type ChangeAnswer =
  | { readonly kind: 'changed'; readonly found: FoundPayment }
  /** `final`: a key gets this answer for ever. Otherwise the same request may be repeated. */
  | { readonly kind: 'problem'; readonly error: ProblemError; readonly final: boolean };

export function changeAnswer(change: Change, outcome: ChangeOutcome): ChangeAnswer {
  switch (outcome.kind) {
    case 'payment':
      return { kind: 'changed', found: outcome.found };
    case 'not_open':
      return again(
        problem('payment_not_open', `The payment is ${outcome.state}: only an open one can be ${DONE[change]}.`, {
          extensions: { state: outcome.state },
        }),
      );
    case 'in_review':
      return again(
        problem('payment_in_review', 'Money of another amount has come for this payment: resolve its case first.', {
          extensions: { paymentId: outcome.paymentId },
        }),
      );
    case 'no_code':
      return again(
        problem(
          'payment_has_no_code',
          change === 'reissue'
            ? 'The first code of this payment is still being asked for: repeat the request that opened it.'
            : 'This payment has no code that could be changed: reissue it to have a new one.',
        ),
      );
    case 'busy':
      return again(
        problem('payment_busy', 'Another request about this payment is under way: try again in a moment.', {
          retryAfterSeconds: 1,
        }),
      );
    case 'deadline_not_later': {
      const message = `expiresAt must be later than the present deadline, ${limaInstant(outcome.expiresAt)}: give more time.`;
      return again(invalidRequest([{ field: 'expiresAt', code: 'out_of_range', message }]));
    }
    case 'rejected':
      return {
        kind: 'problem',
        final: true,
        error: problem('gateway_rejected', `PagoEfectivo declined it: ${sentence(outcome.message)}`, {
          extensions: { paymentId: outcome.paymentId, gatewayCode: outcome.code, gatewayMessage: outcome.message },
        }),
      };
    case 'unavailable':
      return again(gatewayUnavailable(WAIT[change], outcome));
    case 'given_up':
      return {
        kind: 'problem',
        final: true,
        error: problem(
          'gateway_unavailable',
          'PagoEfectivo did not answer two requests for a new code. The old one can no longer be paid: start again with a new Idempotency-Key.',
          { extensions: { paymentId: outcome.paymentId } },
        ),
      };
  }
}

/** The payment after the change; what stood in the way is thrown. */
export function changedPayment(change: Change, outcome: ChangeOutcome): FoundPayment {
  const answer = changeAnswer(change, outcome);
  if (answer.kind === 'problem') throw answer.error;
  return answer.found;
}

const WAIT: Record<Change, string> = {
  cancel: 'PagoEfectivo has not confirmed that the code can no longer be paid. The payment stays open: try again.',
  extend: 'PagoEfectivo has not confirmed the new deadline. The payment is open: try again with the same expiresAt.',
  reissue:
    'PagoEfectivo has not answered yet. Repeat the request with the same Idempotency-Key: it goes on where it stopped.',
};

function again(error: ProblemError): ChangeAnswer {
  return { kind: 'problem', error, final: false };
}
