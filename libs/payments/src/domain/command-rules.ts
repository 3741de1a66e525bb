import type { Observation } from './observation.js';
import type { Cip } from './order-book.js';
import { changeCip } from './order-book.js';
import type { Decision, PaymentDesk } from './payment-desk.js';
import { isOpen } from './payment-state.js';

const GATEWAY = 'gateway';

export function cipCreated(desk: PaymentDesk, created: Extract<Observation, { kind: 'cip_created' }>): Decision {
  const cip = desk.cip(created.cipId);
  if (!cip) return desk.refused('unknown_payment');
  if (cip.number !== null) return desk.already();
  desk.payment = changeCip(desk.payment, cip.id, {
    number: created.number,
    url: created.url,
    status: 'pending',
    statusAt: desk.context.now,
    expiresAt: created.expiresAt ?? cip.expiresAt,
  });
  desk.settleCommand(created.commandId, 'done', { cip: created.number });
  desk.history('cip_created', GATEWAY, {
    cip: created.number,
    transactionCode: cip.transactionCode,
    shown: cip.current,
  });
  if (cip.current && desk.payment.baseState === 'created') {
    desk.moveBase('pending');
    desk.event('order.pending', cip.transactionCode);
  }
  return desk.settled();
}

export function createRefused(desk: PaymentDesk, refused: Extract<Observation, { kind: 'create_refused' }>): Decision {
  if (desk.openCommand?.id !== refused.commandId) return desk.refused('unknown_command');
  desk.payment = changeCip(desk.payment, refused.cipId, { status: 'refused', current: false });
  desk.settleCommand(refused.commandId, 'refused', { code: refused.code, message: refused.message });
  if (desk.payment.baseState === 'created') desk.fail(refused.code, refused.message);
  return desk.settled();
}

export function commandVoid(desk: PaymentDesk, voided: Extract<Observation, { kind: 'command_void' }>): Decision {
  const command = desk.openCommand;
  if (command?.id !== voided.commandId) return desk.refused('unknown_command');
  if (command.kind === 'create') {
    desk.payment = changeCip(desk.payment, command.cipId, { status: 'refused', current: false });
  }
  desk.settleCommand(voided.commandId, 'refused', { code: 'not_carried_out', message: voided.reason });
  desk.history(`${command.kind}_not_carried_out`, GATEWAY, { reason: voided.reason });
  return desk.settled();
}

export function commandUnknown(
  desk: PaymentDesk,
  unknown: Extract<Observation, { kind: 'command_unknown' }>,
): Decision {
  const command = desk.openCommand;
  if (command?.id !== unknown.commandId) return desk.refused('unknown_command');
  if (command.status !== 'unknown') desk.history(`${command.kind}_unknown`, GATEWAY, { reason: unknown.reason });
  desk.changeCommand({ ...command, status: 'unknown', nextAt: unknown.nextAt, outcome: { reason: unknown.reason } });
  return desk.settled();
}

export function commandRefused(
  desk: PaymentDesk,
  refused: Extract<Observation, { kind: 'command_refused' }>,
): Decision {
  const command = desk.openCommand;
  if (command?.id !== refused.commandId) return desk.refused('unknown_command');
  desk.settleCommand(command.id, 'refused', { code: refused.code, message: refused.message });
  desk.history(`${command.kind}_refused`, GATEWAY, { code: refused.code, message: refused.message });
  return desk.settled();
}

export function createLost(desk: PaymentDesk, lost: Extract<Observation, { kind: 'create_lost' }>): Decision {
  const command = desk.openCommand;
  if (command?.id !== lost.commandId) return desk.refused('unknown_command');
  const orphan = desk.cip(command.cipId);
  if (!orphan) return desk.refused('unknown_payment');
  desk.payment = changeCip(desk.payment, orphan.id, { status: 'lost', current: false });
  desk.settleCommand(command.id, 'lost', null);
  desk.history('create_lost', GATEWAY, { transactionCode: orphan.transactionCode });
  if (desk.payment.baseState !== 'created') return desk.settled();
  if (command.purpose === 'replace') {
    desk.fail('gateway_unavailable', 'PagoEfectivo did not answer two requests for a CIP.');
    return desk.settled();
  }
  const { replacement } = lost;
  const cip: Cip = {
    ...orphan,
    id: replacement.cipId,
    transactionCode: replacement.transactionCode,
    status: 'requested',
    current: true,
    createdAt: desk.context.now,
  };
  desk.payment = { ...desk.payment, cips: [...desk.payment.cips, cip] };
  desk.startCommand({
    ...command,
    id: replacement.commandId,
    cipId: cip.id,
    purpose: 'replace',
    status: 'intent',
    nextAt: desk.afterIntentGrace(),
    outcome: null,
  });
  return desk.settled();
}

export function deleteDone(desk: PaymentDesk, done: Extract<Observation, { kind: 'delete_done' }>): Decision {
  const command = desk.openCommand;
  if (command?.id !== done.commandId) return desk.refused('unknown_command');
  desk.settleCommand(command.id, 'done', { confirmedBy: done.confirmedBy });
  desk.payment = changeCip(desk.payment, command.cipId, { status: 'removed', statusAt: desk.context.now });
  desk.history('cip_deleted', GATEWAY, { cip: desk.cip(command.cipId)?.number, confirmedBy: done.confirmedBy });
  if (command.purpose === 'cancel' && isOpen(desk.payment.state)) desk.closeAs('cancelled', command.actor);
  // A close continues with the clock's own observation, which asks for waiting notifications under the lock.
  return desk.settled();
}
