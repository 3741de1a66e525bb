import type { FastifyReply } from 'fastify';

/** Only files of our own may run or style the page, and only its own status may be fetched. Nothing may frame it. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The address of the page is its key: it goes into no cache, no search engine and to no other site. */
const PRIVATE = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
} as const;

export function sendPage(reply: FastifyReply, page: { status: number; html: string }): void {
  void reply
    .code(page.status)
    .headers({ 'content-security-policy': POLICY, ...PRIVATE })
    .type('text/html; charset=utf-8')
    .send(page.html);
}

/** A file of the shopper's own, to be opened by another program. */
export function sendFile(reply: FastifyReply, file: { name: string; type: string; text: string }): void {
  void reply
    .headers({ ...PRIVATE, 'content-disposition': `attachment; filename="${file.name}"` })
    .type(file.type)
    .send(file.text);
}
