import type { EventType } from '#payments';
import type { EventAnswer, EventCaseAnswer, EventRefundAnswer } from '../events/event.answer.js';
import type { PaymentAnswer } from '../payments/payment.answer.js';
import { PAYMENT_EXAMPLES as PAYMENTS } from './payment.examples.js';

const LATE: EventCaseAnswer = { id: 'case_06c9x2v4k8m0q1r3s5t7w9y0z2', kind: 'paid_late' };

const REFUND: EventRefundAnswer = {
  id: 'rfd_06ca0e2y5t7r9w1q3s5d7f9g1h',
  amount: '129.90',
  currency: 'PEN',
  receipt: 'rcp_06c9x4h1b7n2m3k4j5h6g7f8d9',
  creditNote: 'FC01-00000017',
  partial: false,
};

/** One event of each type. */
export const EVENT_EXAMPLES: Record<EventType, EventAnswer> = {
  'order.pending': event('order.pending', { payment: PAYMENTS.pending, sequence: 1 }),
  'order.expiring_soon': event('order.expiring_soon', { payment: PAYMENTS.pending, sequence: 2 }),
  'order.paid': event('order.paid', { payment: PAYMENTS.paid, sequence: 2 }),
  'order.expired': event('order.expired', { payment: PAYMENTS.expired, sequence: 2 }),
  'order.cancelled': event('order.cancelled', { payment: PAYMENTS.cancelled, sequence: 2 }),
  'order.failed': event('order.failed', { payment: PAYMENTS.failed, sequence: 1 }),
  'order.review_required': event('order.review_required', {
    payment: PAYMENTS.paidLate,
    sequence: 3,
    case: { ...LATE, dueAt: '2026-11-24T19:02:11-05:00', resolutions: ['accept', 'refund', 'close'] },
  }),
  'order.review_resolved': event('order.review_resolved', {
    payment: { ...PAYMENTS.paidLate, inReview: false, stock: 'committed' },
    sequence: 4,
    case: { ...LATE, resolution: 'accept', reason: 'Stock found, shipping today.', refundIds: [] },
  }),
  'order.refunded': event('order.refunded', { payment: PAYMENTS.refunded, sequence: 3, refund: REFUND }),
  'order.reversed': event('order.reversed', { payment: PAYMENTS.reversed, sequence: 3 }),
};

/** What `POST …/test` sends. */
export const TEST_EVENT_EXAMPLE = {
  id: 'evt_06c9x2v4k8m0q1r3s5t7w9y0z2',
  type: 'endpoint.test',
  timestamp: '2026-11-22T18:30:00-05:00',
  livemode: false,
  data: { endpointId: 'we_06c9x2v4k8m0q1r3s5t7w9y0z2' },
};

function event(
  type: EventType,
  what: { payment: PaymentAnswer; sequence: number; case?: EventCaseAnswer; refund?: EventRefundAnswer },
): EventAnswer {
  return {
    id: 'evt_06c9x2v4k8m0q1r3s5t7w9y0z2',
    type,
    timestamp: what.payment.updatedAt,
    livemode: false,
    sequence: what.sequence,
    data: {
      payment: what.payment,
      stockReleased: what.payment.stock === 'released',
      ...(what.case === undefined ? {} : { case: what.case }),
      ...(what.refund === undefined ? {} : { refund: what.refund }),
    },
  };
}
