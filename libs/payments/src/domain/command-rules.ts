import type { Observation, Replacement } from './observation.js';
import type { Cip, GatewayCommand } from './order-book.js';
import { changeCip } from './order-book.js';
import type { Decision, PaymentDesk } from './payment-desk.js';
import { isOpen } from './payment-state.js';
import { refundNotCalled } from './refund-calls.js';
import { requestedCip } from './requested-cip.js';
import { confirmClose } from './resolve-case.js';

const GATEWAY = 'gateway';
const RETIRE_AGAIN_MS = 10 * 60_000;

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
  if (cip.current) showCip(desk, cip);
  return desk.settled();
}

/** The shopper has a code. A new one for a payment that had another comes with a deadline of its own. */
function showCip(desk: PaymentDesk, cip: Cip): void {
  if (!isOpen(desk.payment.state)) return;
  if (desk.payment.baseState !== 'created') {
    desk.payment = { ...desk.payment, expiresAt: cip.expiresAt, nextAt: cip.expiresAt, heldFor: null };
  }
  desk.moveBase('pending');
  desk.event('order.pending', cip.transactionCode);
}

export function createRefused(desk: PaymentDesk, refused: Extract<Observation, { kind: 'create_refused' }>): Decision {
  if (desk.openCommand?.id !== refused.commandId) return desk.refused('unknown_command');
  desk.payment = changeCip(desk.payment, refused.cipId, { status: 'refused', current: false });
  desk.settleCommand(refused.commandId, 'refused', { code: refused.code, message: refused.message });
  desk.history('create_refused', GATEWAY, { code: refused.code, message: refused.message });
  // A payment that had a code before goes on without one: its shop may ask anew, and its clock runs.
  if (desk.payment.state === 'created') endWithoutCode(desk, refused);
  return desk.settled();
}

export function commandVoid(desk: PaymentDesk, voided: Extract<Observation, { kind: 'command_void' }>): Decision {
  const command = desk.openCommand;
  if (command?.id !== voided.commandId) return desk.refused('unknown_command');
  if (command.kind === 'create') {
    desk.payment = changeCip(desk.payment, command.cipId, { status: 'refused', current: false });
  }
  retireLater(desk, command);
  refundNotCalled(desk, command);
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
  if (keepsClockTooLong(desk, command, unknown.givesUpAfterMs)) {
    desk.settleCommand(command.id, 'lost', { reason: unknown.reason });
    desk.history(`${command.kind}_given_up`, GATEWAY, { reason: unknown.reason });
    return desk.settled();
  }
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
  retireLater(desk, command);
  desk.settleCommand(command.id, 'refused', { code: refused.code, message: refused.message });
  desk.history(`${command.kind}_refused`, GATEWAY, { code: refused.code, message: refused.message });
  return desk.settled();
}

export function createLost(desk: PaymentDesk, lost: Extract<Observation, { kind: 'create_lost' }>): Decision {
  const command = desk.openCommand;
  if (command?.id !== lost.commandId) return desk.refused('unknown_command');
  const orphan = desk.cip(command.cipId);
  if (!orphan) return desk.refused('unknown_payment');
  if (orphan.number !== null) {
    // Its money or a search told its number meanwhile: it was created after all.
    desk.settleCommand(command.id, 'done', { cip: orphan.number });
    if (orphan.current) showCip(desk, orphan);
    return desk.settled();
  }
  desk.payment = changeCip(desk.payment, orphan.id, { status: 'lost', current: false });
  desk.settleCommand(command.id, 'lost', null);
  desk.history('create_lost', GATEWAY, { transactionCode: orphan.transactionCode });
  if (!isOpen(desk.payment.state)) return desk.settled();
  if (command.purpose === 'replace') {
    if (desk.payment.state === 'created') {
      endWithoutCode(desk, {
        code: 'gateway_unavailable',
        message: 'PagoEfectivo did not answer two requests for a CIP.',
      });
    }
    return desk.settled();
  }
  askFor(desk, { ...lost.replacement, expiresAt: orphan.expiresAt, purpose: 'replace', actor: command.actor });
  return desk.settled();
}

export function deleteDone(desk: PaymentDesk, done: Extract<Observation, { kind: 'delete_done' }>): Decision {
  const command = desk.openCommand;
  if (command?.id !== done.commandId) return desk.refused('unknown_command');
  const cip = desk.cip(command.cipId);
  if (!cip) return desk.refused('unknown_payment');
  desk.settleCommand(command.id, 'done', { confirmedBy: done.confirmedBy });
  // Money that was heard of meanwhile says more than the delete.
  if (cip.status !== 'paid') {
    desk.payment = changeCip(desk.payment, cip.id, { status: 'removed', statusAt: desk.context.now });
  }
  desk.history('cip_deleted', GATEWAY, { cip: cip.number, confirmedBy: done.confirmedBy });
  confirmClose(desk);
  if (!isOpen(desk.payment.state)) return desk.settled();
  if (command.purpose === 'cancel' && cip.current) desk.closeAs('cancelled', command.actor);
  if (command.purpose === 'reissue' && done.replacement) {
    desk.payment = changeCip(desk.payment, cip.id, { current: false });
    const expiresAt = command.expiresAt ?? cip.expiresAt;
    askFor(desk, { ...done.replacement, expiresAt, purpose: 'reissue', actor: command.actor });
  }
  // A close continues with the clock's own observation, which asks for waiting notifications under the lock.
  return desk.settled();
}

export function extendDone(desk: PaymentDesk, done: Extract<Observation, { kind: 'extend_done' }>): Decision {
  const command = desk.openCommand;
  if (command?.id !== done.commandId) return desk.refused('unknown_command');
  const cip = desk.cip(command.cipId);
  const deadline = command.expiresAt;
  if (!cip || !deadline) return desk.refused('unknown_payment');
  desk.settleCommand(command.id, 'done', { confirmedBy: done.confirmedBy });
  const alive = cip.status === 'paid' ? {} : { status: 'pending' as const, statusAt: desk.context.now };
  desk.payment = changeCip(desk.payment, cip.id, { expiresAt: deadline, ...alive });
  if (!isOpen(desk.payment.state)) return desk.settled();
  desk.history('extended', command.actor, { from: desk.payment.expiresAt, to: deadline });
  desk.payment = { ...desk.payment, expiresAt: deadline, nextAt: deadline, heldFor: null };
  desk.moveBase('pending');
  desk.event('order.pending', `${cip.transactionCode}:${deadline.toISOString()}`);
  return desk.settled();
}

/**
 * Until EXPIRY_MAX_HOLD a delete or an extend of unknown outcome is searched and repeated. Then it is lost, whatever it
 * did: the clock goes on, asks once more, and closes unconfirmed. What it may have left payable is retired and watched.
 * A create ends sooner, by its own rule, and what retires a closed payment's CIP keeps nobody waiting.
 */
function keepsClockTooLong({ payment, context }: PaymentDesk, command: GatewayCommand, afterMs: number): boolean {
  if (command.kind !== 'delete' && command.kind !== 'extend') return false;
  return isOpen(payment.state) && context.now.getTime() >= payment.expiresAt.getTime() + afterMs;
}

/**
 * No code came of the last request. One of an earlier request that turned up meanwhile is shown after all; while a
 * notification about it waits, its money decides; otherwise the payment has failed.
 */
function endWithoutCode(desk: PaymentDesk, why: { readonly code: string; readonly message: string }): void {
  const found = desk.payment.cips.find((cip) => cip.number !== null && cip.status === 'pending');
  if (found) {
    desk.payment = changeCip(desk.payment, found.id, { current: true });
    showCip(desk, found);
  } else if (desk.payment.waitingNotifications === 0) {
    desk.fail(why.code, why.message);
  }
}

/** One more CIP, shown from now on, and the command that asks for it. */
function askFor(
  desk: PaymentDesk,
  wanted: Replacement & { expiresAt: Date; purpose: 'replace' | 'reissue'; actor: string },
): void {
  const { cipId: id, transactionCode, expiresAt } = wanted;
  const cip = requestedCip({ id, transactionCode, expiresAt, now: desk.context.now });
  desk.payment = { ...desk.payment, cips: [...desk.payment.cips, cip] };
  desk.startCommand({
    id: wanted.commandId,
    cipId: cip.id,
    kind: 'create',
    purpose: wanted.purpose,
    actor: wanted.actor,
    expiresAt: null,
  });
}

/** A CIP that could not be deleted now is tried again after a while. */
function retireLater(desk: PaymentDesk, command: GatewayCommand): void {
  if (command.purpose !== 'retire') return;
  const retireAt = new Date(desk.context.now.getTime() + RETIRE_AGAIN_MS);
  desk.payment = changeCip(desk.payment, command.cipId, { retireAt });
}
