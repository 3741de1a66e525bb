import type { DataSource, EntityManager } from 'typeorm';
import type { Clock } from '../clock.port.js';
import type { EventType } from '../domain/index.js';
import { DUE_AGAIN } from './delivery-log.js';

export interface ReplayWish {
  /** Events of these payments; null for those of every payment of the endpoint's shop. */
  readonly paymentIds: readonly string[] | null;
  /** Written at or after this, and before `until`; null for no bound. */
  readonly from: Date | null;
  readonly until: Date | null;
  /** To this endpoint; null for every one that takes events of the payment. */
  readonly endpointId: string | null;
  /** Only these; null for all that the endpoint takes. */
  readonly types: readonly string[] | null;
  /** Only what was given up. */
  readonly onlyFailed?: boolean;
  /** Only of this shop; absent for an operator, who sees all. */
  readonly shopId?: string;
}

export interface ReplayedEvent {
  readonly eventId: string;
  readonly type: EventType;
  readonly orderId: string;
  readonly endpointId: string;
  /** When the event was written. */
  readonly writtenAt: Date;
}

/**
 * Sends events again to endpoints that lost them, or that did not exist when the events were written (requirement R21).
 * An event keeps its id and its text, so that a receiver knows what it has; those of one payment keep their order. What
 * is not numbered yet is left to the relay, which is about to send it.
 */
export class EventReplay {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** What `replay` would send, in the order of the feed. */
  async preview(wish: ReplayWish): Promise<ReplayedEvent[]> {
    return this.dataSource.query<ReplayedEvent[]>(
      `${WANTED} select id as "eventId", type, order_id as "orderId", "endpointId", created_at as "writtenAt"
       from wanted order by position, "endpointId"`,
      parametersOf(wish),
    );
  }

  /**
   * Makes the deliveries due now, each with its whole schedule before it. A send under way is not doubled: its lease
   * stays. Give the transaction that writes the audit entry, and wake `deliveries` after it.
   */
  async replay(wish: ReplayWish, within: EntityManager = this.dataSource.manager): Promise<ReplayedEvent[]> {
    return within.query<ReplayedEvent[]>(
      `${WANTED}, due as (
         insert into delivery (id, event_id, endpoint_id, payment_id, sequence, event_type, blocking, status, next_at, created_at)
         select 'dlv_' || substr(encode(sha256(convert_to(id || ' ' || "endpointId", 'UTF8')), 'hex'), 1, 26),
           id, "endpointId", payment_id, sequence, type, blocking, 'pending', $8, $8
         from wanted
         on conflict (event_id, endpoint_id) do update
           set next_at = $8, ${DUE_AGAIN}
         returning event_id, endpoint_id
       )
       select w.id as "eventId", w.type, w.order_id as "orderId", w."endpointId", w.created_at as "writtenAt"
       from due d join wanted w on w.id = d.event_id and w."endpointId" = d.endpoint_id
       order by w.position, w."endpointId"`,
      [...parametersOf(wish), this.clock.now()],
    );
  }
}

function parametersOf({ paymentIds, from, until, endpointId, types, ...rest }: ReplayWish): unknown[] {
  return [paymentIds, from, until, endpointId, types, rest.onlyFailed ?? false, rest.shopId ?? null];
}

const WANTED = `
  with wanted as (
    select e.*, w.id as "endpointId" from outbox_event e
    join webhook_endpoint w on w.shop_id = e.shop_id and w.livemode = e.livemode and w.deleted_at is null
      and (w.types = '{}' or e.type = any(w.types))
    where e.position is not null and ($1::text[] is null or e.payment_id = any($1))
      and ($2::timestamptz is null or e.created_at >= $2) and ($3::timestamptz is null or e.created_at < $3)
      and ($4::text is null or w.id = $4) and ($5::text[] is null or e.type = any($5))
      and ($7::text is null or e.shop_id = $7)
      and (not $6 or exists (
        select 1 from delivery d where d.event_id = e.id and d.endpoint_id = w.id and d.status = 'failed'))
  )`;
