import type { GatewayFact } from './order-book.js';
import { factKey } from './order-book.js';
import type { Refund } from './refund.js';

export interface OwnReversals {
  /** Refunds that the gateway confirmed by its messages. */
  readonly confirmed: ReadonlySet<Refund>;
  /** Facts that are the announcement of a refund of ours: no reversal of anybody's money. */
  readonly announcements: ReadonlySet<GatewayFact>;
}

/**
 * Tells which `cip.refunded` announce refunds that we asked for through the API. A message is ours when it names the
 * CIP, amount and currency of a refund whose call had begun when it was received; each refund explains one message,
 * and the earliest refund takes the earliest. What is left over is a reversal.
 *
 * A pure function of the sets, and monotone in the facts: one more message confirms more refunds or leaves more over,
 * and never takes back what was confirmed or left over before, so that the order of arrival does not matter (invariant 4).
 */
export function ownReversals(facts: readonly GatewayFact[], refunds: readonly Refund[]): OwnReversals {
  const begun = refunds
    .filter((refund) => refund.channel === 'api' && (refund.state === 'sent' || refund.state === 'done'))
    .sort((one, other) => sentTime(one) - sentTime(other) || (one.id < other.id ? -1 : 1));
  const told = facts
    .filter((fact) => fact.kind === 'reversed' && fact.source === 'notification')
    .sort((one, other) => observedTime(one) - observedTime(other) || (factKey(one) < factKey(other) ? -1 : 1));
  const confirmed = new Set<Refund>();
  const announcements = new Set<GatewayFact>();
  for (const fact of told) {
    const refund = begun.find((candidate) => !confirmed.has(candidate) && explains(candidate, fact));
    if (!refund) continue;
    confirmed.add(refund);
    announcements.add(fact);
  }
  return { confirmed, announcements };
}

function explains(refund: Refund, fact: GatewayFact): boolean {
  return (
    refund.cipId === fact.cipId &&
    refund.amountMinor === fact.amountMinor &&
    refund.currency === fact.currency &&
    sentTime(refund) <= observedTime(fact)
  );
}

function sentTime(refund: Refund): number {
  return refund.sentAt?.getTime() ?? Number.MAX_SAFE_INTEGER;
}

function observedTime(fact: GatewayFact): number {
  return fact.observedAt.getTime();
}
