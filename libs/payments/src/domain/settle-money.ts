import { caseOpened, caseResolved } from './case-effects.js';
import { paidLateKey, paidTwiceKey, unconfirmedCloseKey, wrongAmountKey } from './case-keys.js';
import type { CaseKind } from './case-rules.js';
import type { Effect } from './observation.js';
import type { OrderBook, Payment, Receipt } from './order-book.js';
import { isOpenCommand, paymentOf, replacePayment } from './order-book.js';
import { ownReversals } from './own-reversals.js';
import type { PaymentState } from './payment-state.js';
import { isOpen, judgeMove } from './payment-state.js';
import { carryReceiptIds, foldReceipts } from './receipt-fold.js';
import { refundDone } from './refund-done.js';
import { isGivenBack } from './refund-sums.js';

/**
 * Draws the consequences of a payment's facts: receipts, state, stock, cases and events. Every consequence is
 * monotone in the set of facts (it appears once some fact is there and is never taken back), which is what makes
 * the result independent of the order in which the gateway's messages arrive (invariant 4).
 */
export function settleMoney(book: OrderBook, paymentId: string, now: Date): { book: OrderBook; effects: Effect[] } {
  const known = paymentOf(book, paymentId);
  if (!known) return { book, effects: [] };
  const { refunds, cases } = known;
  const fold = foldReceipts({ facts: known.facts, cips: known.cips, refunds, expected: known, cases });
  const receipts = carryReceiptIds(known.receipts, fold.receipts);
  const right = receipts.filter((receipt) => receipt.counts !== 'disputed');
  const confirmed = confirmRefunds({ ...known, receipts }, now);
  const before = confirmed.payment;

  const desk = new CaseDesk({ ...before, state: stateAfter(before, wishedState(before, right)) }, confirmed.effects);
  let { shippedBy } = book;

  if (right.length > 0) {
    const first = right.find((receipt) => receipt.counts === 'applied') ?? right[0];
    desk.change({ paidAt: first?.paidAt ?? before.paidAt ?? now });
    if (isOpen(before.baseState)) {
      if (shippedBy === null) {
        shippedBy = before.id;
        desk.change({ stock: before.stock === 'held' ? 'committed' : before.stock });
        desk.event('order.paid', 'order');
      }
    } else {
      desk.change({ late: true });
      if (shippedBy !== before.id) {
        desk.open('paid_late', paidLateKey(before.id), { closedAs: before.baseState, ...moneyOf(first) }, first);
      }
    }
    for (let nth = 2; nth <= right.length; nth += 1) {
      const extra = right.filter(({ counts }) => counts === 'surplus')[nth - 2] ?? right[nth - 1];
      desk.open('paid_twice', paidTwiceKey(before.id, nth), { receipts: right.length, ...moneyOf(extra) }, extra);
    }
  }
  for (const receipt of receipts.filter((candidate) => candidate.counts === 'disputed')) {
    const details = { expectedMinor: before.amountMinor, expectedCurrency: before.currency, ...moneyOf(receipt) };
    desk.open('wrong_amount', wrongAmountKey(receipt), details, receipt);
  }
  for (const reversal of fold.reversals) {
    const undone = receipts.find(({ cipId, reversedAt }) => cipId === reversal.cipId && reversedAt !== null);
    const orderPaid = shippedBy === before.id ? 'announced' : 'never';
    const details = { reversedAt: reversal.at, orderPaid, ...moneyOf(undone) };
    if (desk.open('reversed', `reversed:${reversal.cause}`, details, undone, reversal.factKey)) {
      desk.event('order.reversed', reversal.cause);
    }
  }
  if (receipts.length > known.receipts.length) desk.supersede('unconfirmed_close', unconfirmedCloseKey(before.id));
  if (desk.payment.state !== before.state) {
    desk.history(desk.payment.state, { from: before.state, late: desk.payment.late });
  }

  const settled = { ...replacePayment(book, desk.payment), shippedBy };
  const across = shippedBy === null ? { book: settled, effects: [] } : openOrderPaidTwice(settled, shippedBy);
  return { book: across.book, effects: [...desk.effects, ...across.effects] };
}

/** A shipped order's other payments that hold money: each is a case, whichever money came first. */
function openOrderPaidTwice(book: OrderBook, shippedBy: string): { book: OrderBook; effects: Effect[] } {
  let current = book;
  const effects: Effect[] = [];
  for (const payment of book.payments) {
    if (payment.id === shippedBy || !payment.receipts.some((receipt) => receipt.counts !== 'disputed')) continue;
    const desk = new CaseDesk(payment);
    const receipt = payment.receipts.find(({ counts }) => counts === 'applied');
    const details = { shippedBy, ...moneyOf(receipt) };
    if (!desk.open('paid_twice', paidTwiceKey(payment.id, 'order'), details, receipt)) continue;
    current = replacePayment(current, desk.payment);
    effects.push(...desk.effects);
  }
  return { book: current, effects };
}

/**
 * Paid while the merchant holds the price once; refunded when all that was not reversed went back. A function of what
 * is known, not of how it came: money that is heard of after a refund makes the payment paid again.
 */
function wishedState({ refunds, baseState }: Payment, right: readonly Receipt[]): PaymentState {
  const held = right.some((receipt) => receipt.reversedAt === null && !isGivenBack(receipt, refunds));
  if (held) return 'paid';
  if (right.some((receipt) => isGivenBack(receipt, refunds))) return 'refunded';
  return right.length > 0 ? 'reversed' : baseState;
}

/** The gateway's announcements of refunds that we asked it for settle them, and the call that may still be open. */
function confirmRefunds(before: Payment, now: Date): { payment: Payment; effects: Effect[] } {
  const { confirmed } = ownReversals(before.facts, before.refunds);
  let payment = before;
  const effects: Effect[] = [];
  for (const refund of before.refunds) {
    if (refund.state !== 'sent' || !confirmed.has(refund)) continue;
    const done = refundDone(payment, refund.id, { now, actor: 'gateway', confirmedBy: 'notification' });
    effects.push(...done.effects);
    payment = {
      ...done.payment,
      commands: done.payment.commands.map((command) =>
        command.refundId === refund.id && isOpenCommand(command)
          ? { ...command, status: 'done', nextAt: null, outcome: { confirmedBy: 'notification' } }
          : command,
      ),
    };
  }
  return { payment, effects };
}

function stateAfter(before: Payment, wish: PaymentState): PaymentState {
  // Money that came and went within one observation passes through "paid"; the table knows no shortcut.
  const reachable =
    judgeMove({ from: before.state, to: wish }) !== 'refuse' ||
    (judgeMove({ from: before.state, to: 'paid' }) !== 'refuse' && judgeMove({ from: 'paid', to: wish }) !== 'refuse');
  if (!reachable) throw new Error(`payment ${before.id}: no way from ${before.state} to ${wish}`);
  return wish;
}

/** What a case tells of its money. */
function moneyOf(receipt: Receipt | undefined): Record<string, unknown> {
  if (!receipt) return {};
  const { amountMinor: receivedMinor, currency: receivedCurrency, paidAt, operationNumber } = receipt;
  return { receivedMinor, receivedCurrency, paidAt, operationNumber };
}

/** Collects one payment's changes; a case is opened once in its life. */
class CaseDesk {
  readonly effects: Effect[];

  constructor(
    public payment: Payment,
    effects: readonly Effect[] = [],
  ) {
    this.effects = [...effects];
  }

  change(change: Partial<Payment>): void {
    this.payment = { ...this.payment, ...change };
  }

  open(
    kind: CaseKind,
    key: string,
    details: Record<string, unknown>,
    receipt: Receipt | undefined,
    factKey: string | null = null,
  ): boolean {
    if (this.payment.cases.has(key)) return false;
    this.change({ cases: new Map(this.payment.cases).set(key, 'open') });
    const factKeys = [...(factKey === null ? [] : [factKey]), ...(receipt?.factKeys ?? [])];
    this.effects.push(...caseOpened({ paymentId: this.payment.id, kind, key, details, factKeys }));
    return true;
  }

  /** Money answers what was only doubted. */
  supersede(kind: CaseKind, key: string): void {
    if (this.payment.cases.get(key) !== 'open') return;
    this.change({ cases: new Map(this.payment.cases).set(key, 'resolved') });
    const reason = 'Money came: whatever is to be judged about it has a case of its own.';
    const { id: paymentId } = this.payment;
    this.effects.push(...caseResolved({ paymentId, kind, key, resolution: 'superseded', reason, actor: 'gateway' }));
  }

  event(type: 'order.paid' | 'order.reversed', cause: string): void {
    this.effects.push({ kind: 'event', paymentId: this.payment.id, type, cause });
  }

  history(type: string, data: Record<string, unknown>): void {
    this.effects.push({ kind: 'history', paymentId: this.payment.id, type, actor: 'gateway', data });
  }
}
