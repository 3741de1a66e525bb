import { subscribe } from 'node:diagnostics_channel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { SeenAnswer } from './api-contract.js';

/** What storefronts and shoppers call; the rest (`/livez`, `/docs`, scripts of the page …) is not described. */
const CONTRACT_ROUTES = /^\/(v1|pay(?!\/assets\/))\//;

const seen: SeenAnswer[] = [];
const foreignOrigins = new Set<string>();
const beingRead: Promise<unknown>[] = [];
/** Spec files may share a process. */
let watching = false;

/**
 * From now on every checkout API that starts in this process is watched: whoever asks it, a browser included. Fastify
 * announces each of its instances on a diagnostics channel, so that the product needs no door for this.
 */
export function watchAnswers(): void {
  if (watching) return;
  watching = true;
  subscribe('fastify.initialization', (message) => {
    const { fastify } = message as { fastify: FastifyInstance };
    watch(fastify);
  });
}

/** A checkout API in a process of its own: of it is seen what this process asks with `fetch`. */
export function watchOrigin(url: string): void {
  if (foreignOrigins.size === 0) watchFetch();
  foreignOrigins.add(new URL(url).origin);
}

/** The answers since the last call. */
export async function takeSeenAnswers(): Promise<SeenAnswer[]> {
  await Promise.allSettled(beingRead.splice(0));
  return seen.splice(0);
}

function watchFetch(): void {
  const { fetch } = globalThis;
  globalThis.fetch = async (...asked) => {
    const response = await fetch(...asked);
    const { origin, pathname } = new URL(response.url);
    const { method } = new Request(...asked);
    if (foreignOrigins.has(origin) && CONTRACT_ROUTES.test(pathname) && method !== 'HEAD') {
      beingRead.push(rememberAnswer({ method, route: pathname }, response.clone()));
    }
    return response;
  };
}

async function rememberAnswer(asked: { method: string; route: string }, response: Response): Promise<void> {
  const headers = Object.fromEntries(response.headers);
  seen.push({ ...asked, status: response.status, headers, body: await response.text() });
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
