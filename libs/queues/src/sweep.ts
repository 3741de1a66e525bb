import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { QueueName } from './job-contracts.js';
import type { AssertSchedule } from './job-schedule.js';
import { ThrottledLog, type QueueLog } from './queue-log.js';

const ASSERT_EVERY_MS = 5_000;

export interface SweepOptions {
  name: QueueName;
  /** How often the rows are looked at when nothing announces them. */
  everyMs: number;
  /** Claims and does one batch; answers how many rows it moved forward, 0 when nothing was due. */
  run: () => Promise<number>;
  log: QueueLog;
  /** Called for every run that threw, whoever asked for it. */
  onError?: (error: unknown) => void;
  /** Keeps the periodic job in the queue; absent where there is no queue. */
  schedule?: AssertSchedule;
  assertEveryMs?: number;
}

interface Waiter {
  resolve: (found: number) => void;
  reject: (error: unknown) => void;
}

/** What a wake() gets that came after stop(): its rows stay for another process. */
export class SweepStoppedError extends Error {
  constructor(name: QueueName) {
    super(`The sweep of ${name} is stopped.`);
  }
}

/**
 * Looks at due rows: when a job says so, and by its own timer when no job came for two periods (queue
 * dead, emptied, or another process gets all the jobs). One run at a time in a process.
 */
export class Sweep {
  private waiters: Waiter[] = [];
  private running: Promise<void> | null = null;
  private started = false;
  private stopped = false;
  private ownTimer: NodeJS.Timeout | undefined;
  private assertTimer: NodeJS.Timeout | undefined;
  private readonly log: ThrottledLog;

  constructor(private readonly options: SweepOptions) {
    this.log = new ThrottledLog(options.log);
  }

  /** Begins at once: what became due while nobody ran is not kept waiting for the first period. */
  start(): void {
    if (this.started || this.stopped) return;
    this.started = true;
    this.kick();
    void this.keepSchedule();
  }

  /** Lets the present run finish, and begins no other. Wakes that still wait are refused. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.ownTimer);
    clearTimeout(this.assertTimer);
    await this.running;
    this.refuseWaiters();
  }

  /**
   * Resolves with the count of a run that began after this call, so that it saw every row committed
   * before. Calls during a run share the one that follows. Rejects with what that run threw.
   */
  wake(): Promise<number> {
    if (this.stopped) return Promise.reject(new SweepStoppedError(this.options.name));
    return new Promise((resolve, reject) => {
      this.waiters.push({ resolve, reject });
      this.kick();
    });
  }

  private kick(): void {
    this.running ??= this.runAll();
  }

  /** Runs until nothing is due and nobody waits. */
  private async runAll(): Promise<void> {
    clearTimeout(this.ownTimer);
    for (;;) {
      // Between two batches the process serves its sockets; and waiters that come in one go share a run.
      await yieldToOthers();
      if (this.stopped) break;
      const found = await this.runOnce();
      if (found === 0 && this.waiters.length === 0) break;
    }
    this.running = null;
    if (this.stopped) this.refuseWaiters();
    else if (this.started) this.ownTimer = setTimeout(() => this.kick(), 2 * this.options.everyMs);
  }

  /** Never rejects: answers 0 when the run threw, so that a failing sweep waits for its next tick. */
  private async runOnce(): Promise<number> {
    const waiters = this.waiters;
    this.waiters = [];
    try {
      const found = await this.options.run();
      for (const waiter of waiters) waiter.resolve(found);
      return found;
    } catch (error) {
      for (const waiter of waiters) waiter.reject(error);
      this.fail(error, waiters.length === 0);
      return 0;
    }
  }

  private fail(error: unknown, nobodyAsked: boolean): void {
    this.options.onError?.(error);
    if (!nobodyAsked) return;
    const { name } = this.options;
    this.log.write('error', String(error), { queue: name, err: error }, 'Sweep failed; the next tick tries again');
  }

  private async keepSchedule(): Promise<void> {
    const { schedule, name, assertEveryMs = ASSERT_EVERY_MS } = this.options;
    if (!schedule) return;
    try {
      await schedule();
    } catch (error) {
      if (!this.stopped) {
        this.log.write(
          'warn',
          `schedule:${String(error)}`,
          { queue: name, err: error },
          'Schedule not asserted; own timer goes on',
        );
      }
    }
    if (!this.stopped) this.assertTimer = setTimeout(() => void this.keepSchedule(), assertEveryMs);
  }

  private refuseWaiters(): void {
    const waiters = this.waiters;
    this.waiters = [];
    for (const waiter of waiters) waiter.reject(new SweepStoppedError(this.options.name));
  }
}
