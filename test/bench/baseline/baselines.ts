import { BenchProcess } from '../bench-process.js';
import type { Bench } from '../measure.js';
import { GATEWAY_ACCOUNT } from '../product.js';
import type { BenchDatabase } from '../servers.js';

const FOLDER = 'dist/bench/baseline';

/** The receiver of notifications without its storing. */
export function startStoreNothing(bench: Bench): Promise<BenchProcess> {
  return BenchProcess.start({
    name: 'store-nothing',
    program: `${FOLDER}/store-nothing/main.js`,
    env: { BENCH_SECRET: GATEWAY_ACCOUNT.secretKey, HOST: '127.0.0.1', WEBHOOK_INGEST_PORT: '0' },
    folder: bench.servers.folder,
  });
}

/** One `queue.add` per webhook, on Redis. */
export async function startTextbookIngest(bench: Bench, redisUrl: string): Promise<BenchProcess> {
  return BenchProcess.start({
    name: 'textbook-ingest',
    program: `${FOLDER}/textbook/ingest.js`,
    env: { BENCH_SECRET: GATEWAY_ACCOUNT.secretKey, REDIS_URL: redisUrl },
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

/** The product's own sandbox, on a database of its own. */
export function startSandbox(bench: Bench, database: BenchDatabase): Promise<BenchProcess> {
  return BenchProcess.start({
    name: 'sandbox',
    program: 'dist/apps/sandbox/src/main.js',
    env: { DATABASE_URL: database.url, HOST: '127.0.0.1', SANDBOX_PORT: '0' },
    folder: bench.servers.folder,
  });
}

/** A payment created with two plain transactions around the call to the gateway. */
export function startTwoTransactions(
  bench: Bench,
  { database, gatewayUrl }: { database: BenchDatabase; gatewayUrl: string },
): Promise<BenchProcess> {
  return BenchProcess.start({
    name: 'two-transactions',
    program: `${FOLDER}/two-transactions/main.js`,
    env: {
      DATABASE_URL: database.url,
      HOST: '127.0.0.1',
      CHECKOUT_API_PORT: '0',
      PAGOEFECTIVO_BASE_URL: gatewayUrl,
      PAGOEFECTIVO_ID_SERVICE: GATEWAY_ACCOUNT.serviceId,
      PAGOEFECTIVO_ACCESS_KEY: GATEWAY_ACCOUNT.accessKey,
      PAGOEFECTIVO_SECRET_KEY: GATEWAY_ACCOUNT.secretKey,
    },
    folder: bench.servers.folder,
  });
}
