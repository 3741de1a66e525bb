import type { Observation, Refusal } from './observation.js';
import type { GatewayCommand } from './order-book.js';
import type { Decision, PaymentDesk } from './payment-desk.js';
import { refundDone } from './refund-done.js';
import { isReversed, refundOf } from './refund-rules.js';
import { changeRefund } from './refund.js';

const GATEWAY = 'gateway';
const CALL_AGAIN_MS = 5 * 60_000;

/** What stands in the way of calling PagoEfectivo for a refund; the payment's own state does not (it is paid). */
export function whyNotRefund(desk: PaymentDesk, refundId: string | undefined): Refusal | null {
  const refund = refundId === undefined ? undefined : refundOf(desk, refundId);
  if (!refund) return 'unknown_refund';
  if (refund.channel !== 'api') return 'refund_channel_unavailable';
  if (refund.state !== 'approved') return 'refund_not_in_state';
  // One that was received before the call cannot announce it: it is heard first, so that its repetition finds it known.
  if (desk.payment.waitingNotifications > 0) return 'notification_waiting';
  if (isReversed(desk, refund)) return 'receipt_not_refundable';
  return desk.cip(refund.cipId)?.number == null ? 'receipt_not_refundable' : null;
}

/** Committed before the call: from now on a `cip.refunded` may be its announcement. */
export function refundCallBegun(desk: PaymentDesk, refundId: string): void {
  desk.payment = changeRefund(desk.payment, refundId, { state: 'sent', sentAt: desk.context.now, nextAt: null });
}

export function refundAccepted(
  desk: PaymentDesk,
  accepted: Extract<Observation, { kind: 'refund_accepted' }>,
): Decision {
  const command = desk.openCommand;
  // A message that came first has settled the refund and its command.
  if (command?.id !== accepted.commandId) return desk.refused('unknown_command');
  desk.settleCommand(command.id, 'done', { confirmedBy: 'answer' });
  const { payment, effects } = refundDone(desk.payment, command.refundId ?? '', {
    now: desk.context.now,
    actor: GATEWAY,
    confirmedBy: 'answer',
  });
  desk.payment = payment;
  desk.effects.push(...effects);
  return desk.settled();
}

/**
 * PagoEfectivo said no. After a single attempt nothing happened and the money is free again; after more, an earlier
 * attempt may be the very reason for the no, so a person finds out (and meanwhile the amount stays reserved).
 */
export function refundRefused(desk: PaymentDesk, refused: Extract<Observation, { kind: 'refund_refused' }>): Decision {
  const command = desk.openCommand;
  if (command?.id !== refused.commandId) return desk.refused('unknown_command');
  const { code, message } = refused;
  desk.settleCommand(command.id, refused.certain ? 'refused' : 'lost', { code, message });
  const refundId = command.refundId ?? '';
  desk.payment = changeRefund(
    desk.payment,
    refundId,
    refused.certain
      ? { state: 'bounced', settledAt: desk.context.now, endReason: `PagoEfectivo ${code}: ${message}` }
      : { uncertain: `PagoEfectivo declined a repeated attempt (${code}: ${message}).` },
  );
  desk.history(refused.certain ? 'refund_bounced' : 'refund_uncertain', GATEWAY, { refund: refundId, code, message });
  return desk.settled();
}

/** The call certainly did not leave: the refund waits for the next one. */
export function refundNotCalled(desk: PaymentDesk, command: GatewayCommand): void {
  if (command.kind !== 'refund') return;
  const nextAt = new Date(desk.context.now.getTime() + CALL_AGAIN_MS);
  desk.payment = changeRefund(desk.payment, command.refundId ?? '', { state: 'approved', sentAt: null, nextAt });
}
