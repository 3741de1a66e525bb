import { randomBytes } from 'node:crypto';
import type { FastifyReply } from 'fastify';

export function newNonce(): string {
  return randomBytes(16).toString('base64');
}

/** Only what the page itself carries may run or load, and only its own status may be fetched. */
export function sendPage(reply: FastifyReply, page: { status: number; html: string; nonce: string }): void {
  const own = `'nonce-${page.nonce}'`;
  void reply
    .code(page.status)
    .headers({
      'content-security-policy': `default-src 'none'; script-src ${own}; style-src ${own}; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      // The address of the page is its key: it goes into no cache and to no other site.
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
    })
    .type('text/html; charset=utf-8')
    .send(page.html);
}
