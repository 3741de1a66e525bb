import { Queue, type QueueOptions } from 'bullmq';
import { isQueueName, jobPolicies } from './job-policies.js';
import { linkOf } from './queue-link.js';
import { errorText } from './queue-log.js';

/** A BullMQ Queue with the retention of the policy table; its errors go to the log of its link. */
export class JobQueue extends Queue {
  constructor(name: string, options: QueueOptions) {
    if (!isQueueName(name)) throw new Error(`There is no queue "${name}" in JobContracts.`);
    const { removeOnComplete, removeOnFail } = jobPolicies[name];
    super(name, { ...options, defaultJobOptions: { removeOnComplete, removeOnFail } });
    const { log } = linkOf(options.connection);
    this.on('error', (error) =>
      log.write('warn', `queue:${errorText(error)}`, { queue: name, error: errorText(error) }, 'Queue error'),
    );
  }
}
