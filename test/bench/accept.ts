import { startStoreNothing, startTextbookIngest } from './baseline/baselines.js';
import { LoadGenerator } from './load-generator.js';
import { type Bench, type Measure, median, row, type Row } from './measure.js';
import { BenchProduct, FIRST_CIP, SECRET } from './product.js';
import { hasRedis } from './servers.js';

const CONNECTIONS = 64;
const STORED_LEAST = 0.85;
const TEXTBOOK_LEAST = 2.5;

/** One server under test, and the rate of each of its repetitions. */
interface Contestant {
  readonly name: string;
  readonly origin: string;
  readonly perSecond: number[];
}

export const accept: Measure = {
  name: 'accept',
  about: `notifications verified, stored and answered 200: closed loop, ${CONNECTIONS} connections`,
  async run(bench) {
    const generator = await LoadGenerator.start(bench.servers.folder);
    const storeNothing = await startStoreNothing(bench);
    const products = await startProducts(bench);
    // Its jobs lie beside those of our own: keys of BullMQ begin with `bull:` there, with `{chasqui}` here.
    const textbook = hasRedis() ? await startTextbookIngest(bench, await bench.servers.redis()) : undefined;
    try {
      await generator.prepare({
        kind: 'notifications',
        secret: SECRET,
        firstCip: FIRST_CIP,
        count: bench.quick ? 200 : 20_000,
      });
      const contestants: Contestant[] = [
        { name: 'stores nothing', origin: storeNothing.url, perSecond: [] },
        ...products.map(({ backend, product }) => ({
          name: backend,
          origin: product.url('webhook-ingest'),
          perSecond: [],
        })),
        ...(textbook === undefined ? [] : [{ name: 'textbook', origin: textbook.url, perSecond: [] }]),
      ];
      await repeat(bench, generator, contestants);
      return rowsOf(bench, contestants);
    } finally {
      await Promise.all([generator.stop(), storeNothing.stop(), textbook?.stop()]);
      for (const { product } of products) await product.stop();
    }
  },
};

async function startProducts(bench: Bench) {
  const products = [];
  for (const backend of bench.backends)
    products.push({ backend, product: await BenchProduct.start(bench, { backend, apps: ['webhook-ingest'] }) });
  return products;
}

/** One after the other, again and again: what slows the machine down for a while slows all of them down. */
async function repeat(bench: Bench, generator: LoadGenerator, contestants: readonly Contestant[]): Promise<void> {
  const { warmUpMs, measureMs, repetitions } = bench.quick
    ? { warmUpMs: 100, measureMs: 300, repetitions: 1 }
    : { warmUpMs: 1_500, measureMs: 4_000, repetitions: 7 };
  for (let repetition = 1; repetition <= repetitions; repetition += 1) {
    for (const { name, origin, perSecond } of contestants) {
      const plan = { kind: 'closed', connections: CONNECTIONS, warmUpMs, measureMs, repeat: true } as const;
      const report = await generator.run(origin, plan);
      perSecond.push(report.perSecond);
      bench.say(
        `  ${repetition}/${repetitions} ${name}: ${Math.round(report.perSecond)} per second, p99 ${report.p99Ms.toFixed(1)} ms`,
      );
    }
  }
}

function rowsOf(bench: Bench, contestants: readonly Contestant[]): Row[] {
  const find = (name: string): Contestant | undefined => contestants.find((contestant) => contestant.name === name);
  const rows = (against: string, measure: string, what: string, least: number): Row[] =>
    bench.backends.flatMap((backend) => {
      const ours = find(backend);
      const other = find(against);
      if (ours === undefined || other === undefined) return [];
      return row({
        measure,
        backend,
        unit: '/s',
        ours: median(ours.perSecond),
        against: { what, value: median(other.perSecond) },
        target: { of: 'ratio', least },
        repetitions: ours.perSecond,
      });
    });
  return [
    ...rows('stores nothing', 'notifications accepted', 'the same server storing nothing', STORED_LEAST),
    ...rows('textbook', 'notifications accepted, against the textbook', 'one queue.add per webhook', TEXTBOOK_LEAST),
  ];
}
