import type { Queue } from 'bullmq';
import { jobPolicies, type SweptQueueName } from './job-policies.js';
import type { QueueName } from './job-contracts.js';
import { scheduleOf } from './job-schedule.js';
import type { QueueCounters } from './queue-counters.js';
import type { QueueLog } from './queue-log.js';
import { Sweep } from './sweep.js';

export interface SweepDefinition {
  name: SweptQueueName;
  /** Claims and does one batch; answers how many rows it moved forward. */
  run: () => Promise<number>;
  /** Instead of the period of the policy table. */
  everyMs?: number;
}

/** The sweeps of one app: bound to their queue and policy, begun when the app is up, ended after its workers. */
export class Sweeps {
  private readonly sweeps: Sweep[] = [];
  private started = false;

  constructor(
    private readonly options: { queues: ReadonlyMap<QueueName, Queue>; log: QueueLog; counters: QueueCounters },
  ) {}

  /** Throws when this app does not consume the queue. */
  add({ name, run, everyMs = jobPolicies[name].sweepEveryMs }: SweepDefinition): Sweep {
    const { queues, log, counters } = this.options;
    const queue = queues.get(name);
    if (!queue) throw new Error(`A sweep of "${name}" needs the queue: name it in \`consumes\` of QueuesModule.`);
    const sweep = new Sweep({
      name,
      everyMs,
      run,
      log,
      onError: () => counters.sweepFailed?.(name),
      schedule: scheduleOf(queue, everyMs),
    });
    this.sweeps.push(sweep);
    if (this.started) sweep.start();
    return sweep;
  }

  start(): void {
    this.started = true;
    for (const sweep of this.sweeps) sweep.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.sweeps.map((sweep) => sweep.stop()));
  }
}
