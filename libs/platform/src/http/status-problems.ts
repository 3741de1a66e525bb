import { STATUS_CODES } from 'node:http';
import type { Problem } from './problem-error.js';

interface StatusText {
  code: string;
  detail?: string;
}

/**
 * What a bare HTTP status means when nobody said more: thrown by Nest, by Fastify or by the HTTP parser. Our own code
 * throws a ProblemError with a code of its own.
 */
const STATUS_TEXTS: Record<number, StatusText> = {
  400: { code: 'invalid_request', detail: 'The request is not well-formed HTTP: check its path and headers.' },
  401: { code: 'unauthorized', detail: 'Authenticate and send the request again.' },
  403: { code: 'forbidden', detail: 'You may not do this: use a login or key that may.' },
  404: { code: 'not_found', detail: 'There is nothing here: check the path and the id.' },
  405: { code: 'method_not_allowed', detail: 'This path does not know that method.' },
  406: { code: 'not_acceptable', detail: 'Accept application/json.' },
  408: { code: 'request_timeout', detail: 'The request took too long to arrive: send it again, faster.' },
  409: { code: 'conflict' },
  410: { code: 'gone' },
  412: { code: 'precondition_failed' },
  413: { code: 'body_too_large', detail: 'The body is too large: send less in one request.' },
  414: { code: 'uri_too_long', detail: 'The path is too long: check the id in it.' },
  415: {
    code: 'unsupported_media_type',
    detail: 'Send the body as JSON with the header Content-Type: application/json.',
  },
  422: { code: 'unprocessable' },
  429: { code: 'rate_limited', detail: 'Too many requests: wait and try again.' },
  431: { code: 'headers_too_large', detail: 'The request headers are too large: send fewer or shorter ones.' },
  501: { code: 'not_implemented' },
  502: { code: 'bad_gateway', detail: 'A system behind this one did not answer: try again in a moment.' },
  503: { code: 'unavailable', detail: 'Not available right now: try again in a moment.' },
  504: { code: 'gateway_timeout', detail: 'A system behind this one did not answer in time: try again in a moment.' },
};

/** The problem of a bare status; `detail` replaces the general sentence. */
export function problemOfStatus(status: number, detail?: string): Problem {
  const text = STATUS_TEXTS[status] ?? { code: status < 500 ? 'invalid_request' : 'internal_error' };
  return { status, code: text.code, title: STATUS_CODES[status] ?? 'Error', detail: detail ?? text.detail };
}
