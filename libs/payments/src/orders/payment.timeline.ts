import type { DataSource } from 'typeorm';
import { limaInstant } from './lima-instant.js';

/** One thing that happened to or about a payment, whoever did it. */
export interface TimelineEntry {
  /** ISO 8601 at Lima's offset. */
  at: string;
  kind: 'history' | 'notification' | 'gateway_call' | 'event' | 'delivery';
  what: string;
  actor: string;
  data: Record<string, unknown>;
}

interface TimelineRow {
  at: Date;
  kind: TimelineEntry['kind'];
  what: string;
  actor: string;
  data: Record<string, unknown>;
}

/**
 * Everything known about a payment in the order it happened: requests, notifications, searches, transitions,
 * deliveries. Good enough to settle "paid but not notified" (requirement R9).
 */
export class PaymentTimeline {
  constructor(private readonly dataSource: DataSource) {}

  async of(paymentId: string): Promise<TimelineEntry[]> {
    const rows: TimelineRow[] = await this.dataSource.query(TIMELINE, [paymentId]);
    return rows.map((row) => ({ ...row, at: limaInstant(row.at) }));
  }
}

const TIMELINE = `
  select at, kind, what, actor, data from (
    select e.at, 'history' as kind, e.type as what, e.actor, e.data, 1 as rank, e.sequence as nth
      from payment_event e where e.payment_id = $1
    union all
    select n.received_at, 'notification', coalesce(n.event_type, 'unreadable'), coalesce(n.source_address, 'unknown'),
      jsonb_build_object('id', n.id, 'status', n.status, 'outcome', n.outcome, 'signature', n.signature_verdict,
        'source', n.source_verdict, 'cip', n.cip_number, 'operationNumber', n.operation_number), 0, 0
      from notification n join cip c on c.number = n.cip_number and (n.account_id is null or c.account_id = n.account_id)
      where c.payment_id = $1
    union all
    select g.at, 'gateway_call', g.operation, 'chasqui',
      jsonb_build_object('id', g.id, 'outcome', g.outcome, 'httpStatus', g.http_status, 'durationMs', g.duration_ms,
        'cips', g.cip_numbers, 'error', g.error), 0, 0
      from gateway_call g where g.payment_id = $1 or g.cip_numbers &&
        (select coalesce(array_agg(number), '{}') from cip where payment_id = $1 and number is not null)
    union all
    select o.created_at, 'event', o.type, 'chasqui', jsonb_build_object('id', o.id, 'sequence', o.sequence), 2, o.sequence
      from outbox_event o where o.payment_id = $1
    union all
    select a.at, 'delivery', d.event_type, 'chasqui',
      jsonb_build_object('id', d.id, 'event', d.event_id, 'endpoint', d.endpoint_id, 'httpStatus', a.http_status,
        'durationMs', a.duration_ms, 'error', a.error), 3, d.attempts
      from outbox_event o join delivery d on d.event_id = o.id join delivery_attempt a on a.delivery_id = d.id
      where o.payment_id = $1
  ) entries order by at, rank, nth limit 1000`;
