import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { inspectProcess, type ProcessFacts } from './running-process.js';

/** What `postmaster.pid` in a database folder amounts to. */
export type PostmasterState =
  | { kind: 'none' }
  /** The server that wrote the file has ended without removing it; Postgres itself sees that and starts. */
  | { kind: 'ended'; pid: number }
  /** The process id now belongs to a zombie or to another program: Postgres would refuse to start because of it. */
  | { kind: 'misleading'; pid: number }
  /** `certain`: the system showed that it is a server on this folder, not only that the process lives. */
  | { kind: 'running'; pid: number; port: number; status: string; certain: boolean };

export function postmasterFile(pgdata: string): string {
  return join(pgdata, 'postmaster.pid');
}

/**
 * Reads the lock file of Postgres and checks its process. Lines: 1 process id, 2 folder, 3 start, 4 port,
 * 8 status (`starting`, `ready`, `stopping`), as in src/include/utils/pidfile.h of Postgres.
 */
export async function readPostmaster(pgdata: string): Promise<PostmasterState> {
  const text = await readFile(postmasterFile(pgdata), 'utf8').catch(() => '');
  const lines = text.split('\n').map((line) => line.trim());
  // A server in single-user mode writes its id negated.
  const pid = Math.abs(Number(lines[0] ?? ''));
  if (!Number.isSafeInteger(pid) || pid === 0) return { kind: 'none' };
  const facts = await inspectProcess(pid);
  if (facts.state === 'gone') return { kind: 'ended', pid };
  if (facts.state === 'zombie' || (await isServerOn(facts, pgdata)) === false) return { kind: 'misleading', pid };
  const port = Number(lines[3] ?? '');
  return { kind: 'running', pid, port, status: lines[7] ?? 'starting', certain: facts.command !== null };
}

/**
 * Whether the process is a server on this folder; null where the system does not show it. A server works in its data
 * folder, which stays true when somebody moves the folder; the arguments are those that postmaster.ts gave it.
 */
async function isServerOn(facts: ProcessFacts, pgdata: string): Promise<boolean | null> {
  if (facts.command === null) return null;
  const [program = '', rest = ''] = facts.command.split(' -D ', 2);
  if (!/(^|\/)postgres$/.test(program)) return false;
  return facts.directory === null ? rest.startsWith(`${pgdata} `) : facts.directory === (await realpath(pgdata));
}
