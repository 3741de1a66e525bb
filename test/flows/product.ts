import type { DataSource } from 'typeorm';
import { createCheckoutApi } from '../../apps/checkout-api/src/app.js';
import { createExpiryWorker } from '../../apps/expiry-worker/src/app.js';
import { createFulfillmentWorker } from '../../apps/fulfillment-worker/src/app.js';
import { createReconciliationWorker } from '../../apps/reconciliation-worker/src/app.js';
import { createSandbox } from '../../apps/sandbox/src/app.js';
import { createWebhookIngest } from '../../apps/webhook-ingest/src/app.js';
import { signNotification } from '#pagoefectivo';
import type { PaymentView } from '#payments';
import { AccountDirectory, ApiKeys, DEFAULT_SHOP_ID, paymentEntities, paymentMigrations } from '#payments';
import type { ChasquiConfig } from '#platform';
import { AdjustableClock, createDataSource, loadConfig, Resources, SecretBox } from '#platform';
import { lookEverywhere, QueueBackend, queueNames } from '#queues';
import type { MerchantReceiver, TestDatabase } from '#testing';
import { merchantReceiver, RecordedLog, testDatabase, testQueue, waitFor } from '#testing';

export type AppName = 'checkout' | 'ingest' | 'reconciliation' | 'expiry' | 'fulfillment';

export interface ProductOptions {
  /** Environment on top of the tests' own. */
  readonly env?: Record<string, string>;
  /** Which apps run; all when absent. The sandbox always does. */
  readonly apps?: readonly AppName[];
}

/** What the API answered. */
export interface Answer<Body = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Body;
}

export interface NotificationText {
  cip: string;
  amount?: string;
  currency?: string;
  operationNumber?: string;
  eventType?: string;
  paymentDate?: string;
  transactionCode?: string;
}

export const FLOW_API_KEY = 'ck_test_flows_0123456789abcdef';
export const MASTER_KEY = Buffer.alloc(32, 7).toString('base64');

/** The environment every flow starts from: loopback, free ports, short waits. */
export function flowEnvironment(
  database: TestDatabase,
  queue: { url: string; prefix: string },
): Record<string, string> {
  return {
    DATABASE_URL: database.url,
    QUEUE_URL: queue.url,
    QUEUE_PREFIX: queue.prefix,
    HOST: '127.0.0.1',
    CHECKOUT_API_PORT: '0',
    WEBHOOK_INGEST_PORT: '0',
    OPS_CONSOLE_PORT: '0',
    SANDBOX_PORT: '0',
    WEBHOOK_ALLOWED_SOURCES: '127.0.0.0/8',
    WEBHOOK_ALLOWED_TARGETS: '127.0.0.0/8',
    CHASQUI_MASTER_KEY: MASTER_KEY,
    PUBLIC_URL: 'http://shop.test',
    LOG_LEVEL: 'warn',
    // Flows poll as fast as they can.
    RATE_LIMIT_PER_MINUTE: '0',
  };
}

/** The product in this process, with its sandbox and an ERP, on a database of its own; as `standalone` composes it. */
export class Product {
  private constructor(
    readonly config: ChasquiConfig,
    readonly clock: AdjustableClock,
    readonly database: TestDatabase,
    readonly dataSource: DataSource,
    readonly queues: QueueBackend,
    readonly erp: MerchantReceiver,
    readonly log: RecordedLog,
    readonly urls: { checkout: string; ingest: string; sandbox: string },
    readonly secretKey: string,
    private readonly resources: Resources,
    private readonly starters: Record<AppName, () => Promise<{ url: string; close(): Promise<void> }>>,
  ) {}

  static start(options: ProductOptions = {}): Promise<Product> {
    return Resources.opening(async (resources) => {
      const database = resources.add(await testDatabase(), (opened) => opened.drop());
      const queue = testQueue(database);
      const config = loadConfig({ ...flowEnvironment(database, queue), ...options.env }, 'app');
      const clock = new AdjustableClock();
      const log = new RecordedLog();
      const dataSource = createDataSource({
        url: database.url,
        poolSize: 20,
        entities: paymentEntities,
        migrations: paymentMigrations,
        applicationName: 'flow',
      });
      await dataSource.initialize();
      resources.add(dataSource, (opened) => opened.destroy());
      const queues = resources.add(
        await QueueBackend.open({ url: queue.url, prefix: queue.prefix, workers: 2 * queueNames.length, log }),
        (opened) => opened.close(),
      );
      clock.onMove(() => void lookEverywhere(queues));
      const urls = { checkout: '', ingest: '', sandbox: '' };
      const sandbox = resources.add(
        await createSandbox(
          config,
          { clock, dataSource, log },
          { notifyUrl: () => `${urls.ingest}/webhooks/pagoefectivo` },
        ),
        (opened) => opened.close(),
      );
      urls.sandbox = sandbox.url;
      const sealer = SecretBox.fromConfig(config.secrets);
      await new AccountDirectory(dataSource, clock, sealer).seedDefaults({
        baseUrl: urls.sandbox,
        sandbox: true,
        ...sandbox.credentials,
      });
      await new ApiKeys(dataSource, clock).seed({ shopId: DEFAULT_SHOP_ID, key: FLOW_API_KEY });
      const erp = resources.add(await merchantReceiver(), (opened) => opened.close());
      const runtime = { clock, log, dataSource, queues };
      const product = new Product(
        config,
        clock,
        database,
        dataSource,
        queues,
        erp,
        log,
        urls,
        sandbox.credentials.secretKey,
        resources,
        {
          checkout: () => createCheckoutApi(config, runtime),
          ingest: () => createWebhookIngest(config, runtime),
          reconciliation: () => createReconciliationWorker(config, runtime),
          expiry: () => createExpiryWorker(config, runtime),
          fulfillment: () => createFulfillmentWorker(config, runtime),
        },
      );
      for (const app of options.apps ?? ALL_APPS) await product.startApp(app);
      if ((options.apps ?? ALL_APPS).includes('checkout')) await product.connectErp();
      return product;
    });
  }

  /** Starts one more copy of an app; closed with the product at the latest. */
  async startApp(app: AppName): Promise<{ url: string; close(): Promise<void> }> {
    const started = this.resources.add(await this.starters[app](), (opened) => opened.close());
    if (app === 'checkout') this.urls.checkout = started.url;
    if (app === 'ingest') this.urls.ingest = started.url;
    return started;
  }

  async close(): Promise<void> {
    await this.resources.close();
  }

  /** A call to the checkout API with the default shop's key. */
  api<Body = unknown>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    return call(`${this.urls.checkout}${path}`, method, body, { authorization: `Bearer ${FLOW_API_KEY}`, ...headers });
  }

  sandbox<Body = unknown>(method: string, path: string, body?: unknown): Promise<Answer<Body>> {
    return call(`${this.urls.sandbox}${path}`, method, body);
  }

  /** Places an order and expects it to get its CIP. */
  async order(
    orderId: string,
    change: Record<string, unknown> = {},
  ): Promise<PaymentView & { cip: { number: string } }> {
    const answer = await this.create(orderId, change);
    if (answer.status !== 201) throw new Error(`the order was answered ${answer.status}: ${answer.text}`);
    return answer.body as PaymentView & { cip: { number: string } };
  }

  create(orderId: string, change: Record<string, unknown> = {}, key = `key-${orderId}`): Promise<Answer<PaymentView>> {
    return this.api('POST', '/v1/payments', orderBody(orderId, change), { 'idempotency-key': key });
  }

  async payment(id: string): Promise<PaymentView> {
    return (await this.api<PaymentView>('GET', `/v1/payments/${id}`)).body;
  }

  waitForState(id: string, state: string): Promise<PaymentView> {
    return waitFor(
      async () => {
        const payment = await this.payment(id);
        return payment.state === state ? payment : undefined;
      },
      { what: `payment ${id} to be ${state}`, timeoutMs: 20_000, everyMs: 100 },
    );
  }

  pay(cip: string, how: Record<string, unknown> = {}): Promise<Answer> {
    return this.sandbox('POST', `/sandbox/cips/${cip}/pay`, { channel: 'BCP agente', notify: 'once', ...how });
  }

  async advance(duration: string): Promise<void> {
    await this.sandbox('PUT', '/sandbox/clock', { advance: duration });
  }

  async faults(change: Record<string, unknown>): Promise<void> {
    const answer = await this.sandbox('PUT', '/sandbox/faults', change);
    if (answer.status >= 300) throw new Error(`the sandbox refused the faults: ${answer.text}`);
  }

  /** Sends a notification as PagoEfectivo would, or as somebody who pretends to be it. */
  notify(
    text: NotificationText | string,
    how: { secret?: string; headers?: Record<string, string>; account?: string; url?: string } = {},
  ): Promise<Answer> {
    const raw = typeof text === 'string' ? text : notificationJson(text);
    const signature = how.secret === '' ? {} : signNotification(raw, how.secret ?? this.secretKey);
    return call(
      `${how.url ?? this.urls.ingest}/webhooks/pagoefectivo${how.account ? `/${how.account}` : ''}`,
      'POST',
      raw,
      { ...signature, ...how.headers },
    );
  }

  /** How often the sandbox was asked to do something, by its own log. */
  async requestCount(operation: string): Promise<number> {
    const answer = await this.sandbox<{ counts: Record<string, number> }>('GET', '/sandbox/requests');
    return answer.body.counts[operation] ?? 0;
  }

  /** Types of the events written for an order, in order. */
  async events(orderId: string): Promise<string[]> {
    const rows = await this.database.query<{ type: string }>(
      'select type from outbox_event where order_id = $1 order by payment_id, sequence',
      [orderId],
    );
    return rows.map((row) => row.type);
  }

  private async connectErp(): Promise<void> {
    const endpoint = await this.api<{ secret: string }>('POST', '/v1/webhook-endpoints', { url: this.erp.url });
    if (endpoint.status !== 201) throw new Error(`no endpoint: ${endpoint.text}`);
    this.erp.trust(endpoint.body.secret);
  }
}

const ALL_APPS: readonly AppName[] = ['ingest', 'reconciliation', 'expiry', 'fulfillment', 'checkout'];

export function orderBody(orderId: string, change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    orderId,
    amount: '129.90',
    currency: 'PEN',
    customer: { email: 'rosa@example.pe' },
    items: [{ sku: 'POLO-M', name: 'Polo M', quantity: 2, unitPrice: '64.95' }],
    ...change,
  };
}

/** The signed text carries two decimals, which a JSON serialiser would drop. */
export function notificationJson(text: NotificationText): string {
  const extras = [
    ...(text.paymentDate === undefined ? [] : [`"paymentDate":${JSON.stringify(text.paymentDate)}`]),
    ...(text.transactionCode === undefined ? [] : [`"transactionCode":${JSON.stringify(text.transactionCode)}`]),
  ];
  const data = [
    `"cip":${JSON.stringify(text.cip)}`,
    `"currency":${JSON.stringify(text.currency ?? 'PEN')}`,
    `"amount":${text.amount ?? '129.90'}`,
    ...extras,
  ];
  return `{"eventType":${JSON.stringify(text.eventType ?? 'cip.paid')},"operationNumber":${JSON.stringify(text.operationNumber ?? '1253')},"data":{${data.join(',')}}}`;
}

async function call<Body>(
  url: string,
  method: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer<Body>> {
  const response = await fetch(url, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parse(text) as Body };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
