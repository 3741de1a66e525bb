import type { BenchProcess } from './bench-process.js';
import { startSandbox, startTwoTransactions } from './baseline/baselines.js';
import { type Contestant, interleaved } from './interleaved.js';
import { LoadGenerator, QUICK } from './load-generator.js';
import { type Backend, type Bench, type Measure, median, repetitionsOf, row } from './measure.js';
import { API_KEY, BenchProduct } from './product.js';
import type { BenchDatabase } from './servers.js';

const CONNECTIONS = 16;
const LEAST = 0.6;

export const create: Measure = {
  name: 'create',
  about: `payments created at the sandbox without latency: closed loop, ${CONNECTIONS} connections`,
  async run(bench) {
    const opened: { stop(): Promise<void> }[] = [];
    const databases: BenchDatabase[] = [];
    const add = <Opened extends { stop(): Promise<void> }>(one: Opened): Opened => {
      opened.unshift(one);
      return one;
    };
    const emptyDatabase = async (): Promise<BenchDatabase> => {
      const database = await (await bench.servers.postgres()).database('empty');
      databases.push(database);
      return database;
    };
    try {
      const generator = add(await LoadGenerator.start(bench.servers.folder));
      const sandbox = add(await startSandbox(bench, await emptyDatabase()));
      const plain = add(
        await startTwoTransactions(bench, { database: await emptyDatabase(), gatewayUrl: sandbox.url }),
      );
      const contestants = [contestant({ bench, generator, name: 'two transactions', origin: plain.url })];
      for (const backend of bench.backends)
        contestants.push(
          contestant({
            bench,
            generator,
            name: backend,
            origin: await startCheckout({ bench, backend, sandbox, add }),
          }),
        );
      const perSecond = await interleaved(bench, {
        repetitions: repetitionsOf(bench, 5),
        unit: 'per second',
        contestants,
      });
      const against = {
        what: 'two plain transactions around the call',
        value: median(perSecond.get('two transactions') ?? []),
      };
      return bench.backends.map((backend) => {
        const repetitions = perSecond.get(backend) ?? [];
        const target = { of: 'ratio', least: LEAST } as const;
        const ours = median(repetitions);
        return row({ measure: 'payments created', backend, unit: '/s', ours, against, target, repetitions });
      });
    } finally {
      for (const one of opened) await one.stop();
      for (const database of databases) await database.drop();
    }
  },
};

async function startCheckout(parts: {
  bench: Bench;
  backend: Backend;
  sandbox: BenchProcess;
  add: (product: BenchProduct) => BenchProduct;
}): Promise<string> {
  const { bench, backend, sandbox, add } = parts;
  const product = await BenchProduct.start(bench, {
    backend,
    apps: ['checkout-api'],
    gatewayUrl: sandbox.url,
    env: { GATEWAY_BUDGET_PER_MINUTE: '100000' },
  });
  return add(product).url('checkout-api');
}

type Creator = Backend | 'two transactions';

function contestant(parts: {
  bench: Bench;
  generator: LoadGenerator;
  name: Creator;
  origin: string;
}): Contestant<Creator> {
  const { bench, generator, name, origin } = parts;
  const lengths = bench.quick ? QUICK : { repeat: false, warmUpMs: 2_000, measureMs: 5_000 };
  return {
    name,
    measure: async (repetition) => {
      const count = bench.quick ? 40 : 20_000;
      await generator.prepare({ kind: 'payments', apiKey: API_KEY, prefix: `${name}-${repetition}`, count });
      const plan = { kind: 'closed', connections: CONNECTIONS, ...lengths } as const;
      return (await generator.run(origin, plan, [201])).perSecond;
    },
  };
}
