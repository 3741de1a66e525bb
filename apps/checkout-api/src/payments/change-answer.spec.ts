import { describe, expect, it } from 'vitest';
import type { ChangeOutcome } from '#payments';
import { ProblemError } from '#platform';
import { found } from '../pay-page/payment.fixture.js';
import { changeAnswer, changedPayment } from './change-answer.js';

describe('the answer to a change of a payment', () => {
  const outcomes: [ChangeOutcome, boolean, Record<string, unknown>][] = [
    [{ kind: 'not_open', state: 'paid' }, false, { status: 409, code: 'payment_not_open', state: 'paid' }],
    [{ kind: 'in_review', paymentId: 'pay_1' }, false, { status: 409, code: 'payment_in_review', paymentId: 'pay_1' }],
    [{ kind: 'no_code' }, false, { status: 409, code: 'payment_has_no_code' }],
    [{ kind: 'busy' }, false, { status: 409, code: 'payment_busy', headers: { 'retry-after': '1' } }],
    [
      { kind: 'deadline_not_later', expiresAt: new Date('2026-11-23T23:30:00Z') },
      false,
      {
        status: 400,
        errors: [
          {
            field: 'expiresAt',
            code: 'out_of_range',
            message: expect.stringContaining('2026-11-23T18:30:00-05:00'),
          },
        ],
      },
    ],
    [
      { kind: 'rejected', paymentId: 'pay_1', code: '113', message: 'Valor invalido' },
      true,
      { status: 422, code: 'gateway_rejected', gatewayCode: '113', gatewayMessage: 'Valor invalido' },
    ],
    [
      { kind: 'unavailable', paymentId: 'pay_1', retryAfterSeconds: 5 },
      false,
      { status: 502, code: 'gateway_unavailable', paymentId: 'pay_1', headers: { 'retry-after': '5' } },
    ],
    [{ kind: 'given_up', paymentId: 'pay_1' }, true, { status: 502, code: 'gateway_unavailable', headers: {} }],
  ];
  it.each(outcomes.map(([outcome, final, expected]) => ({ outcome, final, expected })))(
    'of $outcome.kind',
    ({ outcome, final, expected }) => {
      for (const change of ['cancel', 'extend', 'reissue'] as const) {
        const answer = changeAnswer(change, outcome);
        if (answer.kind !== 'problem') throw new Error('a problem was expected');
        expect(answer.final).toBe(final);
        expect(answer.error.problem).toMatchObject(expected);
        expect(answer.error.problem.detail).toMatch(/\.$/);
        expect(() => changedPayment(change, outcome)).toThrow(ProblemError);
      }
    },
  );

  it('that succeeded is the payment', () => {
    expect(changedPayment('extend', { kind: 'payment', found: found() }).payment.id).toBe('pay_1');
  });
});
