import { BenchProcess } from '../bench-process.js';
import type { Bench } from '../measure.js';
import { SECRET } from '../product.js';
import type { BenchDatabase } from '../servers.js';

const FOLDER = 'dist/bench/baseline';

/** The receiver of notifications without its storing. */
export function startStoreNothing(bench: Bench): Promise<BenchProcess> {
  return BenchProcess.start({
    name: 'store-nothing',
    program: `${FOLDER}/store-nothing/main.js`,
    env: { BENCH_SECRET: SECRET, HOST: '127.0.0.1', WEBHOOK_INGEST_PORT: '0' },
    folder: bench.servers.folder,
  });
}

/** One `queue.add` per webhook, on Redis. */
export async function startTextbookIngest(bench: Bench, redisUrl: string): Promise<BenchProcess> {
  return BenchProcess.start({
    name: 'textbook-ingest',
    program: `${FOLDER}/textbook/ingest.js`,
    env: { BENCH_SECRET: SECRET, REDIS_URL: redisUrl },
    folder: bench.servers.folder,
  });
}

/** One job and one transaction per notification. It makes its tables when it starts. */
export async function startTextbookWorker(
  bench: Bench,
  { redisUrl, database }: { redisUrl: string; database: BenchDatabase },
): Promise<BenchProcess> {
  return BenchProcess.start({
    name: 'textbook-worker',
    program: `${FOLDER}/textbook/worker.js`,
    env: { REDIS_URL: redisUrl, DATABASE_URL: database.url },
    folder: bench.servers.folder,
  });
}
