import type { Observation, Refusal } from './observation.js';
import type { GatewayCommand, Receipt } from './order-book.js';
import type { Decision, PaymentDesk } from './payment-desk.js';
import { refundDone } from './refund-done.js';
import type { Refund, RefundChannel, RefundDestination, RefundState } from './refund.js';
import { changeRefund, judgeRefundMove, refundableMinor, reserves } from './refund.js';

/** A wish for money to go back. Decided under the order's lock, so that no two wishes share one sol. */
export interface RefundWish {
  readonly refundId: string;
  /** Null for the only receipt that has something left to return. */
  readonly receiptId: string | null;
  /** Null for all that is left of the receipt. */
  readonly amountMinor: bigint | null;
  readonly reason: string;
  readonly channel: RefundChannel;
  readonly destination: RefundDestination | null;
  readonly creditNote: string | null;
  /** Key of the case that it resolves, where there is one. */
  readonly caseKey: string | null;
  readonly actor: string;
}

/**
 * Reserves what is asked for. Also for other rules within their own decision: it changes the desk's payment and
 * returns null, or returns why not and changes nothing. Any money that was received and is still there can go back,
 * whatever it counts as: applied, surplus or of a wrong amount.
 */
export function requestRefund(desk: PaymentDesk, wish: RefundWish): Refusal | null {
  const { refunds } = desk.payment;
  const receipt = receiptFor(desk, wish.receiptId);
  if (typeof receipt === 'string') return receipt;
  if (receipt.id === null || receipt.reversedAt !== null) return 'receipt_not_refundable';
  const left = refundableMinor(receipt, refunds);
  const amountMinor = wish.amountMinor ?? left;
  if (amountMinor <= 0n || amountMinor > left) return 'refund_exceeds_receipt';
  const refund: Refund = {
    id: wish.refundId,
    receiptId: receipt.id,
    cipId: receipt.cipId,
    amountMinor,
    currency: receipt.currency,
    reason: wish.reason,
    channel: wish.channel,
    state: 'requested',
    refundCode: wish.refundId,
    destination: wish.destination,
    creditNote: wish.creditNote,
    caseKey: wish.caseKey,
    requestedBy: wish.actor,
    requestedAt: desk.context.now,
    approvedBy: null,
    selfApproved: false,
    decidedAt: null,
    sentAt: null,
    bankReference: null,
    settledAt: null,
    endReason: null,
    uncertain: null,
    nextAt: null,
  };
  desk.payment = { ...desk.payment, refunds: [...refunds, refund] };
  desk.history('refund_requested', wish.actor, {
    refund: refund.id,
    receipt: refund.receiptId,
    amountMinor,
    currency: refund.currency,
    channel: refund.channel,
    reason: refund.reason,
    ...(wish.caseKey === null ? {} : { case: wish.caseKey }),
  });
  return null;
}

/** The receipt that is meant, or why none is. */
function receiptFor(desk: PaymentDesk, receiptId: string | null): Receipt | Refusal {
  const { receipts, refunds } = desk.payment;
  if (receiptId !== null) return receipts.find((receipt) => receipt.id === receiptId) ?? 'unknown_receipt';
  const [first, second] = receipts.filter((receipt) => refundableMinor(receipt, refunds) > 0n);
  if (!first) return 'receipt_not_refundable';
  return second ? 'receipt_ambiguous' : first;
}

export function requestOne(desk: PaymentDesk, wish: Extract<Observation, { kind: 'request_refund' }>): Decision {
  if (desk.payment.refunds.some((refund) => refund.id === wish.refundId)) return desk.already();
  const why = requestRefund(desk, wish);
  return why ? desk.refused(why) : desk.settled();
}

/** The account may come later than the wish. Once approved it stands: the checker saw where the money goes. */
export function describeRefund(desk: PaymentDesk, given: Extract<Observation, { kind: 'describe_refund' }>): Decision {
  const refund = refundOf(desk, given.refundId);
  if (!refund) return desk.refused('unknown_refund');
  if (refund.state !== 'requested') return desk.refused('refund_not_in_state');
  const destination = given.destination ?? refund.destination;
  const creditNote = given.creditNote ?? refund.creditNote;
  desk.payment = changeRefund(desk.payment, refund.id, { destination, creditNote });
  desk.history('refund_described', given.actor, {
    refund: refund.id,
    ...(given.destination ? { bank: given.destination.bank, tail: given.destination.tail } : {}),
    ...(given.creditNote === null ? {} : { creditNote: given.creditNote }),
  });
  return desk.settled();
}

/**
 * Four eyes: whoever asked or said where the money goes approves only up to the shop's limit, and what he approved
 * himself for one payment counts together, so that a large refund cannot be cut into small ones.
 */
export function approveRefund(desk: PaymentDesk, approval: Extract<Observation, { kind: 'approve_refund' }>): Decision {
  const refund = refundOf(desk, approval.refundId);
  if (!refund) return desk.refused('unknown_refund');
  const move = judgeRefundMove({ from: refund.state, to: 'approved' });
  if (move === 'already') return desk.already();
  // `sent` goes back to `approved` by the runner's word only.
  if (move === 'refuse' || refund.state !== 'requested') return desk.refused('refund_not_in_state');
  if (isReversed(desk, refund)) return desk.refused('receipt_not_refundable');
  if (refund.channel === 'manual' && !refund.destination) return desk.refused('refund_destination_missing');
  const selfApproved = approval.actor === refund.requestedBy || approval.actor === refund.destination?.givenBy;
  if (!selfApproved && !approval.checks) return desk.refused('refund_needs_another_approver');
  if (selfApproved) {
    const sum = selfApprovedMinor(desk, refund) + refund.amountMinor;
    if (sum > approval.selfApprovalUpToMinor) return desk.refused('refund_needs_another_approver');
  }
  const { now } = desk.context;
  desk.payment = changeRefund(desk.payment, refund.id, {
    state: 'approved',
    approvedBy: approval.actor,
    selfApproved,
    decidedAt: now,
    nextAt: refund.channel === 'api' ? now : null,
  });
  desk.history('refund_approved', approval.actor, { refund: refund.id, selfApproved });
  return desk.settled();
}

export function rejectRefund(desk: PaymentDesk, rejection: Extract<Observation, { kind: 'reject_refund' }>): Decision {
  return end(desk, rejection, 'rejected');
}

export function refundSent(desk: PaymentDesk, sent: Extract<Observation, { kind: 'refund_sent' }>): Decision {
  const refund = refundOf(desk, sent.refundId);
  if (!refund) return desk.refused('unknown_refund');
  if (refund.channel !== 'manual') return desk.refused('refund_channel_unavailable');
  const move = judgeRefundMove({ from: refund.state, to: 'sent' });
  if (move === 'already') return desk.already();
  if (move === 'refuse') return desk.refused('refund_not_in_state');
  // PagoEfectivo gave the money back meanwhile: the shopper would get it twice.
  if (isReversed(desk, refund)) return desk.refused('receipt_not_refundable');
  desk.payment = changeRefund(desk.payment, refund.id, {
    state: 'sent',
    sentAt: desk.context.now,
    bankReference: sent.bankReference,
  });
  desk.history('refund_sent', sent.actor, { refund: refund.id, bankReference: sent.bankReference });
  return desk.settled();
}

/** Money that went out went out: a reversal that came meanwhile is a case of its own, and does not undo this. */
export function markDone(desk: PaymentDesk, done: Extract<Observation, { kind: 'refund_done' }>): Decision {
  const refund = refundOf(desk, done.refundId);
  if (!refund) return desk.refused('unknown_refund');
  const why = whyNotByHand(desk, refund);
  if (why) return desk.refused(why);
  const move = judgeRefundMove({ from: refund.state, to: 'done' });
  if (move === 'already') return desk.already();
  if (move === 'refuse') return desk.refused('refund_not_in_state');
  if (done.evidence.length === 0) return desk.refused('refund_evidence_missing');
  const bankReference = done.bankReference ?? refund.bankReference;
  const described = changeRefund(desk.payment, refund.id, { bankReference });
  const { payment, effects } = refundDone(described, refund.id, {
    now: desk.context.now,
    actor: done.actor,
    confirmedBy: 'operator',
    evidence: done.evidence,
  });
  desk.payment = payment;
  desk.effects.push(...effects);
  return desk.settled();
}

export function refundBounced(desk: PaymentDesk, bounced: Extract<Observation, { kind: 'refund_bounced' }>): Decision {
  const refund = refundOf(desk, bounced.refundId);
  const why = refund ? whyNotByHand(desk, refund) : null;
  return why ? desk.refused(why) : end(desk, bounced, 'bounced');
}

/** Ends a refund without money moving: what it reserved can be asked for again. */
function end(
  desk: PaymentDesk,
  given: { readonly refundId: string; readonly actor: string; readonly reason: string },
  to: Extract<RefundState, 'rejected' | 'bounced'>,
): Decision {
  const refund = refundOf(desk, given.refundId);
  if (!refund) return desk.refused('unknown_refund');
  const move = judgeRefundMove({ from: refund.state, to });
  if (move === 'already') return desk.already();
  if (move === 'refuse') return desk.refused('refund_not_in_state');
  const { now } = desk.context;
  desk.payment = changeRefund(desk.payment, refund.id, {
    state: to,
    decidedAt: to === 'rejected' ? now : refund.decidedAt,
    settledAt: now,
    endReason: given.reason,
    uncertain: null,
    nextAt: null,
  });
  desk.history(`refund_${to}`, given.actor, { refund: refund.id, reason: given.reason });
  return desk.settled();
}

/** A refund by API is settled by PagoEfectivo, and by a person only once PagoEfectivo leaves it open for good. */
function whyNotByHand(desk: PaymentDesk, refund: Refund): Refusal | null {
  if (refund.channel === 'manual' || refund.state !== 'sent') return null;
  const calling: GatewayCommand | undefined = desk.openCommand;
  if (calling?.refundId === refund.id) return 'command_in_progress';
  return refund.uncertain === null ? 'refund_not_in_state' : null;
}

export function refundOf(desk: PaymentDesk, refundId: string): Refund | undefined {
  return desk.payment.refunds.find((refund) => refund.id === refundId);
}

export function isReversed(desk: PaymentDesk, refund: Refund): boolean {
  return desk.payment.receipts.some((receipt) => receipt.id === refund.receiptId && receipt.reversedAt !== null);
}

function selfApprovedMinor(desk: PaymentDesk, refund: Refund): bigint {
  return desk.payment.refunds
    .filter((other) => other.selfApproved && reserves(other) && other.currency === refund.currency)
    .reduce((sum, other) => sum + other.amountMinor, 0n);
}
