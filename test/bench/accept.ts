import { startStoreNothing, startTextbookIngest } from './baseline/baselines.js';
import { type Contestant, interleaved } from './interleaved.js';
import { LoadGenerator, QUICK } from './load-generator.js';
import { type Backend, type Bench, type Measure, median, repetitionsOf, row, type Row } from './measure.js';
import { BenchProduct, FIRST_CIP, GATEWAY_ACCOUNT } from './product.js';
import { hasRedis } from './servers.js';

const CONNECTIONS = 64;
const STORED_LEAST = 0.85;
const TEXTBOOK_LEAST = 2.5;

export type Receiver = Backend | 'stores nothing' | 'textbook';

export const accept: Measure = {
  name: 'accept',
  about: `notifications verified, stored and answered 200: closed loop, ${CONNECTIONS} connections`,
  run: (bench) =>
    withReceivers(bench, async (receivers, generator) => {
      const lengths = bench.quick ? QUICK : ({ repeat: true, warmUpMs: 1_500, measureMs: 4_000 } as const);
      const plan = { kind: 'closed', connections: CONNECTIONS, ...lengths } as const;
      const contestants = [...receivers].map(([name, origin]): Contestant<Receiver> => ({
        name,
        measure: async () => (await generator.run(origin, plan)).perSecond,
      }));
      return rowsOf(
        bench,
        await interleaved(bench, { repetitions: repetitionsOf(bench, 7), unit: 'per second', contestants }),
      );
    }),
};

/** Everything that receives notifications, each a process that has nothing else to do, by where it listens. */
export async function withReceivers<Result>(
  bench: Bench,
  work: (receivers: ReadonlyMap<Receiver, string>, generator: LoadGenerator) => Promise<Result>,
): Promise<Result> {
  const opened: { stop(): Promise<void> }[] = [];
  const add = <Opened extends { stop(): Promise<void> }>(one: Opened): Opened => {
    opened.push(one);
    return one;
  };
  try {
    const generator = add(await LoadGenerator.start(bench.servers.folder));
    const receivers = new Map<Receiver, string>();
    receivers.set('stores nothing', add(await startStoreNothing(bench)).url);
    for (const backend of bench.backends) {
      const product = add(await BenchProduct.start(bench, { backend, apps: ['webhook-ingest'] }));
      receivers.set(backend, product.url('webhook-ingest'));
    }
    if (hasRedis()) receivers.set('textbook', add(await startTextbookIngest(bench, await bench.servers.redis())).url);
    const count = bench.quick ? 200 : 20_000;
    await generator.prepare({ kind: 'notifications', secret: GATEWAY_ACCOUNT.secretKey, firstCip: FIRST_CIP, count });
    for (const [name, origin] of receivers) await expectRefusal(name, origin);
    return await work(receivers, generator);
  } finally {
    await Promise.all(opened.map((one) => one.stop()));
  }
}

/** One that does not verify is no contestant. */
async function expectRefusal(name: string, origin: string): Promise<void> {
  const { status } = await fetch(`${origin}/webhooks/pagoefectivo`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'pe-signature': '0'.repeat(64) },
    body: '{"eventType":"cip.paid"}',
  });
  if (status !== 401 && status !== 403) throw new Error(`${name} answered ${status} to a wrong signature`);
}

function rowsOf(bench: Bench, perSecond: ReadonlyMap<Receiver, readonly number[]>): Row[] {
  const against = (other: Receiver, words: { measure: string; what: string; least: number }): Row[] => {
    const others = perSecond.get(other);
    if (others === undefined) return [];
    return bench.backends.map((backend) => {
      const repetitions = perSecond.get(backend) ?? [];
      return row({
        measure: words.measure,
        backend,
        unit: '/s',
        ours: median(repetitions),
        against: { what: words.what, value: median(others) },
        target: { of: 'ratio', least: words.least },
        repetitions,
      });
    });
  };
  return [
    ...against('stores nothing', {
      measure: 'accepted durably',
      what: 'the same server storing nothing',
      least: STORED_LEAST,
    }),
    ...against('textbook', {
      measure: 'accepted durably, against the textbook',
      what: 'one queue.add per webhook',
      least: TEXTBOOK_LEAST,
    }),
  ];
}
