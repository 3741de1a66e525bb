import type { Payment, Receipt } from './order-book.js';
import type { Refund } from './refund.js';
import { reserves } from './refund.js';

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
