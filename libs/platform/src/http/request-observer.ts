import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../log/log.js';
import { isRedactedName, REDACTED, redactText } from '../log/redaction.js';
import type { Metrics } from '../metrics/metrics.js';
import { HEALTH_PATHS } from './health-routes.js';

/** One log line and one measurement per answered request. Routes, never paths, become labels: their number is fixed. */
export function createRequestObserver(parts: {
  log: Log;
  metrics: Metrics;
}): (request: FastifyRequest, reply: FastifyReply) => void {
  const duration = parts.metrics.histogram(
    'http_request_duration_seconds',
    'Time from the request line to the end of the answer.',
    ['method', 'route', 'status'],
  );
  return (request, reply) => {
    const route = request.routeOptions.url ?? 'unmatched';
    const { method } = request;
    duration.observe(
      { method: knownMethod(method), route, status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    );
    const path = safePath(request);
    const fields = {
      requestId: request.id,
      method,
      path,
      route,
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime * 10) / 10,
      remoteAddress: request.socket.remoteAddress,
    };
    const line = `${method} ${path} ${reply.statusCode}`;
    // Probes and scrapes come every few seconds and say nothing.
    if (HEALTH_PATHS.has(route)) parts.log.debug(fields, line);
    else parts.log.info(fields, line);
  };
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

function knownMethod(method: string): string {
  return METHODS.has(method) ? method : 'OTHER';
}

/** The path without what opens doors: values of redacted query parameters and of path parameters such as `:token`. */
function safePath(request: FastifyRequest): string {
  const [path = '', ...query] = request.url.split('?');
  const safe = pathWithoutSecrets(path, request.routeOptions.url);
  return redactText(query.length === 0 ? safe : `${safe}?${query.join('?')}`).slice(0, 500);
}

function pathWithoutSecrets(path: string, route: string | undefined): string {
  if (route === undefined || !route.includes(':')) return path;
  const pattern = route.split('/');
  const isSecret = (segment: string | undefined): boolean =>
    segment !== undefined && segment.startsWith(':') && isRedactedName(segment.slice(1));
  return path
    .split('/')
    .map((segment, index) => (isSecret(pattern[index]) ? REDACTED : segment))
    .join('/');
}
