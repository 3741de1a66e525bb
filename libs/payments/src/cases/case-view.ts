import type { CaseKind, CaseOutcome, Resolution } from '../domain/index.js';
import { limaInstant } from '../orders/lima-instant.js';
import { openResolutions } from './case.writer.js';

/** An anomaly that a person or a policy must judge (requirement R20). */
export interface CaseView {
  id: string;
  kind: CaseKind;
  state: 'open' | 'resolved';
  shopId: string | null;
  paymentId: string | null;
  orderId: string | null;
  receiptId: string | null;
  notificationId: string | null;
  details: Record<string, unknown>;
  openedAt: string;
  /** Until when somebody should have judged it. */
  dueAt: string;
  /** Still open after that. */
  overdue: boolean;
  owner: string | null;
  /** Why the shop's policy could not be applied, so that a person is needed. */
  note: string | null;
  /** What may be answered; none once it is resolved. */
  resolutions: Resolution[];
  resolution: CaseOutcome | null;
  reason: string | null;
  resolvedBy: string | null;
  resolvedAt: string | null;
  /** Refunds that resolving it asked for. */
  refundIds: string[];
}

export interface CaseRow {
  id: string;
  dedupe_key: string;
  kind: CaseKind;
  state: 'open' | 'resolved';
  shop_id: string | null;
  account_id: string | null;
  payment_id: string | null;
  order_id: string | null;
  receipt_id: string | null;
  notification_id: string | null;
  shipped: boolean;
  details: Record<string, unknown>;
  opened_at: Date;
  due_at: Date;
  owner: string | null;
  note: string | null;
  resolution: CaseOutcome | null;
  reason: string | null;
  resolved_by: string | null;
  resolved_at: Date | null;
}

export const SELECT_CASES = `select c.*, p.order_id, exists (select 1 from outbox_event e
    where e.shop_id = p.shop_id and e.order_id = p.order_id and e.type = 'order.paid') as shipped
  from review_case c left join payment p on p.id = c.payment_id`;

export function toCaseView(row: CaseRow, now: Date): CaseView {
  const { refundIds, ...details } = row.details;
  const open = row.state === 'open';
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    shopId: row.shop_id,
    paymentId: row.payment_id,
    orderId: row.order_id,
    receiptId: row.receipt_id,
    notificationId: row.notification_id,
    details,
    openedAt: limaInstant(row.opened_at),
    dueAt: limaInstant(row.due_at),
    overdue: open && row.due_at < now,
    owner: row.owner,
    note: row.note,
    resolutions: open ? openResolutions(row.kind, row.shipped) : [],
    resolution: row.resolution,
    reason: row.reason,
    resolvedBy: row.resolved_by,
    resolvedAt: row.resolved_at && limaInstant(row.resolved_at),
    refundIds: Array.isArray(refundIds) ? refundIds.map(String) : [],
  };
}
