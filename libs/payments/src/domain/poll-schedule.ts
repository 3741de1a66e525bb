import type { Cip, Payment } from './order-book.js';
import { isOpen } from './payment-state.js';
import { jitterOf } from './poll-jitter.js';
import type { PollPriority } from './search-priority.js';

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

/** What an account has of its own, in milliseconds; what is absent is the product's. */
export type StoredPollSchedule = Partial<PollSchedule>;

export const DEFAULT_POLL_SCHEDULE: PollSchedule = {
  first: [1, 2, 5, 10, 20, 30].map((minutes) => minutes * MINUTE),
  everyMs: 30 * MINUTE,
  nearDeadlineMs: 30 * MINUTE,
  nearDeadlineEveryMs: 5 * MINUTE,
  afterClosing: [5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR, 48 * HOUR, 72 * HOUR],
  afterPayment: [15 * MINUTE, 30 * MINUTE, 6 * HOUR, 24 * HOUR, 72 * HOUR],
};

export interface PlannedPoll {
  readonly at: Date;
  readonly priority: PollPriority;
}

/**
 * The next search of this CIP after `now`; null when its life is over or it has no number. Every instant is shifted by
 * up to a tenth of the wait, the same way each time for the same CIP, so that codes of one minute do not come due in
 * one second. No shift makes a poll leave its order, and the last stretch begins early, never late.
 */
export function nextPoll(input: { payment: Payment; cip: Cip; now: Date; schedule: PollSchedule }): PlannedPoll | null {
  const { payment, cip, now, schedule } = input;
  if (cip.number === null || cip.status === 'refused') return null;
  if (payment.state === 'paid' || payment.state === 'reversed' || payment.state === 'refunded') {
    return lookBack({ now, since: payment.paidAt ?? now, offsets: schedule.afterPayment, cipId: cip.id });
  }
  // An old CIP of a payment that goes on is watched like one of a closed payment.
  const gone = !cip.current && cip.status !== 'pending';
  if (gone || !isOpen(payment.state)) {
    const since = isOpen(payment.state) ? (cip.statusAt ?? cip.createdAt) : (payment.closedAt ?? now);
    return lookBack({ now, since, offsets: schedule.afterClosing, cipId: cip.id });
  }
  return whileOpen(input);
}

function whileOpen(input: { payment: Payment; cip: Cip; now: Date; schedule: PollSchedule }): PlannedPoll {
  const { payment, cip, now, schedule } = input;
  const nowMs = now.getTime();
  const lead = Math.round(schedule.nearDeadlineMs * (1 + Math.abs(jitterOf(cip.id, 'deadline'))));
  const nearFrom = payment.expiresAt.getTime() - lead;
  const soon = nowMs + Math.round(schedule.nearDeadlineEveryMs * (1 + jitterOf(cip.id, nowMs)));
  if (nowMs >= nearFrom) return { at: new Date(soon), priority: 'deadline' };
  const first = firstAfter({ now, since: cip.createdAt, offsets: schedule.first, cipId: cip.id });
  const next = first ?? nowMs + Math.round(schedule.everyMs * (1 + jitterOf(cip.id, nowMs)));
  const at = Math.min(next, Math.max(nearFrom, soon));
  return { at: new Date(at), priority: at >= nearFrom ? 'deadline' : first === null ? 'old' : 'fresh' };
}

interface Offsets {
  readonly now: Date;
  readonly since: Date;
  /** Ascending, in milliseconds after `since`. */
  readonly offsets: readonly number[];
  readonly cipId: string;
}

function lookBack(offsets: Offsets): PlannedPoll | null {
  const due = firstAfter(offsets);
  return due === null ? null : { at: new Date(due), priority: 'old' };
}

/** Each offset is shifted by a tenth of the shorter gap beside it at most, so that they stay in their order. */
function firstAfter({ now, since, offsets, cipId }: Offsets): number | null {
  for (const [index, offset] of offsets.entries()) {
    const before = offset - (offsets[index - 1] ?? 0);
    const after = (offsets[index + 1] ?? Number.POSITIVE_INFINITY) - offset;
    const due = since.getTime() + offset + Math.round(Math.min(before, after) * jitterOf(cipId, offset));
    if (due > now.getTime()) return due;
  }
  return null;
}
