import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Server } from 'node:http';
import type { Metrics, ProblemError } from '#platform';
import { languageOf } from '../pay-page/language.js';
import { noticePageHtml } from '../pay-page/page-document.template.js';
import { sendPage } from '../pay-page/pay-page-headers.js';
import { problem } from '../problems/problem.js';
import type { ClientAddresses } from './client-address.js';
import { KnownKeys } from './known-keys.js';
import type { Limit, LimitState, RateLimiter } from './rate-limiter.js';
import type { RequestKeys } from './request-keys.js';
import { bearerKey } from './request-keys.js';

export interface RateLimitParts {
  readonly limiter: RateLimiter;
  readonly keys: RequestKeys;
  readonly addresses: ClientAddresses;
  readonly metrics: Metrics;
  /** Of keys without a limit of their own; 0 sets none, for addresses neither. */
  readonly perMinute: number;
}

/** Requests without a valid API key that one address may send a minute: enough to mend a mistake, too few to guess. */
const WITHOUT_KEY_PER_MINUTE = 120;
/** An open payment page asks every few seconds, and a provider may put many shoppers behind one address. */
const PAY_PAGES_PER_KEY_LIMIT = 5;
const PAY_PAGES_AT_LEAST = 300;

type CountedFor = 'key' | 'address' | 'page';

/**
 * Limits requests per minute: to the API per API key, to the API without a valid key and to the payment pages per
 * address. Every counted answer says how the limit stands (IETF draft of the RateLimit fields, as three headers).
 */
export function limitRates(fastify: FastifyInstance<Server>, parts: RateLimitParts): void {
  const limits = new RateLimits(parts);
  fastify.addHook('onRequest', async (request, reply) => {
    // The matched route, not the path: however a path is spelt, it is the route that answers it.
    const route = request.routeOptions.url ?? '';
    if (route.startsWith('/v1/')) await limits.ofApi(request, reply);
    else if (route.startsWith('/pay/')) return limits.ofPayPage(request, reply);
    return undefined;
  });
}

class RateLimits {
  private readonly known = new KnownKeys();
  private readonly refused;

  constructor(private readonly parts: RateLimitParts) {
    this.refused = parts.metrics.counter('rate_limited_total', 'Requests that a limit refused.', ['by']);
  }

  async ofApi(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const key = bearerKey(request);
    const address: Limit = { key: `address:${this.parts.addresses.of(request)}`, perMinute: WITHOUT_KEY_PER_MINUTE };
    // Whoever guesses is stopped before the guess is looked at. A key that was good a moment ago is no guess.
    if (this.parts.perMinute > 0 && key !== null && !this.known.has(key, performance.now())) {
      const state = await this.parts.limiter.look(request, address);
      if (state?.exceeded) throw this.refusal(reply, 'address', state);
    }
    const verdict = await this.parts.keys.verdictOf(request);
    if (verdict.kind === 'valid') {
      if (key !== null) this.known.add(key, performance.now());
      const perMinute = verdict.ratePerMinute ?? this.parts.perMinute;
      if (perMinute > 0) await this.count(request, reply, { by: 'key', key: `key:${verdict.keyId}`, perMinute });
    } else if (this.parts.perMinute > 0) {
      await this.count(request, reply, { by: 'address', ...address });
    }
  }

  /** A shopper is told in words, the page's own script as a problem. */
  async ofPayPage(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
    if (this.parts.perMinute === 0) return undefined;
    const perMinute = Math.max(PAY_PAGES_AT_LEAST, PAY_PAGES_PER_KEY_LIMIT * this.parts.perMinute);
    const limit = { key: `page:${this.parts.addresses.of(request)}`, perMinute };
    try {
      await this.count(request, reply, { by: 'page', ...limit });
      return undefined;
    } catch (error) {
      if (request.routeOptions.url !== '/pay/:token') throw error;
      const html = noticePageHtml({ language: languageOf(request), kind: 'busy' });
      sendPage(reply, { status: 429, html });
      return reply;
    }
  }

  private async count(request: FastifyRequest, reply: FastifyReply, limit: Limit & { by: CountedFor }): Promise<void> {
    const state = await this.parts.limiter.count(request, limit);
    if (!state) return;
    if (state.exceeded) throw this.refusal(reply, limit.by, state);
    tell(reply, state);
  }

  private refusal(reply: FastifyReply, by: CountedFor, state: LimitState): ProblemError {
    this.refused.inc({ by });
    tell(reply, state);
    reply.header('Retry-After', state.resetSeconds);
    return problem('rate_limited', sentence(by, state), { retryAfterSeconds: state.resetSeconds });
  }
}

/** The fields of draft-ietf-httpapi-ratelimit-headers that most clients know. */
function tell(reply: FastifyReply, { perMinute, remaining, resetSeconds }: LimitState): void {
  reply.headers({ 'RateLimit-Limit': perMinute, 'RateLimit-Remaining': remaining, 'RateLimit-Reset': resetSeconds });
}

function sentence(by: CountedFor, { perMinute, resetSeconds }: LimitState): string {
  const mend = `repeat after ${resetSeconds} s.`;
  switch (by) {
    case 'key':
      return `This API key may send ${perMinute} requests a minute and has sent them: ${mend}`;
    case 'address':
      return `This address has sent ${perMinute} requests without a valid API key in a minute: check the key, and ${mend}`;
    case 'page':
      return `This address has asked for ${perMinute} payment pages in a minute: ${mend}`;
  }
}
