import { setTimeout as delay } from 'node:timers/promises';
import { startTextbookIngest, startTextbookWorker } from './baseline/baselines.js';
import { type Contestant, interleaved } from './interleaved.js';
import { LoadGenerator } from './load-generator.js';
import { type Backend, type Bench, type Measure, median, repetitionsOf, row, type Row } from './measure.js';
import { BenchProduct, FIRST_CIP, GATEWAY_ACCOUNT } from './product.js';
import { type BenchDatabase, hasRedis } from './servers.js';

const CONNECTIONS = 64;
/** Notifications that may have been sent and have no numbered event yet: so the backlog cannot grow. */
const WINDOW = 2_000;
const LOOK_EVERY_MS = 50;
const DRAIN_LIMIT_MS = 60_000;
const LEAST = 3_000;
const TEXTBOOK_LEAST = 3;

export const apply: Measure = {
  name: 'apply',
  about: `accepted, applied and its event numbered: never more than ${WINDOW} on the way`,
  async run(bench) {
    const generator = await LoadGenerator.start(bench.servers.folder);
    try {
      const contestants: Contestant<Backend | 'textbook'>[] = [
        ...bench.backends.map((backend) => ({
          name: backend,
          measure: () => measureProduct(bench, generator, backend),
        })),
        ...(hasRedis() ? [{ name: 'textbook' as const, measure: () => measureTextbook(bench, generator) }] : []),
      ];
      const repetitions = repetitionsOf(bench, 5);
      return rowsOf(bench, await interleaved(bench, { repetitions, unit: 'per second', contestants }));
    } finally {
      await generator.stop();
    }
  },
};

function rowsOf(bench: Bench, perSecond: ReadonlyMap<Backend | 'textbook', readonly number[]>): Row[] {
  const textbook = perSecond.get('textbook');
  return bench.backends.flatMap((backend) => {
    const repetitions = perSecond.get(backend) ?? [];
    const shared = { backend, unit: '/s', ours: median(repetitions), repetitions };
    const absolute = row({ ...shared, measure: 'applied and numbered', target: { of: 'ours', least: LEAST } });
    if (textbook === undefined) return [absolute];
    const against = { what: 'one job, one transaction', value: median(textbook) };
    const measure = 'applied and numbered, against the textbook';
    return [absolute, row({ ...shared, measure, against, target: { of: 'ratio', least: TEXTBOOK_LEAST } })];
  });
}

async function measureProduct(bench: Bench, generator: LoadGenerator, backend: Backend): Promise<number> {
  const product = await BenchProduct.start(bench, {
    backend,
    apps: ['webhook-ingest', 'reconciliation-worker', 'fulfillment-worker'],
  });
  try {
    const count = bench.quick ? 300 : 80_000;
    await product.openOrders({ from: 0, count });
    const numbered = async (): Promise<number> =>
      (await firstNumber(product.database, 'select last_position::int as number from relay_state')) - count;
    const { perSecond, sent } = await pace({
      bench,
      generator,
      origin: product.url('webhook-ingest'),
      count,
      numbered,
    });
    await expectAll(sent, () => firstNumber(product.database, PAID_AND_NUMBERED));
    return perSecond;
  } finally {
    await product.stop();
  }
}

async function measureTextbook(bench: Bench, generator: LoadGenerator): Promise<number> {
  const database = await (await bench.servers.postgres()).database('empty');
  const redisUrl = await bench.servers.redis();
  const worker = await startTextbookWorker(bench, { redisUrl, database });
  const ingest = await startTextbookIngest(bench, redisUrl);
  try {
    const count = bench.quick ? 300 : 30_000;
    await database.query(
      `insert into orders (cip, status) select (${FIRST_CIP} + i)::text, 'pending' from generate_series(0, $1::int - 1) i`,
      [count],
    );
    await database.query('analyze orders');
    const numbered = (): Promise<number> =>
      firstNumber(database, 'select coalesce(max(id), 0)::int as number from order_events');
    const { perSecond, sent } = await pace({ bench, generator, origin: ingest.url, count, numbered });
    await expectAll(sent, () =>
      firstNumber(
        database,
        `select count(*)::int as number from orders o join order_events e on e."orderId" = o.id where o.status = 'paid'`,
      ),
    );
    return perSecond;
  } finally {
    await Promise.all([ingest.stop(), worker.stop()]);
    await database.drop();
  }
}

/**
 * Sends while few are on the way, and answers how many per second came out at the other end after the warm-up, and how
 * many were sent in all.
 */
async function pace(parts: {
  bench: Bench;
  generator: LoadGenerator;
  origin: string;
  count: number;
  numbered: () => Promise<number>;
}): Promise<{ perSecond: number; sent: number }> {
  const { bench, generator, origin, count, numbered } = parts;
  const lengths = bench.quick ? { warmUpMs: 0, measureMs: 20_000 } : { warmUpMs: 4_000, measureMs: 10_000 };
  const window = bench.quick ? 50 : WINDOW;
  await generator.prepare({ kind: 'notifications', secret: GATEWAY_ACCOUNT.secretKey, firstCip: FIRST_CIP, count });
  const running = generator.run(origin, {
    kind: 'closed',
    connections: CONNECTIONS,
    repeat: false,
    allowed: window,
    ...lengths,
  });
  let ended = false;
  const report = running.finally(() => {
    ended = true;
  });
  report.catch(() => undefined);
  const looks: { at: number; done: number }[] = [];
  const measuredFrom = performance.now() + lengths.warmUpMs;
  while (!ended) {
    const done = await numbered();
    generator.allow(done + window);
    if (performance.now() >= measuredFrom) looks.push({ at: performance.now(), done });
    await delay(LOOK_EVERY_MS);
  }
  const { statuses } = await report;
  const first = looks[0];
  const last = looks.at(-1);
  if (first === undefined || last === undefined) throw new Error('everything was sent before the warm-up ended');
  return { perSecond: ((last.done - first.done) / (last.at - first.at)) * 1000, sent: statuses[200] ?? 0 };
}

/** What was answered 200 and was not applied once is no throughput. */
async function expectAll(sent: number, applied: () => Promise<number>): Promise<void> {
  const deadline = performance.now() + DRAIN_LIMIT_MS;
  let found = await applied();
  while (found !== sent && performance.now() < deadline) {
    await delay(LOOK_EVERY_MS);
    found = await applied();
  }
  if (found !== sent) throw new Error(`${sent} notifications were answered 200, and ${found} were applied once`);
}

async function firstNumber(database: BenchDatabase, sql: string): Promise<number> {
  const [first] = await database.query<{ number: number }>(sql);
  return first?.number ?? 0;
}

const PAID_AND_NUMBERED = `
  select count(*)::int as number from payment p
  join outbox_event e on e.payment_id = p.id and e.type = 'order.paid' and e.position is not null where p.state = 'paid'`;
