import type { CancelOutcome, CheckoutOutcome, FoundPayment, PaymentView } from '#payments';
import type { ProblemError } from '#platform';
import { problem } from '../problems/problem.js';

/** What became of a checkout, as this API says it. */
export type CheckoutAnswer =
  | { readonly kind: 'created'; readonly payment: PaymentView }
  /** `final`: the key gets this answer for ever. Otherwise the same key may be used again, to resume or anew. */
  | { readonly kind: 'problem'; readonly error: ProblemError; readonly final: boolean };

export function checkoutAnswer(outcome: CheckoutOutcome, view: (found: FoundPayment) => PaymentView): CheckoutAnswer {
  switch (outcome.kind) {
    case 'payment':
      return { kind: 'created', payment: view(outcome.found) };
    case 'rejected':
      return {
        kind: 'problem',
        final: true,
        error: problem('gateway_rejected', `PagoEfectivo declined the order: ${sentence(outcome.message)}`, {
          extensions: {
            paymentId: outcome.found.payment.id,
            gatewayCode: outcome.code,
            gatewayMessage: outcome.message,
          },
        }),
      };
    case 'given_up':
      return {
        kind: 'problem',
        final: true,
        error: problem(
          'gateway_unavailable',
          `${sentence(outcome.message)} Nothing can be paid: start again with a new Idempotency-Key.`,
          { extensions: { paymentId: outcome.paymentId } },
        ),
      };
    case 'unavailable':
      return {
        kind: 'problem',
        final: false,
        error: gatewayUnavailable(
          'PagoEfectivo has not answered yet. Repeat the request with the same Idempotency-Key: it resumes this payment.',
          outcome,
        ),
      };
    case 'order_already_open':
      return {
        kind: 'problem',
        final: false,
        error: problem(
          'order_already_open',
          'The order has an open payment: show its page to the shopper, or cancel it before opening another.',
          { extensions: idOf(outcome.paymentId) },
        ),
      };
    case 'order_already_paid':
      return {
        kind: 'problem',
        final: false,
        error: problem('order_already_paid', 'The order has been paid: do not ask the shopper for money again.', {
          extensions: idOf(outcome.paymentId),
        }),
      };
    case 'no_account':
      return {
        kind: 'problem',
        final: false,
        error: problem(
          'currency_not_available',
          `This shop has no PagoEfectivo account for ${outcome.currency}: send another currency, or have one set up.`,
        ),
      };
  }
}

/** The payment after a cancel; what stood in the way is thrown. */
export function cancelledPayment(outcome: CancelOutcome): FoundPayment {
  switch (outcome.kind) {
    case 'payment':
      return outcome.found;
    case 'not_cancellable':
      throw problem('payment_not_cancellable', `The payment is ${outcome.state}: only an open one can be cancelled.`, {
        extensions: { state: outcome.state },
      });
    case 'busy':
      throw problem('payment_busy', 'Another request about this payment is under way: try again in a moment.', {
        retryAfterSeconds: 1,
      });
    case 'unavailable':
      throw gatewayUnavailable(
        'PagoEfectivo has not confirmed that the code can no longer be paid. The payment stays open: try again.',
        outcome,
      );
  }
}

/** The 502 that repeating helps against. */
export function gatewayUnavailable(
  detail: string,
  outcome: { readonly retryAfterSeconds: number; readonly paymentId?: string },
): ProblemError {
  return problem('gateway_unavailable', detail, {
    retryAfterSeconds: outcome.retryAfterSeconds,
    extensions: idOf(outcome.paymentId ?? ''),
  });
}

/** The payment in the way may have closed while we looked for it. */
function idOf(paymentId: string): Record<string, string> {
  return paymentId === '' ? {} : { paymentId };
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
