import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import pg from 'pg';
import { paymentEntities, paymentMigrations } from '#payments';
import { createDataSource, migrateDatabase, startEmbeddedPostgres, temporaryDataDirectory } from '#platform';
import { migrateQueueDatabase } from '#queues';

/** Durable, as a merchant runs it: only memory and connections are set. */
const POSTGRES_SETTINGS = {
  shared_buffers: '512MB',
  max_wal_size: '4GB',
  min_wal_size: '2GB',
  max_connections: '200',
};
/** Of its log's files of 16 MB, as many as a measurement writes. */
const WAL_FILES = 64;
const TEMPLATE = 'bench_template';
const REDIS_LIMIT_MS = 10_000;

/** A database of one measurement, with the schema of product and queues. */
export interface BenchDatabase {
  readonly url: string;
  query<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<R[]>;
  drop(): Promise<void>;
}

export interface BenchPostgres {
  /** A copy of the migrated database, or an empty one. */
  database(schema?: 'migrated' | 'empty'): Promise<BenchDatabase>;
  stop(): Promise<void>;
}

/** The real servers under a run. What they keep is removed at the end. */
export class BenchServers {
  private postgresStarted: Promise<BenchPostgres> | undefined;
  private redisStarted: Promise<RedisProcess> | undefined;
  private closed: Promise<void> | undefined;

  private constructor(
    /** For logs and files of the run. */
    readonly folder: string,
    /** Of every Postgres, besides those that all runs have. */
    private readonly settings: Readonly<Record<string, string>>,
  ) {}

  static async open(settings: Readonly<Record<string, string>> = {}): Promise<BenchServers> {
    return new BenchServers(await temporaryDataDirectory(), settings);
  }

  /** The Postgres that measures share. */
  postgres(): Promise<BenchPostgres> {
    this.postgresStarted ??= this.startPostgres();
    return this.postgresStarted;
  }

  /** One more, with other settings; whoever starts it stops it. */
  async startPostgres(settings: Readonly<Record<string, string>> = {}): Promise<BenchPostgres> {
    const server = await startEmbeddedPostgres({
      dataDir: mkdtempSync(join(this.folder, 'postgres-')),
      settings: { ...POSTGRES_SETTINGS, ...this.settings, ...settings },
      endWithProcess: true,
      fallbackRoot: join(this.folder, 'programs'),
    });
    await useWalFiles(server.url);
    let templated: Promise<void> | undefined;
    return {
      database: async (schema = 'migrated') => {
        if (schema === 'migrated') await (templated ??= buildTemplate(server.url));
        return createDatabase(server.url, schema);
      },
      stop: () => server.stop(),
    };
  }

  /** The Redis that measures share, emptied. */
  async redis(): Promise<string> {
    this.redisStarted ??= RedisProcess.start(this.folder);
    const redis = await this.redisStarted;
    await redis.flush();
    return redis.url;
  }

  close(): Promise<void> {
    this.closed ??= this.stopAll();
    return this.closed;
  }

  private async stopAll(): Promise<void> {
    await (await this.redisStarted)?.stop();
    await (await this.postgresStarted)?.stop();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A server that has run for a while writes its log into files that it used before; making one takes tens of milliseconds. */
async function useWalFiles(serverUrl: string): Promise<void> {
  for (let nth = 0; nth < WAL_FILES; nth += 1) {
    await ask(serverUrl, `select pg_logical_emit_message(false, 'bench', '')`);
    await ask(serverUrl, 'select pg_switch_wal()');
  }
  await ask(serverUrl, 'checkpoint');
}

export function hasRedis(): boolean {
  return spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0;
}

async function createDatabase(serverUrl: string, schema: 'migrated' | 'empty'): Promise<BenchDatabase> {
  const name = `bench_${process.pid}_${(databases += 1)}`;
  await ask(serverUrl, `create database ${name} template ${schema === 'migrated' ? TEMPLATE : 'template1'}`);
  const pool = new pg.Pool({ connectionString: urlOf(serverUrl, name), max: 2, application_name: 'bench' });
  pool.on('error', () => undefined);
  return {
    url: urlOf(serverUrl, name),
    query: async <R extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
      (await pool.query<R>(text, values)).rows,
    drop: async () => {
      await pool.end();
      await ask(serverUrl, `drop database if exists ${name} with (force)`);
    },
  };
}

let databases = 0;

async function buildTemplate(serverUrl: string): Promise<void> {
  await ask(serverUrl, `create database ${TEMPLATE}`);
  const url = urlOf(serverUrl, TEMPLATE);
  await migrateQueueDatabase(url);
  const dataSource = createDataSource({
    url,
    poolSize: 2,
    entities: paymentEntities,
    migrations: paymentMigrations,
    applicationName: 'bench',
  });
  await dataSource.initialize();
  await migrateDatabase(dataSource);
  // Answers only where Postgres was started with it.
  await dataSource.query('create extension if not exists pg_stat_statements');
  await dataSource.destroy();
}

function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.toString();
}

async function ask(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** As the documentation of BullMQ sets it up for production: append-only file, written every second, no eviction. */
class RedisProcess {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly client: Redis,
  ) {}

  static async start(folder: string): Promise<RedisProcess> {
    const port = await freePort();
    const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
    const durable = ['--appendonly', 'yes', '--appendfsync', 'everysec', '--maxmemory-policy', 'noeviction'];
    const child = spawn('redis-server', [...settings, ...durable], { stdio: 'ignore' });
    process.on('exit', () => child.kill('SIGKILL'));
    const client = new Redis({ host: '127.0.0.1', port, maxRetriesPerRequest: null });
    // Until it listens, attempts fail and are repeated.
    client.on('error', () => undefined);
    const answered = await Promise.race([client.ping(), delay(REDIS_LIMIT_MS, 'late', { ref: false })]);
    if (answered !== 'PONG') throw new Error(`redis-server does not answer on port ${port}`);
    return new RedisProcess(`redis://127.0.0.1:${port}`, child, client);
  }

  async flush(): Promise<void> {
    await this.client.flushall();
  }

  async stop(): Promise<void> {
    this.client.disconnect();
    this.child.kill('SIGTERM');
    if (this.child.exitCode === null) await once(this.child, 'exit');
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('the operating system gave no port');
  return address.port;
}
