import type { Payment, Receipt } from './order-book.js';

/** `manual`: a person pays it out of the bank. `api`: PagoEfectivo does, where the contract offers it (pagoefectivo-api.md §13.5). */
export const REFUND_CHANNELS = ['manual', 'api'] as const;
export type RefundChannel = (typeof REFUND_CHANNELS)[number];

export const REFUND_STATES = ['requested', 'approved', 'sent', 'done', 'bounced', 'rejected'] as const;
export type RefundState = (typeof REFUND_STATES)[number];

/** Where the money goes. The rules never read the account: it is sealed, and only what may be shown stands beside it. */
export interface RefundDestination {
  readonly sealed: string;
  readonly kind: 'account' | 'cci';
  /** Bank code or name. */
  readonly bank: string;
  /** The last four digits. */
  readonly tail: string;
  readonly givenBy: string;
}

/** Money of one receipt that goes back to its shopper (requirement R4). */
export interface Refund {
  readonly id: string;
  readonly receiptId: string;
  readonly cipId: string;
  readonly amountMinor: bigint;
  /** The receipt's: money goes back in the currency in which it came. */
  readonly currency: string;
  readonly reason: string;
  readonly channel: RefundChannel;
  readonly state: RefundState;
  /** What PagoEfectivo knows it by: one per refund, the same in every attempt. */
  readonly refundCode: string;
  readonly destination: RefundDestination | null;
  readonly creditNote: string | null;
  /** Key of the case whose resolution asked for it. */
  readonly caseKey: string | null;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly approvedBy: string | null;
  /** Approved by whoever asked, because its amount allows it. */
  readonly selfApproved: boolean;
  /** When it was approved or rejected. */
  readonly decidedAt: Date | null;
  /** When the bank was ordered, or the call to PagoEfectivo begun: a `cip.refunded` before it cannot be ours. */
  readonly sentAt: Date | null;
  /** The bank's number of the operation. */
  readonly bankReference: string | null;
  readonly settledAt: Date | null;
  /** Why it was rejected or bounced, in a sentence. */
  readonly endReason: string | null;
  /** API channel: why nobody knows whether PagoEfectivo paid it; a person finds out and says so. */
  readonly uncertain: string | null;
  /** API channel: when to call PagoEfectivo; null while nothing is to be called. */
  readonly nextAt: Date | null;
}

/**
 * Every transition of a refund. `sent` goes back to `approved` only for a call that certainly did not leave; an
 * approved one is rejected when it is withdrawn before the money moves.
 */
const TRANSITIONS: Record<RefundState, readonly RefundState[]> = {
  requested: ['approved', 'rejected'],
  approved: ['sent', 'rejected'],
  sent: ['done', 'bounced', 'approved'],
  done: [],
  bounced: [],
  rejected: [],
};

/** The table's answer to a wish, as `judgeMove` gives it for payments. */
export function judgeRefundMove(wish: { from: RefundState; to: RefundState }): 'apply' | 'already' | 'refuse' {
  if (wish.from === wish.to) return 'already';
  return TRANSITIONS[wish.from].includes(wish.to) ? 'apply' : 'refuse';
}

/** Asked for or paid: its amount is taken from what is left of the receipt. */
export function reserves(refund: Refund): boolean {
  return refund.state !== 'rejected' && refund.state !== 'bounced';
}

/** What may still be asked back of a receipt. Money that PagoEfectivo took back is no longer ours to return. */
export function refundableMinor(receipt: Receipt, refunds: readonly Refund[]): bigint {
  if (receipt.id === null || receipt.reversedAt !== null) return 0n;
  return receipt.amountMinor - sumOf(refunds, (refund) => refund.receiptId === receipt.id && reserves(refund));
}

/** Whether the whole receipt went back to its shopper. */
export function isGivenBack(receipt: Receipt, refunds: readonly Refund[]): boolean {
  if (receipt.id === null) return false;
  return givenBackMinor(receipt.id, refunds) >= receipt.amountMinor;
}

export function givenBackMinor(receiptId: string, refunds: readonly Refund[]): bigint {
  return sumOf(refunds, (refund) => refund.receiptId === receiptId && refund.state === 'done');
}

/** Refunds that are done, in the payment's own currency: the `refundedAmount` that shops see. */
export function refundedMinor(payment: Pick<Payment, 'refunds' | 'currency'>): bigint {
  return sumOf(payment.refunds, (refund) => refund.state === 'done' && refund.currency === payment.currency);
}

export function changeRefund(payment: Payment, refundId: string, change: Partial<Refund>): Payment {
  return {
    ...payment,
    refunds: payment.refunds.map((refund) => (refund.id === refundId ? { ...refund, ...change } : refund)),
  };
}

function sumOf(refunds: readonly Refund[], counts: (refund: Refund) => boolean): bigint {
  return refunds.reduce((sum, refund) => (counts(refund) ? sum + refund.amountMinor : sum), 0n);
}
