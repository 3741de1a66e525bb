import '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

const NAME = 'chasqui_console';

/** Scripts cannot read it, other sites cannot send it, and it ends with the browser; the server ends it earlier. */
const ATTRIBUTES = { path: '/', httpOnly: true, sameSite: 'strict' } as const;

export function sessionTokenOf(request: FastifyRequest): string | null {
  return request.cookies[NAME] ?? null;
}

export function setSessionCookie(exchange: { request: FastifyRequest; reply: FastifyReply; token: string }): void {
  const { request, reply, token } = exchange;
  // Only this machine's own browser may use plain http: it sends nothing over a network.
  reply.setCookie(NAME, token, { ...ATTRIBUTES, secure: !isLoopback(request.hostname) });
}

export function clearSessionCookie(reply: FastifyReply): void {
  reply.clearCookie(NAME, ATTRIBUTES);
}

function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '');
  return name === 'localhost' || name.endsWith('.localhost') || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name);
}
