/** What decisions (checkout, clock, operator) made of a payment, before money is counted. */
export type BaseState = 'created' | 'pending' | 'expiring' | 'expired' | 'cancelled' | 'failed';
export type PaymentState = BaseState | 'paid' | 'reversed' | 'refunded';

/** Every allowed transition (requirement R19). Awaiting: created, pending, expiring. Closed: expired, cancelled, failed, refunded, reversed. */
const TRANSITIONS: Record<PaymentState, readonly PaymentState[]> = {
  created: ['pending', 'paid', 'failed', 'cancelled', 'expiring'],
  pending: ['paid', 'expiring', 'cancelled'],
  expiring: ['paid', 'expired', 'cancelled', 'pending'],
  expired: ['paid'],
  cancelled: ['paid'],
  failed: ['paid'],
  paid: ['reversed', 'refunded'],
  reversed: ['paid'],
  refunded: ['paid'],
};

export const PAYMENT_STATES = Object.keys(TRANSITIONS) as PaymentState[];
const OPEN: readonly PaymentState[] = ['created', 'pending', 'expiring'];

export type Move = 'apply' | 'already' | 'refuse';

/** The machine's answer to a wish; nobody sets a state it did not allow. */
export function judgeMove(wish: { from: PaymentState; to: PaymentState }): Move {
  if (wish.from === wish.to) return 'already';
  return TRANSITIONS[wish.from].includes(wish.to) ? 'apply' : 'refuse';
}

export function isOpen(state: PaymentState): boolean {
  return OPEN.includes(state);
}
