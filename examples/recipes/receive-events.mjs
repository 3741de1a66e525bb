// @ts-check
import { createServer } from 'node:http';
import { EventVerificationError, verifyEvent } from '@chasqui/client';

const MAX_BYTES = 256 * 1024;

/**
 * A server for your webhook endpoint.
 *
 * @param {{
 *   secret: string | string[],
 *   handle: (event: import('@chasqui/client').ChasquiEvent) => Promise<void>,
 * }} parts `handle` acts once per `event.id`, and resolves when that is stored
 */
export function eventReceiver({ secret, handle }) {
  return createServer(async (request, response) => {
    try {
      /** @type {Buffer[]} */
      const chunks = [];
      let size = 0;
      for await (const chunk of request) {
        size += chunk.length;
        if (size > MAX_BYTES) return void response.writeHead(413).end();
        chunks.push(chunk);
      }
      await handle(verifyEvent(Buffer.concat(chunks), request.headers, secret));
      response.writeHead(204).end();
    } catch (error) {
      // 400: do not believe it. 500: it is true and could not be stored, so that Chasqui sends it again.
      response.writeHead(error instanceof EventVerificationError ? 400 : 500).end();
    }
  });
}
