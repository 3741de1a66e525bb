import type { Queue } from 'bullmq';
import type { JobContracts, QueueName } from './job-contracts.js';
import { isBareLook, jobOptions } from './job-policies.js';
import type { QueueCounters, WakeupFailure } from './queue-counters.js';
import { errorText, type ThrottledLog } from './queue-log.js';
import { SharedCall } from './shared-call.js';
import { settledWithin } from './time-limit.js';

/** Longest time that a wake-up may hold up whoever committed the rows. */
const LIMIT_MS = 1_000;

export interface WakeupsOptions {
  /** Queues this app produces for. */
  queues: ReadonlyMap<QueueName, Queue>;
  /** False while the queue server cannot take a job. */
  isReady: () => boolean;
  /** Told of a job that could not be added. */
  commandFailed: (error: unknown) => void;
  log: ThrottledLog;
  counters: QueueCounters;
}

/** The producer's side: says "look now". The rows are the truth, so a wake-up that is lost only costs time. */
export class Wakeups {
  private readonly looks = new Map<QueueName, SharedCall>();

  constructor(private readonly options: WakeupsOptions) {}

  /**
   * Adds a job, after the rows it speaks of are committed. Never rejects and takes at most a second: what
   * fails is counted and logged, and the sweeps find the rows.
   */
  async wake<Q extends QueueName>(name: Q, payload: JobContracts[Q]): Promise<void> {
    const queue = this.options.queues.get(name);
    if (!queue) return this.fail(name, 'not_produced', 'this app does not list the queue in `produces`');
    if (!this.options.isReady()) return this.fail(name, 'down', 'the queue server is not connected');
    try {
      const added = isBareLook(payload) ? this.look(queue, name, payload) : add(queue, name, payload);
      if (!(await settledWithin(added, LIMIT_MS))) return this.fail(name, 'timeout', `no answer in ${LIMIT_MS} ms`);
      await added;
    } catch (error) {
      this.options.commandFailed(error);
      this.fail(name, 'error', errorText(error));
    }
  }

  /** Bare looks of a burst share one job: each is added by a call that began after its rows were committed. */
  private look<Q extends QueueName>(queue: Queue, name: Q, payload: JobContracts[Q]): Promise<void> {
    const shared = this.looks.get(name) ?? new SharedCall(() => add(queue, name, payload));
    this.looks.set(name, shared);
    return shared.call();
  }

  private fail(queue: QueueName, reason: WakeupFailure, cause: string): void {
    this.options.counters.wakeupFailed?.(queue, reason);
    const level = reason === 'not_produced' ? 'error' : 'warn';
    this.options.log.write(
      level,
      `wakeup:${queue}:${cause}`,
      { queue, reason, cause },
      'Wake-up lost; the sweep will find the rows',
    );
  }
}

async function add<Q extends QueueName>(queue: Queue, name: Q, payload: JobContracts[Q]): Promise<void> {
  await queue.add(name, payload, jobOptions(name, payload));
}
