import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';

export interface ProcessFacts {
  /** A zombie has ended and only waits to be collected: in containers whose first process never does, for ever. */
  readonly state: 'running' | 'zombie' | 'gone';
  /** Program and arguments in one line; null where the system does not tell. */
  readonly command: string | null;
  /** The folder it works in; null where the system does not tell. */
  readonly directory: string | null;
  /** Differs between two processes that had the same id one after the other; null where the system does not tell. */
  readonly identity: string | null;
}

const GONE: ProcessFacts = { state: 'gone', command: null, directory: null, identity: null };

/** What the operating system knows of a process id. */
export async function inspectProcess(pid: number): Promise<ProcessFacts> {
  if (!hasProcess(pid)) return GONE;
  if (process.platform === 'linux') return (await inspectProc(pid)) ?? unknownButAlive(pid);
  if (process.platform === 'win32') return unknownButAlive(pid);
  return (await inspectPs(pid)) ?? unknownButAlive(pid);
}

/** Whether the id belongs to anything, zombies included. A process that we may not signal exists all the same. */
function hasProcess(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function unknownButAlive(pid: number): ProcessFacts {
  return hasProcess(pid) ? { ...GONE, state: 'running' } : GONE;
}

async function inspectProc(pid: number): Promise<ProcessFacts | null> {
  try {
    const [stat, command, boot, directory] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      readlink(`/proc/${pid}/cwd`).catch(() => null),
    ]);
    // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ended = fields[0] === 'Z' || fields[0] === 'X';
    const startedTicks = fields[19] ?? '';
    return {
      state: ended ? 'zombie' : 'running',
      command: command.replace(/\0$/, '').replaceAll('\0', ' '),
      directory,
      identity: `${boot.trim()}/${startedTicks}`,
    };
  } catch {
    return null;
  }
}

async function inspectPs(pid: number): Promise<ProcessFacts | null> {
  try {
    const columns = ['-o', 'stat=', '-o', 'lstart=', '-o', 'command='];
    const { stdout } = await promisify(execFile)('ps', ['-ww', ...columns, '-p', String(pid)], {
      env: { LC_ALL: 'C' },
    });
    // "Ss   Sun Nov 23 06:00:00 2025     /path/to/postgres -D …"
    const [, state, started, command] = /^(\S+)\s+(\S+\s+\S+\s+\S+\s+\S+\s+\S+)\s+(.*)$/s.exec(stdout.trim()) ?? [];
    if (state === undefined || started === undefined || command === undefined) return null;
    return { state: state.startsWith('Z') ? 'zombie' : 'running', command, directory: null, identity: started };
  } catch {
    return null;
  }
}
