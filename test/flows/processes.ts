import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import { variables } from '#platform';
import { keepProcessLog, waitFor } from '#testing';
import { watchOrigin } from '../contract/seen-answers.js';

const root = resolve(import.meta.dirname, '../..');

/** Generous: many processes may be starting beside this one. */
const START_LIMIT_MS = 90_000;

/** Brings dist up to date: child processes run what was built, not what vitest compiles. */
export async function build(): Promise<void> {
  await promisify(execFile)(process.execPath, [resolve(root, 'scripts/build.mjs')], { cwd: root });
}

/** One app as a real process, as `node dist/apps/<app>/src/main.js` starts it. */
export class AppChild {
  private output = '';
  private exited = false;
  readonly exit: Promise<number | null>;

  private constructor(
    readonly name: string,
    private readonly child: ChildProcess,
    secrets: readonly string[],
  ) {
    const keep = keepProcessLog(inject('chasquiFolder'), { name, pid: child.pid ?? 0, secrets });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        this.output += String(chunk);
        keep(String(chunk));
      });
    }
    this.exit = new Promise((done) => {
      child.once('exit', (code) => {
        this.exited = true;
        done(code);
      });
    });
  }

  /**
   * Resolves once the app says where it listens. `program`: another than the app's own main.js, to be sent messages;
   * `folder`: where both are, this project when absent.
   */
  static async start(
    name: string,
    env: Record<string, string>,
    { program, folder = root }: { program?: string; folder?: string } = {},
  ): Promise<AppChild> {
    const main = program === undefined ? [`dist/apps/${name}/src/main.js`] : [program, name];
    const child = spawn(process.execPath, main, {
      cwd: folder,
      // Its log says where it listens.
      env: { PATH: process.env['PATH'] ?? '', ...env, LOG_LEVEL: env['LOG_LEVEL'] === 'debug' ? 'debug' : 'info' },
      stdio: ['ignore', 'pipe', 'pipe', ...(program === undefined ? [] : (['ipc'] as const))],
    });
    const app = new AppChild(name, child, secretsOf(env));
    try {
      await waitFor(() => app.url !== null || app.exited, { what: `${name} to listen`, timeoutMs: START_LIMIT_MS });
      if (app.exited) throw new Error(`${name} ended while starting`);
      if (app.checkoutUrl !== null) watchOrigin(app.checkoutUrl);
    } catch (error) {
      app.kill('SIGKILL');
      throw new Error(`${name} did not start:\n${app.output}`, { cause: error });
    }
    return app;
  }

  get url(): string | null {
    return /ready at (http:\/\/[^"\s]+)/.exec(this.output)?.[1] ?? null;
  }

  /** Of the checkout API in it; null where there is none. */
  private get checkoutUrl(): string | null {
    if (this.name === 'checkout-api') return this.url;
    return /Checkout API\s+(http:\S+)/.exec(this.output)?.[1] ?? null;
  }

  get log(): string {
    return this.output;
  }

  /** Of the process; 0 when it could not be made. */
  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Moves the clock of a process with a line to us. Resolves when it has moved, at once when it has exited. */
  async moveClock(offsetMs: number): Promise<void> {
    if (!this.child.connected) return;
    const moved = new Promise<void>((done) => {
      const listen = (message: { offsetMs?: number }): void => {
        if ((message.offsetMs ?? Number.NEGATIVE_INFINITY) < offsetMs) return;
        this.child.off('message', listen);
        done();
      };
      this.child.on('message', listen);
    });
    this.child.send({ offsetMs }, () => undefined);
    await Promise.race([moved, this.exit]);
  }

  kill(signal: NodeJS.Signals): void {
    if (!this.exited) this.child.kill(signal);
  }

  /** Asks it to stop and waits until it did. */
  async stop(): Promise<number | null> {
    this.kill('SIGTERM');
    return this.exit;
  }
}

/** What of its environment nobody may read in its log. */
function secretsOf(env: Readonly<Record<string, string>>): string[] {
  return variables.flatMap((variable) => ('secret' in variable ? (env[variable.name] ?? []) : []));
}
