import { createRedisBackend, type BackendFactory, type IQueueBackend, type QueueBaseOptions } from 'bullmq';
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { QueueLink, type RedisClient } from './queue-link.js';
import { errorText, type ThrottledLog } from './queue-log.js';
import type { RedisTarget } from './redis-url.js';
import { settledWithin } from './time-limit.js';

const FIRST_CONNECT_LIMIT_MS = 2_000;

/** A command of a producer that got no answer is given up, so that nobody who commits rows waits for a hung Redis. */
const PRODUCER_COMMAND_TIMEOUT_MS = 5_000;

/** A socket that owes an answer this long is dead; a worker's blocking read lasts at most ten seconds. */
const SOCKET_TIMEOUT_MS = 30_000;

/**
 * Connections to Redis or a Redis Cluster: one impatient client for all queues (a command fails while
 * Redis is away), one patient client for all workers (it waits and reconnects for ever), and BullMQ's
 * own duplicate of the latter per worker for its blocking read.
 */
export class RedisLink extends QueueLink {
  readonly kind = 'redis';
  private readonly producer: RedisClient;
  private readonly consumer: RedisClient;
  private readonly clients: RedisClient[] = [];

  private constructor(
    private readonly target: RedisTarget,
    log: ThrottledLog,
  ) {
    super(log);
    this.producer = this.connect(target, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      commandTimeout: PRODUCER_COMMAND_TIMEOUT_MS,
    });
    this.consumer = this.connect(target, { enableOfflineQueue: true, maxRetriesPerRequest: null });
  }

  /**
   * Gives the first connection a moment, so that wake-ups right after the boot arrive. A server that is away does
   * not stop the caller; one that refuses the credentials does.
   */
  static async open(target: RedisTarget, log: ThrottledLog): Promise<RedisLink> {
    const link = new RedisLink(target, log);
    let refusal: string | null = null;
    const first = new Promise<void>((resolve) => {
      link.producer.once('ready', resolve);
      link.producer.once('error', ({ message }: Error) => {
        if (/^(WRONGPASS|NOAUTH|NOPERM)/.test(message)) refusal = message;
        resolve();
      });
    });
    await settledWithin(first, FIRST_CONNECT_LIMIT_MS);
    if (refusal === null) return link;
    await link.close();
    throw new Error(`QUEUE_URL: Redis refuses us: ${String(refusal)}`);
  }

  isReady(): boolean {
    return this.producer.status === 'ready';
  }

  async ping(): Promise<void> {
    await this.producer.ping();
  }

  override async openRedisClient({ commandTimeoutMs }: { commandTimeoutMs: number }): Promise<RedisClient> {
    const client = this.connect(this.target, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: commandTimeoutMs,
    });
    const ready = new Promise<void>((resolve) => void client.once('ready', () => resolve()));
    // Where the first connection failed, this one would not come either for a while.
    if (this.isReady()) await settledWithin(ready, FIRST_CONNECT_LIMIT_MS);
    return client;
  }

  createBackend(
    name: string,
    options: QueueBaseOptions,
    needs: NonNullable<Parameters<BackendFactory>[2]>,
  ): IQueueBackend {
    return needs.withBlockingConnection
      ? createRedisBackend(name, { ...options, connection: this.consumer }, needs)
      : // Asking the version takes a command, and BullMQ never asks again when the first one failed.
        createRedisBackend(name, { ...options, connection: this.producer, skipVersionCheck: true }, needs);
  }

  close(): Promise<void> {
    // Disconnect instead of QUIT: nothing is in flight any more, and QUIT would wait for a Redis that is away.
    for (const client of this.clients) {
      const servers = client instanceof Cluster ? client.nodes('all') : [client];
      client.disconnect();
      for (const server of servers) forgetSocketTimer(server);
    }
    return Promise.resolve();
  }

  private connect(target: RedisTarget, behaviour: RedisOptions): RedisClient {
    const options: RedisOptions = {
      ...target.options,
      ...behaviour,
      keepAlive: 10_000,
      socketTimeout: SOCKET_TIMEOUT_MS,
      retryStrategy: reconnectAfterMs,
      // A replica that was a master until the failover answers READONLY: leave it and ask again.
      reconnectOnError: (error) => (error.message.startsWith('READONLY') ? 2 : false),
    };
    return target.cluster
      ? this.trackCluster(openCluster(target, options))
      : this.trackServer(new Redis({ ...target.nodes[0], ...options }));
  }

  private trackServer(client: Redis): Redis {
    const duplicate = client.duplicate.bind(client);
    client.duplicate = (overrides) => this.trackServer(duplicate(overrides));
    this.track(client);
    return client;
  }

  private trackCluster(client: Cluster): Cluster {
    const duplicate = client.duplicate.bind(client);
    client.duplicate = (nodes, overrides) => this.trackCluster(duplicate(nodes, overrides));
    this.track(client);
    return client;
  }

  /** Remembers every client, BullMQ's duplicates too, so that close() ends them even between two retries. */
  private track(client: RedisClient): void {
    this.clients.push(client);
    client.on('error', (error: Error) => {
      const text = errorText(error);
      this.log.write('warn', `redis:${text}`, { error: text }, 'Queue server (Redis) is not reachable');
    });
  }
}

/** ioredis leaves the timer of `socketTimeout` behind when it disconnects, and the process would wait half a minute for it. */
function forgetSocketTimer(server: Redis): void {
  const timer: unknown = Reflect.get(server, 'socketTimeoutTimer');
  if (typeof timer === 'object' && timer !== null) clearTimeout(timer as NodeJS.Timeout);
}

/** Retries of a Cluster are its own business: its connections to single nodes have none. */
function openCluster(target: RedisTarget, options: RedisOptions): Cluster {
  const { enableOfflineQueue = true, ...redisOptions } = options;
  delete redisOptions.retryStrategy;
  delete redisOptions.maxRetriesPerRequest;
  return new Cluster(target.nodes, {
    redisOptions,
    enableOfflineQueue,
    clusterRetryStrategy: reconnectAfterMs,
    // Certificates name hosts, and an address looked up beforehand would not match them.
    ...(options.tls ? { dnsLookup: (address, found) => found(null, address) } : {}),
  });
}

/** 0.1 s at first, then slower, at most two seconds: a Redis that is back is found soon. */
function reconnectAfterMs(attempt: number): number {
  return Math.min(attempt * 100, 2_000);
}
