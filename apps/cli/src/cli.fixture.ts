import { Readable } from 'node:stream';
import type { DataSource } from 'typeorm';
import { paymentEntities, paymentMigrations } from '#payments';
import { loadConfig, openDatabase, SystemClock } from '#platform';
import {
  TEST_MASTER_KEY,
  testDatabase,
  type TestDatabase,
  TestGateway,
  testQueue,
  testShop,
  type TestShop,
} from '#testing';
import { runCli } from './cli.js';

/** What one command line said, and how it ended. */
export interface CliRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export type Environment = Record<string, string | undefined>;

export async function runWith(env: Environment, ...argv: string[]): Promise<CliRun> {
  return runWithInput({ env, input: '' }, ...argv);
}

/** The same with text piped into it. */
export async function runWithInput(
  { env, input }: { env: Environment; input: string },
  ...argv: string[]
): Promise<CliRun> {
  let out = '';
  let err = '';
  const code = await runCli(argv, {
    env,
    write: (text) => void (out += text),
    complain: (text) => void (err += text),
    input: Readable.from([input]),
  });
  return { code, out, err };
}

/** A shop with a gateway on a database of its own, and the command line beside it. */
export interface CliWorld {
  readonly env: Environment;
  readonly shop: TestShop;
  readonly gateway: TestGateway;
  readonly database: TestDatabase;
  readonly dataSource: DataSource;
  run(...argv: string[]): Promise<CliRun>;
  close(): Promise<void>;
}

export async function openWorld(): Promise<CliWorld> {
  const database = await testDatabase();
  const gateway = await TestGateway.start();
  const queue = testQueue(database);
  const env = {
    DATABASE_URL: database.url,
    QUEUE_URL: queue.url,
    QUEUE_PREFIX: queue.prefix,
    CHASQUI_MASTER_KEY: TEST_MASTER_KEY,
    GATEWAY_TIMEOUT: 'PT5S',
    GATEWAY_CALLER_WAIT: 'PT5S',
    WEBHOOK_ALLOWED_SOURCES: '200.62.0.0/16',
    // Nobody listens there: what the doctor says about other processes does not depend on this machine's.
    WEBHOOK_INGEST_PORT: '1',
    CHECKOUT_API_PORT: '1',
  };
  const config = loadConfig(env, 'cli');
  const dataSource = await openDatabase(config.database, {
    entities: paymentEntities,
    migrations: paymentMigrations,
    applicationName: 'cli-spec',
  });
  const shop = await testShop({ dataSource, clock: new SystemClock(), gateway, settings: config });
  return {
    env,
    shop,
    gateway,
    database,
    dataSource,
    run: (...argv) => runWith(env, ...argv),
    async close() {
      await shop.close();
      await dataSource.destroy();
      await gateway.close();
      await database.drop();
    },
  };
}
