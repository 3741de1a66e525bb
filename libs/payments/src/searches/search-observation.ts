import type { Observation } from '../domain/index.js';
import type { CipRecord } from '../gateway.port.js';

export interface SearchedCip {
  readonly id: string;
  readonly transactionCode: string;
  readonly amountMinor: bigint;
  readonly currency: string;
}

/** A clock may be a little wrong; a payment of tomorrow is not a clock's. */
const CLOCKS_DIFFER_MS = 10 * 60_000;
/** PagoEfectivo allows a CIP six months of life at most (pagoefectivo-api.md §9). */
const LONGEST_LIFE_MS = 366 * 24 * 60 * 60_000;

/**
 * What is doubtful about a payment date, in a sentence; null when nothing is. The money counts all the same, as money
 * without a date: that a CIP is paid does not hang on the date beside it (pagoefectivo-api.md §13.4), and a wrong date
 * would make it another money than the one that is announced with the right date.
 */
export function doubtfulDate(record: CipRecord, now: Date): string | null {
  if (record.status !== 'paid' || record.paidAt === null) return null;
  const ageMs = now.getTime() - record.paidAt.getTime();
  if (ageMs < -CLOCKS_DIFFER_MS) return `Paid at ${record.paidAt.toISOString()}, which is still to come.`;
  return ageMs > LONGEST_LIFE_MS ? `Paid at ${record.paidAt.toISOString()}, before any CIP of ours.` : null;
}

/**
 * What one entry of a search says about one of our CIPs; null where it says nothing that may change anything: an
 * unknown status number, or a transaction code that is not the one we asked for (pagoefectivo-api.md §13.4).
 */
export function searchObservation(input: {
  paymentId: string;
  cip: SearchedCip;
  record: CipRecord;
  observedAt: Date;
}): Observation | null {
  const { cip, record, paymentId, observedAt } = input;
  if (record.transactionCode !== null && record.transactionCode !== cip.transactionCode) return null;
  switch (record.status) {
    case 'unknown':
      return null;
    case 'paid':
      return {
        kind: 'money',
        paymentId,
        fact: {
          cipId: cip.id,
          kind: 'paid',
          source: 'search',
          operationNumber: '',
          amountMinor: record.amountMinor ?? cip.amountMinor,
          currency: record.currency ?? cip.currency,
          occurredAt: doubtfulDate(record, observedAt) === null ? record.paidAt : null,
          observedAt,
          evidence: null,
        },
      };
    case 'pending':
    case 'expired':
    case 'removed':
      return { kind: 'cip_status', paymentId, cipId: cip.id, status: record.status, observedAt };
  }
}
