import type { Effect, Payment } from '../domain/index.js';
import { blocksDelivery, formatAmount } from '../domain/index.js';
import { derivedId } from '../identifiers.js';
import { rowsJson } from '../json.js';
import type { Statement } from '../statements.js';
import { statement } from '../statements.js';
import { limaInstant } from '../orders/lima-instant.js';
import type { PaymentDetails } from '../orders/payment-details.js';
import { toPaymentView } from '../orders/payment-view.js';
import type { OpenedReview } from '../cases/case.writer.js';

type EventEffect = Extract<Effect, { kind: 'event' }>;

/**
 * Events, written in the transaction that causes them (invariant 7). Body and id are frozen here: the id is derived
 * from order, type and cause, so that a restored backup that decides again says the same thing with the same id.
 */
export function eventStatements(input: {
  effects: readonly EventEffect[];
  payments: ReadonlyMap<string, Payment>;
  /** By key: those that were opened with these events. */
  openedCases: ReadonlyMap<string, OpenedReview>;
  details: ReadonlyMap<string, PaymentDetails>;
  publicUrl: string;
  now: Date;
  nextSequence: (paymentId: string) => number;
}): Statement[] {
  const rows = input.effects.map((effect) => {
    const payment = input.payments.get(effect.paymentId);
    const details = input.details.get(effect.paymentId);
    if (!payment || !details)
      throw new Error(`event ${effect.type} for a payment that was not loaded: ${effect.paymentId}`);
    const id = derivedId('evt', [details.shopId, details.orderId, effect.type, effect.cause]);
    const sequence = input.nextSequence(payment.id);
    const body = {
      id,
      type: effect.type,
      timestamp: limaInstant(input.now),
      livemode: details.livemode,
      sequence,
      data: {
        payment: toPaymentView({ payment, details: { ...details, updatedAt: input.now }, publicUrl: input.publicUrl }),
        stockReleased: payment.stock === 'released',
        ...(effect.reviewCase ? { case: caseOf(effect.reviewCase, input.openedCases) } : {}),
        ...(effect.refund
          ? {
              refund: {
                id: effect.refund.id,
                amount: formatAmount(effect.refund.amountMinor),
                currency: effect.refund.currency,
                receipt: effect.refund.receiptId,
                creditNote: effect.refund.creditNote,
                partial: effect.refund.partial,
              },
            }
          : {}),
      },
    };
    return {
      id,
      payment_id: payment.id,
      shop_id: details.shopId,
      order_id: details.orderId,
      livemode: details.livemode,
      type: effect.type,
      cause: effect.cause,
      sequence,
      blocking: blocksDelivery(effect.type),
      body: JSON.stringify(body),
      created_at: input.now,
    };
  });
  if (rows.length === 0) return [];
  // No ON CONFLICT: a second event of the same identity is a defect of the rules and must undo the transaction.
  return [
    statement(
      `insert into outbox_event (id, payment_id, shop_id, order_id, livemode, type, cause, sequence, blocking, body, created_at)
     select * from jsonb_to_recordset($1::jsonb) as x(id text, payment_id text, shop_id text, order_id text, livemode boolean,
       type text, cause text, sequence int, blocking boolean, body text, created_at timestamptz)`,
      [rowsJson(rows)],
    ),
  ];
}

function caseOf(
  { key, kind, ...outcome }: NonNullable<EventEffect['reviewCase']>,
  opened: ReadonlyMap<string, OpenedReview>,
): Record<string, unknown> {
  const review = opened.get(key);
  const asked = outcome.resolution === undefined && review;
  return {
    id: derivedId('case', [key]),
    kind,
    ...(asked ? { dueAt: limaInstant(review.dueAt), resolutions: review.resolutions } : {}),
    ...outcome,
  };
}
