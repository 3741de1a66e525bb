import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { paymentEntities } from '../entities/index.js';
import { blocksDelivery } from '../domain/index.js';
import type { EventType } from '../domain/index.js';
import type { SecretSealer } from '../secret-sealer.port.js';
import { newId, newPageToken } from '../identifiers.js';

const CREATED_AT = new Date('2026-11-22T23:00:00.000Z');

/**
 * Connections of the spec's own, that pipeline as the product's do. What waits for a lock that it should not
 * wait for fails instead of hanging.
 */
export async function connect(url: string, poolSize = 25): Promise<DataSource> {
  const extra = { lock_timeout: 5_000, pipeline: true };
  return new DataSource({ type: 'postgres', url, poolSize, extra, entities: paymentEntities }).initialize();
}

/**
 * How Postgres runs a statement for any parameters when it was planned while the tables were empty: the index of each
 * look at `table`, or its node when it has none.
 */
export async function looksAt(
  url: string,
  { text, types, values, table }: { text: string; types: string; values: string; table: string },
): Promise<Set<string>> {
  const single = await connect(url, 1);
  try {
    await single.query('set enable_seqscan = off; set plan_cache_mode = force_generic_plan');
    await single.query(`prepare planned (${types}) as ${text}`);
    const lines = await single.query<{ 'QUERY PLAN': string }[]>(`explain execute planned (${values})`);
    const look = new RegExp(`(?:using (\\w+) on|(Seq Scan) on|Bitmap Index Scan on) (${table}\\b|pk_${table})`);
    return new Set(
      lines.flatMap((line) => {
        const [, index, scan, name] = look.exec(line['QUERY PLAN']) ?? [];
        return index ?? scan ?? name ?? [];
      }),
    );
  } finally {
    await single.destroy();
  }
}

/** Seals without hiding, so that a spec can see what was sealed. */
export const transparentSealer: SecretSealer = {
  seal: (plain) => `sealed:${plain}`,
  open: (sealed) => {
    if (!sealed.startsWith('sealed:')) throw new Error('not sealed');
    return sealed.slice('sealed:'.length);
  },
};

export interface StagedPayment {
  readonly id: string;
  readonly shopId: string;
  readonly orderId: string;
}

export interface StagedEvent {
  readonly id: string;
  readonly sequence: number;
}

/** Rows that an outbox needs around it, written without the ledger. */
export class OutboxStage {
  constructor(readonly dataSource: DataSource) {}

  async shop({ livemode = false }: { livemode?: boolean } = {}): Promise<string> {
    const shopId = newId('shop', CREATED_AT);
    await this.dataSource.query(`insert into merchant (id, name) values ('mer_stage', 'Stage') on conflict do nothing`);
    await this.dataSource.query(
      `insert into gateway_account (id, merchant_id, slug, environment, livemode, base_url, service_id, access_key_ciphertext, currency)
       values ('acc_stage', 'mer_stage', 'stage', 'sandbox', false, 'http://localhost', '1', 'sealed:key', 'PEN') on conflict do nothing`,
    );
    await this.dataSource.query(
      `insert into shop (id, merchant_id, name, livemode) values ($1, 'mer_stage', 'Shop', $2)`,
      [shopId, livemode],
    );
    return shopId;
  }

  async payment(shopId: string): Promise<StagedPayment> {
    const id = newId('pay', CREATED_AT);
    await this.dataSource.query(
      `insert into payment (id, shop_id, account_id, livemode, order_id, amount_minor, currency, customer, page_token,
         state, base_state, expires_at, created_at, updated_at)
       select $1, id, 'acc_stage', livemode, $1, 12990, 'PEN', '{}', $3, 'pending', 'pending', $4, $4, $4
       from shop where id = $2`,
      [id, shopId, newPageToken(id), CREATED_AT],
    );
    return { id, shopId, orderId: id };
  }

  /** The next event of a payment, numbered under the payment's row lock as the ledger does it. */
  async event(
    payment: StagedPayment,
    type: EventType,
    options: { manager?: EntityManager; createdAt?: Date; body?: string } = {},
  ): Promise<StagedEvent> {
    const manager = options.manager ?? this.dataSource.manager;
    const id = newId('evt', CREATED_AT);
    const [rows] = await manager.query<[{ sequence: number }[], number]>(
      'update payment set event_sequence = event_sequence + 1 where id = $1 returning event_sequence as sequence',
      [payment.id],
    );
    const sequence = rows[0]?.sequence ?? 0;
    await manager.query(
      `insert into outbox_event (id, payment_id, shop_id, order_id, livemode, type, cause, sequence, blocking, body, created_at)
       select $1, p.id, p.shop_id, p.order_id, p.livemode, $3, 'stage', $4, $5, $6, $7 from payment p where p.id = $2`,
      [
        id,
        payment.id,
        type,
        sequence,
        blocksDelivery(type),
        options.body ?? JSON.stringify({ id, type, sequence, data: {} }),
        options.createdAt ?? CREATED_AT,
      ],
    );
    return { id, sequence };
  }

  async endpoint(
    shopId: string,
    options: {
      url?: string;
      types?: EventType[];
      enabled?: boolean;
      deleted?: boolean;
      livemode?: boolean;
      maxConcurrent?: number;
      ratePerMinute?: number;
    } = {},
  ): Promise<string> {
    const id = newId('we', CREATED_AT);
    await this.dataSource.query(
      `insert into webhook_endpoint (id, shop_id, livemode, url, types, enabled, secret_ciphertext, created_at, updated_at, deleted_at,
         max_concurrent, rate_per_minute)
       select $1, s.id, coalesce($3, s.livemode), $4, $5, $6, $7, $8, $8, $9, $10, $11 from shop s where s.id = $2`,
      [
        id,
        shopId,
        options.livemode ?? null,
        options.url ?? 'https://erp.example/hooks',
        options.types ?? [],
        options.enabled ?? true,
        `sealed:whsec_${Buffer.from('stage-secret-of-an-endpoint').toString('base64')}`,
        CREATED_AT,
        options.deleted ? CREATED_AT : null,
        options.maxConcurrent ?? 64,
        options.ratePerMinute ?? null,
      ],
    );
    return id;
  }
}
