import { isUtf8 } from 'node:buffer';
import type { Server } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { errorCodes, type FastifyInstance } from 'fastify';

/**
 * Reads bodies that are announced as JSON: UTF-8 and nothing else, where a name that would reach an object's prototype
 * is refused. JSON.parse keeps a list of its own instead of recursing, so that depth costs no stack; how deep a body may
 * be is judged with the rest of it (`findUnsound`).
 */
export function readJsonBodies(app: NestFastifyApplication): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  const parseJson = fastify.getDefaultJsonParser('error', 'error');
  app.useBodyParser<Server>('application/json', {}, (request, body, done) => {
    // Many clients announce JSON on a POST that has nothing to say (`…/cancel`): no body then, not a broken one.
    if (body.length === 0) done(null, undefined);
    // Broken bytes would become replacement characters without a word.
    else if (!isUtf8(body)) done(new errorCodes.FST_ERR_CTP_INVALID_JSON_BODY());
    else void parseJson(request, body.toString(), done);
  });
}
