import type { CheckoutOutcome, FoundPayment, PaymentView } from '#payments';
import { formatAmount } from '#payments';
import type { ProblemError } from '#platform';
import { invalidRequest } from '#platform';
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
    case 'amount_out_of_range':
      return { kind: 'problem', final: false, error: amountOutOfRange(outcome) };
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

function amountOutOfRange(bounds: Extract<CheckoutOutcome, { kind: 'amount_out_of_range' }>): ProblemError {
  const { currency, minAmountMinor, maxAmountMinor } = bounds;
  const allowed = [
    ...(minAmountMinor === null ? [] : [`at least ${formatAmount(minAmountMinor)}`]),
    ...(maxAmountMinor === null ? [] : [`at most ${formatAmount(maxAmountMinor)}`]),
  ].join(' and ');
  const message = `amount must be ${allowed} ${currency} for this shop's PagoEfectivo account: split the order, or offer another way to pay.`;
  return invalidRequest([{ field: 'amount', code: 'out_of_range', message }]);
}

/** The payment in the way may have closed while we looked for it. */
function idOf(paymentId: string): Record<string, string> {
  return paymentId === '' ? {} : { paymentId };
}

export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
