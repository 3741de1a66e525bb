import type { Cip, PaymentRecord } from '#payments';
import { inReview, openCommandOf } from '#payments';

/** What a shopper is told. Coarser than the payment's state where the difference is none to them. */
export type PayPageState =
  | 'preparing'
  | 'waiting'
  /** Open, and there is no code to pay with: a new one was refused, or the present one is just being taken back. */
  | 'codeless'
  /** The deadline has passed and the last question is not answered yet: the voucher is gone, the order is not closed. */
  | 'closing'
  | 'received'
  | 'review'
  | 'expired'
  | 'cancelled'
  | 'failed'
  | 'reversed'
  | 'refunded';

export function payPageState(payment: PaymentRecord, now: Date): PayPageState {
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
    case 'pending':
      if (judged) return 'review';
      if (now >= payment.expiresAt) return 'closing';
      if (shownCode(payment)) return 'waiting';
      return openCommandOf(payment)?.kind === 'create' ? 'preparing' : 'codeless';
    case 'expiring':
      return judged ? 'review' : 'closing';
    case 'expired':
    case 'cancelled':
    case 'failed':
      return judged ? 'review' : payment.state;
  }
}

/** A code with the number that a shopper pays with. */
export type NumberedCip = Cip & { readonly number: string };

/**
 * The code that the shopper may pay with now, and the only one they are ever shown. None while it is being deleted, or
 * once PagoEfectivo says that it cannot be paid.
 */
export function payableCip(payment: PaymentRecord, now: Date): NumberedCip | null {
  return payPageState(payment, now) === 'waiting' ? shownCode(payment) : null;
}

function shownCode(payment: PaymentRecord): NumberedCip | null {
  const command = openCommandOf(payment);
  const cip = payment.cips.find((candidate) => candidate.current && candidate.status === 'pending');
  if (!cip || (command?.kind === 'delete' && command.cipId === cip.id)) return null;
  return cip.number === null ? null : { ...cip, number: cip.number };
}

/** How soon the page asks again; null where nothing more will happen. */
export function pollAfterMs(state: PayPageState): number | null {
  switch (state) {
    case 'preparing':
    case 'waiting':
    case 'codeless':
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
