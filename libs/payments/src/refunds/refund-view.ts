import type { RefundChannel, RefundState } from '../domain/index.js';
import { formatAmount } from '../domain/index.js';
import { limaInstant } from '../orders/lima-instant.js';
import type { RefundRow } from './refund.rows.js';

/** A refund as people and programs see it: the account masked, money as decimals, instants at Lima's offset. */
export interface RefundView {
  id: string;
  object: 'refund';
  livemode: boolean;
  payment: string;
  orderId: string;
  receipt: string;
  amount: string;
  currency: string;
  reason: string;
  channel: RefundChannel;
  state: RefundState;
  /** Bank and last digits of where the money goes; null while nobody said. */
  destination: { type: 'account' | 'cci'; bank: string; ending: string } | null;
  creditNote: string | null;
  requestedBy: string;
  requestedAt: string;
  approvedBy: string | null;
  /** Approved by whoever asked, within the shop's limit. */
  selfApproved: boolean;
  decidedAt: string | null;
  sentAt: string | null;
  bankReference: string | null;
  settledAt: string | null;
  /** Why it was rejected or bounced. */
  endReason: string | null;
  /** Why nobody knows whether PagoEfectivo paid it; a person has to find out. */
  uncertain: string | null;
  evidence: { id: string; name: string; mediaType: string; sha256: string; addedBy: string; addedAt: string }[];
}

export interface RefundViewRow extends RefundRow {
  livemode: boolean;
  order_id: string;
  shop_id: string;
  evidence: { id: string; name: string; media_type: string; sha256: string; added_by: string; added_at: string }[];
}

export function toRefundView(row: RefundViewRow): RefundView {
  return {
    id: row.id,
    object: 'refund',
    livemode: row.livemode,
    payment: row.payment_id,
    orderId: row.order_id,
    receipt: row.receipt_id,
    amount: formatAmount(BigInt(row.amount_minor)),
    currency: row.currency,
    reason: row.reason,
    channel: row.channel,
    state: row.state,
    destination:
      row.destination_kind === null
        ? null
        : { type: row.destination_kind, bank: row.destination_bank ?? '', ending: row.destination_tail ?? '' },
    creditNote: row.credit_note,
    requestedBy: row.requested_by,
    requestedAt: limaInstant(row.created_at),
    approvedBy: row.approved_by,
    selfApproved: row.self_approved,
    decidedAt: row.decided_at && limaInstant(row.decided_at),
    sentAt: row.sent_at && limaInstant(row.sent_at),
    bankReference: row.bank_reference,
    settledAt: row.settled_at && limaInstant(row.settled_at),
    endReason: row.end_reason,
    uncertain: row.uncertain,
    evidence: row.evidence.map((entry) => ({
      id: entry.id,
      name: entry.name,
      mediaType: entry.media_type,
      sha256: entry.sha256,
      addedBy: entry.added_by,
      addedAt: limaInstant(new Date(entry.added_at)),
    })),
  };
}
