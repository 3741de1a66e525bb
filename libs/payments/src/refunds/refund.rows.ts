import type { Refund, RefundChannel, RefundState } from '../domain/index.js';
import { canonicalJson } from '../json.js';
import type { PaymentChange } from '../orders/payment-change.js';
import type { Statement } from '../statements.js';
import { statement } from '../statements.js';

export interface RefundRow {
  id: string;
  payment_id: string;
  receipt_id: string;
  cip_id: string;
  amount_minor: string;
  currency: string;
  reason: string;
  channel: RefundChannel;
  state: RefundState;
  refund_code: string;
  destination_ciphertext: string | null;
  destination_kind: 'account' | 'cci' | null;
  destination_bank: string | null;
  destination_tail: string | null;
  destination_by: string | null;
  credit_note: string | null;
  case_key: string | null;
  requested_by: string;
  approved_by: string | null;
  self_approved: boolean;
  created_at: Date;
  decided_at: Date | null;
  sent_at: Date | null;
  bank_reference: string | null;
  settled_at: Date | null;
  end_reason: string | null;
  uncertain: string | null;
  next_at: Date | null;
}

export function toRefund(row: RefundRow): Refund {
  const { destination_ciphertext: sealed, destination_kind: kind, destination_by: givenBy } = row;
  return {
    id: row.id,
    receiptId: row.receipt_id,
    cipId: row.cip_id,
    amountMinor: BigInt(row.amount_minor),
    currency: row.currency,
    reason: row.reason,
    channel: row.channel,
    state: row.state,
    refundCode: row.refund_code,
    destination:
      sealed !== null && kind !== null && givenBy !== null
        ? { sealed, kind, bank: row.destination_bank ?? '', tail: row.destination_tail ?? '', givenBy }
        : null,
    creditNote: row.credit_note,
    caseKey: row.case_key,
    requestedBy: row.requested_by,
    requestedAt: row.created_at,
    approvedBy: row.approved_by,
    selfApproved: row.self_approved,
    decidedAt: row.decided_at,
    sentAt: row.sent_at,
    bankReference: row.bank_reference,
    settledAt: row.settled_at,
    endReason: row.end_reason,
    uncertain: row.uncertain,
    nextAt: row.next_at,
  };
}

/** Writes new and changed refunds; what was asked for never changes, what became of it does. */
export function refundStatements(changes: readonly PaymentChange[]): Statement[] {
  const rows = changes.flatMap(({ old, payment }) =>
    payment.refunds.filter((refund) => !old?.refunds.includes(refund)).map((refund) => fromRefund(refund, payment.id)),
  );
  if (rows.length === 0) return [];
  return [
    statement(
      `insert into refund (${COLUMNS.join(', ')}) select ${COLUMNS.join(', ')} from jsonb_to_recordset($1::jsonb) as x(
       id text, payment_id text, receipt_id text, cip_id text, amount_minor bigint, currency text, reason text,
       channel text, state text, refund_code text, destination_ciphertext text, destination_kind text,
       destination_bank text, destination_tail text, destination_by text, credit_note text, case_key text,
       requested_by text, approved_by text, self_approved boolean, created_at timestamptz, decided_at timestamptz,
       sent_at timestamptz, bank_reference text, settled_at timestamptz, end_reason text, uncertain text,
       next_at timestamptz)
     on conflict (id) do update set ${CHANGING.map((column) => `${column} = excluded.${column}`).join(', ')}`,
      [canonicalJson(rows)],
    ),
  ];
}

const FIXED = [
  'id',
  'payment_id',
  'receipt_id',
  'cip_id',
  'amount_minor',
  'currency',
  'reason',
  'channel',
  'refund_code',
  'case_key',
  'requested_by',
  'created_at',
] as const;
const CHANGING = [
  'state',
  'destination_ciphertext',
  'destination_kind',
  'destination_bank',
  'destination_tail',
  'destination_by',
  'credit_note',
  'approved_by',
  'self_approved',
  'decided_at',
  'sent_at',
  'bank_reference',
  'settled_at',
  'end_reason',
  'uncertain',
  'next_at',
] as const;
const COLUMNS = [...FIXED, ...CHANGING];

export const REFUNDS_OF_PAYMENTS = `select ${COLUMNS.join(', ')} from refund where payment_id = any($1) order by id`;

function fromRefund(refund: Refund, paymentId: string): Record<(typeof COLUMNS)[number], unknown> {
  return {
    id: refund.id,
    payment_id: paymentId,
    receipt_id: refund.receiptId,
    cip_id: refund.cipId,
    amount_minor: refund.amountMinor,
    currency: refund.currency,
    reason: refund.reason,
    channel: refund.channel,
    state: refund.state,
    refund_code: refund.refundCode,
    destination_ciphertext: refund.destination?.sealed ?? null,
    destination_kind: refund.destination?.kind ?? null,
    destination_bank: refund.destination?.bank ?? null,
    destination_tail: refund.destination?.tail ?? null,
    destination_by: refund.destination?.givenBy ?? null,
    credit_note: refund.creditNote,
    case_key: refund.caseKey,
    requested_by: refund.requestedBy,
    approved_by: refund.approvedBy,
    self_approved: refund.selfApproved,
    created_at: refund.requestedAt,
    decided_at: refund.decidedAt,
    sent_at: refund.sentAt,
    bank_reference: refund.bankReference,
    settled_at: refund.settledAt,
    end_reason: refund.endReason,
    uncertain: refund.uncertain,
    next_at: refund.nextAt,
  };
}
