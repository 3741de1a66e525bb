import { subscribe } from 'node:diagnostics_channel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { SeenAnswer } from './api-contract.js';

/** What storefronts and shoppers call; the rest (`/livez`, `/docs`, scripts of the page …) is not described. */
const CONTRACT_ROUTES = /^\/(v1|pay(?!\/assets\/))\//;

const seen: SeenAnswer[] = [];

/**
 * From now on every checkout API that starts in this process is watched: whoever asks it, a browser included. Fastify
 * announces each of its instances on a diagnostics channel, so that the product needs no door for this.
 */
export function watchAnswers(): void {
  subscribe('fastify.initialization', (message) => {
    const { fastify } = message as { fastify: FastifyInstance };
    watch(fastify);
  });
}

/** The answers since the last call. */
export function takeSeenAnswers(): SeenAnswer[] {
  return seen.splice(0);
}

function watch(fastify: FastifyInstance): void {
  const bodies = new WeakMap<FastifyRequest, string>();
  let isCheckoutApi = false;
  fastify.addHook('onRoute', ({ url }) => {
    if (url === '/openapi.json') isCheckoutApi = true;
  });
  fastify.addHook('onSend', (request, _reply, payload, done) => {
    if (typeof payload === 'string' || Buffer.isBuffer(payload)) bodies.set(request, payload.toString());
    done(null, payload);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const { url } = request.routeOptions;
    if (isCheckoutApi && url !== undefined && CONTRACT_ROUTES.test(url) && request.method !== 'HEAD') {
      seen.push(toSeenAnswer(request, reply, { url, body: bodies.get(request) ?? '' }));
    }
    done();
  });
}

function toSeenAnswer(request: FastifyRequest, reply: FastifyReply, known: { url: string; body: string }): SeenAnswer {
  return {
    method: request.method,
    route: known.url.replaceAll(/:(\w+)/g, '{$1}'),
    status: reply.statusCode,
    headers: Object.fromEntries(
      Object.entries(reply.getHeaders()).map(([name, value]) => [name.toLowerCase(), String(value)]),
    ),
    body: known.body,
  };
}
