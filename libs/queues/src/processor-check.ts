import { WorkerHost } from '@nestjs/bullmq';
import type { AppName, QueueName } from './job-contracts.js';
import { isQueueName, jobPolicies } from './job-policies.js';

/** An instance whose class carries `@Processor(queue)`. */
export interface FoundProcessor {
  queue: QueueName;
  host: WorkerHost;
}

/** Where `@Processor` of @nestjs/bullmq leaves the queue's name; the library does not export it. */
const PROCESSOR_METADATA = 'bullmq:processor_metadata';

/** Throws a sentence when `app` is not the consumer that the policy table names. */
export function assertConsumers(app: AppName, consumes: readonly QueueName[]): void {
  for (const queue of consumes) {
    const { consumer } = jobPolicies[queue];
    if (consumer !== app) {
      throw new Error(`Queue "${queue}" is consumed by ${consumer} (job-policies.ts), so ${app} must not consume it.`);
    }
  }
}

/** The processor that a provider is, if it is one. Throws when its queue does not exist or it cannot be given jobs. */
export function findProcessor(provider: unknown): FoundProcessor[] {
  if (typeof provider !== 'object' || provider === null) return [];
  const metadata: unknown = Reflect.getMetadata(PROCESSOR_METADATA, provider.constructor);
  if (typeof metadata !== 'object' || metadata === null || !('name' in metadata)) return [];
  const className = provider.constructor.name;
  const queue = String(metadata.name);
  if (!isQueueName(queue)) throw new Error(`${className} processes queue "${queue}", which is not in JobContracts.`);
  if (!(provider instanceof WorkerHost)) throw new Error(`${className} carries @Processor and must extend WorkerHost.`);
  return [{ queue, host: provider }];
}

/**
 * Throws a sentence unless each consumed queue has exactly one processor and no other queue has one: two
 * would share the jobs by chance, none would let them pile up without an error.
 */
export function assertProcessors(app: AppName, consumes: readonly QueueName[], found: readonly FoundProcessor[]): void {
  for (const queue of consumes) {
    const classes = found.filter((processor) => processor.queue === queue).map(({ host }) => host.constructor.name);
    if (classes.length === 0) {
      throw new Error(
        `${app} consumes queue "${queue}" and has no processor: one class must carry @Processor('${queue}').`,
      );
    }
    if (classes.length > 1) {
      throw new Error(
        `${app} has ${classes.length} processors of queue "${queue}" (${classes.join(', ')}): one is allowed.`,
      );
    }
  }
  for (const { queue, host } of found) {
    if (consumes.includes(queue)) continue;
    throw new Error(`${host.constructor.name} processes queue "${queue}", which ${app} does not name in \`consumes\`.`);
  }
}
