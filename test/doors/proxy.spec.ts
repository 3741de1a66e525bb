import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitFor } from '#testing';
import { Product } from '../flows/product.js';
import { MISLEADING, ODD } from './hostile-requests.js';
import { type LoggedRequest, NGINX, Nginx, PROXY_ID_HEADER } from './nginx.js';
import { sendRaw } from './raw-http.js';

const HOST = 'Host: shop.test\r\n';
const SMUGGLED = `GET /v1/payments/smuggled HTTP/1.1\r\n${HOST}\r\n`;
const LONG = 'a'.repeat(300_000);

/** What is unambiguous by itself, and tempts one of two servers to read on in the wrong place. */
const TEMPTING: Readonly<Record<string, string>> = {
  'a request as the body of another': `POST /v1/payments HTTP/1.1\r\n${HOST}Content-Length: ${SMUGGLED.length}\r\n\r\n${SMUGGLED}`,
  'a request as the body of a GET': `GET /livez HTTP/1.1\r\n${HOST}Content-Length: ${SMUGGLED.length}\r\n\r\n${SMUGGLED}`,
  'a request in a chunk': `POST /v1/payments HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n${SMUGGLED.length.toString(16)}\r\n${SMUGGLED}\r\n0\r\n\r\n`,
  'a request behind a chunk extension': `POST /livez HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n5;x="\r\n${SMUGGLED}"\r\nhello\r\n0\r\n\r\n`,
  'a request in the trailers': `POST /livez HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n0\r\nX: y\r\nContent-Length: 40\r\n\r\n${SMUGGLED}`,
  'a length that the connection keeps for itself': `POST /livez HTTP/1.1\r\n${HOST}Connection: Content-Length\r\nContent-Length: ${SMUGGLED.length}\r\n\r\n${SMUGGLED}`,
  'an id that the connection keeps for itself': `GET /livez HTTP/1.1\r\n${HOST}Connection: X-Request-Id\r\nX-Request-Id: mine\r\n\r\n`,
  'a body that is not sent to its end': `POST /v1/payments HTTP/1.1\r\n${HOST}Content-Length: 5000\r\n\r\n${SMUGGLED}`,
  'a body that is refused before it is read': `POST /nowhere HTTP/1.1\r\n${HOST}Content-Length: ${LONG.length + SMUGGLED.length}\r\n\r\n${LONG}${SMUGGLED}`,
  'a chunked body that is refused before it is read': `POST /nowhere HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n${LONG.length.toString(16)}\r\n${LONG}\r\n0\r\n\r\n${SMUGGLED}`,
  'an expectation and a body at once': `POST /livez HTTP/1.1\r\n${HOST}Expect: 100-continue\r\nContent-Length: ${SMUGGLED.length}\r\n\r\n${SMUGGLED}`,
  'an upgrade and a request behind it': `GET /livez HTTP/1.1\r\n${HOST}Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n${SMUGGLED}`,
  'three requests in one go': `${SMUGGLED}POST /livez HTTP/1.1\r\n${HOST}Content-Length: 0\r\n\r\n${SMUGGLED}`,
};

interface ReceivedRequest {
  readonly id: string;
  readonly line: string;
  readonly connection: string;
}

/** Requests that reached a listener and that the proxy did not send, or not once. */
function unaccounted(received: readonly ReceivedRequest[], logged: readonly LoggedRequest[]): string[] {
  const known = new Set(logged.map(({ id }) => id));
  const seen = new Set<string>();
  return received.flatMap(({ id, line }) => {
    if (!known.has(id)) return [`unknown to the proxy: ${line}`];
    if (seen.has(id)) return [`twice for one request: ${line}`];
    seen.add(id);
    return [];
  });
}

/** Every answer in these bytes that the listener gave: for which request of the proxy, and of its own. */
function answersIn(text: string): { proxyId: string; ownId: string }[] {
  const heads = text.split('\r\n\r\n').filter((part) => /HTTP\/1\.1 \d{3} /.test(part));
  const field = (head: string, name: string): string => new RegExp(`^${name}: *(\\S+)`, 'im').exec(head)?.[1] ?? 'none';
  return heads
    .filter((head) => /^x-request-id:/im.test(head))
    .map((head) => ({ proxyId: field(head, PROXY_ID_HEADER), ownId: field(head, 'x-request-id') }));
}

it('an account of requests tells what came from nowhere, and what came twice', () => {
  const logged = [{ id: 'a', line: 'GET / HTTP/1.1', port: 1 }];
  const received = (id: string): ReceivedRequest => ({ id, line: `GET /${id}`, connection: '1' });
  expect(unaccounted([received('a')], logged)).toEqual([]);
  expect(unaccounted([received('a'), received('b')], logged)).toEqual(['unknown to the proxy: GET /b']);
  expect(unaccounted([received('a'), received('a')], logged)).toEqual(['twice for one request: GET /a']);
});

describe.skipIf(NGINX === null)('behind nginx (skipped where there is none)', () => {
  let product: Product;
  let nginx: Nginx;
  const received: ReceivedRequest[] = [];
  /** Path of each bystander, and the ids of its answer. */
  const bystanders = new Map<string, { proxyId: string; ownId: string }>();

  const watch = (message: unknown): void => {
    const { fastify } = message as { fastify: FastifyInstance };
    fastify.addHook('onRequest', (request, _reply, done) => {
      const { localPort, remotePort } = request.raw.socket;
      received.push({
        id: String(request.headers['x-request-id']),
        line: `${request.method} ${request.url}`,
        connection: `${localPort} ${remotePort}`,
      });
      done();
    });
  };

  beforeAll(async () => {
    subscribe('fastify.initialization', watch);
    product = await Product.start({ apps: ['ingest', 'checkout'] });
    unsubscribe('fastify.initialization', watch);
    // What its own start asked did not come through the proxy.
    received.length = 0;
    const targets = [product.urls.checkout, product.urls.ingest];
    nginx = await Nginx.start(
      NGINX ?? '',
      targets.flatMap((target) => [
        { target, streams: false },
        { target, streams: true },
      ]),
    );
  });

  afterAll(async () => {
    await nginx.close();
    await product.close();
  });

  async function lookOn(url: string, path: string): Promise<void> {
    const { text } = await sendRaw(url, `GET ${path} HTTP/1.1\r\n${HOST}\r\n`, { answers: 1 });
    const [answer, ...more] = answersIn(text);
    expect(more, text.slice(0, 500)).toEqual([]);
    bystanders.set(path, answer ?? { proxyId: 'none', ownId: 'none' });
  }

  it.each(Object.entries({ ...MISLEADING, ...ODD, ...TEMPTING }))(
    '%s brings no request that the proxy did not send, and no answer to another',
    async (name, bytes) => {
      await Promise.all(
        nginx.urls.map(async (url, place) => {
          const { text } = await sendRaw(url, bytes, { endAfterMs: 200, limitMs: 3_000 });
          for (const { proxyId, ownId } of answersIn(text)) expect(ownId, text.slice(0, 500)).toBe(proxyId);
          // Whoever comes next is served on the same connection to the listener.
          const path = `/bystander-${place}-${encodeURIComponent(name)}`;
          for (const nth of [1, 2]) await lookOn(url, `${path}-${nth}`);
        }),
      );
    },
  );

  it('every request is accounted for, and every answer names its own', async () => {
    const logged = await waitFor(
      async () => {
        const log = await nginx.log();
        const lines = new Set(log.map(({ line }) => line));
        return [...bystanders.keys()].every((path) => lines.has(`GET ${path} HTTP/1.1`)) ? log : null;
      },
      { what: 'every bystander to be in the log' },
    );
    expect(unaccounted(received, logged)).toEqual([]);
    const idOf = new Map(logged.map(({ line, id }) => [line, id]));
    for (const [path, { proxyId, ownId }] of bystanders)
      expect([path, proxyId, ownId]).toEqual([
        path,
        idOf.get(`GET ${path} HTTP/1.1`),
        idOf.get(`GET ${path} HTTP/1.1`),
      ]);
    // Nothing is proven where every request has a connection of its own, or none arrives.
    expect(received.length).toBeGreaterThan(bystanders.size);
    expect(new Set(received.map(({ connection }) => connection)).size).toBeLessThan(received.length / 2);
  });
});
