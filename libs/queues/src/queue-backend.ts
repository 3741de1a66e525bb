import { setDefaultBackendFactory, type ConnectionOptions, type Queue } from 'bullmq';
import type { QueueName } from './job-contracts.js';
import { queueNames } from './job-policies.js';
import { JobQueue } from './job-queue.js';
import { PostgresLink } from './postgres-link.js';
import { createLinkedBackend, type QueueBackendKind, type QueueLink, type RedisClient } from './queue-link.js';
import { ThrottledLog, type QueueLog } from './queue-log.js';
import { RedisLink } from './redis-link.js';
import { parseRedisUrl } from './redis-url.js';

export interface QueueBackendOptions {
  /** `redis://`, `rediss://` (Cluster: comma-separated hosts), `postgres://` or `postgresql://`. */
  url: string;
  /** Namespace of the keys in Redis, with a hash tag: `{chasqui}`. On Postgres the database is the namespace. */
  prefix: string;
  /** Consumed queues of this process, all its apps together: sizes the Postgres pool. */
  workers: number;
  log: QueueLog;
}

/**
 * The queue server of one process, shared by its apps; whoever opened it closes it, after them.
 * A server that is away neither stops open() nor any app: producers fail at once, consumers wait.
 */
export class QueueBackend {
  private readonly opened = new Map<QueueName, JobQueue>();
  private claimedWorkers = 0;

  private constructor(
    private readonly link: QueueLink,
    private readonly workers: number,
    readonly prefix: string,
  ) {}

  /** Rejects with a sentence when the URL is wrong or the server refuses (credentials, rights, version). */
  static async open(options: QueueBackendOptions): Promise<QueueBackend> {
    setDefaultBackendFactory(createLinkedBackend);
    const link = await openLink(options, new ThrottledLog(options.log));
    return new QueueBackend(link, options.workers, options.prefix);
  }

  get kind(): QueueBackendKind {
    return this.link.kind;
  }

  /** What Queues and Workers take as `connection`. */
  get connection(): ConnectionOptions {
    return this.link.connection;
  }

  get log(): ThrottledLog {
    return this.link.log;
  }

  /** False while a command would only wait or fail. */
  isReady(): boolean {
    return this.link.isReady();
  }

  /** Told of a command that failed, so that it mends what it can (tables that were dropped). */
  commandFailed(error: unknown): void {
    this.link.commandFailed(error);
  }

  /** One round trip to the server, for readiness and doctor; rejects when it does not answer. */
  ping(): Promise<void> {
    return this.link.ping();
  }

  /**
   * A connection to the same Redis for small commands of an app's own, which fail at once while it is away and after
   * `commandTimeoutMs` when it hangs; null on Postgres. Closed with the backend.
   */
  openRedisClient(options: { commandTimeoutMs: number }): Promise<RedisClient | null> {
    return this.link.openRedisClient(options);
  }

  /** Every queue, for dashboards and the command line; opened on first use, closed with the backend. */
  queues(): Queue[] {
    return queueNames.map((name) => this.queue(name));
  }

  queue(name: QueueName): Queue {
    const queue = this.opened.get(name) ?? new JobQueue(name, { connection: this.connection, prefix: this.prefix });
    this.opened.set(name, queue);
    return queue;
  }

  /**
   * Counts `count` more workers on these connections. Throws when there are more than open() was told:
   * on Postgres each holds a connection, and a pool they use up stops every queue without an error.
   */
  claimWorkers(count: number): void {
    this.claimedWorkers += count;
    if (this.claimedWorkers <= this.workers) return;
    throw new Error(
      `QueueBackend was opened for ${this.workers} workers and ${this.claimedWorkers} are needed: raise \`workers\`.`,
    );
  }

  /** The opposite, when their app closes. */
  releaseWorkers(count: number): void {
    this.claimedWorkers -= count;
  }

  /** Call after the apps that use it are closed. Leaves no connection and no timer. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.opened.values()].map((queue) => queue.close()));
    await this.link.close();
  }
}

async function openLink({ url, prefix, workers }: QueueBackendOptions, log: ThrottledLog): Promise<QueueLink> {
  if (/^postgres(ql)?:\/\//.test(url)) return PostgresLink.open({ url, workers }, log);
  const target = parseRedisUrl(url);
  if (target.cluster && !/\{[^{}]+\}/.test(prefix)) {
    throw new Error(
      `QUEUE_PREFIX "${prefix}" needs a hash tag such as {chasqui}: a Redis Cluster keeps one queue on one node.`,
    );
  }
  return RedisLink.open(target, log);
}
