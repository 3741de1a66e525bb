import type { QueueName } from './job-contracts.js';

/** Why a wake-up did not reach the queue. */
export type WakeupFailure = 'down' | 'timeout' | 'error' | 'not_produced';

/** Where the numbers go: an app binds these to its metrics. */
export interface QueueCounters {
  wakeupFailed?(queue: QueueName, reason: WakeupFailure): void;
  jobFinished?(queue: QueueName, outcome: 'completed' | 'failed'): void;
  sweepFailed?(queue: QueueName): void;
}
