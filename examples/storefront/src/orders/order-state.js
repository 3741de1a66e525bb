// @ts-check
/** @import { Payment } from '@chasqui/client' */
/** @import { OrderState } from '../types.js' */

/**
 * What a shopper is told of a payment. Coarser than the payment's own state where the difference is none to them.
 *
 * @param {Payment} payment
 * @param {{ shipped: boolean }} shop
 * @returns {OrderState}
 */
export function orderState(payment, { shipped }) {
  // Money that somebody must judge comes before everything: whoever paid must not be told to pay, or that it is over.
  const judged = payment.inReview && payment.receipts.length > 0;
  switch (payment.state) {
    case 'paid':
      // A second payment of an order that was paid in time is the shop's concern; the order is fine.
      if (payment.late && judged && !shipped) return 'review';
      return shipped ? 'shipped' : 'paid';
    case 'reversed':
    case 'refunded':
      return payment.state;
    case 'created':
      return judged ? 'review' : 'preparing';
    case 'pending':
      return judged ? 'review' : 'waiting';
    case 'expiring':
      return judged ? 'review' : 'closing';
    case 'expired':
    case 'cancelled':
    case 'failed':
      return judged ? 'review' : payment.state;
  }
}
