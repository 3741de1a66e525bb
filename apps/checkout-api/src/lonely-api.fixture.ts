import { request as httpRequest } from 'node:http';
import type { DataSource } from 'typeorm';
import type { NewApiKey } from '#payments';
import { ApiKeys, DEFAULT_SHOP_ID, paymentEntities } from '#payments';
import { createDataSource, loadConfig, SystemClock } from '#platform';
import type { TestDatabase, TestQueue } from '#testing';
import { RecordedLog, testDatabase, testQueue } from '#testing';
import type { CheckoutApi } from './app.js';
import { createCheckoutApi } from './app.js';

/** An answer with its body read. */
export interface LonelyAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Empty where the body is no JSON object. */
  readonly body: Record<string, unknown>;
}

/** The checkout API alone, beside a gateway where nobody listens. */
export interface LonelyApi {
  readonly api: CheckoutApi;
  readonly database: TestDatabase;
  readonly queue: TestQueue;
  readonly log: RecordedLog;
  /** A new key of the default shop. */
  key(wanted: Omit<NewApiKey, 'shopId' | 'actor'>): Promise<{ id: string; key: string }>;
  /** Sends a request; `from` is the loopback address that it comes from. */
  call(
    method: string,
    path: string,
    key?: string,
    body?: unknown,
    how?: { url?: string; headers?: Record<string, string>; from?: string },
  ): Promise<LonelyAnswer>;
  /** One more process of it on the same database and queue. */
  startAnother(): Promise<CheckoutApi>;
  close(): Promise<void>;
}

export async function startLonelyApi(env: Record<string, string> = {}): Promise<LonelyApi> {
  const database = await testDatabase();
  const queue = testQueue(database);
  const config = loadConfig(
    {
      DATABASE_URL: database.url,
      QUEUE_URL: queue.url,
      QUEUE_PREFIX: queue.prefix,
      HOST: '127.0.0.1',
      CHECKOUT_API_PORT: '0',
      CHASQUI_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
      PAGOEFECTIVO_BASE_URL: 'http://127.0.0.1:1/',
      PAGOEFECTIVO_ID_SERVICE: '1234',
      PAGOEFECTIVO_ACCESS_KEY: 'EXAMPLEACCESSKEY0001',
      PAGOEFECTIVO_SECRET_KEY: 'exampleSecretKey/0000+1111222233334444AB',
      ...env,
    },
    'app',
    ['masterKey'],
  );
  const log = new RecordedLog();
  const clock = new SystemClock();
  const started: CheckoutApi[] = [];
  const start = async (): Promise<CheckoutApi> => {
    const api = await createCheckoutApi(config, { clock, log });
    started.push(api);
    return api;
  };
  const api = await start();
  const dataSource: DataSource = createDataSource({
    url: database.url,
    poolSize: 2,
    entities: paymentEntities,
    migrations: [],
    applicationName: 'lonely-api',
  });
  await dataSource.initialize();
  let calls = 0;
  return {
    api,
    database,
    queue,
    log,
    async key(wanted) {
      const made = await new ApiKeys(dataSource, clock).create({ ...wanted, shopId: DEFAULT_SHOP_ID, actor: 'spec' });
      if (made.kind !== 'done') throw new Error(`no key was made: ${JSON.stringify(made)}`);
      return made.value;
    },
    call(method, path, key, body, how = {}) {
      calls += 1;
      return send(`${how.url ?? api.url}${path}`, {
        method,
        body: body === undefined ? undefined : JSON.stringify(body),
        from: how.from ?? '127.0.0.1',
        headers: {
          ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': `call-${calls}` }),
          ...how.headers,
        },
      });
    },
    startAnother: start,
    async close() {
      await Promise.all(started.map((one) => one.close()));
      await dataSource.destroy();
      await database.drop();
    },
  };
}

/** With an address of one's own choice, which `fetch` does not offer. */
function send(
  url: string,
  how: { method: string; body: string | undefined; from: string; headers: Record<string, string> },
): Promise<LonelyAnswer> {
  return new Promise((resolve, reject) => {
    const { method, headers, from: localAddress } = how;
    const sent = httpRequest(url, { method, headers, localAddress, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const parsed: unknown = text.startsWith('{') ? JSON.parse(text) : {};
        resolve({
          status: response.statusCode ?? 0,
          headers: new Headers(
            Object.entries(response.headers).flatMap(([name, value]): [string, string][] =>
              typeof value === 'string' ? [[name, value]] : [],
            ),
          ),
          text,
          body: { ...(parsed as Record<string, unknown>) },
        });
      });
    });
    sent.on('error', reject);
    sent.end(how.body);
  });
}
