import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { temporaryDataDirectory } from './cluster-home.js';
import { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from './embedded-postgres.js';
import { readPostmaster } from './postmaster-file.js';

/** Speed instead of safety against power failure; tests kill processes, not machines. */
export const settings = { fsync: 'off', shared_buffers: '16MB' };

/** A folder for the data folders of one spec file, and whatever was started in it. */
export class Workbench {
  folder = '';
  /** The data folder that `start` and `serverPid` are about. */
  dataDir = '';
  /** What was logged since the last `tidy`. */
  lines: string[] = [];
  readonly #running: EmbeddedPostgres[] = [];

  async open(): Promise<void> {
    this.folder = await temporaryDataDirectory();
  }

  async start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
    const postgres = await startEmbeddedPostgres({
      dataDir: this.dataDir,
      settings,
      log: (line) => {
        // Said once where root runs the tests of a project under its own home.
        if (!line.startsWith('Postgres was copied to')) this.lines.push(line);
      },
      fallbackRoot: join(this.folder, 'lib'),
      ...options,
    });
    this.#running.push(postgres);
    return postgres;
  }

  /** Process of the server on the data folder; 0 when none runs. */
  async serverPid(): Promise<number> {
    const state = await readPostmaster(join(this.dataDir, 'pgdata'));
    return state.kind === 'running' ? state.pid : 0;
  }

  /** After each test. */
  async tidy(): Promise<void> {
    for (const postgres of this.#running.splice(0)) await postgres.stop();
    this.lines = [];
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** One query on a connection of its own. */
export async function query<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** The error with which something is expected to fail. */
export async function failure(promise: Promise<unknown>): Promise<Error> {
  const result = await promise.then(
    () => null,
    (error: unknown) => error,
  );
  if (result instanceof Error) return result;
  throw new Error('it was expected to fail');
}
