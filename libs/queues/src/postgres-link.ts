import { setTimeout as pause } from 'node:timers/promises';
import {
  LATEST_SCHEMA_VERSION,
  SchemaMigrationRequiredError,
  assertSchemaCompatibility,
  createPostgresBackend,
  isPgPool,
  runMigrations,
  type BackendFactory,
  type IQueueBackend,
  type PgPool,
  type PgPoolClient,
  type QueueBaseOptions,
} from 'bullmq';
import pg from 'pg';
import { QueueLink } from './queue-link.js';
import type { ThrottledLog } from './queue-log.js';
import { QueuePool, isUnavailable } from './queue-pool.js';
import { settledWithin } from './time-limit.js';

/** Connections beyond those that workers hold for LISTEN: what commands share. */
const COMMAND_CONNECTIONS = 8;
const CONNECT_TIMEOUT_MS = 5_000;
const QUERY_TIMEOUT_MS = 30_000;
const RETRY_EVERY_MS = 1_000;
const END_LIMIT_MS = 5_000;

/** The schema of BullMQ's tables; the pool's search_path points at it, since BullMQ only sets its own for pools of its own. */
const SEARCH_PATH = '-c search_path=bullmq';

/**
 * Connections to Postgres as a queue: one pool for every Queue and Worker of the process. Each worker
 * holds one connection for LISTEN, so a pool that is not larger than its workers would stop without a word.
 */
export class PostgresLink extends QueueLink {
  readonly kind = 'postgres';
  private readonly pool: PgPool;
  private readonly gate: QueuePool;
  private readonly stopped = new AbortController();
  private migrated = false;
  private openGate: () => void = () => undefined;
  private shutGate: (reason: Error) => void = () => undefined;

  private constructor(options: { url: string; workers: number }, log: ThrottledLog) {
    super(log);
    this.pool = openPool(options.url, options.workers + COMMAND_CONNECTIONS);
    this.pool.on('error', (error) => this.report(error));
    // A client that is checked out and loses its server would otherwise end the process.
    this.pool.on('connect', (client) => client.on('error', (error) => this.report(error)));
    const ready = new Promise<void>((resolve, reject) => {
      this.openGate = resolve;
      this.shutGate = reject;
    });
    ready.catch(() => undefined);
    this.gate = new QueuePool(this.pool, ready, () => this.restoreSchema());
  }

  /**
   * Brings BullMQ's schema up to date. A server that is away does not stop the caller (the schema follows
   * when it is back); one that refuses does.
   */
  static async open(options: { url: string; workers: number }, log: ThrottledLog): Promise<PostgresLink> {
    const link = new PostgresLink(options, log);
    try {
      await link.prepare();
    } catch (error) {
      if (!isUnavailable(error)) {
        await link.close();
        throw error;
      }
      link.report(error);
      void link.prepareLater();
    }
    return link;
  }

  isReady(): boolean {
    return this.migrated;
  }

  async ping(): Promise<void> {
    await this.pool.query('select 1');
  }

  createBackend(
    name: string,
    options: QueueBaseOptions,
    needs: NonNullable<Parameters<BackendFactory>[2]>,
  ): IQueueBackend {
    return createPostgresBackend(name, { ...options, connection: this.gate }, needs);
  }

  async close(): Promise<void> {
    this.stopped.abort();
    this.shutGate(new Error('The queue is closed.'));
    if (!(await settledWithin(this.pool.end(), END_LIMIT_MS))) {
      this.log.write('error', 'pool-end', {}, 'A Queue or Worker was still open when its backend was closed');
    }
  }

  private async prepare(): Promise<void> {
    await withClient(this.pool, migrate);
    this.migrated = true;
    this.openGate();
  }

  /** The tables can be made anew at any time: what they held were wake-ups. */
  private restoreSchema(): void {
    if (!this.migrated) return;
    this.migrated = false;
    this.log.write('warn', 'schema-lost', {}, 'Queue tables are gone and are made again');
    void this.prepareLater();
  }

  private async prepareLater(): Promise<void> {
    while (!this.migrated) {
      try {
        await pause(RETRY_EVERY_MS, undefined, { signal: this.stopped.signal });
        await this.prepare();
      } catch (error) {
        if (this.stopped.signal.aborted) return;
        this.report(error);
      }
    }
  }

  private report(error: unknown): void {
    const text = error instanceof Error ? error.message || String(error) : String(error);
    this.log.write('warn', `postgres:${text}`, { error: text }, 'Queue server (Postgres) is not reachable');
  }
}

/** Brings the queue tables of a database to the current schema, under BullMQ's own lock. Rejects when the server refuses. */
export async function migrateQueueDatabase(url: string): Promise<void> {
  const pool = openPool(url, 1);
  try {
    await withClient(pool, migrate);
  } finally {
    await pool.end();
  }
}

/** A schema that is current is only read, so that an app may run as a role that cannot change it. */
async function migrate(client: PgPoolClient): Promise<void> {
  const version = await assertSchemaCompatibility(client).catch((error: unknown) => {
    if (error instanceof SchemaMigrationRequiredError) return 0;
    throw error;
  });
  if (version < LATEST_SCHEMA_VERSION) await runMigrations(client);
}

async function withClient(pool: PgPool, work: (client: PgPoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await work(client);
  } finally {
    client.release();
  }
}

function openPool(url: string, max: number): PgPool {
  const address = new URL(url);
  const ownOptions = address.searchParams.get('options');
  address.searchParams.delete('options');
  const pool: unknown = new pg.Pool({
    connectionString: ownOptions ? address.toString() : url,
    options: ownOptions ? `${ownOptions} ${SEARCH_PATH}` : SEARCH_PATH,
    application_name: 'chasqui-queue',
    max,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
  });
  // BullMQ's own view of a pool, which the types of pg do not match although the pool does.
  if (!isPgPool(pool)) throw new Error('pg.Pool is not what BullMQ takes for a pool.');
  return pool;
}
