import type { DataSource } from 'typeorm';
import type { DeliveryDetails, DeliveryLog, DeliveryStatus, DeliverySummary } from './delivery-log.js';
import { DELIVERY_COLUMNS } from './delivery-log.js';

const MAX_LIMIT = 200;

export const DELIVERY_STATUSES = [
  'pending',
  'delivered',
  'failed',
  'resolved',
] as const satisfies readonly DeliveryStatus[];

/** A delivery as operators see it, who see all shops. */
export interface DeskDelivery extends DeliverySummary {
  readonly shopId: string;
  readonly url: string;
  readonly endpointEnabled: boolean;
}

export interface DeskDeliveryPage {
  readonly data: readonly DeskDelivery[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

/** Deliveries to every shop's endpoints, for the people who look after them all (requirement R21). */
export class DeliveryDesk {
  constructor(
    private readonly dataSource: DataSource,
    private readonly log: DeliveryLog,
  ) {}

  /** Latest first. A cursor that is none of ours reads from the start. */
  async list(query: {
    status?: DeliveryStatus | null;
    paymentId?: string | null;
    cursor?: string | null;
    limit: number;
  }): Promise<DeskDeliveryPage> {
    const limit = Math.min(Math.max(Math.trunc(query.limit), 1), MAX_LIMIT);
    const from = query.cursor ? parseCursor(query.cursor) : null;
    // Endpoint by endpoint, so that each is read from the end of its index, however many rows are stored.
    const found = await this.dataSource.query<DeskDelivery[]>(
      `select d.* from webhook_endpoint w cross join lateral (
         select ${DELIVERY_COLUMNS}, w.shop_id as "shopId", w.url, w.enabled and w.deleted_at is null as "endpointEnabled"
         from delivery d
         where d.endpoint_id = w.id and ($1::text is null or d.status = $1) and ($2::text is null or d.payment_id = $2)
           and ($3::timestamptz is null or (d.created_at, d.id) < ($3, $4))
         order by d.created_at desc, d.id desc limit $5
       ) d order by d."createdAt" desc, d.id desc limit $5`,
      [query.status ?? null, query.paymentId ?? null, from?.createdAt ?? null, from?.id ?? null, limit + 1],
    );
    const data = found.slice(0, limit);
    const last = data.at(-1);
    return { data, nextCursor: found.length > limit && last ? toCursor(last) : null };
  }

  /** As `DeliveryLog.redeliver`, whichever shop it belongs to. Wake `deliveries` afterwards. */
  async redeliver(deliveryId: string): Promise<DeliverySummary | null> {
    const shopId = await this.ownerOf(deliveryId);
    return shopId === null ? null : this.log.redeliver({ shopId, deliveryId });
  }

  /** As `DeliveryLog.get`, whichever shop it belongs to. */
  async get(deliveryId: string): Promise<DeliveryDetails | null> {
    const shopId = await this.ownerOf(deliveryId);
    return shopId === null ? null : this.log.get({ shopId, deliveryId });
  }

  /** As `DeliveryLog.resolve`, whichever shop it belongs to. Wake `deliveries` afterwards. */
  async resolve(wanted: { deliveryId: string; by: string; reason: string }): Promise<DeliverySummary | null> {
    const shopId = await this.ownerOf(wanted.deliveryId);
    return shopId === null ? null : this.log.resolve({ shopId, ...wanted });
  }

  private async ownerOf(deliveryId: string): Promise<string | null> {
    const [owner] = await this.dataSource.query<{ shopId: string }[]>(
      `select w.shop_id as "shopId" from delivery d join webhook_endpoint w on w.id = d.endpoint_id where d.id = $1`,
      [deliveryId],
    );
    return owner?.shopId ?? null;
  }
}

function toCursor({ createdAt, id }: DeskDelivery): string {
  return Buffer.from(`${createdAt.getTime()}.${id}`).toString('base64url');
}

function parseCursor(cursor: string): { createdAt: Date; id: string } | null {
  const [, time, id] = /^(\d{1,15})\.(\w{1,64})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  return time === undefined || id === undefined ? null : { createdAt: new Date(Number(time)), id };
}
