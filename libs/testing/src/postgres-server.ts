import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { EmbeddedPostgres } from '#platform';
import pg from 'pg';
import { inject } from 'vitest';
import './test-context.js';
import { startTestPostgres } from './test-servers.js';
import { waitFor } from './wait-for.js';

/** A Postgres of the test's own, for tests that stop or kill it. Others share the one of the global setup. */
export interface PostgresServer {
  readonly url: string;
  readonly port: number;
  /** Starts it (again) on the same port, with what it stored. */
  start(): Promise<void>;
  /** Ends it, if it runs; its files go with the test run. */
  stop(): Promise<void>;
  /** SIGKILL to the postmaster, as when the machine loses power. */
  kill(): Promise<void>;
  /** SIGSTOP to all its processes: connections stay open and nothing answers, until the returned function is called. */
  freeze(): Promise<() => void>;
  query<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<R[]>;
  /** Connections of others. */
  connections(): Promise<number>;
}

export interface PostgresServerOptions {
  /** Takes the data; a folder of the test run when absent. */
  dataDir?: string;
  settings?: Readonly<Record<string, string>>;
}

export async function postgresServer(options: PostgresServerOptions = {}): Promise<PostgresServer> {
  const folder = inject('chasquiFolder');
  const dataDir = options.dataDir ?? join(await mkdtemp(join(folder, 'own-')), 'data');
  const place = { folder, dataDir, ...(options.settings ? { settings: options.settings } : {}) };
  return new PostgresProcess(place, await startTestPostgres(place));
}

class PostgresProcess implements PostgresServer {
  readonly url: string;
  readonly port: number;

  constructor(
    private readonly place: Parameters<typeof startTestPostgres>[0],
    private running: EmbeddedPostgres,
  ) {
    this.url = running.url;
    this.port = running.port;
  }

  async start(): Promise<void> {
    this.running = await startTestPostgres({ ...this.place, port: this.port });
    if (this.running.port !== this.port) throw new Error(`Somebody else took port ${this.port} meanwhile.`);
  }

  async stop(): Promise<void> {
    await this.running.stop();
  }

  async kill(): Promise<void> {
    process.kill(this.running.pid, 'SIGKILL');
    await waitFor(async () => !(await this.answers()), { what: 'the killed Postgres to be gone' });
    // Nothing is left to stop; this gives the data folder back.
    await this.running.stop();
  }

  async freeze(): Promise<() => void> {
    const backends = await this.query<{ pid: number }>(
      'select pid from pg_stat_activity where pid <> pg_backend_pid()',
    );
    const pids = [this.running.pid, ...backends.map(({ pid }) => pid)];
    for (const pid of pids) signal(pid, 'SIGSTOP');
    return () => {
      for (const pid of pids) signal(pid, 'SIGCONT');
    };
  }

  async query<R extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<R[]> {
    return withClient(this.url, async (client) => (await client.query<R>(text, values)).rows);
  }

  async connections(): Promise<number> {
    const rows = await this.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    return rows[0]?.count ?? 0;
  }

  private async answers(): Promise<boolean> {
    return this.query('select 1').then(
      () => true,
      () => false,
    );
  }
}

/** A backend may have ended meanwhile. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** One piece of work on a connection of its own, which the tests' own counts do not count. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'chasqui-testing' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
