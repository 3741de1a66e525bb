import type { Observation } from './observation.js';
import type { OrderBook, Payment } from './order-book.js';
import type { Result } from './order-book.fixture.js';
import { at, bookOf, money, paymentOf, play } from './order-book.fixture.js';
import type { RefundState } from './refund.js';

export const DESTINATION = {
  sealed: 'k1:x',
  kind: 'cci',
  bank: '002',
  tail: '1234',
  givenBy: 'operator:ana@shop.example',
} as const;

/** A payment whose money came: its receipts have ids, as the database gives them. */
export function paidBook(...facts: Observation[]): OrderBook {
  const { book } = play(bookOf(paymentOf()), facts.length > 0 ? facts : [money()]);
  return named(book);
}

function named(book: OrderBook): OrderBook {
  return {
    ...book,
    payments: book.payments.map((payment) => ({
      ...payment,
      receipts: payment.receipts.map((receipt, nth) => ({
        ...receipt,
        id: receipt.id ?? `rcp_${nth + 1}`,
      })),
    })),
  };
}

export const only = ({ book }: { book: OrderBook }): Payment => {
  const [payment] = book.payments;
  if (!payment) throw new Error('the order has no payment');
  return payment;
};

export const request = (change: Partial<Extract<Observation, { kind: 'request_refund' }>> = {}): Observation => ({
  kind: 'request_refund',
  paymentId: 'pay_a',
  refundId: 'rfd_1',
  receiptId: null,
  amountMinor: null,
  reason: 'Returned goods',
  channel: 'manual',
  destination: DESTINATION,
  creditNote: null,
  caseKey: null,
  actor: 'operator:ana@shop.example',
  ...change,
});
export const approve = (actor = 'operator:luis@shop.example', refundId = 'rfd_1', upTo = 20_000n): Observation => ({
  kind: 'approve_refund',
  paymentId: 'pay_a',
  refundId,
  actor,
  checks: actor.startsWith('operator:'),
  selfApprovalUpToMinor: upTo,
});
export const step = (kind: 'sent' | 'done' | 'bounced' | 'reject', refundId = 'rfd_1'): Observation => {
  const base = { paymentId: 'pay_a', refundId, actor: 'operator:ana@shop.example' };
  switch (kind) {
    case 'sent':
      return { kind: 'refund_sent', ...base, bankReference: '889' };
    case 'done':
      return { kind: 'refund_done', ...base, bankReference: null, evidence: [{ id: 'evd_1', sha256: 'ab' }] };
    case 'bounced':
      return { kind: 'refund_bounced', ...base, reason: 'The account is closed.' };
    case 'reject':
      return { kind: 'reject_refund', ...base, reason: 'Not ours.' };
  }
};
export const begin = (refundId = 'rfd_1', commandId = 'cmd_1'): Observation => ({
  kind: 'begin_command',
  paymentId: 'pay_a',
  commandId,
  cipId: 'cip_1',
  command: 'refund',
  purpose: 'refund',
  actor: 'clock',
  refundId,
});
export const accepted = (commandId = 'cmd_1'): Observation => ({
  kind: 'refund_accepted',
  paymentId: 'pay_a',
  commandId,
});
export const refusedCall = (certain: boolean): Observation => ({
  kind: 'refund_refused',
  paymentId: 'pay_a',
  commandId: 'cmd_1',
  code: '113',
  message: 'Valor invalido.',
  certain,
});
export const reversal = (minutes: number, operationNumber = '900', amountMinor = 12_990n): Observation =>
  money({ kind: 'reversed', operationNumber, amountMinor, occurredAt: null, observedAt: at(minutes) });
export const refundsOf = (result: Result): [string, RefundState][] =>
  only(result).refunds.map(({ id, state }) => [id, state]);
