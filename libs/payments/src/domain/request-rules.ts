import type { Observation } from './observation.js';
import type { Decision, PaymentDesk } from './payment-desk.js';
import { isOpen, judgeMove } from './payment-state.js';

export function beginCommand(desk: PaymentDesk, begin: Extract<Observation, { kind: 'begin_command' }>): Decision {
  if (desk.openCommand) return desk.refused('command_in_progress');
  if (!isOpen(desk.payment.state)) return desk.refused('not_allowed_in_state');
  if (begin.newCip) desk.payment = { ...desk.payment, cips: [...desk.payment.cips, begin.newCip] };
  desk.startCommand({
    id: begin.commandId,
    cipId: begin.cipId,
    kind: begin.command,
    purpose: begin.purpose,
    status: 'intent',
    actor: begin.actor,
    nextAt: desk.afterIntentGrace(),
    outcome: null,
  });
  return desk.settled();
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

export function resolveCase(desk: PaymentDesk, resolve: Extract<Observation, { kind: 'resolve_case' }>): Decision {
  const state = desk.payment.cases.get(resolve.caseKey);
  if (state === undefined) return desk.refused('unknown_payment');
  if (state === 'resolved') return desk.already();
  let { book } = desk;
  if (resolve.resolution === 'accept') {
    const acceptable = resolve.caseKind === 'paid_late' && desk.payment.state === 'paid';
    if (!acceptable) return desk.refused('not_allowed_in_state');
    if (book.shippedBy !== null) return desk.refused('order_already_paid');
    // The released goods are held anew, as a new generation, and at once committed.
    const generation = desk.payment.stock === 'none' ? 0 : desk.payment.stockGeneration + 1;
    desk.payment = {
      ...desk.payment,
      stock: desk.payment.stock === 'none' ? 'none' : 'committed',
      stockGeneration: generation,
    };
    book = { ...book, shippedBy: desk.payment.id };
    desk.event('order.paid', 'order');
  }
  desk.payment = { ...desk.payment, cases: new Map(desk.payment.cases).set(resolve.caseKey, 'resolved') };
  desk.effects.push({
    kind: 'case_resolved',
    paymentId: desk.payment.id,
    key: resolve.caseKey,
    resolution: resolve.resolution,
    reason: resolve.reason,
    actor: resolve.actor,
  });
  desk.effects.push({
    kind: 'event',
    paymentId: desk.payment.id,
    type: 'order.review_resolved',
    cause: resolve.caseKey,
    reviewCase: { kind: resolve.caseKind, key: resolve.caseKey, resolution: resolve.resolution },
  });
  desk.history('case_resolved', resolve.actor, {
    case: resolve.caseKey,
    resolution: resolve.resolution,
    reason: resolve.reason,
  });
  return desk.settled(book);
}
