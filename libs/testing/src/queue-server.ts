import pg from 'pg';
import { postgresServer, type PostgresServer } from './postgres-server.js';
import { redisServer } from './redis-server.js';
import { testQueueKind, type TestQueueKind } from './test-queue.js';
import { waitFor } from './wait-for.js';

/** A queue server of the test's own, of the kind this run is for: to be stopped, killed and emptied. */
export interface QueueServer {
  readonly kind: TestQueueKind;
  readonly url: string;
  start(): Promise<void>;
  /** Ends it, if it runs. Redis forgets, Postgres remembers. */
  stop(): Promise<void>;
  kill(): Promise<void>;
  /** Every key, or every row of every queue table, is gone; the server and its connections stay. */
  empty(): Promise<void>;
  /** Commands are taken and not answered, until the returned function is called. */
  hang(): Promise<() => Promise<void>>;
  /** Connections of others. */
  connections(): Promise<number>;
}

export async function queueServer(): Promise<QueueServer> {
  return testQueueKind() === 'redis' ? ownRedis() : ownPostgres();
}

async function ownRedis(): Promise<QueueServer> {
  const server = await redisServer();
  return {
    kind: 'redis',
    url: server.url,
    start: () => server.start(),
    stop: () => server.stop(),
    kill: () => server.kill(),
    empty: () => server.flushall(),
    hang: () => {
      server.freeze();
      return Promise.resolve(() => Promise.resolve(server.thaw()));
    },
    connections: () => server.clients(),
  };
}

async function ownPostgres(): Promise<QueueServer> {
  const server = await postgresServer();
  return {
    kind: 'postgres',
    url: server.url,
    start: () => server.start(),
    stop: () => server.stop(),
    kill: () => server.kill(),
    empty: () => emptyQueueTables(server),
    hang: () => lockJobs(server.url),
    connections: () => server.connections(),
  };
}

/** Every row of every queue table is gone. */
export async function emptyQueueTables(database: Pick<PostgresServer, 'query'>): Promise<void> {
  // Workers hold locks of their own, and one of the two sides may lose.
  await waitFor(() => database.query(TRUNCATE_QUEUES), { what: 'the queue tables to be emptied' });
}

/** A lock that nobody else's command passes. */
async function lockJobs(url: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('begin');
  await client.query('lock table bullmq.job, bullmq.dedup in access exclusive mode');
  return () => client.end();
}

/** All tables but the ledger of migrations, which says what the schema is and not what is queued. */
const TRUNCATE_QUEUES = `
do $$ declare tables text; begin
  select string_agg(format('bullmq.%I', tablename), ', ') into tables
    from pg_tables where schemaname = 'bullmq' and tablename <> 'migration';
  execute 'truncate ' || tables || ' cascade';
end $$`;
