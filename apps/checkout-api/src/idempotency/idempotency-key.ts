import type { ExecutionContext } from '@nestjs/common';
import { createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { invalidRequest } from '#platform';

const FIELD = 'Idempotency-Key';
const MAX_LENGTH = 255;

/** The key of a request, or a 400 that names the header. */
export function readIdempotencyKey(header: string | string[] | undefined): string {
  const key = Array.isArray(header) ? header.join(', ') : header;
  if (key === undefined || key === '') {
    throw wrong('required', 'is missing: send one that is new for each order, such as a UUID.');
  }
  if (key.length > MAX_LENGTH) throw wrong('wrong_length', `must have at most ${MAX_LENGTH} characters.`);
  if (!/^[\x20-\x7e]+$/.test(key)) throw wrong('wrong_format', 'must be printable ASCII, such as a UUID.');
  return key;
}

/** `Idempotency-Key` of the request; a request without a usable one is refused. */
export const IdempotencyKey = createParamDecorator((_: unknown, context: ExecutionContext): string =>
  readIdempotencyKey(context.switchToHttp().getRequest<FastifyRequest>().headers['idempotency-key']),
);

function wrong(code: string, what: string): Error {
  return invalidRequest([{ field: FIELD, code, message: `${FIELD} ${what}` }]);
}
