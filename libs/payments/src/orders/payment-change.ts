import type { Effect, OrderBook, Payment } from '../domain/index.js';

/** One order before and after, with what else must be written; all of it in the caller's transaction. */
export interface BookChange {
  readonly before: OrderBook;
  readonly after: OrderBook;
  readonly effects: readonly Effect[];
}

/** One payment before (null: it is new) and after. */
export interface PaymentChange {
  readonly old: Payment | null;
  readonly payment: Payment;
}
