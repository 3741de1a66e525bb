import type { Observation, Refusal } from './observation.js';
import type { Decision, PaymentDesk } from './payment-desk.js';
import { isOpen, judgeMove } from './payment-state.js';
import { refundCallBegun, whyNotRefund } from './refund-calls.js';

type Begin = Extract<Observation, { kind: 'begin_command' }>;

export function beginCommand(desk: PaymentDesk, begin: Begin): Decision {
  if (desk.openCommand) return desk.refused('command_in_progress');
  const why = whyNot(desk, begin);
  if (why) return desk.refused(why);
  if (begin.newCip) desk.payment = { ...desk.payment, cips: [...desk.payment.cips, begin.newCip] };
  const asksForDeadline = begin.purpose === 'extend' || begin.purpose === 'reissue';
  desk.startCommand({
    id: begin.commandId,
    cipId: begin.cipId,
    kind: begin.command,
    purpose: begin.purpose,
    actor: begin.actor,
    expiresAt: asksForDeadline ? (begin.deadline ?? null) : null,
    ...(begin.refundId === undefined ? {} : { refundId: begin.refundId }),
  });
  if (begin.purpose === 'refund' && begin.refundId !== undefined) refundCallBegun(desk, begin.refundId);
  return desk.settled();
}

/** What stands in the way of a command, by its purpose; null when nothing does. */
function whyNot(desk: PaymentDesk, begin: Begin): Refusal | null {
  const { payment } = desk;
  const cip = desk.cip(begin.cipId);
  const shown = cip?.current === true && cip.number !== null;
  const awaits = payment.state === 'pending' || payment.state === 'expiring';
  switch (begin.purpose) {
    case 'retire':
      return cip?.retireAt ? null : 'not_allowed_in_state';
    case 'close':
      // A clock that slept must not delete the CIP of a payment that was extended meanwhile.
      if (payment.state !== 'expiring') return 'not_allowed_in_state';
      return begin.deadline?.getTime() === payment.expiresAt.getTime() ? null : 'not_due';
    case 'extend':
      if (!awaits || !shown || cip.status === 'removed') return 'not_allowed_in_state';
      return begin.deadline && begin.deadline > payment.expiresAt ? null : 'deadline_not_later';
    case 'reissue':
      if (!awaits) return 'not_allowed_in_state';
      // Either the shown CIP goes first, or there is none and the new one is asked for at once.
      return shown || (begin.newCip && !payment.cips.some((other) => other.current)) ? null : 'not_allowed_in_state';
    case 'cancel':
      // A reissue may have put another in its place since the caller looked.
      return isOpen(payment.state) && shown ? null : 'not_allowed_in_state';
    case 'checkout':
    case 'replace':
      return isOpen(payment.state) ? null : 'not_allowed_in_state';
    case 'refund':
      return whyNotRefund(desk, begin.refundId);
  }
}

export function cancelUnsent(desk: PaymentDesk, cancel: Extract<Observation, { kind: 'cancel_unsent' }>): Decision {
  if (desk.payment.state === 'cancelled') return desk.already();
  if (desk.openCommand) return desk.refused('command_in_progress');
  if (judgeMove({ from: desk.payment.state, to: 'cancelled' }) !== 'apply') return desk.refused('not_allowed_in_state');
  if (desk.payment.cips.some((cip) => cip.current && cip.status === 'pending'))
    return desk.refused('not_allowed_in_state');
  desk.closeAs('cancelled', cancel.actor);
  return desk.settled();
}
