import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { withClient } from './postgres-server.js';
import './test-context.js';

export interface TestDatabase {
  name: string;
  url: string;
  /** One query on a connection of its own, for looking from outside. */
  query<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<R[]>;
  /** Connections of others to this database, optionally only those whose application_name begins with `prefix`. */
  connections(prefix?: string): Promise<number>;
  /** Ends every connection of others, as a restart of the server would. */
  terminateConnections(): Promise<void>;
  /** Ends every connection and removes the database. */
  drop(): Promise<void>;
}

export interface TestDatabaseOptions {
  /** `payments`: the whole model and the queue tables (default). `queues`: only the queue tables. `empty`: nothing. */
  schema?: 'payments' | 'queues' | 'empty';
  /** Of the server that it is made on; the one of the test run when absent. */
  serverUrl?: string;
}

/**
 * A database of the spec file's own, cloned from a template that the first one to ask builds:
 *
 *     beforeAll(async () => { database = await testDatabase(); });
 *     afterAll(() => database.drop());
 */
export async function testDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const { schema = 'payments', serverUrl = inject('chasquiPostgresUrl') } = options;
  const name = `spec_${randomBytes(6).toString('hex')}`;
  await withClient(serverUrl, async (client) => {
    const template = schema === 'empty' ? 'template1' : await templateFor({ schema, serverUrl }, client);
    await client.query(`create database ${name} template ${template}`);
  });
  return new ClonedDatabase(name, serverUrl);
}

class ClonedDatabase implements TestDatabase {
  readonly url: string;

  constructor(
    readonly name: string,
    private readonly serverUrl: string,
  ) {
    this.url = urlOf(serverUrl, name);
  }

  async query<R extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<R[]> {
    return withClient(this.url, async (client) => (await client.query<R>(text, values)).rows);
  }

  async connections(prefix = ''): Promise<number> {
    const rows = await this.ask<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity where datname = $1 and starts_with(application_name, $2)`,
      [this.name, prefix],
    );
    return rows[0]?.count ?? 0;
  }

  async terminateConnections(): Promise<void> {
    await this.ask('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [this.name]);
  }

  async drop(): Promise<void> {
    await this.ask(`drop database if exists ${this.name} with (force)`);
  }

  private ask<R extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<R[]> {
    return withClient(this.serverUrl, async (client) => (await client.query<R>(text, values)).rows);
  }
}

/** The template of this schema. Spec files run side by side, so it is built under a lock, once per test run. */
async function templateFor(
  { schema, serverUrl }: { schema: 'payments' | 'queues'; serverUrl: string },
  client: pg.Client,
): Promise<string> {
  const name = `template_${schema}`;
  await client.query('select pg_advisory_lock(hashtext($1))', [name]);
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1 and datistemplate', [name]);
    if (rowCount === 0) await buildTemplate({ name, schema, url: urlOf(serverUrl, name) }, client);
  } finally {
    await client.query('select pg_advisory_unlock(hashtext($1))', [name]);
  }
  return name;
}

async function buildTemplate(
  { name, schema, url }: { name: string; schema: 'payments' | 'queues'; url: string },
  client: pg.Client,
): Promise<void> {
  // One that a failed build left behind is not marked as a template.
  await client.query(`drop database if exists ${name} with (force)`);
  await client.query(`create database ${name}`);
  const { migrateQueueDatabase } = await import('#queues');
  await migrateQueueDatabase(url);
  if (schema === 'payments') await migratePayments(url);
  await client.query(`alter database ${name} is_template true`);
}

/** Loaded only by the one process that builds the template. */
async function migratePayments(url: string): Promise<void> {
  const [{ createDataSource, migrateDatabase }, { paymentEntities, paymentMigrations }] = await Promise.all([
    import('#platform'),
    import('#payments'),
  ]);
  const dataSource = createDataSource({
    url,
    poolSize: 2,
    entities: paymentEntities,
    migrations: paymentMigrations,
    applicationName: 'chasqui-template',
  });
  await dataSource.initialize();
  try {
    await migrateDatabase(dataSource);
  } finally {
    await dataSource.destroy();
  }
}

function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.toString();
}
