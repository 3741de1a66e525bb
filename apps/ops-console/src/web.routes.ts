import type { Server } from 'node:http';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Its own files and its own API, nothing inline and nothing from elsewhere. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** The console's pages: files as they are, without a build. They hold no data, so they need no session. */
export async function serveWeb(fastify: FastifyInstance<Server>): Promise<void> {
  await fastify.register(fastifyStatic, {
    root: join(import.meta.dirname, 'web'),
    // One route per file that is there, and none for anything else.
    wildcard: false,
    setHeaders: (reply) => {
      reply.header('content-security-policy', PAGE_POLICY);
      // Asked for anew each time and sent again only when it changed: an update must not meet an old script.
      reply.header('cache-control', 'no-cache');
    },
  });
}
