import { spawn, type ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';

/**
 * Reads `+pid`, `-pid` and `folder path` lines. When its input ends, which the operating system sees to however
 * our process dies, it ends what is still listed and leaves.
 */
const SCRIPT = `
const { rmSync } = require('node:fs');
const pids = new Set();
const folders = new Set();
let rest = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (chunk) => {
  const lines = (rest + chunk).split('\\n');
  rest = lines.pop();
  for (const line of lines) {
    if (line.startsWith('+')) pids.add(Number(line.slice(1)));
    else if (line.startsWith('-')) pids.delete(Number(line.slice(1)));
    else folders.add(line);
  }
});
process.stdin.on('end', () => {
  for (const pid of pids) try { process.kill(pid, 'SIGKILL'); } catch {}
  setTimeout(() => { for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 }); }, 500);
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
`;

/**
 * Ends the servers of a test process that was itself killed: by a time limit, a second Ctrl-C, the machine's
 * memory. A process that lives calls release() once it ended a server in an orderly way.
 */
class Reaper {
  #child: ChildProcess | undefined;

  watch(pid: number): void {
    this.#tell(`+${pid}`);
  }

  release(pid: number): void {
    this.#tell(`-${pid}`);
  }

  /** Removes the folder after the processes. */
  watchFolder(path: string): void {
    this.#tell(path);
  }

  #tell(line: string): void {
    this.#child ??= startChild();
    this.#child.stdin?.write(`${line}\n`);
  }
}

function startChild(): ChildProcess {
  const child = spawn(process.execPath, ['-e', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  child.once('error', () => undefined);
  child.unref();
  if (child.stdin instanceof Socket) child.stdin.unref();
  return child;
}

export const reaper = new Reaper();
