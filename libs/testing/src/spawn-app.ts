import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { reaper } from './reaper.js';
import { waitFor } from './wait-for.js';

/** One line of the log: the parsed JSON, or the text under `message` where it is none. */
export type AppLogLine = Record<string, unknown>;

export interface SpawnedApp {
  /** Where it listens, as its own log says. */
  readonly url: string;
  readonly pid: number;
  /** Everything it said so far, stdout and stderr. */
  readonly lines: readonly AppLogLine[];
  /** Sends the signal, SIGKILL when absent, and waits for the end. Answers the exit code, null after a kill. */
  kill(signal?: NodeJS.Signals): Promise<number | null>;
  /** SIGTERM, and waits for the orderly end. */
  stop(): Promise<number | null>;
  /** Waits for a line whose message contains the text. */
  waitForLine(text: string): Promise<AppLogLine>;
}

const ROOT = resolve(import.meta.dirname, '../../..');
/** `runApp` says this when an app is up. */
const READY = 'ready at ';

/**
 * Runs `node dist/apps/<name>/src/main.js` as a process of its own, to be killed, and resolves when it is ready.
 * Nothing of our environment is passed on but the PATH. Rejects with what it said when it ends before.
 */
export async function spawnApp(name: string, environment: Readonly<Record<string, string>>): Promise<SpawnedApp> {
  const main = join(ROOT, 'dist', 'apps', name, 'src', 'main.js');
  if (!existsSync(main)) throw new Error(`${main} does not exist: run \`npm run build\` before this test.`);
  const child = spawn(process.execPath, [main], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const app = new AppProcess(name, child);
  await app.waitUntilReady();
  return app;
}

class AppProcess implements SpawnedApp {
  url = '';
  readonly pid: number;
  readonly lines: AppLogLine[] = [];

  constructor(
    private readonly name: string,
    private readonly child: ChildProcess,
  ) {
    this.pid = child.pid ?? 0;
    reaper.watch(this.pid);
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.lines.push(parseLine(line)));
    }
    child.once('exit', () => reaper.release(this.pid));
  }

  async waitUntilReady(): Promise<void> {
    const line = await waitFor(() => (this.hasEnded() ? { message: '' } : this.find(READY)), {
      what: () => `${this.name} to be ready; it said:\n${this.transcript()}`,
      timeoutMs: 30_000,
    });
    if (this.hasEnded()) throw new Error(`${this.name} ended before it was ready; it said:\n${this.transcript()}`);
    this.url = String(line['url'] ?? '');
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<number | null> {
    if (!this.hasEnded()) {
      this.child.kill(signal);
      await once(this.child, 'exit');
    }
    return this.child.exitCode;
  }

  stop(): Promise<number | null> {
    return this.kill('SIGTERM');
  }

  waitForLine(text: string): Promise<AppLogLine> {
    return waitFor(() => this.find(text), {
      what: () => `${this.name} to say "${text}"; it said:\n${this.transcript()}`,
    });
  }

  private find(text: string): AppLogLine | undefined {
    return this.lines.find((line) => String(line['message']).includes(text));
  }

  private hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  private transcript(): string {
    return this.lines.map((line) => JSON.stringify(line)).join('\n');
  }
}

function parseLine(text: string): AppLogLine {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : { message: text };
  } catch {
    return { message: text };
  }
}

function isRecord(value: unknown): value is AppLogLine {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
