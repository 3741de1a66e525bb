import type { Observation } from '../domain/index.js';
import type { CipRecord } from '../gateway.port.js';

export interface SearchedCip {
  readonly id: string;
  readonly transactionCode: string;
  readonly amountMinor: bigint;
  readonly currency: string;
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
          occurredAt: record.paidAt,
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
