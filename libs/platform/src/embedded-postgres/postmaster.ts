import { type ChildProcess, spawn } from 'node:child_process';
import { open, rename, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { ClusterHome } from './cluster-home.js';
import { ROLE } from './cluster.js';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import { programOptions, runProgram } from './postgres-program.js';
import { postmasterFile, readPostmaster } from './postmaster-file.js';
import { inspectProcess } from './running-process.js';
import type { SystemUser } from './system-user.js';

export interface ServerPlan {
  readonly home: ClusterHome;
  readonly binaries: PostgresBinaries;
  readonly user: SystemUser | null;
  readonly password: string;
  readonly settings: Readonly<Record<string, string>>;
  /** The first port to try; undefined leaves the choice to the operating system. */
  readonly port: number | undefined;
  readonly logFile: string;
  readonly log: (line: string) => void;
}

/** Recovery after a crash takes its time; a server that has not come up by then does not. */
const START_LIMIT_MS = 180_000;
const FAST_STOP_LIMIT_MS = 60_000;
const IMMEDIATE_STOP_LIMIT_MS = 15_000;
const POLL_MS = 10;
const MAX_LOG_BYTES = 10_000_000;

/** A running server, ours by birth or by adoption. */
export class Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly #plan: ServerPlan;
  readonly #identity: string | null;
  #stopped: Promise<void> | null = null;

  private constructor(server: { pid: number; port: number; plan: ServerPlan; identity: string | null }) {
    this.pid = server.pid;
    this.port = server.port;
    this.#plan = server.plan;
    this.#identity = server.identity;
  }

  static async of(server: { pid: number; port: number; plan: ServerPlan }): Promise<Postmaster> {
    const { identity } = await inspectProcess(server.pid);
    return new Postmaster({ ...server, identity });
  }

  /** Ends it and resolves when it is gone: connections are cut, everything is written. Repeated calls share one end. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  get isStopping(): boolean {
    return this.#stopped !== null;
  }

  async #stop(): Promise<void> {
    const { home, binaries, user, log } = this.#plan;
    if (process.platform === 'win32') {
      await runProgram(binaries.pgCtl, ['stop', '-D', home.pgdata, '-m', 'fast', '-w'], user);
    } else {
      await this.#signal('SIGINT');
    }
    if (await this.#goneWithin(FAST_STOP_LIMIT_MS)) return;
    log(`Postgres (process ${this.pid}) does not end; ending it the hard way. It will recover at the next start.`);
    await this.#signal('SIGQUIT');
    if (await this.#goneWithin(IMMEDIATE_STOP_LIMIT_MS)) return;
    throw new EmbeddedPostgresError(`Postgres (process ${this.pid}) on ${home.pgdata} cannot be ended.`);
  }

  async #signal(signal: NodeJS.Signals): Promise<void> {
    if (!(await this.#isRunning())) return;
    try {
      process.kill(this.pid, signal);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }

  /** Not by the id alone: after the end of the server it may be another process's. */
  async #isRunning(): Promise<boolean> {
    const { state, identity } = await inspectProcess(this.pid);
    return state === 'running' && identity === this.#identity;
  }

  async #goneWithin(limitMs: number): Promise<boolean> {
    const deadline = performance.now() + limitMs;
    while (performance.now() < deadline) {
      if (!(await this.#isRunning())) return true;
      await delay(POLL_MS);
    }
    return false;
  }
}

/**
 * A server on this home that accepts connections: the one that a killed predecessor left running, or a new one. Only
 * the holder of the data lock may call this.
 */
export async function bringUpPostmaster(plan: ServerPlan): Promise<Postmaster> {
  const { home, log } = plan;
  const deadline = performance.now() + START_LIMIT_MS;
  let port = plan.port ?? (await findFreePort());
  for (;;) {
    const adopted = await adoptPostmaster(plan, deadline);
    if (adopted !== null) return adopted;
    const started = await startPostmaster(plan, port, deadline);
    if (started.kind === 'ready') return started.postmaster;
    if (performance.now() > deadline) throw new EmbeddedPostgresError(started.reason);
    switch (started.cause) {
      case 'port_busy': {
        const next = plan.port === undefined || port >= 65_535 ? await findFreePort() : port + 1;
        log(`Port ${port} is busy; Postgres tries ${next}.`);
        port = next;
        break;
      }
      case 'folder_busy':
        // Sub-processes of a killed server need a moment to notice, or somebody else's server has just come up.
        await delay(100);
        break;
      case 'other':
        throw new EmbeddedPostgresError(
          `Postgres did not start on ${home.pgdata}: ${started.reason} (see ${plan.logFile})`,
        );
    }
  }
}

async function adoptPostmaster(plan: ServerPlan, deadline: number): Promise<Postmaster | null> {
  const { home, log, password } = plan;
  let refusals = 0;
  while (performance.now() < deadline) {
    const state = await readPostmaster(home.pgdata);
    if (state.kind === 'none' || state.kind === 'ended') return null;
    if (state.kind === 'misleading') {
      log(`${postmasterFile(home.pgdata)} names process ${state.pid}, which is not a server on this folder: removed.`);
      await rm(postmasterFile(home.pgdata), { force: true });
      return null;
    }
    if (state.status === 'ready') {
      const answer = await tryConnection(state.port, password);
      if (answer === 'accepted') {
        log(`Postgres was still running (process ${state.pid}, port ${state.port}) and is used again.`);
        return await Postmaster.of({ pid: state.pid, port: state.port, plan });
      }
      refusals += 1;
      // Where the system does not show what runs under an id, a server that never answers is none.
      if (!state.certain && refusals > 100) {
        await rm(postmasterFile(home.pgdata), { force: true });
        return null;
      }
    }
    await delay(POLL_MS * 2);
  }
  throw new EmbeddedPostgresError(
    `A server runs on ${home.pgdata} and does not accept connections (see ${plan.logFile}).`,
  );
}

type StartOutcome =
  | { kind: 'ready'; postmaster: Postmaster }
  | { kind: 'failed'; cause: 'port_busy' | 'folder_busy' | 'other'; reason: string };

async function startPostmaster(plan: ServerPlan, port: number, deadline: number): Promise<StartOutcome> {
  const { home, binaries, user, settings, logFile, log, password } = plan;
  const fixed = { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(port) };
  const all = { ...DEFAULT_SETTINGS, ...settings, ...fixed };
  const args = ['-D', home.pgdata, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const logStart = await rotateLog(logFile);
  const output = await open(logFile, 'a', 0o600);
  let child: ChildProcess;
  try {
    // A group of its own: Ctrl-C reaches us and not Postgres, which must outlast those who still use it.
    child = spawn(binaries.postgres, args, {
      ...programOptions(binaries.postgres, user),
      detached: true,
      stdio: ['ignore', output.fd, output.fd],
    });
    await spawned(child);
  } finally {
    await output.close();
  }
  child.unref();
  const pid = child.pid ?? 0;
  const postmaster = await Postmaster.of({ pid, port, plan });
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  let isUp = false;
  child.once('exit', (code, signal) => {
    if (isUp && !postmaster.isStopping)
      log(`Postgres (process ${pid}) has ended by itself (${signal ?? code}); see ${logFile}.`);
  });
  try {
    while (!hasEnded() && performance.now() < deadline) {
      const state = await readPostmaster(home.pgdata);
      const ready = state.kind === 'running' && state.pid === pid && state.status === 'ready';
      isUp = ready && (await tryConnection(port, password)) === 'accepted';
      if (isUp) return { kind: 'ready', postmaster };
      await delay(POLL_MS);
    }
    return { kind: 'failed', ...explain(await readFrom(logFile, logStart)) };
  } finally {
    if (!isUp) await postmaster.stop();
  }
}

const DEFAULT_SETTINGS: Readonly<Record<string, string>> = {
  max_connections: '200',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

async function spawned(child: ChildProcess): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
}

function explain(logged: string): { cause: 'port_busy' | 'folder_busy' | 'other'; reason: string } {
  const complaints = logged.split('\n').filter((line) => /FATAL|PANIC|ERROR|HINT|could not/.test(line));
  const reason = (complaints.length > 0 ? complaints : logged.split('\n')).slice(-4).join(' ').trim();
  if (/could not (create any TCP\/IP sockets|bind IPv4 address)/.test(logged)) return { cause: 'port_busy', reason };
  if (/lock file "postmaster.pid" already exists|shared memory block .* is still in use/.test(logged)) {
    return { cause: 'folder_busy', reason };
  }
  return { cause: 'other', reason: reason === '' ? 'it said nothing' : reason };
}

/** Keeps the log of servers from growing for ever. Answers its size, where this start's lines will begin. */
async function rotateLog(logFile: string): Promise<number> {
  const size = (await stat(logFile).catch(() => null))?.size ?? 0;
  if (size < MAX_LOG_BYTES) return size;
  await rename(logFile, `${logFile}.1`);
  return 0;
}

async function readFrom(file: string, offset: number): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(
      Buffer.alloc(Math.min(Math.max(size - offset, 0), 65_536)),
      0,
      null,
      offset,
    );
    return buffer.subarray(0, bytesRead).toString('utf8');
  } finally {
    await handle.close();
  }
}

/** A port that was free a moment ago. */
export async function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** `refused`: nobody there, or a server that is coming up or going down. Throws when it is not ours to enter. */
async function tryConnection(port: number, password: string): Promise<'accepted' | 'refused'> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: ROLE,
    password,
    database: 'postgres',
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return 'accepted';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === '28P01') {
      throw new EmbeddedPostgresError(
        'The server on this folder refuses the password in postgres-password beside it.',
        {
          cause: error,
        },
      );
    }
    return 'refused';
  } finally {
    await client.end().catch(() => undefined);
  }
}
