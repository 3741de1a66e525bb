import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export const REQUEST_ID_HEADER = 'x-request-id';

/** What a caller's id may look like: it ends up in logs and headers, so nothing that could be read as either. */
const SANE = /^[A-Za-z0-9][\w.:@/+=-]{0,99}$/;

/** The caller's request id when it is sane, a new one otherwise. */
export function requestIdOf(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers[REQUEST_ID_HEADER];
  return typeof given === 'string' && SANE.test(given) ? given : randomUUID();
}
