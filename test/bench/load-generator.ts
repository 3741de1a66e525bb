import { BenchProcess } from './bench-process.js';
import type { ClosedLoopPlan } from './load/closed-loop.js';
import type { GeneratorMessage } from './load/generator.js';
import type { LoadReport } from './load/load-report.js';
import type { OpenLoopPlan } from './load/open-loop.js';
import type { RequestPlan } from './load/requests.js';

/** Of a quick run: ends when its few requests were sent once. */
export const QUICK = { repeat: false, warmUpMs: 0, measureMs: 60_000 };

/** The process that sends. What it is to send is built and signed before it is told to begin. */
export class LoadGenerator {
  private constructor(private readonly child: BenchProcess) {}

  static async start(folder: string): Promise<LoadGenerator> {
    return new LoadGenerator(
      await BenchProcess.start({ name: 'load-generator', program: 'dist/bench/load/generator.js', env: {}, folder }),
    );
  }

  async prepare(requests: RequestPlan): Promise<void> {
    await this.child.ask({ kind: 'prepare', requests } satisfies GeneratorMessage);
  }

  /** Throws when any request was answered otherwise: a server that refuses is fast. */
  async run(
    origin: string,
    plan: ClosedLoopPlan | OpenLoopPlan,
    expected: readonly number[] = [200],
  ): Promise<LoadReport> {
    const report = await this.child.ask<LoadReport>({ kind: 'run', origin, plan } satisfies GeneratorMessage);
    const others = Object.entries(report.statuses).filter(([status]) => !expected.includes(Number(status)));
    if (others.length > 0)
      throw new Error(`${origin} answered ${others.map(([status, count]) => `${count} times ${status}`).join(', ')}`);
    return report;
  }

  /** A closed loop that runs sends no more than this many in all. */
  allow(count: number): void {
    this.child.send({ kind: 'allow', count } satisfies GeneratorMessage);
  }

  stop(): Promise<void> {
    return this.child.stop();
  }
}
