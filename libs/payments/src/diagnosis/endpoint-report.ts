import type { DataSource } from 'typeorm';

/** Where a shop's events go, and whether they arrive. */
export interface EndpointReport {
  readonly id: string;
  readonly shopId: string;
  readonly livemode: boolean;
  readonly url: string;
  readonly enabled: boolean;
  readonly disabledReason: string | null;
  /** Deliveries that wait for it. */
  readonly waiting: number;
  readonly lastDeliveredAt: Date | null;
}

/** Every endpoint that is not deleted, oldest first (requirement R21). */
export async function endpointReport(dataSource: DataSource): Promise<EndpointReport[]> {
  return dataSource.query<EndpointReport[]>(
    `select w.id, w.shop_id as "shopId", w.livemode, w.url, w.enabled, w.disabled_reason as "disabledReason",
       (select count(*)::int from delivery d where d.endpoint_id = w.id and d.status = 'pending') as waiting,
       (select a.at from delivery_attempt a where a.endpoint_id = w.id and a.http_status between 200 and 299
         order by a.at desc limit 1) as "lastDeliveredAt"
     from webhook_endpoint w where w.deleted_at is null order by w.id`,
  );
}
