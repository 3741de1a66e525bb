import 'reflect-metadata';
import type { Server } from 'node:http';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyHttpOptions, FastifyInstance, FastifyReply } from 'fastify';
import { HealthRegistry } from '../health/health-registry.js';
import type { Log } from '../log/log.js';
import { NestLog } from '../log/nest-log.js';
import { Metrics } from '../metrics/metrics.js';
import { answerClientError } from './client-error.js';
import { DrainingFastifyAdapter } from './draining-fastify-adapter.js';
import { registerHealthRoutes } from './health-routes.js';
import { HttpAppModule, type AppModule } from './http-app.module.js';
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
  /** Bytes; default 262144. */
  bodyLimit?: number;
  /** Keeps the exact bytes of every body as `request.rawBody`. */
  rawBody?: boolean;
  /** Never: who the caller is behind proxies is decided by TRUSTED_PROXIES where it matters, not by Fastify. */
  trustProxy?: never;
  /** Given when the app registered probes or metrics before its HTTP side exists; own ones otherwise. */
  health?: HealthRegistry;
  metrics?: Metrics;
  /** How long `app.close()` lets requests in flight finish; default 10000. */
  drainLimitMs?: number;
}

const DEFAULT_BODY_LIMIT_BYTES = 256 * 1024;
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
  const adapter = new DrainingFastifyAdapter(serverOptions(options), {
    onDrain: () => health.beginShutdown(),
    limitMs: options.drainLimitMs ?? DEFAULT_DRAIN_LIMIT_MS,
  });
  const fastify: FastifyInstance = adapter.getInstance();
  addHooks(fastify, { adapter, observe: createRequestObserver({ log, metrics }) });
  registerHealthRoutes(fastify, { health, metrics });
  const app = await NestFactory.create<NestFastifyApplication>(
    HttpAppModule.of(module, { log, health, metrics }),
    adapter,
    // Without abortOnError: false Nest ends the process itself when a module cannot be built.
    { logger: new NestLog(log), abortOnError: false, rawBody: options.rawBody ?? false },
  );
  const parseJson = fastify.getDefaultJsonParser('error', 'error');
  app.useBodyParser<Server>('application/json', {}, (request, body, done) => {
    // Many clients announce JSON on a POST that has nothing to say (`…/cancel`): no body then, not a broken one.
    if (body.length === 0) done(null, undefined);
    else void parseJson(request, body.toString(), done);
  });
  app.useGlobalFilters(new ProblemFilter(log));
  app.useGlobalPipes(new RequestValidationPipe());
  return app;
}

function serverOptions(options: HttpAppOptions): FastifyHttpOptions<Server> {
  return {
    bodyLimit: options.bodyLimit ?? DEFAULT_BODY_LIMIT_BYTES,
    genReqId: requestIdOf,
    // The whole request must have arrived; slow senders do not hold a connection.
    requestTimeout: 30_000,
    // Silence on the socket, handlers included: above the 100 s that a call to the gateway may take.
    connectionTimeout: 120_000,
    // Above the 60 s of the usual load balancers, so that they and not we end idle connections.
    keepAliveTimeout: 72_000,
    routerOptions: { maxParamLength: 256 },
    http: { maxHeaderSize: 16 * 1024, headersTimeout: 15_000, connectionsCheckingInterval: 5000 },
    // Answered by a hook of ours, as a problem.
    return503OnClosing: false,
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, request, reply) => {
      // Raised before any hook ran.
      finishHeaders(reply, request.id);
      sendProblem(reply, problemOfStatus(error.statusCode ?? 400));
    },
  };
}

function addHooks(
  fastify: FastifyInstance,
  parts: { adapter: DrainingFastifyAdapter; observe: ReturnType<typeof createRequestObserver> },
): void {
  fastify.addHook('onRequest', (request, reply, done) => {
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
