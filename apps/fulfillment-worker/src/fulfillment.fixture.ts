import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import {
  AccountDirectory,
  DEFAULT_SHOP_ID,
  newId,
  paymentEntities,
  TargetPolicy,
  WebhookEndpoints,
  WebhookSender,
} from '#payments';
import type { EndpointFields, EventType, WebhookEndpoint } from '#payments';
import { createDataSource, loadConfig, SecretBox } from '#platform';
import type { ChasquiConfig } from '#platform';
import type { MerchantReceiver, TestQueue } from '#testing';
import { FrozenClock } from '#testing';

const LOOPBACK = '127.0.0.0/8';

export interface StagedEvent {
  readonly id: string;
  readonly sequence: number;
}

/** A shop with payments and endpoints in a database of the spec's own, and the configuration of a worker beside it. */
export class FulfillmentStage {
  readonly clock = new FrozenClock();
  private readonly box: SecretBox;

  private constructor(
    readonly dataSource: DataSource,
    readonly config: ChasquiConfig,
  ) {
    this.box = SecretBox.fromConfig(config.secrets);
  }

  static async open(database: { url: string }, queue: Pick<TestQueue, 'url' | 'prefix'>): Promise<FulfillmentStage> {
    const config = loadConfig(
      {
        DATABASE_URL: database.url,
        QUEUE_URL: queue.url,
        QUEUE_PREFIX: queue.prefix,
        CHASQUI_MASTER_KEY: randomBytes(32).toString('base64'),
        WEBHOOK_ALLOWED_TARGETS: LOOPBACK,
        HOST: '127.0.0.1',
        HEALTH_PORT: '0',
      },
      'app',
      ['masterKey'],
    );
    const dataSource = createDataSource({
      url: database.url,
      poolSize: 20,
      entities: paymentEntities,
      migrations: [],
      applicationName: 'stage',
    });
    await dataSource.initialize();
    const stage = new FulfillmentStage(dataSource, config);
    await new AccountDirectory(dataSource, stage.clock, stage.box).seedDefaults({
      baseUrl: 'http://localhost:3003',
      serviceId: '1',
      accessKey: 'key',
      secretKey: 'secret',
    });
    return stage;
  }

  get sealer(): SecretBox {
    return this.box;
  }

  get endpoints(): WebhookEndpoints {
    const targets = new TargetPolicy([LOOPBACK]);
    const { box: sealer, clock, dataSource } = this;
    return new WebhookEndpoints({ dataSource, clock, sealer, targets, sender: new WebhookSender(targets) });
  }

  /** An endpoint for the receiver, which from then on trusts its secret. */
  async endpointFor(receiver: MerchantReceiver, fields: EndpointFields = {}): Promise<string> {
    const creation = await this.endpoints.create(DEFAULT_SHOP_ID, { url: receiver.url, ...fields });
    if (creation.kind !== 'created' || creation.secret === null) throw new Error(JSON.stringify(creation));
    receiver.trust(creation.secret);
    return creation.endpoint.id;
  }

  async enable(endpointId: string): Promise<WebhookEndpoint> {
    const change = await this.endpoints.update({ shopId: DEFAULT_SHOP_ID, endpointId }, { enabled: true });
    if (change.kind !== 'saved') throw new Error(JSON.stringify(change));
    return change.endpoint;
  }

  async payment(): Promise<string> {
    const id = newId('pay', this.clock.now());
    await this.dataSource.query(
      `insert into payment (id, shop_id, account_id, livemode, order_id, amount_minor, currency, customer, page_token,
         state, base_state, expires_at, created_at, updated_at)
       select $1, $2, a.id, false, $1, 12990, 'PEN', '{}', $1, 'pending', 'pending', $3, $3, $3 from gateway_account a`,
      [id, DEFAULT_SHOP_ID, this.clock.now()],
    );
    return id;
  }

  /** Commits an event of a payment, as the ledger would. */
  async event(paymentId: string, type: EventType, { blocking = true } = {}): Promise<StagedEvent> {
    const id = newId('evt', this.clock.now());
    const [rows] = await this.dataSource.query<[{ sequence: number }[], number]>(
      'update payment set event_sequence = event_sequence + 1 where id = $1 returning event_sequence as sequence',
      [paymentId],
    );
    const sequence = rows[0]?.sequence ?? 0;
    const body = JSON.stringify({ id, type, sequence, data: { payment: { orderId: paymentId } } });
    await this.dataSource.query(
      `insert into outbox_event (id, payment_id, shop_id, order_id, livemode, type, cause, sequence, blocking, body, created_at)
       values ($1, $2, $3, $2, false, $4, 'stage', $5, $6, $7, $8)`,
      [id, paymentId, DEFAULT_SHOP_ID, type, sequence, blocking, body, this.clock.now()],
    );
    return { id, sequence };
  }

  async statuses(): Promise<Record<string, string>> {
    const rows = await this.dataSource.query<{ event_id: string; status: string }[]>(
      'select event_id, status from delivery',
    );
    return Object.fromEntries(rows.map((row) => [row.event_id, row.status]));
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
  }
}
