import type { GatewayCommand, PaymentRecord } from '../domain/index.js';
import type { FoundPayment } from '../orders/payment.reader.js';

/** What became of a change to an open payment: expected outcomes are returned, surprises thrown. */
export type ChangeOutcome =
  | { readonly kind: 'payment'; readonly found: FoundPayment }
  /** Paid or closed meanwhile, or before. */
  | { readonly kind: 'not_open'; readonly state: string }
  /** Its code was paid with another amount: a case says what becomes of the money. */
  | { readonly kind: 'in_review'; readonly paymentId: string }
  /** The shopper has no code: the first is still being asked for, or the last request for one was declined. */
  | { readonly kind: 'no_code' }
  /** Another call to the gateway about this payment is under way. */
  | { readonly kind: 'busy' }
  | { readonly kind: 'deadline_not_later'; readonly expiresAt: Date }
  | { readonly kind: 'rejected'; readonly paymentId: string; readonly code: string; readonly message: string }
  | { readonly kind: 'unavailable'; readonly paymentId: string; readonly retryAfterSeconds: number }
  /** Two requests for a new code were never answered: nobody asks for a third with the same key. */
  | { readonly kind: 'given_up'; readonly paymentId: string };

/** How a gateway command ended, as its row says. */
export interface EndedCommand {
  readonly id: string;
  readonly cipId: string;
  readonly kind: GatewayCommand['kind'];
  readonly purpose: GatewayCommand['purpose'];
  readonly status: GatewayCommand['status'];
  readonly outcome: { readonly code?: string; readonly message?: string } | null;
}

/** The CIP that the shopper is shown; undefined while there is none with a number. */
export function shownCip(payment: PaymentRecord): PaymentRecord['cips'][number] | undefined {
  return payment.cips.find((cip) => cip.current && cip.number !== null);
}
