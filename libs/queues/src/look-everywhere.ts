import type { QueueName } from './job-contracts.js';
import { jobOptions, jobPolicies, queueNames } from './job-policies.js';
import type { QueueBackend } from './queue-backend.js';

/** Asks every sweep to look now: a sandbox clock that moved made things due that no period announced. */
export async function lookEverywhere(backend: QueueBackend): Promise<void> {
  await lookAt(
    backend,
    queueNames.filter((name) => jobPolicies[name].sweepEveryMs !== null),
  );
}

/** Asks the sweeps of these queues to look now. */
export async function lookAt(backend: QueueBackend, names: readonly QueueName[]): Promise<void> {
  await Promise.allSettled(names.map((name) => backend.queue(name).add(name, { v: 1 }, jobOptions(name, { v: 1 }))));
}
