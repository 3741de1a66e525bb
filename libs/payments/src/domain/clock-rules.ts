import { unconfirmedCloseKey } from './case-keys.js';
import { HOLD_SENTENCES, isUnconfirmedReason } from './hold-reason.js';
import type { Observation } from './observation.js';
import type { Payment } from './order-book.js';
import { isPayable } from './order-book.js';
import type { Decision, PaymentDesk } from './payment-desk.js';
import { isOpen, judgeMove } from './payment-state.js';
import { nextReminder } from './reminders.js';

const CLOCK = 'clock';

export function deadline(desk: PaymentDesk, due: Extract<Observation, { kind: 'deadline' }>): Decision {
  if (desk.payment.state === 'expiring') return desk.already();
  if (judgeMove({ from: desk.payment.state, to: 'expiring' }) !== 'apply') return desk.refused('not_allowed_in_state');
  if (desk.openCommand) return desk.refused('command_in_progress');
  if (desk.context.now < desk.payment.expiresAt) return desk.refused('not_due');
  desk.moveBase('expiring');
  const from = Math.max(desk.context.now.getTime(), endOfTheLost(desk.payment));
  desk.payment = { ...desk.payment, nextAt: new Date(from + due.graceMs), heldFor: null };
  desk.history('deadline_passed', CLOCK, { lastQuestionAt: desk.payment.nextAt });
  return desk.settled();
}

export function close(desk: PaymentDesk, closing: Extract<Observation, { kind: 'close' }>): Decision {
  if (desk.payment.state === 'expired') return desk.already();
  if (desk.payment.state !== 'expiring') return desk.refused('not_allowed_in_state');
  // Extended and due again since the question was asked: that answer was about another deadline.
  if (closing.deadline.getTime() !== desk.payment.expiresAt.getTime()) return desk.refused('not_due');
  if (desk.openCommand) return desk.refused('command_in_progress');
  if (desk.payment.waitingNotifications > 0) return desk.refused('notification_waiting');
  if (endOfTheLost(desk.payment) > desk.context.now.getTime()) return desk.refused('not_due');
  const unconfirmed = isUnconfirmedReason(closing.answer);
  // A code that turned up since the question was asked, or that an answer did not move: nobody asked about it.
  if (!unconfirmed && desk.payment.cips.some(isPayable)) return desk.refused('cip_payable');
  desk.payment = { ...desk.payment, unconfirmed };
  desk.closeAs('expired', CLOCK, { answer: closing.answer });
  if (unconfirmed) {
    const key = unconfirmedCloseKey(desk.payment.id);
    const details = { reason: closing.answer, deadline: desk.payment.expiresAt };
    desk.openCase({ kind: 'unconfirmed_close', key, details });
  }
  return desk.settled();
}

/**
 * A create whose answer was lost may have made a CIP, and nobody knows a number to delete. It ends by itself at the
 * deadline that was asked for, which a reissue may have left behind it: no order closes before.
 */
function endOfTheLost({ cips }: Payment): number {
  const lost = cips.filter((cip) => cip.status === 'lost' && cip.number === null);
  return Math.max(0, ...lost.map((cip) => cip.expiresAt.getTime()));
}

/** Tells the shop that the deadline comes near, so that it can remind its shopper; once for each time agreed. */
export function remind(desk: PaymentDesk): Decision {
  const { payment, context } = desk;
  if (payment.state !== 'pending') return desk.refused('not_allowed_in_state');
  if (payment.remindAt === null || payment.remindAt > context.now) return desk.refused('not_due');
  if (desk.openCommand) return desk.refused('command_in_progress');
  const shown = payment.cips.some((cip) => cip.current && cip.number !== null);
  if (shown) {
    desk.event(
      'order.expiring_soon',
      `${payment.id}:${payment.expiresAt.toISOString()}:${payment.remindAt.toISOString()}`,
    );
    desk.history('reminded', CLOCK, { expiresAt: payment.expiresAt });
  }
  desk.payment = { ...payment, remindAt: nextReminder(payment, context.now) };
  return desk.settled();
}

export function hold(desk: PaymentDesk, held: Extract<Observation, { kind: 'hold' }>): Decision {
  if (!isOpen(desk.payment.state)) return desk.refused('not_allowed_in_state');
  desk.payment = { ...desk.payment, nextAt: held.nextAt, heldFor: held.why };
  desk.history('held', CLOCK, { reason: HOLD_SENTENCES[held.why], until: held.nextAt });
  return desk.settled();
}
