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
import { isSchemaLost, isUnavailable } from './postgres-errors.js';
import { QueueLink } from './queue-link.js';
import { errorText, type ThrottledLog } from './queue-log.js';
import { settledWithin } from './time-limit.js';

/** Connections beyond those that workers hold for LISTEN: what commands share. */
const COMMAND_CONNECTIONS = 8;
const CONNECT_TIMEOUT_MS = 5_000;
const QUERY_TIMEOUT_MS = 30_000;
const RETRY_EVERY_MS = 1_000;
const END_LIMIT_MS = 5_000;

/**
 * The schema of BullMQ's tables, since BullMQ only sets its own for pools of its own. And nobody waits for the disk: a
 * crash of Postgres may lose the wake-ups of its last moments, and the sweeps find what they would have announced.
 */
const SESSION = '-c search_path=bullmq -c synchronous_commit=off';

/**
 * Connections to Postgres as a queue: one pool for every Queue and Worker of the process. Each worker
 * holds one connection for LISTEN, so a pool that is not larger than its workers would stop without a word.
 */
export class PostgresLink extends QueueLink {
  readonly kind = 'postgres';
  private readonly pool: PgPool;
  private readonly ready: Promise<void>;
  private readonly stopped = new AbortController();
  private migrated = false;
  private becomeReady: () => void = () => undefined;
  private giveUp: (reason: Error) => void = () => undefined;

  private constructor(options: { url: string; workers: number }, log: ThrottledLog) {
    super(log);
    this.pool = openPool(options.url, options.workers + COMMAND_CONNECTIONS);
    this.pool.on('error', (error) => this.report(error));
    // A client that is checked out and loses its server would otherwise end the process.
    this.pool.on('connect', (client) => client.on('error', (error) => this.report(error)));
    this.ready = new Promise<void>((resolve, reject) => {
      this.becomeReady = resolve;
      this.giveUp = reject;
    });
    this.ready.catch(() => undefined);
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
    const backend = createPostgresBackend(name, { ...options, connection: this.pool }, needs);
    // BullMQ asks for the schema once and keeps the answer for ever, also "no connection". Ours is asked until it is yes.
    backend.connection.waitUntilReady = () => this.ready;
    return backend;
  }

  /** Queue tables that somebody dropped are made again: what they held were wake-ups. */
  override commandFailed(error: unknown): void {
    if (!this.migrated || !isSchemaLost(error)) return;
    this.migrated = false;
    this.log.write('warn', 'schema-lost', {}, 'Queue tables are gone and are made again');
    void this.prepareLater();
  }

  async close(): Promise<void> {
    this.stopped.abort();
    this.giveUp(new Error('The queue is closed.'));
    if (!(await settledWithin(this.pool.end(), END_LIMIT_MS))) {
      this.log.write('error', 'pool-end', {}, 'A Queue or Worker was still open when its backend was closed');
    }
  }

  private async prepare(): Promise<void> {
    await withClient(this.pool, migrate);
    this.migrated = true;
    this.becomeReady();
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
    // A server that goes down while its connections are being closed is no news.
    if (this.stopped.signal.aborted) return;
    const text = errorText(error);
    this.log.write('warn', `postgres:${text}`, { error: text }, 'Queue server (Postgres) is not reachable');
  }
}

/** Brings the queue tables of a database to the current schema, under BullMQ's own lock. Rejects when the server refuses. */
export async function migrateQueueDatabase(url: string): Promise<void> {
  const pool = openPool(url, 1);
  // A server that is stopped right afterwards may still speak to the connection that is being closed.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
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
  const pool = new pg.Pool({
    connectionString: ownOptions ? address.toString() : url,
    options: ownOptions ? `${ownOptions} ${SESSION}` : SESSION,
    application_name: 'chasqui-queue',
    max,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
  });
  // Every Queue and Worker listens to the one pool.
  pool.setMaxListeners(0);
  return asPgPool(pool);
}

function asPgPool(pool: unknown): PgPool {
  // BullMQ's own view of a pool, which the types of pg do not match although the pool does.
  if (!isPgPool(pool)) throw new Error('pg.Pool is not what BullMQ takes for a pool.');
  return pool;
}
