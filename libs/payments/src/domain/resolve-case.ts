import { receiptsOfCase, unconfirmedCloseKey } from './case-keys.js';
import { allowsResolution } from './case-rules.js';
import type { Observation } from './observation.js';
import type { CipStatus, OrderBook, Receipt } from './order-book.js';
import type { Decision, PaymentDesk } from './payment-desk.js';
import { isOpen } from './payment-state.js';
import { requestRefund } from './refund-rules.js';
import type { Refund } from './refund.js';
import { refundableMinor } from './refund-sums.js';

type Resolve = Extract<Observation, { kind: 'resolve_case' }>;

/** The answer to a case. Answering again changes nothing; what a kind of case allows stands in `CASE_RULES`. */
export function resolveCase(desk: PaymentDesk, resolve: Resolve): Decision {
  const standing = desk.payment.cases.get(resolve.caseKey);
  if (standing === undefined) return desk.refused('unknown_payment');
  if (standing !== 'open') return desk.already();
  if (!allowsResolution(resolve.caseKind, resolve.resolution)) return desk.refused('resolution_not_allowed');
  switch (resolve.resolution) {
    case 'accept':
      return accept(desk, resolve);
    case 'refund':
      return refund(desk, resolve);
    case 'close':
      return resolved(desk, resolve);
  }
}

/**
 * Money that came late, twice or in another amount counts after all, and ships the order if nothing has. Goods that
 * were released when the payment closed are held anew, as a new generation, and at once committed.
 */
function accept(desk: PaymentDesk, resolve: Resolve): Decision {
  const { book, payment } = desk;
  if (book.shippedBy !== null) return desk.refused('order_already_paid', book.shippedBy);
  const other = book.payments.find((candidate) => candidate.id !== payment.id && isOpen(candidate.state));
  if (other) return desk.refused('order_already_open', other.id);
  if (!receiptsOfCase(payment, resolve.caseKey).some((receipt) => isLeft(receipt, payment.refunds))) {
    return desk.refused('money_gone');
  }
  // Of two monies of which one has the right amount, that one ships.
  if (resolve.caseKind === 'wrong_amount' && payment.state === 'paid') return desk.refused('not_allowed_in_state');
  // Money of an open payment ships by itself once it counts.
  return isOpen(payment.baseState) ? resolved(desk, resolve) : resolved(desk, resolve, holdAnew(desk));
}

/** Money goes back receipt by receipt, each reserved in this same decision; the refunds then go their own way. */
function refund(desk: PaymentDesk, resolve: Resolve): Decision {
  const { caseKey, reason, actor } = resolve;
  const { channel = 'manual', ids = [] } = resolve.refund ?? {};
  const receipts = receiptsOfCase(desk.payment, caseKey).filter((receipt) => isLeft(receipt, desk.payment.refunds));
  if (receipts.length === 0) return desk.refused('money_gone');
  if (receipts.length > ids.length) return desk.refused('receipt_ambiguous');
  const refundIds = ids.slice(0, receipts.length);
  for (const [index, refundId] of refundIds.entries()) {
    const why = requestRefund(desk, {
      refundId,
      receiptId: receipts[index]?.id ?? null,
      amountMinor: null,
      reason,
      channel,
      destination: null,
      creditNote: null,
      caseKey,
      actor,
    });
    if (why) return desk.refused(why);
  }
  return resolved(desk, resolve, desk.book, refundIds);
}

/** Something of it has not been given back or promised to be. What was heard of just now has no refund yet. */
function isLeft(receipt: Receipt, refunds: readonly Refund[]): boolean {
  return receipt.id === null || refundableMinor(receipt, refunds) > 0n;
}

function holdAnew(desk: PaymentDesk): OrderBook {
  const { payment } = desk;
  if (payment.stock !== 'none') {
    desk.payment = { ...payment, stock: 'committed', stockGeneration: payment.stockGeneration + 1 };
  }
  desk.event('order.paid', 'order');
  return { ...desk.book, shippedBy: payment.id };
}

function resolved(
  desk: PaymentDesk,
  resolve: Resolve,
  book: OrderBook = desk.book,
  refundIds: readonly string[] = [],
): Decision {
  const { caseKind: kind, caseKey: key, resolution, reason, actor } = resolve;
  desk.resolveCase({ kind, key, resolution, reason, actor, refundIds });
  return desk.settled(book);
}

const UNPAYABLE: readonly CipStatus[] = ['expired', 'removed', 'refused', 'lost'];

/**
 * The gateway answers at last for a payment that was closed without its word: once none of the codes can be paid any
 * more, there is nothing left to judge. Money supersedes the case where it is counted.
 */
export function confirmClose(desk: PaymentDesk): void {
  const key = unconfirmedCloseKey(desk.payment.id);
  if (desk.payment.cases.get(key) !== 'open') return;
  if (!desk.payment.cips.every((cip) => UNPAYABLE.includes(cip.status))) return;
  desk.resolveCase({
    kind: 'unconfirmed_close',
    key,
    resolution: 'confirmed',
    reason: 'PagoEfectivo says that the code can no longer be paid.',
    actor: 'gateway',
  });
}
