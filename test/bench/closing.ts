import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ROOT } from './bench-process.js';
import { interleaved } from './interleaved.js';
import { type Bench, type Measure, median, repetitionsOf, row } from './measure.js';
import { BenchProduct, MASTER_KEY } from './product.js';

const LEAST = 5_000;
const HOUR_MS = 3_600_000;

/** From where the orders start, and what PagoEfectivo says of their codes. */
const WAYS = [
  { words: 'deadline passed, then closed', state: 'pending', says: 'expired' },
  { words: 'closed', state: 'expiring', says: 'expired' },
  { words: 'deleted and closed', state: 'expiring', says: 'pending' },
] as const;

export const closing: Measure = {
  name: 'closing',
  about: 'due orders closed at a gateway that answers at once: our own work',
  async run(bench) {
    const count = bench.quick ? 1_000 : 100_000;
    const perSecond = await interleaved(bench, {
      repetitions: repetitionsOf(bench, 3),
      unit: 'orders per second',
      contestants: WAYS.map(({ words, state, says }) => ({
        name: words,
        measure: () => closeAll({ bench, count, state, says }),
      })),
    });
    return WAYS.map(({ words }) => {
      const repetitions = perSecond.get(words) ?? [];
      const measure = `${count.toLocaleString('en')} due orders: ${words}`;
      return row({ measure, unit: '/s', ours: median(repetitions), target: { of: 'ours', least: LEAST }, repetitions });
    });
  },
};

async function closeAll(parts: {
  bench: Bench;
  count: number;
  state: 'pending' | 'expiring';
  says: string;
}): Promise<number> {
  const { bench, count, state, says } = parts;
  const product = await BenchProduct.start(bench, { backend: 'postgres', apps: [] });
  try {
    const deadline = new Date();
    await product.openOrders({ from: 0, count, state, expiresAt: deadline });
    const { stdout } = await promisify(execFile)(process.execPath, ['test/closing/closing-process.mjs'], {
      cwd: ROOT,
      env: {
        PATH: process.env['PATH'],
        DATABASE_URL: product.database.url,
        CHASQUI_MASTER_KEY: MASTER_KEY,
        CLOSING_NOW: new Date(deadline.getTime() + HOUR_MS).toISOString(),
        CLOSING_SAYS: says,
      },
    });
    const run = JSON.parse(stdout) as { seconds: number; failures: number };
    const [books] = await product.database.query<{ closed: number }>(
      `select count(*)::int as closed from payment where state = 'expired' and stock = 'released'`,
    );
    if (run.failures > 0 || books?.closed !== count)
      throw new Error(`${books?.closed ?? 0} of ${count} orders were closed, with ${run.failures} failures`);
    return count / run.seconds;
  } finally {
    await product.stop();
  }
}
