import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { inspectProcess } from './running-process.js';

interface Holder {
  readonly pid: number;
  /** Tells two processes with the same id apart; null where the system does not. */
  readonly identity: string | null;
  /** Tells two locks of the same process apart. */
  readonly token: string;
}

export type LockResult = { kind: 'held'; lock: DataLock } | { kind: 'taken'; pid: number };

/** Locks held by this process: its own id in a lock file proves nothing after a restart in a container. */
const heldHere = new Set<string>();

/**
 * At most one process at a time holds the lock file at a path. A lock whose process has ended is taken over.
 *
 * Appearing with its content is one step (a finished file is linked into place), and so is replacing it (renamed
 * over). Only who holds `<path>.takeover` may replace a stale lock, after reading it again: otherwise two that saw
 * the same dead holder could each remove the other's new lock. That second file is a lock of the same kind.
 */
export class DataLock {
  readonly #path: string;
  readonly #token: string;

  private constructor(path: string, token: string) {
    this.#path = path;
    this.#token = token;
  }

  static async acquire(path: string): Promise<LockResult> {
    const token = randomBytes(8).toString('hex');
    const draft = `${path}.${token}`;
    const { identity } = await inspectProcess(process.pid);
    await writeFile(draft, JSON.stringify({ pid: process.pid, identity, token } satisfies Holder), { mode: 0o644 });
    heldHere.add(token);
    try {
      const taken = await DataLock.#place({ path, draft });
      if (taken !== null) heldHere.delete(token);
      return taken === null ? { kind: 'held', lock: new DataLock(path, token) } : { kind: 'taken', pid: taken };
    } catch (error) {
      heldHere.delete(token);
      throw error;
    } finally {
      await rm(draft, { force: true });
    }
  }

  /** Lets the next one have it. Harmless when repeated. */
  async release(): Promise<void> {
    if (!heldHere.has(this.#token)) return;
    const holder = await readHolder(this.#path);
    if (holder !== 'none' && tokenOf(holder) === this.#token) await rm(this.#path, { force: true });
    heldHere.delete(this.#token);
  }

  /** Puts the draft in place; answers null, or the process that has the lock. */
  static async #place({ path, draft }: { path: string; draft: string }): Promise<number | null> {
    for (;;) {
      if (await linked(draft, path)) return null;
      const holder = await readHolder(path);
      if (holder === 'none') continue;
      if (holder !== 'unreadable' && (await isHolding(holder))) return holder.pid;
      const takeover = await DataLock.acquire(`${path}.takeover`);
      if (takeover.kind === 'taken') {
        await delay(5);
        continue;
      }
      try {
        const again = await readHolder(path);
        if (again !== 'none' && tokenOf(again) === tokenOf(holder)) {
          await rename(draft, path);
          return null;
        }
      } finally {
        await takeover.lock.release();
      }
    }
  }
}

async function linked(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** `unreadable`: damaged, for this code puts locks in place whole. */
async function readHolder(path: string): Promise<Holder | 'none' | 'unreadable'> {
  try {
    const holder: unknown = JSON.parse(await readFile(path, 'utf8'));
    return isHolder(holder) ? holder : 'unreadable';
  } catch (error) {
    if (error instanceof SyntaxError) return 'unreadable';
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'none';
    throw error;
  }
}

function tokenOf(holder: Holder | 'unreadable'): string | null {
  return holder === 'unreadable' ? null : holder.token;
}

function isHolder(value: unknown): value is Holder {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    typeof value.pid === 'number' &&
    'token' in value &&
    typeof value.token === 'string' &&
    'identity' in value &&
    (value.identity === null || typeof value.identity === 'string')
  );
}

async function isHolding(holder: Holder): Promise<boolean> {
  if (holder.pid === process.pid) return heldHere.has(holder.token);
  const { state, identity } = await inspectProcess(holder.pid);
  return state === 'running' && (holder.identity === null || identity === null || identity === holder.identity);
}
