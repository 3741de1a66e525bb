import type { Payment } from '#payments';
import { inReview } from '#payments';

/** What a shopper is told. Coarser than the payment's state where the difference is none to them. */
export type PayPageState =
  | 'preparing'
  | 'waiting'
  /** The deadline has passed and the last question is not answered yet: the voucher is gone, the order is not closed. */
  | 'closing'
  | 'received'
  | 'review'
  | 'expired'
  | 'cancelled'
  | 'failed'
  | 'reversed'
  | 'refunded';

export function payPageState(payment: Payment, now: Date): PayPageState {
  // Money that somebody must judge comes before everything: whoever paid must not be told to pay.
  const judged = payment.receipts.length > 0 && inReview(payment);
  switch (payment.state) {
    case 'paid':
      // A second payment of an order that is paid in time is the shop's concern; the order is fine.
      return payment.late && judged ? 'review' : 'received';
    case 'reversed':
      return 'reversed';
    case 'refunded':
      return 'refunded';
    case 'created':
      if (judged) return 'review';
      return now < payment.expiresAt ? 'preparing' : 'closing';
    case 'pending':
      if (judged) return 'review';
      return now < payment.expiresAt ? 'waiting' : 'closing';
    case 'expiring':
      return judged ? 'review' : 'closing';
    case 'expired':
    case 'cancelled':
    case 'failed':
      return judged ? 'review' : payment.state;
  }
}

/** How soon the page asks again; null where nothing more will happen. */
export function pollAfterMs(state: PayPageState): number | null {
  switch (state) {
    case 'preparing':
    case 'waiting':
    case 'closing':
      return 4_000;
    case 'review':
    case 'expired':
    case 'cancelled':
    case 'failed':
      // Money beats the clock: it can still come.
      return 30_000;
    case 'received':
    case 'reversed':
    case 'refunded':
      return null;
  }
}
