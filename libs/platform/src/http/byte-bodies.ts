import type { Server } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

/** `type/subtype` and whatever follows (RFC 9110 §8.3.1); all else Fastify would refuse before any parser is asked. */
const MEDIA_TYPE = /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+\s*(;.*)?$/;

/** Takes the bytes of every body as they came, whatever content type they claim, a broken one included. */
export function takeBodiesAsBytes(app: NestFastifyApplication): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  fastify.removeAllContentTypeParsers();
  // Through Nest, which would add a parser of its own for forms otherwise.
  app.useBodyParser<Server>('*', {}, (_request, body, done) => done(null, body));
  fastify.addHook('onRequest', (request, _reply, done) => {
    const claimed = request.headers['content-type'];
    if (claimed !== undefined && !MEDIA_TYPE.test(claimed)) delete request.headers['content-type'];
    done();
  });
}
