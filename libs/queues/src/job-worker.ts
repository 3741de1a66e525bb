import { setTimeout as pause } from 'node:timers/promises';
import { Worker, type Job, type Processor, type WorkerOptions } from 'bullmq';
import type { QueueName } from './job-contracts.js';
import { isQueueName, jobPolicies } from './job-policies.js';
import { linkOf, type QueueLink } from './queue-link.js';
import { errorText } from './queue-log.js';
import { settledWithin } from './time-limit.js';

/** Job of a queue as its processor receives it. */
export type { Job } from 'bullmq';

/** A worker that lost its server looks again this often; BullMQ's own pause is fifteen seconds. */
const RETRY_EVERY_MS = 1_000;

/** How soon the jobs of a killed process are given to another one, after their lock (30 s) ran out. */
const STALLED_EVERY_MS = 10_000;

/** A job may lose its process this often (deploys, kill -9) before it counts as failed: its work is idempotent. */
const MAX_STALLED = 5;

/** What is left to do once the handlers are done takes milliseconds, unless the server went away meanwhile. */
const CLOSE_LIMIT_MS = 5_000;

const FREE_LIMIT_MS = 1_000;
const FETCH_PAUSE_MS = 500;

/** A BullMQ Worker as the policy table says, which logs its trouble and can be closed while its server is away. */
export class JobWorker extends Worker {
  private readonly link: QueueLink;
  private readonly handlers: Set<Promise<unknown>>;
  private stopping: Promise<void> | undefined;

  constructor(name: string, processor: Processor, options: WorkerOptions) {
    if (!isQueueName(name)) throw new Error(`There is no queue "${name}" in JobContracts.`);
    const link = linkOf(options.connection);
    const handlers = new Set<Promise<unknown>>();
    super(
      name,
      (job, token) => {
        const handled = handle(processor, job, token);
        handlers.add(handled);
        return handled.finally(() => handlers.delete(handled));
      },
      {
        concurrency: jobPolicies[name].concurrency,
        runRetryDelay: RETRY_EVERY_MS,
        stalledInterval: STALLED_EVERY_MS,
        maxStalledCount: MAX_STALLED,
        ...options,
      },
    );
    this.link = link;
    this.handlers = handlers;
    this.report(name);
  }

  /** Takes no new job, waits for the running ones however long they take, and ends. Never hangs on a server that is away. */
  override close(force = false): Promise<void> {
    this.stopping ??= this.stop(force);
    return this.stopping;
  }

  /**
   * BullMQ fetches again at once after an error. Where the error is one it remembers (a version it could not ask
   * for) nothing in that loop waits for anything, and the process would never serve another socket or timer.
   */
  protected override async moveToActive(token: string, name?: string): Promise<Job> {
    try {
      return await super.moveToActive(token, name);
    } catch (error) {
      this.link.commandFailed(error);
      await pause(FETCH_PAUSE_MS);
      throw error;
    }
  }

  private async stop(force: boolean): Promise<void> {
    await this.pause(true);
    if (!force) await Promise.allSettled(this.handlers);
    // BullMQ's graceful close waits for its blocking connection to end, which one between two retries never does.
    const reachable = !force && (await this.isReachable());
    const closed = super.close(!reachable);
    while (!(await settledWithin(closed, CLOSE_LIMIT_MS))) {
      if (this.handlers.size === 0) return this.abandon();
      // A job that was on its way when the fetching stopped.
      await Promise.allSettled(this.handlers);
    }
  }

  /** The server went away while closing: what is left of this worker ends with the connections of its link. */
  private async abandon(): Promise<void> {
    await this.lockManager.close();
    this.link.log.write('warn', `close:${this.name}`, { queue: this.name }, 'Worker closed without its queue server');
  }

  private async isReachable(): Promise<boolean> {
    let answered = false;
    const asked = this.link.ping().then(() => {
      answered = true;
    });
    await settledWithin(asked, RETRY_EVERY_MS);
    return answered;
  }

  private report(queue: QueueName): void {
    const { log } = this.link;
    this.on('error', (error) =>
      log.write('warn', `worker:${errorText(error)}`, { queue, error: errorText(error) }, 'Worker error'),
    );
    this.on('failed', (job, error) =>
      log.write(
        'error',
        `failed:${queue}:${error.message}`,
        { queue, jobId: job?.id, attempt: job?.attemptsMade, err: error },
        'Job failed',
      ),
    );
    this.on('stalled', (jobId) => log.log.warn({ queue, jobId }, 'Job lost its worker and waits again'));
  }
}

/**
 * From here on the job looks at rows, so a wake-up that comes now needs a job of its own: the place of
 * the one waiting look is freed first, and another process can take the next one while this one works.
 * Where that takes too long or fails, `keepLastIfActive` still holds the wake-up until this job ends.
 */
async function handle(processor: Processor, job: Job, token?: string): Promise<unknown> {
  if (job.deduplicationId) await settledWithin(job.removeDeduplicationKey(), FREE_LIMIT_MS);
  return processor(job, token);
}
