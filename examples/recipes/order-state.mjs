// @ts-check

/**
 * What to tell the shopper about an order.
 *
 * @param {import('@chasqui/client').Payment} payment
 * @returns {'review' | 'waiting' | 'closing' | 'paid' | 'closed' | 'money_back'}
 */
export function orderState({ state, inReview }) {
  // Money that somebody has to judge first: neither paid nor lost.
  if (inReview) return 'review';
  switch (state) {
    case 'created':
    case 'pending':
      return 'waiting';
    case 'expiring':
      return 'closing';
    case 'paid':
      return 'paid';
    case 'expired':
    case 'cancelled':
    case 'failed':
      return 'closed';
    case 'refunded':
    case 'reversed':
      return 'money_back';
  }
}
