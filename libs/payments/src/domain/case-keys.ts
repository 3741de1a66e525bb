import type { Receipt } from './order-book.js';

/** Identity of a case: the same cause is one case, ever. */
export function paidLateKey(paymentId: string): string {
  return `paid_late:${paymentId}`;
}

/** All money of one amount and currency on one CIP. */
export function wrongAmountKey(money: Pick<Receipt, 'cipId' | 'amountMinor' | 'currency'>): string {
  return `wrong_amount:${money.cipId}:${money.amountMinor}:${money.currency}`;
}

/** The nth money on one payment, from the second, or money on another payment than the one that ships the order. */
export function paidTwiceKey(paymentId: string, which: number | 'order'): string {
  return `paid_twice:${paymentId}:${which}`;
}

export function unconfirmedCloseKey(paymentId: string): string {
  return `unconfirmed_close:${paymentId}`;
}

/** The money that a case is about, as far as it is still there; none for a case that is about no money. */
export function receiptsOfCase(
  payment: { readonly id: string; readonly receipts: readonly Receipt[] },
  caseKey: string,
): readonly Receipt[] {
  const live = payment.receipts.filter((receipt) => receipt.reversedAt === null);
  const applied = live.filter((receipt) => receipt.counts === 'applied');
  if (caseKey === paidLateKey(payment.id) || caseKey === paidTwiceKey(payment.id, 'order')) return applied;
  const surplus = live.filter((receipt) => receipt.counts === 'surplus');
  const extra = surplus.filter((_, index) => caseKey === paidTwiceKey(payment.id, index + 2));
  const disputed = live.filter((receipt) => receipt.counts === 'disputed' && caseKey === wrongAmountKey(receipt));
  return [...extra, ...disputed];
}
