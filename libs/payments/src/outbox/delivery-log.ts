import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import type { EventType } from '../domain/index.js';
import { releaseFollowers } from './deliveries.js';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

/** `failed`: given up when its schedule was used up. `resolved`: a person decided that it need not be sent any more. */
export type DeliveryStatus = 'pending' | 'delivered' | 'failed' | 'resolved';

/** What makes a delivery new, whatever became of it; for the `set` of an update that says `next_at` itself. */
export const DUE_AGAIN = `status = 'pending', attempts = 0, delivered_at = null, resolved_at = null, resolved_by = null,
  resolved_reason = null`;

export interface DeliverySummary {
  readonly id: string;
  readonly eventId: string;
  readonly eventType: EventType;
  readonly endpointId: string;
  readonly paymentId: string;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  readonly nextAt: Date | null;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  readonly createdAt: Date;
  readonly deliveredAt: Date | null;
  readonly resolvedAt: Date | null;
  readonly resolvedBy: string | null;
  readonly resolvedReason: string | null;
}

/** One delivery with all that is known about it. */
export interface DeliveryDetails extends DeliverySummary {
  /** What is sent, byte for byte. */
  readonly body: string;
  /** The latest first, at most a hundred. */
  readonly attemptLog: readonly DeliveryAttemptSummary[];
}

export interface DeliveryAttemptSummary {
  readonly at: Date;
  readonly httpStatus: number | null;
  readonly durationMs: number;
  readonly response: string | null;
  readonly error: string | null;
}

export interface DeliveryPage {
  readonly deliveries: readonly DeliverySummary[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

/** What a shop and its operators see of deliveries, and how they have one sent again. */
export class DeliveryLog {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Deliveries to one endpoint of the shop, latest first. A cursor that is none of ours reads from the start. */
  async list(query: {
    shopId: string;
    endpointId: string;
    status?: DeliveryStatus | null;
    cursor?: string | null;
    limit?: number;
  }): Promise<DeliveryPage> {
    const limit = Math.min(Math.max(Math.trunc(query.limit ?? DEFAULT_LIMIT), 1), MAX_LIMIT);
    const from = query.cursor ? parseCursor(query.cursor) : null;
    const found = await this.dataSource.query<DeliverySummary[]>(
      `select ${DELIVERY_COLUMNS} from delivery d join webhook_endpoint w on w.id = d.endpoint_id
       where w.shop_id = $1 and d.endpoint_id = $2 and ($3::text is null or d.status = $3)
         and ($4::timestamptz is null or (d.created_at, d.id) < ($4, $5))
       order by d.created_at desc, d.id desc limit $6`,
      [query.shopId, query.endpointId, query.status ?? null, from?.createdAt ?? null, from?.id ?? null, limit + 1],
    );
    const deliveries = found.slice(0, limit);
    const last = deliveries.at(-1);
    return { deliveries, nextCursor: found.length > limit && last ? toCursor(last) : null };
  }

  /** Deliveries of a payment's events to every endpoint, for its timeline (requirement R9). */
  async ofPayment(paymentId: string): Promise<DeliverySummary[]> {
    return this.dataSource.query<DeliverySummary[]>(
      `select ${DELIVERY_COLUMNS} from outbox_event e join delivery d on d.event_id = e.id
       where e.payment_id = $1 order by d.sequence, d.created_at, d.id`,
      [paymentId],
    );
  }

  async attempts(wanted: { shopId: string; deliveryId: string }): Promise<DeliveryAttemptSummary[]> {
    return this.dataSource.query<DeliveryAttemptSummary[]>(
      `select ${ATTEMPT_COLUMNS}
       from delivery_attempt a join delivery d on d.id = a.delivery_id join webhook_endpoint w on w.id = d.endpoint_id
       where a.delivery_id = $1 and w.shop_id = $2 order by a.at, a.id`,
      [wanted.deliveryId, wanted.shopId],
    );
  }

  /** Null when the shop has no such delivery. */
  async get(wanted: { shopId: string; deliveryId: string }): Promise<DeliveryDetails | null> {
    const [found] = await this.dataSource.query<(DeliverySummary & { body: string })[]>(
      `select ${DELIVERY_COLUMNS}, e.body from delivery d join webhook_endpoint w on w.id = d.endpoint_id
       join outbox_event e on e.id = d.event_id where d.id = $1 and w.shop_id = $2`,
      [wanted.deliveryId, wanted.shopId],
    );
    if (!found) return null;
    const attempts = await this.dataSource.query<DeliveryAttemptSummary[]>(
      `select ${ATTEMPT_COLUMNS} from delivery_attempt a where a.delivery_id = $1 order by a.at desc, a.id desc limit 100`,
      [wanted.deliveryId],
    );
    return { ...found, attemptLog: attempts };
  }

  /**
   * Ends a delivery of the shop that is pending or was given up: a person saw to it by other means. What waited for it
   * becomes due; wake `deliveries` afterwards. One that is settled already is answered as it is. Null when the shop has
   * no such delivery.
   */
  async resolve(wanted: {
    shopId: string;
    deliveryId: string;
    /** Who decided it, as in the audit log. */
    by: string;
    reason: string;
  }): Promise<DeliverySummary | null> {
    const now = this.clock.now();
    return this.dataSource.transaction(async (manager) => {
      const [[resolved]] = await manager.query<[DeliverySummary[], number]>(
        `update delivery d set status = 'resolved', next_at = null, lease_until = null, resolved_at = $3, resolved_by = $4,
           resolved_reason = $5
         from webhook_endpoint w
         where d.id = $1 and w.id = d.endpoint_id and w.shop_id = $2 and d.status in ('pending', 'failed')
         returning ${DELIVERY_COLUMNS}`,
        [wanted.deliveryId, wanted.shopId, now, wanted.by, wanted.reason],
      );
      if (resolved) {
        await releaseFollowers(manager, wanted.deliveryId, now);
        return resolved;
      }
      const [settled] = await manager.query<DeliverySummary[]>(
        `select ${DELIVERY_COLUMNS} from delivery d join webhook_endpoint w on w.id = d.endpoint_id
         where d.id = $1 and w.shop_id = $2`,
        [wanted.deliveryId, wanted.shopId],
      );
      return settled ?? null;
    });
  }

  /**
   * Makes a delivery of the shop due now, with its whole schedule before it, whatever became of it. Null when the shop
   * has no such delivery or has deleted its endpoint. A send under way is not doubled: its lease stays. Wake
   * `deliveries` afterwards.
   */
  async redeliver(wanted: { shopId: string; deliveryId: string }): Promise<DeliverySummary | null> {
    const [found] = await this.dataSource.query<[DeliverySummary[], number]>(
      `update delivery d set next_at = $3, ${DUE_AGAIN}
       from webhook_endpoint w
       where d.id = $1 and w.id = d.endpoint_id and w.shop_id = $2 and w.deleted_at is null
       returning ${DELIVERY_COLUMNS}`,
      [wanted.deliveryId, wanted.shopId, this.clock.now()],
    );
    return found[0] ?? null;
  }
}

/** Of `d`, as `DeliverySummary` names them. */
export const DELIVERY_COLUMNS = `d.id, d.event_id as "eventId", d.event_type as "eventType", d.endpoint_id as "endpointId",
  d.payment_id as "paymentId", d.status, d.attempts, d.next_at as "nextAt", d.last_status as "lastStatus",
  d.last_error as "lastError", d.created_at as "createdAt", d.delivered_at as "deliveredAt",
  d.resolved_at as "resolvedAt", d.resolved_by as "resolvedBy", d.resolved_reason as "resolvedReason"`;

const ATTEMPT_COLUMNS = `a.at, a.http_status as "httpStatus", a.duration_ms as "durationMs", a.response, a.error`;

function toCursor({ createdAt, id }: DeliverySummary): string {
  return Buffer.from(`${createdAt.getTime()}.${id}`).toString('base64url');
}

function parseCursor(cursor: string): { createdAt: Date; id: string } | null {
  const [, time, id] = /^(\d{1,15})\.(dlv_\w+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  return time === undefined || id === undefined ? null : { createdAt: new Date(Number(time)), id };
}
