// @ts-check
import { createServer } from 'node:http';
import { EventVerificationError, verifyEvent } from '@chasqui/client';
/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { EventBook } from './event-book.mjs' */

const MAX_BYTES = 1024 * 1024;

/**
 * POST /webhooks/chasqui: verify, commit, and only then answer. After a 2xx Chasqui does not send an event again, so an
 * answer before the commit would lose it with the next crash; anything else, and silence, brings it again for days.
 *
 * @param {{
 *   secret: string | string[],
 *   book: EventBook,
 *   showShipments?: boolean,
 * }} parts `secret` is the `whsec_…` of your endpoint, both of them while you rotate. `showShipments` opens
 *   `GET /shipments?orderId=…` for `chasqui events check-receiver`; keep it closed to the internet.
 */
export function erpReceiver({ secret, book, showShipments = false }) {
  return createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://receiver');
    const route = `${request.method} ${url.pathname}`;
    if (route === 'POST /webhooks/chasqui') void receive(request, response);
    else if (route === 'GET /shipments' && showShipments) {
      const orderId = url.searchParams.get('orderId') ?? '';
      answer(response, 200, JSON.stringify({ orderId, count: book.shipmentsOf(orderId) }));
    } else answer(response, 404, 'There is nothing here.');
  });

  /** @param {IncomingMessage} request @param {ServerResponse} response */
  async function receive(request, response) {
    try {
      const body = await read(request);
      if (body === null) return answer(response, 413, 'The body is too large.');
      const event = verifyEvent(body, request.headers, secret);
      await book.take(event);
      answer(response, 204, '');
    } catch (error) {
      // 400: it is not believed. 500: it is true and could not be stored, so it must come again.
      const forged = error instanceof EventVerificationError;
      if (!forged) console.error(error);
      answer(response, forged ? 400 : 500, forged ? error.message : 'It could not be stored.');
    }
  }
}

/** @param {ServerResponse} response @param {number} status @param {string} body */
function answer(response, status, body) {
  response.writeHead(status, { 'content-type': body.startsWith('{') ? 'application/json' : 'text/plain' }).end(body);
}

/**
 * The bytes as they came: parsed and written again they would have another signature.
 *
 * @param {IncomingMessage} request
 */
async function read(request) {
  /** @type {Buffer[]} */
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
