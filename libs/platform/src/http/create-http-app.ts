import 'reflect-metadata';
import type { Server } from 'node:http';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyHttpOptions, FastifyInstance, FastifyReply } from 'fastify';
import { HealthRegistry } from '../health/health-registry.js';
import type { Log } from '../log/log.js';
import { NestLog } from '../log/nest-log.js';
import { Metrics } from '../metrics/metrics.js';
import { ClientErrors } from './client-error.js';
import { limitConnections } from './connection-limit.js';
import { DrainingFastifyAdapter } from './draining-fastify-adapter.js';
import { misframed } from './framing.js';
import { registerHealthRoutes } from './health-routes.js';
import { HTTP_LIMITS, type HttpLimits } from './http-limits.js';
import { HttpAppModule, type AppModule } from './http-app.module.js';
import { readJsonBodies } from './json-bodies.js';
import { ProblemFilter, sendProblem } from './problem-filter.js';
import { REQUEST_ID_HEADER, requestIdOf } from './request-id.js';
import { createRequestObserver } from './request-observer.js';
import { RequestValidationPipe } from './request-validation.pipe.js';
import { applySecurityHeaders } from './security-headers.js';
import { problemOfStatus } from './status-problems.js';

export interface HttpAppOptions {
  /** The app's name, for its log lines. */
  name: string;
  log: Log;
  /** Bytes; `HTTP_LIMITS` when absent. */
  bodyLimit?: number;
  /** Keeps the exact bytes of every body as `request.rawBody`. */
  rawBody?: boolean;
  /** Never: who the caller is behind proxies is decided by TRUSTED_PROXIES where it matters, not by Fastify. */
  trustProxy?: never;
  /** Its trusted proxies keep a reserve of connections. */
  config?: { readonly ingress: { readonly trustedProxies: readonly string[] } };
  /** Networks besides them that keep it. */
  expectedSenders?: readonly string[];
  /** Other limits than `HTTP_LIMITS`, for tests that cannot wait for those. */
  limits?: Partial<HttpLimits>;
  /** Given when the app registered probes or metrics before its HTTP side exists; own ones otherwise. */
  health?: HealthRegistry;
  metrics?: Metrics;
  /** How long `app.close()` lets requests in flight finish; default 10000. */
  drainLimitMs?: number;
}

const DEFAULT_DRAIN_LIMIT_MS = 10_000;

/**
 * A Nest application on Fastify with everything an app's HTTP side must do alike: request ids, access log, metrics,
 * validation, problem+json, security headers, server limits, `/livez` `/readyz` `/metrics`, and a `close()` that
 * finishes requests in flight first. The caller listens and closes; no signal handler is installed here.
 */
export async function createHttpApp(module: AppModule, options: HttpAppOptions): Promise<NestFastifyApplication> {
  const health = options.health ?? new HealthRegistry();
  const metrics = (options.metrics ?? new Metrics()).includeProcess();
  const { log } = options;
  const limits: HttpLimits = { ...HTTP_LIMITS, ...options.limits };
  const clientErrors = new ClientErrors();
  const adapter = new DrainingFastifyAdapter(serverOptions({ limits, clientErrors, bodyLimit: options.bodyLimit }), {
    onDrain: () => health.beginShutdown(),
    limitMs: options.drainLimitMs ?? DEFAULT_DRAIN_LIMIT_MS,
  });
  const fastify: FastifyInstance = adapter.getInstance();
  clientErrors.watch(fastify.server);
  const preferred = [...(options.config?.ingress.trustedProxies ?? []), ...(options.expectedSenders ?? [])];
  limitConnections(fastify.server, { limits, preferred, log, metrics });
  addHooks(fastify, { adapter, limits, observe: createRequestObserver({ log, metrics }) });
  registerHealthRoutes(fastify, { health, metrics });
  const app = await NestFactory.create<NestFastifyApplication>(
    HttpAppModule.of(module, { log, health, metrics }),
    adapter,
    // Without abortOnError: false Nest ends the process itself when a module cannot be built.
    { logger: new NestLog(log), abortOnError: false, rawBody: options.rawBody ?? false },
  );
  readJsonBodies(app);
  app.useGlobalFilters(new ProblemFilter(log));
  app.useGlobalPipes(new RequestValidationPipe());
  return app;
}

function serverOptions(parts: {
  limits: HttpLimits;
  clientErrors: ClientErrors;
  bodyLimit: number | undefined;
}): FastifyHttpOptions<Server> {
  const { limits, clientErrors, bodyLimit = limits.bodyBytes } = parts;
  return {
    bodyLimit,
    genReqId: requestIdOf,
    requestTimeout: limits.requestMs,
    connectionTimeout: limits.silenceMs,
    keepAliveTimeout: limits.keepAliveMs,
    routerOptions: { maxParamLength: limits.pathParameter },
    http: {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersMs,
      connectionsCheckingInterval: limits.checkEveryMs,
    },
    // Answered by a hook of ours, as a problem.
    return503OnClosing: false,
    clientErrorHandler: clientErrors.answer,
    frameworkErrors: (error, request, reply) => {
      // Raised before any hook ran, the one that looks at the framing included.
      reply.header('connection', 'close');
      finishHeaders(reply, request.id);
      sendProblem(reply, problemOfStatus(error.statusCode ?? 400));
    },
  };
}

function addHooks(
  fastify: FastifyInstance,
  parts: { adapter: DrainingFastifyAdapter; limits: HttpLimits; observe: ReturnType<typeof createRequestObserver> },
): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const broken = misframed(request.raw, parts.limits);
    if (broken) {
      reply.header('connection', 'close');
      sendProblem(reply, broken);
      return;
    }
    if (parts.adapter.isDraining) {
      reply.header('connection', 'close');
      // Asked over a connection that is still open, readiness answers for itself.
      if (request.routeOptions.url !== '/readyz' && request.routeOptions.url !== '/livez') {
        sendProblem(reply, problemOfStatus(503, 'This process is shutting down: send the request again.'));
        return;
      }
    }
    done();
  });
  fastify.addHook('onSend', (request, reply, payload, done) => {
    finishHeaders(reply, request.id);
    if (parts.adapter.isDraining) reply.header('connection', 'close');
    done(null, payload);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    parts.observe(request, reply);
    done();
  });
}

function finishHeaders(reply: FastifyReply, requestId: string): void {
  reply.header(REQUEST_ID_HEADER, requestId);
  applySecurityHeaders(reply);
}
