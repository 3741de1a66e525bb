import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signNotification } from '#pagoefectivo';
import type { PaymentView } from '#payments';
import type { MerchantReceiver, RedisServer, TestDatabase } from '#testing';
import { freePort, merchantReceiver, redisServer, testDatabase, testQueueKind, waitFor } from '#testing';
import { AppChild, build } from './processes.js';
import { MASTER_KEY, notificationJson, orderBody } from './product.js';

const API_KEY = 'ck_test_processes_0123456789ab';
const SECRET_KEY = 'chasquiProcesses/0000+0000/notASecret000';
const WORKERS = ['reconciliation-worker', 'expiry-worker', 'fulfillment-worker'] as const;

/** The apps as separate processes against a given Postgres and queue, as a merchant runs them. */
describe('separate processes', () => {
  let database: TestDatabase;
  let redis: RedisServer | null = null;
  let erp: MerchantReceiver;
  let env: Record<string, string>;
  let urls: { checkout: string; ingest: string; sandbox: string };
  const running = new Map<string, AppChild>();

  beforeAll(async () => {
    await build();
    database = await testDatabase();
    redis = testQueueKind() === 'redis' ? await redisServer() : null;
    erp = await merchantReceiver();
    const ports = { checkout: await freePort(), ingest: await freePort(), sandbox: await freePort() };
    urls = {
      checkout: `http://127.0.0.1:${ports.checkout}`,
      ingest: `http://127.0.0.1:${ports.ingest}`,
      sandbox: `http://127.0.0.1:${ports.sandbox}`,
    };
    env = {
      DATABASE_URL: database.url,
      ...(redis === null ? {} : { QUEUE_URL: redis.url }),
      HOST: '127.0.0.1',
      CHECKOUT_API_PORT: String(ports.checkout),
      WEBHOOK_INGEST_PORT: String(ports.ingest),
      SANDBOX_PORT: String(ports.sandbox),
      PAGOEFECTIVO_BASE_URL: urls.sandbox,
      PAGOEFECTIVO_ID_SERVICE: '1042',
      PAGOEFECTIVO_ACCESS_KEY: 'CHASQUISANDBOXKEY001',
      PAGOEFECTIVO_SECRET_KEY: SECRET_KEY,
      WEBHOOK_ALLOWED_SOURCES: '127.0.0.0/8',
      WEBHOOK_ALLOWED_TARGETS: '127.0.0.0/8',
      CHASQUI_API_KEY: API_KEY,
      CHASQUI_MASTER_KEY: MASTER_KEY,
      PAYMENT_TTL: 'PT5S',
      EXPIRY_GRACE: 'PT1S',
    };
    await start('sandbox');
    await Promise.all([start('checkout-api'), start('webhook-ingest')]);
    const endpoint = await api<{ secret: string }>('POST', '/v1/webhook-endpoints', { url: erp.url });
    erp.trust(endpoint.secret);
  }, 180_000);

  afterAll(async () => {
    await Promise.all([...running.values()].map((child) => child.stop()));
    await erp.close();
    await redis?.stop();
    await database.drop();
  });

  /** `place`: which of its copies; one that runs is left as it is. */
  async function start(app: string, place = app): Promise<AppChild> {
    const child = running.get(place) ?? (await AppChild.start(app, env));
    running.set(place, child);
    return child;
  }

  /** Two copies of each, as behind a balancer. */
  async function startWorkers(): Promise<void> {
    for (const app of WORKERS) await Promise.all([start(app), start(app, `${app} beside it`)]);
  }

  async function api<Body>(method: string, path: string, body?: unknown, key?: string): Promise<Body> {
    const response = await fetch(`${urls.checkout}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${API_KEY}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Body;
  }

  const order = (orderId: string, change: Record<string, unknown> = {}): Promise<PaymentView> =>
    api<PaymentView>('POST', '/v1/payments', orderBody(orderId, change), `key-${orderId}`);

  const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString();

  async function notify(cip: string, operationNumber: string): Promise<number> {
    const raw = notificationJson({ cip, operationNumber });
    const response = await fetch(`${urls.ingest}/webhooks/pagoefectivo`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signNotification(raw, SECRET_KEY) },
      body: raw,
    });
    return response.status;
  }

  function waitForState(id: string, state: string): Promise<PaymentView> {
    return waitFor(
      async () => {
        const payment = await api<PaymentView>('GET', `/v1/payments/${id}`);
        return payment.state === state ? payment : undefined;
      },
      { what: `payment ${id} to be ${state}`, timeoutMs: 40_000, everyMs: 250 },
    );
  }

  it('lose nothing when the ingest is killed right after its 200', { timeout: 120_000 }, async () => {
    const ingest = await start('webhook-ingest');
    const orders = await Promise.all(Array.from({ length: 10 }, (_, n) => order(`K-${n}`, { expiresAt: inAnHour() })));
    // Killed with the first answer in hand: the others may or may not have been answered.
    const answers = await Promise.all(
      orders.map(async (payment, n) => {
        try {
          const status = await notify(payment.cip?.number ?? '', `k${n}`);
          ingest.kill('SIGKILL');
          return { payment, status };
        } catch {
          return { payment, status: 0 };
        }
      }),
    );
    expect(answers.some((answer) => answer.status === 200)).toBe(true);
    await ingest.exit;
    running.delete('webhook-ingest');
    await startWorkers();
    for (const { payment, status } of answers) {
      if (status === 200) await waitForState(payment.id, 'paid');
    }
    const accepted = answers.filter((answer) => answer.status === 200);
    for (const { payment } of accepted) await erp.waitForEvent('order.paid', payment.orderId);
  });

  it('apply, expire and deliver with two copies of each worker', { timeout: 120_000 }, async () => {
    await start('webhook-ingest');
    await startWorkers();
    const paid = await order('S-1', { expiresAt: inAnHour() });
    const unpaid = await order('S-2');
    await fetch(`${urls.sandbox}/sandbox/cips/${paid.cip?.number}/pay`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ channel: 'BCP agente', notify: 'twice' }),
    });
    await waitForState(paid.id, 'paid');
    await erp.waitForEvent('order.paid', 'S-1');
    expect(await waitForState(unpaid.id, 'expired')).toMatchObject({ stock: 'released' });
    await erp.waitForEvent('order.expired', 'S-2');
    const shipped = erp.events.filter(
      ({ type, data }) => type === 'order.paid' && JSON.stringify(data).includes('"S-1"'),
    );
    expect(shipped).toHaveLength(1);
  });

  it(
    'lose nothing when the queue is emptied in the middle, and go on without a restart',
    { timeout: 120_000 },
    async () => {
      await start('webhook-ingest');
      await startWorkers();
      const before = await Promise.all(
        Array.from({ length: 10 }, (_, n) => order(`F-${n}`, { expiresAt: inAnHour() })),
      );
      await Promise.all(
        before.map(async (payment, n) => {
          expect(await notify(payment.cip?.number ?? '', `f${n}`)).toBe(200);
          if (n === 4) await emptyQueue();
        }),
      );
      await emptyQueue();
      for (const payment of before) await waitForState(payment.id, 'paid');
      for (const payment of before) await erp.waitForEvent('order.paid', payment.orderId);

      const after = await order('F-after', { expiresAt: inAnHour() });
      const lapsing = await order('F-lapsing');
      expect(await notify(after.cip?.number ?? '', 'after')).toBe(200);
      await waitForState(after.id, 'paid');
      await erp.waitForEvent('order.paid', 'F-after');
      expect(await waitForState(lapsing.id, 'expired')).toMatchObject({ stock: 'released' });
      await erp.waitForEvent('order.expired', 'F-lapsing');
    },
  );

  it('stop cleanly when told to, and refuse to start without what they need', { timeout: 60_000 }, async () => {
    await start('webhook-ingest');
    await startWorkers();
    const codes = await Promise.all([...running].map(async ([place, child]) => `${place} ${await child.stop()}`));
    expect(codes.filter((code) => !code.endsWith(' 0'))).toEqual([]);
    running.clear();
    const { WEBHOOK_ALLOWED_SOURCES: _sources, ...without } = env;
    await expect(AppChild.start('webhook-ingest', without)).rejects.toThrow('WEBHOOK_ALLOWED_SOURCES');
  });

  async function emptyQueue(): Promise<void> {
    if (redis) {
      await redis.flushall();
      return;
    }
    const tables = await database.query<{ name: string }>(
      `select quote_ident(tablename) as name from pg_tables where schemaname = 'bullmq' and tablename not like '%migration%'`,
    );
    const truncate = `truncate ${tables.map((table) => `bullmq.${table.name}`).join(', ')}`;
    // Workers hold some of these tables: whoever loses a deadlock tries again.
    await waitFor(
      () =>
        database.query(truncate).then(
          () => true,
          (error: { code?: string }) => {
            if (error.code === '40P01') return false;
            throw error;
          },
        ),
      { what: 'the queue tables to be emptied' },
    );
  }
});
