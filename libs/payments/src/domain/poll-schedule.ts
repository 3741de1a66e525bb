import type { Cip, Payment } from './order-book.js';
import { isOpen } from './payment-state.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Shaped to a CIP's life: shoppers who pay at once, the rush before the deadline, money after closing, reversals after payment. */
export interface PollSchedule {
  /** After creation. */
  readonly first: readonly number[];
  /** Between the first polls and the last stretch. */
  readonly everyMs: number;
  /** The last stretch before the deadline, and until the payment is closed. */
  readonly nearDeadlineMs: number;
  readonly nearDeadlineEveryMs: number;
  /** After closing: R20's late money, for 72 hours. */
  readonly afterClosing: readonly number[];
  /** After payment: a look back for reversals. */
  readonly afterPayment: readonly number[];
}

export const DEFAULT_POLL_SCHEDULE: PollSchedule = {
  first: [1, 2, 5, 10, 20, 30].map((minutes) => minutes * MINUTE),
  everyMs: 30 * MINUTE,
  nearDeadlineMs: 30 * MINUTE,
  nearDeadlineEveryMs: 5 * MINUTE,
  afterClosing: [5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR, 48 * HOUR, 72 * HOUR],
  afterPayment: [15 * MINUTE, 30 * MINUTE, 6 * HOUR, 24 * HOUR, 72 * HOUR],
};

/** The next instant after `now` at which this CIP should be searched; null when its life is over or it has no number. */
export function nextPollAt(input: { payment: Payment; cip: Cip; now: Date; schedule: PollSchedule }): Date | null {
  const { payment, cip, now, schedule } = input;
  if (cip.number === null || cip.status === 'refused') return null;
  if (payment.state === 'paid' || payment.state === 'reversed' || payment.state === 'refunded') {
    return firstAfter(now, payment.paidAt ?? now, schedule.afterPayment);
  }
  // An old CIP of a payment that goes on is watched like one of a closed payment.
  const gone = !cip.current && cip.status !== 'pending';
  if (isOpen(payment.state) && gone) return firstAfter(now, cip.statusAt ?? cip.createdAt, schedule.afterClosing);
  if (!isOpen(payment.state)) return firstAfter(now, payment.closedAt ?? now, schedule.afterClosing);

  const nearFrom = payment.expiresAt.getTime() - schedule.nearDeadlineMs;
  if (now.getTime() >= nearFrom) return new Date(now.getTime() + schedule.nearDeadlineEveryMs);
  const early = firstAfter(now, cip.createdAt, schedule.first) ?? new Date(now.getTime() + schedule.everyMs);
  return new Date(Math.min(early.getTime(), Math.max(nearFrom, now.getTime() + schedule.nearDeadlineEveryMs)));
}

function firstAfter(now: Date, since: Date, offsets: readonly number[]): Date | null {
  const due = offsets.map((offset) => since.getTime() + offset).find((instant) => instant > now.getTime());
  return due === undefined ? null : new Date(due);
}
