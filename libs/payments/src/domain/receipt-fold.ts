import { wrongAmountKey } from './case-keys.js';
import type { CaseStanding, Cip, GatewayFact, Receipt } from './order-book.js';
import { factKey } from './order-book.js';
import { ownReversals } from './own-reversals.js';
import type { Refund } from './refund.js';

/** A search's payment date and a notification's may differ by this much and still be the same money. */
const SAME_MONEY_WITHIN_MS = 5 * 60_000;
/** A paid CIP that searches call unpaid twice, this far apart, was reversed. */
const CONTRADICTIONS_APART_MS = 10 * 60_000;

export interface ReceiptFold {
  readonly receipts: readonly Receipt[];
  /** Reversals on CIPs that took money of the right amount. */
  readonly reversals: readonly Reversal[];
}

export interface Reversal {
  /** The identity of an `order.reversed`. */
  readonly cause: string;
  readonly at: Date;
  readonly cipId: string;
  /** The message that told of it; null where searches did. */
  readonly factKey: string | null;
}

interface Money {
  readonly facts: GatewayFact[];
  readonly lead: GatewayFact;
}

/**
 * Folds what the gateway said into receipts. A pure function of the set of facts, so that neither order nor repetition
 * of messages matters (invariant 4), and of the decisions that wrong amounts count. A notification is one receipt per
 * operation number; a search's fact joins the notification of the same CIP, amount and payment date, and is a receipt
 * of its own otherwise.
 */
export function foldReceipts(input: {
  facts: readonly GatewayFact[];
  cips: readonly Cip[];
  refunds: readonly Refund[];
  expected: { amountMinor: bigint; currency: string };
  /** Where the payment's cases stand: a wrong amount that was accepted counts as the right one. */
  cases: ReadonlyMap<string, CaseStanding>;
}): ReceiptFold {
  const sorted = [...input.facts].sort(byCanonicalOrder);
  const monies = input.cips.flatMap((cip) =>
    joinSearches(sorted.filter((fact) => fact.cipId === cip.id && fact.kind === 'paid')),
  );
  const isRight = (money: Money): boolean =>
    (money.lead.amountMinor === input.expected.amountMinor && money.lead.currency === input.expected.currency) ||
    input.cases.get(wrongAmountKey(money.lead)) === 'accepted';

  const { announcements } = ownReversals(input.facts, input.refunds);
  const reversedAt = new Map<Money, Date>();
  const reversals: Reversal[] = [];
  for (const cip of input.cips) {
    const ofCip = monies.filter((money) => money.lead.cipId === cip.id).sort(byMoneyOrder);
    const told = sorted.filter((fact) => fact.cipId === cip.id && fact.kind === 'reversed' && !announcements.has(fact));
    const unpaidSince = contradictedAt(cip, sorted);
    const contradicted = unpaidSince && isOurDoing(unpaidSince, ofCip, input.refunds) ? null : unpaidSince;
    for (const hit of reversalsOf(told, contradicted, ofCip)) reversedAt.set(hit.money, hit.at);
    // Which money a reversal undoes may turn out otherwise as more is heard; that there was one does not. One that is
    // told and that searches show as well is one: they are counted, not named by who spoke of them.
    const shown = contradicted && ofCip.some((money) => isRight(money) && isSearched(money)) ? [contradicted] : [];
    const heard = [
      ...told.map((fact) => ({ at: toldAt(fact), message: factKey(fact) })),
      ...shown.slice(told.length).map((at) => ({ at, message: null })),
    ];
    for (const [nth, { at, message }] of (ofCip.some(isRight) ? heard : []).entries()) {
      reversals.push({ cause: `reversal:${cip.id}:${nth + 1}`, at, cipId: cip.id, factKey: message });
    }
  }

  const ordered = [...monies].sort(byMoneyOrder);
  const applied = ordered.find((money) => isRight(money) && !reversedAt.has(money));
  const receipts = ordered.map((money): Receipt => {
    const settled = reversedAt.get(money) ?? null;
    return {
      id: null,
      cipId: money.lead.cipId,
      operationNumber: money.facts.find((fact) => fact.operationNumber !== '')?.operationNumber ?? '',
      amountMinor: money.lead.amountMinor,
      currency: money.lead.currency,
      paidAt: paidAtOf(money),
      reversedAt: settled,
      counts: !isRight(money) ? 'disputed' : settled !== null || money === applied ? 'applied' : 'surplus',
      factKeys: money.facts.map(factKey),
    };
  });
  return { receipts, reversals };
}

/**
 * Keeps the ids of receipts that share a fact with one already stored. Where facts were joined anew, an id that is left
 * over goes to money of the same CIP and amount, so that what points at a receipt never points at nothing.
 */
export function carryReceiptIds(before: readonly Receipt[], after: readonly Receipt[]): Receipt[] {
  const free = new Set(before);
  const carry = (receipts: readonly Receipt[], same: (one: Receipt, other: Receipt) => boolean): Receipt[] =>
    receipts.map((receipt) => {
      const known = receipt.id === null ? [...free].find((candidate) => same(candidate, receipt)) : undefined;
      if (!known) return receipt;
      free.delete(known);
      return { ...receipt, id: known.id };
    });
  const sharing = carry(after, (one, other) => one.factKeys.some((key) => other.factKeys.includes(key)));
  return carry(
    sharing,
    (one, other) =>
      one.cipId === other.cipId && one.amountMinor === other.amountMinor && one.currency === other.currency,
  );
}

/** True where searches that came after a paid one twice say "not paid". Returns the instant it became certain. */
function contradictedAt(cip: Cip, facts: readonly GatewayFact[]): Date | null {
  const searched = facts.filter((fact) => fact.cipId === cip.id && fact.kind === 'paid' && fact.source === 'search');
  if (searched.length === 0) return null;
  const lastPaid = Math.max(...searched.map((fact) => fact.observedAt.getTime()));
  const later = cip.pendingSeen.map((seen) => seen.getTime()).filter((seen) => seen > lastPaid);
  const first = Math.min(...later);
  const certain = later.filter((seen) => seen - first >= CONTRADICTIONS_APART_MS);
  return certain.length === 0 ? null : new Date(Math.min(...certain));
}

/**
 * How PagoEfectivo shows a CIP whose money it gave back for us is not known: one that is called unpaid after we asked
 * for all of it back is no reversal.
 */
function isOurDoing(since: Date, monies: readonly Money[], refunds: readonly Refund[]): boolean {
  const [first] = monies;
  const asked = refunds.filter(
    ({ cipId, channel, state, sentAt }) =>
      cipId === first?.lead.cipId &&
      channel === 'api' &&
      (state === 'sent' || state === 'done') &&
      sentAt !== null &&
      sentAt <= since,
  );
  const searched = monies.filter(isSearched).reduce((sum, money) => sum + money.lead.amountMinor, 0n);
  return asked.reduce((sum, refund) => sum + refund.amountMinor, 0n) >= searched;
}

function reversalsOf(
  told: readonly GatewayFact[],
  contradicted: Date | null,
  monies: readonly Money[],
): { money: Money; at: Date }[] {
  const free = new Set(monies);
  const hits: { money: Money; at: Date }[] = [];
  const hit = (money: Money, at: Date): void => {
    free.delete(money);
    hits.push({ money, at });
  };
  const unnamed: GatewayFact[] = [];
  for (const fact of told) {
    const money = [...free].find((candidate) => candidate.facts.some((part) => sameOperation(part, fact)));
    if (money) hit(money, toldAt(fact));
    else unnamed.push(fact);
  }
  // The reversal's own operation number may differ from the payment's: it then undoes the oldest money left.
  for (const fact of unnamed) {
    const [money] = free;
    if (money) hit(money, toldAt(fact));
  }
  for (const money of contradicted ? [...free] : []) {
    if (contradicted && isSearched(money)) hit(money, contradicted);
  }
  return hits;
}

function sameOperation(one: GatewayFact, other: GatewayFact): boolean {
  return one.operationNumber !== '' && one.operationNumber === other.operationNumber;
}

function isSearched(money: Money): boolean {
  return money.facts.some((fact) => fact.source === 'search');
}

function toldAt(reversal: GatewayFact): Date {
  return reversal.occurredAt ?? reversal.observedAt;
}

/** One CIP's facts: notifications stand alone, each search fact joins the notification it agrees with. */
function joinSearches(facts: readonly GatewayFact[]): Money[] {
  const monies: Money[] = facts
    .filter((fact) => fact.source === 'notification')
    .map((fact) => ({ facts: [fact], lead: fact }));
  const free = new Set(monies);
  for (const search of facts.filter((fact) => fact.source === 'search')) {
    const alike = (money: Money): boolean => sameAmount(money.lead, search);
    // A search without a date is no second money beside what is known: it comes after all that have one.
    const known = search.occurredAt === null ? monies.filter(alike) : [];
    const partner = closest(search, [...free].filter(alike)) ?? closest(search, known);
    if (partner) {
      free.delete(partner);
      partner.facts.push(search);
    } else {
      monies.push({ facts: [search], lead: search });
    }
  }
  return monies;
}

function sameAmount(one: GatewayFact, other: GatewayFact): boolean {
  return one.amountMinor === other.amountMinor && one.currency === other.currency;
}

function closest(search: GatewayFact, candidates: readonly Money[]): Money | undefined {
  const distance = (money: Money): number =>
    money.lead.occurredAt && search.occurredAt
      ? Math.abs(money.lead.occurredAt.getTime() - search.occurredAt.getTime())
      : SAME_MONEY_WITHIN_MS;
  return candidates
    .filter((money) => distance(money) <= SAME_MONEY_WITHIN_MS)
    .sort((a, b) => distance(a) - distance(b) || byMoneyOrder(a, b))[0];
}

function paidAtOf(money: Money): Date | null {
  const dates = money.facts.flatMap((fact) => (fact.occurredAt ? [fact.occurredAt.getTime()] : []));
  return dates.length === 0 ? null : new Date(Math.min(...dates));
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Dated before undated, then by date, operation number and identity: never by arrival. */
function byCanonicalOrder(one: GatewayFact, other: GatewayFact): number {
  const date = (fact: GatewayFact): number => fact.occurredAt?.getTime() ?? Number.MAX_SAFE_INTEGER;
  return (
    date(one) - date(other) ||
    compareText(one.operationNumber, other.operationNumber) ||
    compareText(factKey(one), factKey(other))
  );
}

function byMoneyOrder(one: Money, other: Money): number {
  const date = (money: Money): number => paidAtOf(money)?.getTime() ?? Number.MAX_SAFE_INTEGER;
  return (
    date(one) - date(other) ||
    compareText(one.lead.operationNumber, other.lead.operationNumber) ||
    compareText(factKey(one.lead), factKey(other.lead))
  );
}
