import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { createLog, loadConfig, temporaryDataDirectory } from '#platform';
import { startStandalone } from '../app.js';

/**
 * `npm run demo`: the product on free ports with data of its own, one order to `order.paid` at a receiving ERP, one to
 * expiry and stock release. Exits 0 when every step came true, 1 with the step that did not.
 */

const STEP_LIMIT_MS = 20_000;

interface Event {
  id: string;
  type: string;
  sequence: number;
  data: { payment: Payment; stockReleased: boolean };
}

interface Payment {
  id: string;
  orderId: string;
  state: string;
  stock: string;
  cip: { number: string; url: string } | null;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function until<T>(what: string, look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const deadline = performance.now() + STEP_LIMIT_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`waited ${STEP_LIMIT_MS / 1000} s for: ${what}`);
    await delay(200);
  }
}

/** An ERP in the small: answers 204 only to events whose signature it verified. */
async function startErp(): Promise<{
  url: string;
  secret: { value: string };
  events: Event[];
  close(): Promise<void>;
}> {
  const events: Event[] = [];
  const secret = { value: '' };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      try {
        events.push(new Webhook(secret.value).verify(Buffer.concat(chunks).toString('utf8'), headers) as Event);
        response.writeHead(204).end();
      } catch {
        response.writeHead(401).end();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/events`,
    secret,
    events,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function call<Answer>(url: string, init: RequestInit & { key?: string } = {}): Promise<Answer> {
  const response = await fetch(url, {
    ...init,
    headers: {
      ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(init.key === undefined ? {} : { authorization: `Bearer ${init.key}` }),
      ...(init.headers as Record<string, string> | undefined),
    },
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${url} answered ${response.status}: ${text}`);
  return (text === '' ? null : JSON.parse(text)) as Answer;
}

async function demo(): Promise<void> {
  const startedAt = performance.now();
  const dataDir = await temporaryDataDirectory();
  const config = loadConfig(
    {
      ...process.env,
      CHASQUI_DATA_DIR: dataDir,
      CHECKOUT_API_PORT: '0',
      WEBHOOK_INGEST_PORT: '0',
      OPS_CONSOLE_PORT: '0',
      SANDBOX_PORT: '0',
      DEMO_SHOP_PORT: '0',
      QUEUE_PREFIX: `{chasqui-demo-${process.pid}}`,
    },
    'standalone',
  );
  const log = createLog({ name: 'demo', level: process.env['LOG_LEVEL'] === 'debug' ? 'debug' : 'error' });
  const erp = await startErp();
  const product = await startStandalone(config, log, { temporary: true });
  try {
    const { checkoutApi, sandbox } = product.urls;
    const key = product.apiKey;
    say(`Chasqui runs on embedded Postgres with queues on ${product.queue === 'redis' ? 'Redis' : 'Postgres'}.`);
    const endpoint = await call<{ id: string; secret: string }>(`${checkoutApi}/v1/webhook-endpoints`, {
      method: 'POST',
      key,
      body: JSON.stringify({ url: erp.url, description: 'Demo ERP' }),
    });
    erp.secret.value = endpoint.secret;
    say(`The ERP listens at ${erp.url}.`);
    const order = (orderId: string): Promise<Payment> =>
      call<Payment>(`${checkoutApi}/v1/payments`, {
        method: 'POST',
        key,
        headers: { 'idempotency-key': `demo-${orderId}` },
        body: JSON.stringify({
          orderId,
          amount: '129.90',
          currency: 'PEN',
          customer: { email: 'rosa@example.pe' },
          items: [{ sku: 'POLO-M', name: 'Polo M', quantity: 2 }],
        }),
      });
    const received = (orderId: string, type: string): Event | undefined =>
      erp.events.find((event) => event.type === type && event.data.payment.orderId === orderId);

    say('\nFirst order: paid.');
    const first = await order('DEMO-1');
    if (!first.cip) throw new Error('the order has no CIP');
    say(`  1. order DEMO-1 taken, state ${first.state}, stock ${first.stock}`);
    say(`  2. CIP ${first.cip.number}, page ${first.cip.url}`);
    await call(`${sandbox}/sandbox/cips/${first.cip.number}/pay`, {
      method: 'POST',
      body: JSON.stringify({ channel: 'BCP agente', notify: 'once' }),
    });
    say('  3. the shopper paid at an agent; PagoEfectivo notifies');
    const paid = await until('order DEMO-1 to be paid', async () => {
      const now = await call<Payment>(`${checkoutApi}/v1/payments/${first.id}`, { key });
      return now.state === 'paid' ? now : undefined;
    });
    say(`  4. the notification was applied: state ${paid.state}, stock ${paid.stock}`);
    const shipped = await until('order.paid at the ERP', () => received('DEMO-1', 'order.paid'));
    say(`  5. the ERP received ${shipped.type} (${shipped.id}) and verified its signature`);

    say('\nSecond order: not paid in time.');
    const second = await order('DEMO-2');
    say(`  1. order DEMO-2 taken, CIP ${second.cip?.number}, stock ${second.stock}`);
    await until('DEMO-2 pending event', () => received('DEMO-2', 'order.pending'));
    for (const advance of ['PT24H', 'PT10M']) {
      await call(`${sandbox}/sandbox/clock`, { method: 'PUT', body: JSON.stringify({ advance }) });
      say(`  2. ${advance === 'PT24H' ? 'a day passes (the deadline)' : 'ten minutes more (the grace)'}`);
      const reached = advance === 'PT24H' ? 'expiring' : 'expired';
      const after = await until(`DEMO-2 to be ${reached}`, async () => {
        const now = await call<Payment>(`${checkoutApi}/v1/payments/${second.id}`, { key });
        return now.state === reached ? now : undefined;
      });
      say(`     state ${after.state}, stock ${after.stock}`);
    }
    const expired = await until('order.expired at the ERP', () => received('DEMO-2', 'order.expired'));
    if (!expired.data.stockReleased) throw new Error('order.expired does not say that the stock was released');
    const holds = await call<{ data: { state: string }[] }>(`${checkoutApi}/v1/stock-holds?orderId=DEMO-2`, { key });
    if (holds.data.length === 0 || holds.data.some((hold) => hold.state !== 'released')) {
      throw new Error(`the stock hold is not released: ${JSON.stringify(holds)}`);
    }
    say(`  3. the ERP received ${expired.type} (${expired.id}), verified; the stock is released`);
    say(`\nBoth orders came out right in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
  } finally {
    await product.close();
    await erp.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

try {
  await demo();
} catch (error) {
  process.stderr.write(`The demo failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
