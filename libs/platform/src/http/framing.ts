import type { IncomingMessage } from 'node:http';
import type { HttpLimits } from './http-limits.js';
import type { Problem } from './problem-error.js';
import { problemOfStatus } from './status-problems.js';

/**
 * What Node lets pass and two servers in a row may read differently (RFC 9112 §3.2, §6.1): a second Host, a body whose
 * length is said in another way than by Content-Length or by plain chunks, HTTP/0.9, and more header lines than Node
 * tells of. Null when there is nothing of it. The connection of such a request must not be used again.
 */
export function misframed(
  request: Pick<IncomingMessage, 'rawHeaders' | 'headers' | 'httpVersionMajor' | 'httpVersionMinor'>,
  limits: Pick<HttpLimits, 'headers'>,
): Problem | null {
  const { rawHeaders, headers, httpVersionMajor: major, httpVersionMinor: minor } = request;
  if (major !== 1) return problemOfStatus(400, 'Speak HTTP/1.1.');
  if (rawHeaders.length / 2 > limits.headers) return problemOfStatus(431);
  if (countOf(rawHeaders, 'host') > 1) return problemOfStatus(400, 'Send one Host header.');
  const coding = headers['transfer-encoding'];
  if (coding !== undefined && (coding.toLowerCase() !== 'chunked' || minor === 0)) {
    return problemOfStatus(400, 'Send the body with Content-Length, or chunked in HTTP/1.1.');
  }
  return null;
}

function countOf(rawHeaders: readonly string[], name: string): number {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) if (rawHeaders[at]?.toLowerCase() === name) count += 1;
  return count;
}
