import type { FastifyInstance } from 'fastify';
import type { HealthRegistry } from '../health/health-registry.js';
import type { Metrics } from '../metrics/metrics.js';

export const HEALTH_PATHS: ReadonlySet<string> = new Set(['/livez', '/readyz', '/metrics']);

/**
 * The three paths of every app. They are Fastify's own routes and no controllers, so that no guard, prefix or version
 * of an app can stand before them.
 */
export function registerHealthRoutes(
  fastify: Pick<FastifyInstance, 'get'>,
  parts: { health: HealthRegistry; metrics: Metrics },
): void {
  fastify.get('/livez', () => ({ status: 'ok' }));
  fastify.get('/readyz', async (_request, reply) => {
    const report = await parts.health.check();
    return reply.code(report.status === 'ok' ? 200 : 503).send(report);
  });
  fastify.get('/metrics', async (_request, reply) =>
    reply.type(parts.metrics.contentType).send(await parts.metrics.text()),
  );
}
