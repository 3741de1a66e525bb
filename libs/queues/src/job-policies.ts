import type { JobsOptions } from 'bullmq';
import type { AppName, JobContracts, QueueName } from './job-contracts.js';

export interface JobPolicy {
  /** The one app whose processes take jobs from this queue; asserted when a process boots. */
  readonly consumer: AppName;
  /** Attempts of a job that names rows. A bare "look now" has one: the next tick is its retry. */
  readonly attempts: number;
  readonly backoff: { readonly type: 'exponential'; readonly delay: number; readonly jitter: number };
  readonly removeOnComplete: true;
  readonly removeOnFail: { readonly age: number; readonly count: number };
  /** Jobs at a time in one process. */
  readonly concurrency: number;
  /** How often the rows are looked at when nothing announced them; null: another queue's sweep covers it. */
  readonly sweepEveryMs: number | null;
  readonly why: string;
}

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const DAY_S = 86_400;

/**
 * Completed jobs go at once: on Postgres a kept count costs O(count) per completion. Failed ones stay a
 * month to be seen and replayed; the cap keeps a week of a failing sweep from filling Redis.
 */
const RETENTION = { removeOnComplete: true, removeOnFail: { age: 30 * DAY_S, count: 1_000 } } as const;

/** 1, 2, 4, 8 s, each shortened by up to half, so that jobs that failed together do not return together. */
const BACKOFF = { type: 'exponential', delay: SECOND_MS, jitter: 0.5 } as const;

/** A sweep coalesces in its process, so a second job at a time would only keep it from an idle process. */
const SWEEP = { attempts: 3, backoff: BACKOFF, concurrency: 1, ...RETENTION } as const;

export const jobPolicies = {
  notifications: {
    consumer: 'reconciliation-worker',
    attempts: 5,
    backoff: BACKOFF,
    concurrency: 16,
    ...RETENTION,
    sweepEveryMs: null,
    why: 'One job per flush of the ingest names its rows; a worker applies those of many jobs in one batch, and inbox-drain finds what no job reached.',
  },
  'gateway-commands': {
    ...SWEEP,
    consumer: 'reconciliation-worker',
    sweepEveryMs: 5 * SECOND_MS,
    why: 'An unknown outcome blocks the clock for its payment, so it is looked at soon and often.',
  },
  'gateway-polls': {
    ...SWEEP,
    consumer: 'reconciliation-worker',
    sweepEveryMs: 5 * SECOND_MS,
    why: 'Each CIP has its own next_at; the sweep only has to be finer than the densest schedule.',
  },
  'inbox-drain': {
    ...SWEEP,
    consumer: 'reconciliation-worker',
    sweepEveryMs: 5 * SECOND_MS,
    why: 'The second way in for a notification whose announcement was lost: seconds, not minutes.',
  },
  cases: {
    ...SWEEP,
    consumer: 'reconciliation-worker',
    sweepEveryMs: 5 * SECOND_MS,
    why: 'A policy is applied at once when its wake-up arrives, and seconds later when it got lost.',
  },
  maintenance: {
    ...SWEEP,
    consumer: 'reconciliation-worker',
    sweepEveryMs: HOUR_MS,
    why: 'Partitions are made months ahead and old keys are harmless: once an hour is plenty.',
  },
  expiry: {
    ...SWEEP,
    consumer: 'expiry-worker',
    sweepEveryMs: 5 * SECOND_MS,
    why: 'A deadline is kept to the second a shopper can see; closing itself waits for the last question.',
  },
  'event-relay': {
    ...SWEEP,
    consumer: 'fulfillment-worker',
    sweepEveryMs: 2 * SECOND_MS,
    why: 'An event whose wake-up was lost reaches the ERP two seconds later, not never.',
  },
  deliveries: {
    ...SWEEP,
    consumer: 'fulfillment-worker',
    sweepEveryMs: 2 * SECOND_MS,
    why: 'Retries become due by their own next_at and nothing announces them.',
  },
  watch: {
    ...SWEEP,
    consumer: 'reconciliation-worker',
    sweepEveryMs: 30 * SECOND_MS,
    why: 'What it looks for is counted in minutes; half a minute more is no loss to a person.',
  },
  alerts: {
    ...SWEEP,
    consumer: 'fulfillment-worker',
    sweepEveryMs: 5 * SECOND_MS,
    why: 'Whoever raises an alert only writes rows; a person hears of it seconds later.',
  },
} as const satisfies Record<QueueName, JobPolicy>;

/** Queues whose rows are also found by a periodic sweep. */
export type SweptQueueName = {
  [Q in QueueName]: (typeof jobPolicies)[Q]['sweepEveryMs'] extends number ? Q : never;
}[QueueName];

/** All queues, in the order of the table. */
export const queueNames: readonly QueueName[] = Object.keys(jobPolicies).filter(isQueueName);

export function isQueueName(name: string): name is QueueName {
  return Object.hasOwn(jobPolicies, name);
}

/**
 * Options of a job with this payload. Bare looks are one and the same: at most one waits (the worker
 * frees the place when it starts, see JobWorker; `keepLastIfActive` covers the moment in between), so a
 * burst of wake-ups costs one job and not one each.
 */
export function jobOptions<Q extends QueueName>(queue: Q, payload: JobContracts[Q]): JobsOptions {
  return isBareLook(payload)
    ? { attempts: 1, deduplication: { id: 'look', keepLastIfActive: true } }
    : { attempts: jobPolicies[queue].attempts, backoff: jobPolicies[queue].backoff };
}

/** True when the payload names no rows. */
export function isBareLook(payload: object): boolean {
  return Object.entries(payload).every(([field, value]) => field === 'v' || value === undefined);
}
