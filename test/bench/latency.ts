import { setTimeout as delay } from 'node:timers/promises';
import { BenchProcess } from './bench-process.js';
import { LoadGenerator } from './load-generator.js';
import { type Backend, type Bench, type Measure, median, quantile, repetitionsOf, row, type Row } from './measure.js';
import { API_KEY, BenchProduct, FIRST_CIP, GATEWAY_ACCOUNT } from './product.js';
import type { BenchPostgres } from './servers.js';

const PER_SECOND = 50;
const WAIT_LIMIT_MS = 60_000;

/** What is counted from the moment at which PagoEfectivo would send, and the most that is allowed. */
const STEPS = [
  { step: 'paid', words: 'sent → paid committed', p50Ms: 15, p99Ms: 60 },
  { step: 'received', words: 'sent → received by an ERP', p50Ms: 30, p99Ms: 120 },
] as const;

type Latencies = Record<(typeof STEPS)[number]['step'], readonly number[]>;

export const latency: Measure = {
  name: 'latency',
  about: `${PER_SECOND} notifications per second: until the order is paid, and until the ERP has the event`,
  async run(bench) {
    const generator = await LoadGenerator.start(bench.servers.folder);
    // Postgres then knows when each transaction was committed.
    const postgres = await bench.servers.startPostgres({ track_commit_timestamp: 'on' });
    try {
      const rows: Row[] = [];
      for (const backend of bench.backends)
        rows.push(...(await measureBackend({ bench, generator, postgres, backend })));
      return rows;
    } finally {
      await Promise.all([generator.stop(), postgres.stop()]);
    }
  },
};

interface Stand {
  readonly bench: Bench;
  readonly generator: LoadGenerator;
  readonly postgres: BenchPostgres;
  readonly backend: Backend;
}

async function measureBackend(stand: Stand): Promise<Row[]> {
  const { bench, postgres, backend } = stand;
  const { folder } = bench.servers;
  const erp = await BenchProcess.start({ name: 'erp', program: 'dist/bench/erp/receiver.js', env: {}, folder });
  const product = await BenchProduct.start(bench, {
    backend,
    postgres,
    apps: ['checkout-api', 'webhook-ingest', 'reconciliation-worker', 'expiry-worker', 'fulfillment-worker'],
  });
  try {
    await connectErp(product, erp.url);
    const repetitions = repetitionsOf(bench, 5);
    const runs: Latencies[] = [];
    for (let repetition = 0; repetition < repetitions; repetition += 1) {
      const run = await measureOnce(stand, { product, erp }, repetition);
      runs.push(run);
      const said = STEPS.map(({ step, words }) => {
        const [p50, p99] = [0.5, 0.99].map((share) => quantile(run[step], share).toFixed(1));
        return `${words} p50 ${p50} ms, p99 ${p99} ms`;
      });
      bench.say(`  ${repetition + 1}/${repetitions} ${backend}: ${said.join('; ')}`);
    }
    return STEPS.flatMap(({ step, words, p50Ms, p99Ms }) =>
      [
        { name: 'p50', share: 0.5, most: p50Ms },
        { name: 'p99', share: 0.99, most: p99Ms },
      ].map(({ name, share, most }) => {
        const figures = runs.map((run) => quantile(run[step], share));
        const measure = `${words}, ${name} at ${PER_SECOND}/s`;
        const target = { of: 'ours', most } as const;
        return row({ measure, backend, unit: 'ms', ours: median(figures), target, repetitions: figures });
      }),
    );
  } finally {
    await product.stop();
    await erp.stop();
  }
}

async function measureOnce(
  { bench, generator }: Stand,
  { product, erp }: { product: BenchProduct; erp: BenchProcess },
  repetition: number,
): Promise<Latencies> {
  const seconds = bench.quick ? { warmUp: 0, measured: 2 } : { warmUp: 5, measured: 20 };
  const count = (seconds.warmUp + seconds.measured) * PER_SECOND;
  const from = repetition * count;
  await product.openOrders({ from, count });
  await generator.prepare({
    kind: 'notifications',
    secret: GATEWAY_ACCOUNT.secretKey,
    firstCip: FIRST_CIP + from,
    count,
  });
  const { dueAtMs = [] } = await generator.run(product.url('webhook-ingest'), {
    kind: 'open',
    perSecond: PER_SECOND,
    connections: 16,
    repeat: false,
    warmUpMs: seconds.warmUp * 1000,
    measureMs: seconds.measured * 1000,
  });
  const orders = dueAtMs.map((dueAt, index) => ({ orderId: product.orderId(from + index), dueAt }));
  const measured = orders.slice(seconds.warmUp * PER_SECOND);
  const received = await untilAll(measured, () => erp.ask<Record<string, number>>({ kind: 'arrivals' }));
  const paid = await untilAll(measured, () => commitTimes(product));
  const since = (times: Record<string, number>): number[] =>
    measured.map(({ orderId, dueAt }) => (times[orderId] ?? Number.NaN) - dueAt);
  return { paid: since(paid), received: since(received) };
}

/** Looks until every order has its time: one that never gets it is a failure and no quick one. */
async function untilAll(
  orders: readonly { readonly orderId: string }[],
  look: () => Promise<Record<string, number>>,
): Promise<Record<string, number>> {
  const deadline = performance.now() + WAIT_LIMIT_MS;
  for (;;) {
    const times = await look();
    const missing = orders.filter(({ orderId }) => times[orderId] === undefined);
    if (missing.length === 0) return times;
    if (performance.now() > deadline) throw new Error(`${missing.length} of ${orders.length} orders got nowhere`);
    await delay(200);
  }
}

/** By order, in milliseconds of the machine's clock. */
async function commitTimes({ database }: BenchProduct): Promise<Record<string, number>> {
  const rows = await database.query<{ order_id: string; at_ms: number }>(
    `select p.order_id, (extract(epoch from pg_xact_commit_timestamp(e.xmin)) * 1000)::float8 as at_ms
     from payment_event e join payment p on p.id = e.payment_id where e.type = 'paid'`,
  );
  return Object.fromEntries(rows.map((one) => [one.order_id, one.at_ms]));
}

async function connectErp(product: BenchProduct, url: string): Promise<void> {
  const answer = await fetch(`${product.url('checkout-api')}/v1/webhook-endpoints`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${API_KEY}` },
    body: JSON.stringify({ url }),
  });
  if (answer.status !== 201) throw new Error(`no webhook endpoint: ${await answer.text()}`);
}
