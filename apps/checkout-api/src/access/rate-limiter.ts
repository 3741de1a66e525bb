import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Server } from 'node:http';
import type { Log } from '#platform';
import type { RedisClient } from '#queues';

/** Who is counted, and up to how many requests a minute. */
export interface Limit {
  readonly key: string;
  readonly perMinute: number;
}

/** How a limit stands after a request was counted, or looked at. */
export interface LimitState {
  readonly perMinute: number;
  readonly remaining: number;
  /** Until the count begins anew; at least 1. */
  readonly resetSeconds: number;
  readonly exceeded: boolean;
}

export interface RateLimiterParts {
  readonly fastify: FastifyInstance<Server>;
  /** Counts for all processes together; null counts in this process alone. */
  readonly redis: RedisClient | null;
  /** Start of every key in Redis. */
  readonly prefix: string;
  readonly log: Log;
}

const WINDOW_MS = 60_000;
/** Of one process without Redis; who was not seen for longest is forgotten first. */
const COUNTED_AT_MOST = 50_000;
/** After a failure Redis is not asked for a while: a request must not wait for it again and again. */
const REST_MS = 5_000;

/**
 * Counts requests per minute, from the first one on. A limit protects the product and must not become its weak point: when
 * Redis does not answer, requests pass uncounted.
 */
export class RateLimiter {
  private readonly limits = new WeakMap<FastifyRequest, Limit>();
  private restingUntilMs = 0;

  private constructor(
    private readonly log: Log,
    private readonly judge: (
      request: FastifyRequest,
      options: { increment: boolean },
    ) => ReturnType<ReturnType<FastifyInstance['createRateLimit']>>,
  ) {}

  static async open({ fastify, redis, prefix, log }: RateLimiterParts): Promise<RateLimiter> {
    await fastify.register(rateLimit, {
      // Whom a request counts for is decided by a hook of ours, which knows the API key.
      global: false,
      timeWindow: WINDOW_MS,
      cache: COUNTED_AT_MOST,
      keyGenerator: (request) => limiter.limitOf(request).key,
      max: (request) => limiter.limitOf(request).perMinute,
      ...(redis === null ? {} : { redis, nameSpace: `${prefix}:rate:` }),
    });
    const limiter: RateLimiter = new RateLimiter(log, fastify.createRateLimit());
    return limiter;
  }

  /** Counts this request. Null when nobody could count it. */
  count(request: FastifyRequest, limit: Limit): Promise<LimitState | null> {
    return this.ask(request, limit, true);
  }

  /** Looks without counting. */
  look(request: FastifyRequest, limit: Limit): Promise<LimitState | null> {
    return this.ask(request, limit, false);
  }

  private async ask(request: FastifyRequest, limit: Limit, increment: boolean): Promise<LimitState | null> {
    if (performance.now() < this.restingUntilMs) return null;
    this.limits.set(request, limit);
    try {
      const judged = await this.judge(request, { increment });
      if (judged.isAllowed) return null;
      return {
        perMinute: judged.max,
        remaining: judged.remaining,
        resetSeconds: Math.max(1, judged.ttlInSeconds),
        exceeded: judged.isExceeded,
      };
    } catch (error) {
      this.restingUntilMs = performance.now() + REST_MS;
      this.log.warn({ err: error }, 'requests are not counted for a moment: Redis does not answer');
      return null;
    }
  }

  private limitOf(request: FastifyRequest): Limit {
    const limit = this.limits.get(request);
    if (!limit) throw new Error('a request is counted without a limit');
    return limit;
  }
}
