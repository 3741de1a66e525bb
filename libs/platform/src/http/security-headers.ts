import type { FastifyReply } from 'fastify';

/** For JSON and everything else that is not a page: nothing may run in it or frame it. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";
/** For pages that bring no policy of their own; what scripts and styles they may load is theirs to say. */
const PAGE_POLICY = "base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

/**
 * Sets the safe default of every security header that the handler did not set itself. Strict-Transport-Security is
 * the TLS proxy's to send: this process speaks plain HTTP.
 */
export function applySecurityHeaders(reply: FastifyReply): void {
  const type = reply.getHeader('content-type');
  const isPage = typeof type === 'string' && type.startsWith('text/html');
  setDefault(reply, 'content-security-policy', isPage ? PAGE_POLICY : DATA_POLICY);
  setDefault(reply, 'x-content-type-options', 'nosniff');
  setDefault(reply, 'x-frame-options', 'DENY');
  setDefault(reply, 'referrer-policy', 'no-referrer');
  setDefault(reply, 'cross-origin-opener-policy', 'same-origin');
  setDefault(reply, 'cross-origin-resource-policy', 'same-origin');
  // Payment states and personal data: nobody between us and the caller keeps a copy.
  setDefault(reply, 'cache-control', 'no-store');
}

function setDefault(reply: FastifyReply, name: string, value: string): void {
  if (!reply.hasHeader(name)) reply.header(name, value);
}
