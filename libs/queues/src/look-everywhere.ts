import { jobOptions, jobPolicies, queueNames } from './job-policies.js';
import type { QueueBackend } from './queue-backend.js';

/** Asks every sweep to look now: a sandbox clock that moved made things due that no period announced. */
export async function lookEverywhere(backend: QueueBackend): Promise<void> {
  const swept = queueNames.filter((name) => jobPolicies[name].sweepEveryMs !== null);
  await Promise.allSettled(swept.map((name) => backend.queue(name).add(name, { v: 1 }, jobOptions(name, { v: 1 }))));
}
