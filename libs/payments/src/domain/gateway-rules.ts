import type { Observation } from './observation.js';
import { changeCip, factKey } from './order-book.js';
import type { Decision, PaymentDesk } from './payment-desk.js';
import { confirmClose } from './resolve-case.js';

const GATEWAY = 'gateway';
const PENDING_SEEN_KEPT = 16;

export function money(desk: PaymentDesk, { fact }: Extract<Observation, { kind: 'money' }>): Decision {
  const cip = desk.cip(fact.cipId);
  if (!cip) return desk.refused('unknown_payment');
  const key = factKey(fact);
  const known = desk.payment.facts.find((other) => factKey(other) === key);
  const announced = fact.source === 'notification' && cip.announcedAt === null ? { announcedAt: fact.observedAt } : {};
  if (known) {
    const later = fact.source === 'search' && fact.observedAt > known.observedAt;
    if (!later) return desk.already();
    // A repeated search confirms the money anew: older contradictions no longer count against it.
    desk.payment = {
      ...desk.payment,
      facts: desk.payment.facts.map((other) => (other === known ? { ...known, observedAt: fact.observedAt } : other)),
    };
  } else {
    desk.payment = { ...desk.payment, facts: [...desk.payment.facts, fact] };
    desk.history(fact.kind === 'paid' ? 'money_seen' : 'money_reversed', fact.source, {
      cip: cip.number,
      amountMinor: fact.amountMinor,
      currency: fact.currency,
      operationNumber: fact.operationNumber,
      paidAt: fact.occurredAt,
      evidence: fact.evidence,
    });
  }
  const status = fact.kind === 'paid' ? { status: 'paid' as const, statusAt: fact.observedAt } : {};
  desk.payment = changeCip(desk.payment, cip.id, { ...announced, ...status });
  return desk.settled();
}

export function cipStatus(desk: PaymentDesk, seen: Extract<Observation, { kind: 'cip_status' }>): Decision {
  const cip = desk.cip(seen.cipId);
  if (!cip) return desk.refused('unknown_payment');
  // "Generated" contradicts money, and so does "expired": a payment that was taken back after the code's deadline shows
  // as nothing else. "Removed" is silent, since what a delete met is settled by the delete.
  const pendingSeen =
    seen.status === 'pending' || seen.status === 'expired'
      ? [...new Set([...cip.pendingSeen, seen.observedAt].map((at) => at.getTime()))]
          .sort((a, b) => a - b)
          .slice(-PENDING_SEEN_KEPT)
          .map((at) => new Date(at))
      : cip.pendingSeen;
  const hasMoney = desk.payment.facts.some((fact) => fact.cipId === cip.id && fact.kind === 'paid');
  const newer = cip.statusAt === null || seen.observedAt >= cip.statusAt;
  const status = !hasMoney && newer ? { status: seen.status, statusAt: seen.observedAt } : {};
  desk.payment = changeCip(desk.payment, cip.id, { pendingSeen, ...status });
  confirmClose(desk);
  return desk.settled();
}

export function cipFound(desk: PaymentDesk, found: Extract<Observation, { kind: 'cip_found' }>): Decision {
  const cip = desk.cip(found.cipId);
  if (!cip) return desk.refused('unknown_payment');
  if (cip.number !== null) return desk.already();
  // It exists, so it can be paid until something says otherwise.
  const alive = cip.status === 'requested' || cip.status === 'lost' ? { status: 'pending' as const } : {};
  desk.payment = changeCip(desk.payment, cip.id, { number: found.number, ...alive });
  desk.history('cip_found', GATEWAY, { cip: found.number, transactionCode: cip.transactionCode });
  return desk.settled();
}
