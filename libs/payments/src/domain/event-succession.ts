import type { EventType } from './observation.js';

/** Whatever a payment is, its money may be judged, and may go back. */
const REVIEW = ['order.review_required', 'order.review_resolved', 'order.refunded'] as const;
/** What an open payment may go on to say. */
const OPEN = ['order.pending', 'order.expiring_soon', 'order.paid', 'order.expired', 'order.cancelled'] as const;

/**
 * Which events of one payment may stand directly before which, `start` for the first one. What docs/events.md promises
 * to receivers; the spec holds it against lives at random, in both directions.
 */
export const EVENT_SUCCESSION: Readonly<Record<'start' | EventType, readonly EventType[]>> = {
  start: ['order.pending', 'order.paid', 'order.expired', 'order.cancelled', 'order.failed', 'order.review_required'],
  'order.pending': [...OPEN, ...REVIEW],
  'order.expiring_soon': ['order.pending', 'order.paid', 'order.expired', 'order.cancelled', ...REVIEW],
  'order.paid': REVIEW,
  'order.expired': ['order.paid', ...REVIEW],
  'order.cancelled': ['order.paid', ...REVIEW],
  'order.failed': ['order.paid', ...REVIEW],
  'order.review_required': [...OPEN, 'order.failed', ...REVIEW, 'order.reversed'],
  'order.review_resolved': [...OPEN, 'order.failed', ...REVIEW],
  'order.refunded': [...OPEN, 'order.failed', ...REVIEW],
  'order.reversed': ['order.paid', ...REVIEW],
};
