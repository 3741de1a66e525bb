import type { CipRecord, OrderRecord, PaymentRecord } from './order-record.js';
import { isPayableAt } from './order-record.js';

export type BusinessAt = (ms: number) => number;

type Rule = (order: OrderRecord, businessAt: BusinessAt) => string[];

/** What must be true of every order, whatever was done to it and in whatever order. */
const RULES: Readonly<Record<string, Rule>> = {
  'closed only once no CIP can be paid': closedWhilePayable,
  'never closed over money': closedOverMoney,
  'stock released over money has a case': releasedWithoutCase,
  'a stock hold ends once, with its payment': holdsAsThePayment,
  'one CIP at a time is shown': twoCipsShown,
  'one payment is open per order': onePaymentOpen,
  'one order.paid, and only for money in time': oneOrderPaid,
  'all money of the gateway has its receipt': moneyWithoutReceipt,
  'one key, one answer': oneAnswerPerKey,
  'what nobody should pay any more is deleted': leftToItsDeadline,
  'everything comes to rest': (order) => [...order.unsettled],
  'no request fails inside': (order) => [...order.failures],
};

/** The sentences of the rules that the order breaks, each with what broke it; none when all is well. */
export function brokenRules(order: OrderRecord, businessAt: BusinessAt): string[] {
  return Object.entries(RULES).flatMap(([name, rule]) => rule(order, businessAt).map((how) => `${name}: ${how}`));
}

/**
 * A CIP whose number we knew must be dead when its payment closes. One whose answer was lost cannot be deleted by
 * anybody, and the clock waits until it has ended by itself; a shop that cancels does not.
 */
function closedWhilePayable({ payments, cips }: OrderRecord, businessAt: BusinessAt): string[] {
  return payments.flatMap((payment) => {
    const { closedAtMs } = payment;
    if (closedAtMs === null) return [];
    return cipsOf(payment, cips).flatMap((cip) => {
      if (!isPayableAt(cip, closedAtMs, businessAt)) return [];
      const known = cip.knownAtMs !== null && cip.knownAtMs <= closedAtMs;
      if (known) return [`${payment.id} closed while CIP ${cip.number} could be paid`];
      return payment.base === 'expired' ? [`${payment.id} expired before CIP ${cip.number}, which nobody knew`] : [];
    });
  });
}

/** Money on a CIP we knew, taken before it expired, and the payment closed all the same. */
function closedOverMoney({ payments, cips }: OrderRecord, businessAt: BusinessAt): string[] {
  return payments.flatMap((payment) => {
    const { closedAtMs } = payment;
    if (closedAtMs === null) return [];
    const paidBefore = cipsOf(payment, cips).filter(
      (cip) =>
        cip.knownAtMs !== null &&
        cip.knownAtMs <= closedAtMs &&
        cip.moneyAtMs.some((at) => at < closedAtMs && wasInTime(cip, at, businessAt)) &&
        rightMoney(payment, cip),
    );
    return paidBefore.map((cip) => `${payment.id} was ${payment.base} after CIP ${cip.number} was paid`);
  });
}

function releasedWithoutCase({ payments }: OrderRecord): string[] {
  return payments
    .filter((payment) => payment.stock === 'released' && payment.cases.length === 0)
    .filter((payment) => payment.receipts.some((receipt) => receipt.counts !== 'disputed' && !receipt.reversed))
    .map((payment) => `${payment.id} holds money, its stock is released and there is no case`);
}

function holdsAsThePayment({ payments }: OrderRecord): string[] {
  return payments.flatMap((payment) => {
    const [hold, ...more] = payment.holds;
    if (more.length > 0 || hold?.state !== payment.stock) {
      return [
        `${payment.id} says stock ${payment.stock}, its holds are ${payment.holds.map((each) => each.state).join(', ')}`,
      ];
    }
    const closed = ['expired', 'cancelled', 'failed'].includes(payment.state);
    if (closed && payment.stock !== 'released')
      return [`${payment.id} is ${payment.state} with stock ${payment.stock}`];
    return [];
  });
}

/** Whenever a number is first shown, every number shown before must be dead; and only a reissue changes a payment's. */
function twoCipsShown({ shown, cips, reissued }: OrderRecord, businessAt: BusinessAt): string[] {
  const first = new Map<string, (typeof shown)[number]>();
  for (const entry of shown.toSorted((a, b) => a.atMs - b.atMs))
    if (!first.has(entry.number)) first.set(entry.number, entry);
  const entries = [...first.values()];
  return entries.flatMap((later, place) =>
    entries.slice(0, place).flatMap((earlier) => {
      const [cip, after] = [earlier, later].map(({ number }) => cips.find((candidate) => candidate.number === number));
      if (!cip || !after)
        return [`CIP ${earlier.number} or ${later.number} was shown and the gateway does not know it`];
      const bothLive = [cip, after].every((each) => isPayableAt(each, later.atMs, businessAt));
      const problems = bothLive
        ? [
            `CIP ${later.number} was shown by ${later.by} while ${earlier.number}, shown by ${earlier.by}, could still be paid`,
          ]
        : [];
      const asked = later.paymentId !== earlier.paymentId || reissued.has(later.paymentId);
      return asked
        ? problems
        : [...problems, `${later.paymentId} changed its CIP from ${earlier.number} to ${later.number} unasked`];
    }),
  );
}

function onePaymentOpen({ payments }: OrderRecord): string[] {
  const open = payments.filter((payment) => ['created', 'pending', 'expiring'].includes(payment.state));
  const several = open.length > 1 ? [`${open.map((payment) => payment.id).join(', ')} are open`] : [];
  return [
    ...several,
    ...payments.filter((payment) => payment.currentCips > 1).map((payment) => `${payment.id} shows several CIPs`),
  ];
}

function oneOrderPaid({ payments, paidEvents, paidAtErp }: OrderRecord): string[] {
  const inTime = payments.some(
    (payment) => payment.closedAtMs === null && payment.receipts.some((receipt) => receipt.counts !== 'disputed'),
  );
  const expected = inTime ? 1 : 0;
  const problems: string[] = [];
  if (paidEvents.length !== expected)
    problems.push(`${paidEvents.length} order.paid in the outbox, ${expected} expected`);
  if (new Set(paidAtErp).size !== expected)
    problems.push(`${new Set(paidAtErp).size} order.paid at the ERP, ${expected} expected`);
  const unclosed = payments.filter(
    (payment) => payment.closedAtMs !== null && payment.receipts.some((receipt) => receipt.counts !== 'disputed'),
  );
  for (const payment of unclosed)
    if (payment.cases.length === 0) problems.push(`late money of ${payment.id} has no case`);
  return problems;
}

function moneyWithoutReceipt({ payments, cips }: OrderRecord): string[] {
  const receipts = payments.flatMap((payment) => payment.receipts.map((receipt) => receipt.cip));
  return cips.flatMap((cip) => {
    const counted = receipts.filter((number) => number === cip.number).length;
    // Nobody can know of money on a number that never reached us and that no message announced.
    const unknowable = cip.knownAtMs === null && !cip.announced;
    if (counted === cip.moneyAtMs.length || unknowable) return [];
    return [`CIP ${cip.number} was paid ${cip.moneyAtMs.length} times and has ${counted} receipts`];
  });
}

function oneAnswerPerKey({ finals }: OrderRecord): string[] {
  const byKey = new Map<string, Set<string>>();
  for (const { key, status, text } of finals) byKey.set(key, (byKey.get(key) ?? new Set()).add(`${status} ${text}`));
  return [...byKey]
    .filter(([, answers]) => answers.size > 1)
    .map(([key, answers]) => `${key} got ${[...answers].join(' AND ')}`);
}

/**
 * A CIP that could still be paid when its payment was paid or closed, or when its number became known after that, is
 * deleted soon: within six minutes, which are eight ticks.
 */
function leftToItsDeadline({ payments, cips, disturbed }: OrderRecord, businessAt: BusinessAt): string[] {
  if (disturbed) return [];
  return payments.flatMap((payment) => {
    const endedAtMs = Math.min(payment.closedAtMs ?? Infinity, payment.paidAtMs ?? Infinity);
    return cipsOf(payment, cips)
      .filter(({ knownAtMs, states }) => {
        const last = states.at(-1);
        if (knownAtMs === null || endedAtMs === Infinity || last?.status !== 'pending') return false;
        return last.expiresAtBusinessMs > businessAt(Math.max(knownAtMs, endedAtMs)) + SOON_MS;
      })
      .map((cip) => `CIP ${cip.number} of ${payment.id}, which is ${payment.state}, was left to its deadline`);
  });
}

const SOON_MS = 6 * 60_000;

function cipsOf(payment: PaymentRecord, cips: readonly CipRecord[]): CipRecord[] {
  return cips.filter((cip) => cip.paymentId === payment.id);
}

/** An agent can be faster than the clock: money on a CIP that had expired is late, whatever the gateway says then. */
function wasInTime(cip: CipRecord, atMs: number, businessAt: BusinessAt): boolean {
  const before = cip.states.findLast((state) => state.fromMs < atMs && state.status === 'pending');
  return before !== undefined && before.expiresAtBusinessMs >= businessAt(atMs);
}

function rightMoney(payment: PaymentRecord, cip: CipRecord): boolean {
  return payment.receipts.some((receipt) => receipt.cip === cip.number && receipt.counts !== 'disputed');
}
