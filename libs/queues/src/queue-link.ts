import type { BackendFactory, ConnectionOptions, IQueueBackend, QueueBaseOptions } from 'bullmq';
import type { Cluster, Redis } from 'ioredis';
import type { ThrottledLog } from './queue-log.js';

export type RedisClient = Redis | Cluster;

export type QueueBackendKind = 'redis' | 'postgres';

/** Whether BullMQ asks for the connections of a producer or of a worker. */
type BackendNeeds = NonNullable<Parameters<BackendFactory>[2]>;

/** The connections of one process to one queue server, whatever it is. */
export abstract class QueueLink {
  abstract readonly kind: QueueBackendKind;

  constructor(readonly log: ThrottledLog) {}

  /** True while a command has a chance: known to be connected (Redis) or migrated (Postgres). */
  abstract isReady(): boolean;

  /** One round trip; rejects when the server does not answer. */
  abstract ping(): Promise<void>;

  /** The BullMQ backend of one Queue or Worker on these connections. */
  abstract createBackend(name: string, options: QueueBaseOptions, needs: BackendNeeds): IQueueBackend;

  /** A Redis client of its own, closed with the link; null where the server is none. */
  openRedisClient(_options: { commandTimeoutMs: number }): Promise<RedisClient | null> {
    return Promise.resolve(null);
  }

  /** Told of every command that failed, for the link to mend what it can. */
  commandFailed(_error: unknown): void {}

  /** Ends every connection; Queues and Workers are closed before. */
  abstract close(): Promise<void>;

  /** What a Queue or Worker is given as its `connection`: the way back to this link. */
  get connection(): ConnectionOptions {
    return { link: this };
  }
}

/** The link behind the `connection` option of a Queue or Worker. */
export function linkOf(connection: ConnectionOptions | undefined): QueueLink {
  const link: unknown = connection && 'link' in connection ? connection.link : undefined;
  if (link instanceof QueueLink) return link;
  throw new Error('Queues and workers are opened on QueueBackend.connection, not on options of their own.');
}

/**
 * The process-wide backend factory of BullMQ: what a Queue or Worker runs on is decided by its
 * connection, so Redis and Postgres can serve in one process (tests, moving from one to the other).
 */
export const createLinkedBackend: BackendFactory = (name, options, needs = {}) =>
  linkOf(options.connection).createBackend(name, options, needs);
