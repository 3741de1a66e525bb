import type { Effect, EvidenceRef } from './observation.js';
import type { Payment } from './order-book.js';
import { changeRefund, givenBackMinor } from './refund.js';

/** The money is with the shopper: says so to the shop once, with what is left of the receipt. */
export function refundDone(
  payment: Payment,
  refundId: string,
  how: {
    readonly now: Date;
    readonly actor: string;
    readonly confirmedBy: 'operator' | 'answer' | 'notification';
    readonly evidence?: readonly EvidenceRef[];
  },
): { payment: Payment; effects: Effect[] } {
  const refund = payment.refunds.find((candidate) => candidate.id === refundId);
  if (!refund || refund.state === 'done') return { payment, effects: [] };
  const changed = changeRefund(payment, refundId, {
    state: 'done',
    settledAt: how.now,
    uncertain: null,
    nextAt: null,
  });
  const receipt = payment.receipts.find((candidate) => candidate.id === refund.receiptId);
  const partial = receipt !== undefined && givenBackMinor(refund.receiptId, changed.refunds) < receipt.amountMinor;
  return {
    payment: changed,
    effects: [
      {
        kind: 'history',
        paymentId: payment.id,
        type: 'refund_done',
        actor: how.actor,
        data: {
          refund: refundId,
          amountMinor: refund.amountMinor,
          currency: refund.currency,
          confirmedBy: how.confirmedBy,
          bankReference: refund.bankReference,
          ...(how.evidence && how.evidence.length > 0 ? { evidence: how.evidence } : {}),
        },
      },
      {
        kind: 'event',
        paymentId: payment.id,
        type: 'order.refunded',
        cause: refundId,
        refund: {
          id: refundId,
          amountMinor: refund.amountMinor,
          currency: refund.currency,
          receiptId: refund.receiptId,
          creditNote: refund.creditNote,
          partial,
        },
      },
    ],
  };
}
