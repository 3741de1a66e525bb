import { describe, expect, it } from 'vitest';
import type { CheckoutOutcome, FoundPayment, PaymentView } from '#payments';
import { toPaymentView } from '#payments';
import { found } from '../pay-page/payment.fixture.js';
import { checkoutAnswer } from './checkout-answer.js';

const view = (one: FoundPayment): PaymentView => toPaymentView({ ...one, publicUrl: 'https://pay.example.pe' });

describe('the answer to a checkout', () => {
  const outcomes: [
    CheckoutOutcome,
    { status: number; code: string; final: boolean; more?: Record<string, unknown> },
  ][] = [
    [
      { kind: 'rejected', found: found(), code: '511', message: 'Excede el máximo' },
      {
        status: 422,
        code: 'gateway_rejected',
        final: true,
        more: { gatewayCode: '511', gatewayMessage: 'Excede el máximo', paymentId: 'pay_1' },
      },
    ],
    [
      { kind: 'given_up', paymentId: 'pay_1', message: 'PagoEfectivo did not answer two requests for a CIP.' },
      { status: 502, code: 'gateway_unavailable', final: true, more: { paymentId: 'pay_1', headers: {} } },
    ],
    [
      { kind: 'unavailable', paymentId: 'pay_1', retryAfterSeconds: 5 },
      { status: 502, code: 'gateway_unavailable', final: false, more: { headers: { 'retry-after': '5' } } },
    ],
    [
      { kind: 'order_already_open', paymentId: 'pay_2' },
      { status: 409, code: 'order_already_open', final: false, more: { paymentId: 'pay_2' } },
    ],
    [
      { kind: 'order_already_paid', paymentId: 'pay_2' },
      { status: 409, code: 'order_already_paid', final: false, more: { paymentId: 'pay_2' } },
    ],
    [
      { kind: 'no_account', currency: 'USD' },
      { status: 422, code: 'currency_not_available', final: false },
    ],
    [
      { kind: 'amount_out_of_range', currency: 'PEN', minAmountMinor: 200n, maxAmountMinor: 372_400n },
      {
        status: 400,
        code: 'invalid_request',
        final: false,
        more: {
          errors: [
            {
              field: 'amount',
              code: 'out_of_range',
              message: expect.stringContaining('at least 2.00 and at most 3724.00 PEN'),
            },
          ],
        },
      },
    ],
  ];
  it.each(outcomes.map(([outcome, expected]) => ({ outcome, expected })))(
    'of $outcome.kind',
    ({ outcome, expected }) => {
      const answer = checkoutAnswer(outcome, view);
      if (answer.kind !== 'problem') throw new Error('a problem was expected');
      expect(answer.final).toBe(expected.final);
      const { status, code, more = {} } = expected;
      expect(answer.error.problem).toMatchObject({ status, code, ...more });
      expect(answer.error.problem.detail).toMatch(/\.$/);
    },
  );

  it('of a payment is the payment', () => {
    expect(checkoutAnswer({ kind: 'payment', found: found() }, view)).toMatchObject({
      kind: 'created',
      payment: { id: 'pay_1', cip: { number: '213803274' } },
    });
  });

  it('of a payment that was given up says to begin anew, and not to repeat', () => {
    const answer = checkoutAnswer({ kind: 'given_up', paymentId: 'pay_1', message: 'No answer' }, view);
    if (answer.kind !== 'problem') throw new Error('a problem was expected');
    expect(answer.error.problem.detail).toContain('new Idempotency-Key');
    expect(answer.error.problem.headers).not.toHaveProperty('retry-after');
  });

  it('names no payment where the one in the way is gone', () => {
    const answer = checkoutAnswer({ kind: 'order_already_open', paymentId: '' }, view);
    if (answer.kind !== 'problem') throw new Error('a problem was expected');
    expect(answer.error.problem).not.toHaveProperty('paymentId');
  });
});
