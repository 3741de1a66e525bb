import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { chooseServerUser, ensureCluster, readPassword, ROLE } from './cluster.js';
import { chooseClusterHome, DEFAULT_FALLBACK_ROOT, findClusterHome, prepareDataDirectory } from './cluster-home.js';
import { DataLock } from './data-lock.js';
import { EmbeddedPostgresError, EmbeddedPostgresInUseError } from './embedded-postgres.error.js';
import { findNativeDirectory, prepareBinaries } from './postgres-binaries.js';
import { bringUpPostmaster } from './postmaster.js';
import { readPostmaster } from './postmaster-file.js';
import { endWithThisProcess } from './process-watcher.js';
import { chooseSystemUser } from './system-user.js';

/** A Postgres of our own on 127.0.0.1, with one database. */
export interface EmbeddedPostgres {
  /** `postgres://chasqui:…@127.0.0.1:<port>/chasqui`, with the password in it. */
  readonly url: string;
  readonly port: number;
  /** Process of the server. */
  readonly pid: number;
  /** Resolves when the server is gone (not at all, where it was only borrowed). May be called repeatedly. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Folder of the data; made when absent. */
  readonly dataDir: string;
  /** Takes sentences about what is unusual: another port, data elsewhere, a server that was still running. */
  readonly log?: (line: string) => void;
  /** The first port to try, the next ones follow. Absent: any free port. */
  readonly port?: number;
  /** Settings of postgresql.conf. `fsync: 'off'` also makes the first start quicker (tests). */
  readonly settings?: Readonly<Record<string, string>>;
  /** Ends the server with this process even when that is killed (tests, demonstrations). Else the next start adopts it. */
  readonly endWithProcess?: boolean;
  /** Folder `native` of another set of binaries than the installed package's. */
  readonly nativeDirectory?: string;
  /** Where root keeps data and programs that the user who runs Postgres cannot reach otherwise. */
  readonly fallbackRoot?: string;
}

const DATABASE = 'chasqui';
/** A first start takes a second, a recovery after a crash may take longer. */
const BORROW_LIMIT_MS = 60_000;

/**
 * Starts Postgres on a data folder and answers when it accepts connections: makes the database at the first start,
 * recovers it after a crash, and takes over the server that a killed process of ours left running. It installs no
 * signal handlers: whoever started it stops it, after everything that uses it.
 * Throws EmbeddedPostgresInUseError while another process runs on the folder, and EmbeddedPostgresError when there
 * is no Postgres for this system or it does not start.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  try {
    return await startLocked(options);
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new EmbeddedPostgresError(`The embedded Postgres in ${options.dataDir} cannot be started: ${reason}`, {
      cause: error,
    });
  }
}

async function startLocked(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { settings = {}, port, fallbackRoot = DEFAULT_FALLBACK_ROOT } = options;
  const log = options.log ?? ((): void => undefined);
  const dataDir = await prepareDataDirectory(options.dataDir);
  const lockResult = await DataLock.acquire(join(dataDir, 'postgres.lock'));
  if (lockResult.kind === 'taken') throw new EmbeddedPostgresInUseError(dataDir, lockResult.pid);
  const { lock } = lockResult;
  try {
    const found = await findClusterHome(dataDir);
    const user = await chooseServerUser(found, await chooseSystemUser());
    const home = await chooseClusterHome({ dataDir, found, user, fallbackRoot, log });
    const binaries = await prepareBinaries({
      nativeDirectory: options.nativeDirectory ?? findNativeDirectory(),
      user,
      copyTo: user === null ? [home.directory, privateTemporary()] : [fallbackRoot, home.directory, privateTemporary()],
      log,
    });
    const password = await ensureCluster({ home, binaries, user, durable: settings['fsync'] !== 'off' });
    const logFile = join(dataDir, 'postgres.log');
    const postmaster = await bringUpPostmaster({ home, binaries, user, password, settings, port, logFile, log });
    const callOff = options.endWithProcess === true ? endWithThisProcess(postmaster.pid, user) : (): void => undefined;
    let stopped: Promise<void> | null = null;
    const stop = (): Promise<void> => {
      stopped ??= postmaster.stop().finally(() => {
        callOff();
        return lock.release();
      });
      return stopped;
    };
    try {
      await ensureDatabase({ port: postmaster.port, password });
    } catch (error) {
      await stop();
      throw error;
    }
    const { pid, port: usedPort } = postmaster;
    return { url: urlOf({ port: usedPort, password }), port: usedPort, pid, stop };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/**
 * For the command line: the Postgres that a running product has on this folder, which `stop` then leaves alone; or
 * one of its own, started and stopped like any other.
 */
export async function openEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const deadline = performance.now() + BORROW_LIMIT_MS;
  for (;;) {
    try {
      return await startEmbeddedPostgres(options);
    } catch (error) {
      if (!(error instanceof EmbeddedPostgresInUseError)) throw error;
      // The holder may be about to start it or to stop it; either ends soon.
      const running = await findRunningPostgres(options.dataDir);
      if (running !== null) return running;
      if (performance.now() > deadline) throw error;
      await delay(50);
    }
  }
}

async function findRunningPostgres(dataDir: string): Promise<EmbeddedPostgres | null> {
  const home = await findClusterHome(await prepareDataDirectory(dataDir));
  if (home === null) return null;
  const state = await readPostmaster(home.pgdata);
  if (state.kind !== 'running' || state.status !== 'ready') return null;
  const password = await readPassword(home);
  const { pid, port } = state;
  try {
    await ensureDatabase({ port, password });
  } catch {
    return null;
  }
  return { url: urlOf({ port, password }), port, pid, stop: async () => undefined };
}

async function ensureDatabase({ port, password }: { port: number; password: string }): Promise<void> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: ROLE, password, database: 'postgres' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } catch (error) {
    const raced = error instanceof Error && 'code' in error && (error.code === '42P04' || error.code === '23505');
    if (!raced) throw error;
  } finally {
    await client.end();
  }
}

function urlOf({ port, password }: { port: number; password: string }): string {
  return `postgres://${ROLE}:${password}@127.0.0.1:${port}/${DATABASE}`;
}

function privateTemporary(): string {
  return join(tmpdir(), `chasqui-${process.getuid?.() ?? 'user'}`);
}
