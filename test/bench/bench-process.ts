import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export const ROOT = resolve(import.meta.dirname, '../..');
const START_LIMIT_MS = 60_000;
/** What the product says, and what programs say that listen on nothing. */
const READY = /ready at http|^ready$/m;
/** A log of a whole run is long; what went wrong stands at its end. */
const OUTPUT_SHOWN = 4_000;

export interface BenchProcessOptions {
  readonly name: string;
  /** Path below the root of the repository. */
  readonly program: string;
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Where its output goes: to a file, as reading it would be work of ours beside the measured. */
  readonly folder: string;
}

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** A program of the product or of the bench as a process of its own. */
export class BenchProcess {
  private static number = 0;

  /** Rejects when the process has ended. */
  private readonly ended: Promise<never>;

  private constructor(
    readonly name: string,
    private readonly child: ChildProcess,
    private readonly outputFile: string,
  ) {
    this.ended = once(child, 'exit').then(() => {
      throw new Error(`${name} ended:\n${this.output.slice(-OUTPUT_SHOWN)}`);
    });
    this.ended.catch(() => undefined);
  }

  /** Resolves when it says where it is ready. Nothing of our environment is passed on but the PATH. */
  static async start(options: BenchProcessOptions): Promise<BenchProcess> {
    BenchProcess.number += 1;
    const outputFile = join(options.folder, `${BenchProcess.number}-${options.name}.log`);
    const output = openSync(outputFile, 'w');
    const child = spawn(process.execPath, [...nodeOptions(options), options.program, ...(options.args ?? [])], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...options.env },
      stdio: ['ignore', output, output, 'ipc'],
    });
    closeSync(output);
    running.add(child);
    child.once('exit', () => running.delete(child));
    const started = new BenchProcess(options.name, child, outputFile);
    await started.untilReady();
    return started;
  }

  /** Where it answers; empty for a program that listens on nothing. */
  get url(): string {
    return /ready at (http:\/\/[^"\s]+)/.exec(this.output)?.[1] ?? '';
  }

  get output(): string {
    return readFileSync(this.outputFile, 'utf8');
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  send(message: object): void {
    this.child.send(message);
  }

  /** Sends a message and resolves with the next one that comes back. */
  async ask<Answer>(message: object): Promise<Answer> {
    const answered = once(this.child, 'message');
    this.child.send(message);
    const [answer] = await Promise.race([answered, this.ended]);
    return answer as Answer;
  }

  /** SIGTERM, and waits for the end. */
  async stop(): Promise<void> {
    if (this.hasEnded()) return;
    this.child.kill('SIGTERM');
    await once(this.child, 'exit');
  }

  private async untilReady(): Promise<void> {
    const deadline = performance.now() + START_LIMIT_MS;
    while (!READY.test(this.output)) {
      if (this.hasEnded() || performance.now() > deadline) {
        this.child.kill('SIGKILL');
        throw new Error(`${this.name} did not start:\n${this.output.slice(-OUTPUT_SHOWN)}`);
      }
      await delay(50);
    }
  }

  private hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }
}

/** For a profile of one program: CHASQUI_BENCH_PROFILE=webhook-ingest writes its CPU profiles into .vitest/. */
function nodeOptions({ name }: BenchProcessOptions): string[] {
  if (process.env['CHASQUI_BENCH_PROFILE'] !== name) return [];
  return ['--cpu-prof', `--cpu-prof-dir=${join(ROOT, '.vitest')}`];
}
