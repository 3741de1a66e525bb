import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import { afterEach, describe, expect, it } from 'vitest';
import type { HttpAppOptions } from './create-http-app.js';
import { HTTP_LIMITS } from './http-limits.js';
import { call, openConnection, startApp, type RawConnection, type RunningApp } from './running-app.fixture.js';

@Controller()
class ShopController {
  @Get('orders')
  list(): { data: string[] } {
    return { data: [] };
  }

  @Post('orders')
  create(@Body() order: Record<string, unknown>): Record<string, unknown> {
    return order;
  }
}

@Module({ controllers: [ShopController] })
class ShopModule {}

/** The real limits, a hundred times as fast. */
const FAST = { headersMs: 300, requestMs: 600, checkEveryMs: 50, keepAliveMs: 400, silenceMs: 1200 };
const POST_HEAD = 'POST /orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

let running: RunningApp | undefined;

afterEach(async () => {
  await running?.app.close();
  running = undefined;
});

async function start(options: Partial<HttpAppOptions> = {}): Promise<string> {
  running = await startApp(ShopModule, options);
  return running.url;
}

/** Sends a text byte by byte, as somebody who wants to hold the connection, until it is over or cut. */
function drip(connection: RawConnection, text: string): void {
  let at = 0;
  const timer = setInterval(() => {
    if (connection.socket.writable && at < text.length) connection.socket.write(text.charAt(at));
    else clearInterval(timer);
    at += 1;
  }, 20);
  void connection.ended.then(() => clearInterval(timer));
}

describe('a listener', () => {
  it('has the limits set on its server, none left to a default', async () => {
    const url = await start();
    const server = running?.app.getHttpServer();
    expect(server).toMatchObject({
      headersTimeout: HTTP_LIMITS.headersMs,
      requestTimeout: HTTP_LIMITS.requestMs,
      timeout: HTTP_LIMITS.silenceMs,
      keepAliveTimeout: HTTP_LIMITS.keepAliveMs,
    });
    const tooMuch = `GET /livez HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(HTTP_LIMITS.headerBytes)}\r\n\r\n`;
    const connection = openConnection(url);
    connection.socket.write(tooMuch);
    await connection.ended;
    expect(connection.received()).toMatch(/^HTTP\/1\.1 431 /);
  });

  it.each([
    ['headers', `GET /orders HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(500)}\r\n\r\n`, 408],
    ['a body', `${POST_HEAD}Content-Length: 500\r\n\r\n{${' '.repeat(498)}}`, 408],
    ['chunks of a body', `${POST_HEAD}Transfer-Encoding: chunked\r\n\r\n${'1\r\n \r\n'.repeat(100)}0\r\n\r\n`, 408],
    ['nothing at all', '', 408],
  ])('cuts whoever drips %s, and serves others meanwhile', async (_what, text, status) => {
    const url = await start({ limits: FAST });
    const slow = Array.from({ length: 50 }, () => openConnection(url));
    for (const connection of slow) {
      const head = text.startsWith(POST_HEAD) ? POST_HEAD : '';
      connection.socket.write(head);
      drip(connection, text.slice(head.length));
    }
    let cut = false;
    const allCut = Promise.all(slow.map(({ ended }) => ended)).then(() => (cut = true));
    do {
      expect((await call(`${url}/orders`)).status).toBe(200);
    } while (!cut);
    await allCut;
    for (const { received } of slow) expect(received()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  it('closes a connection that says nothing after its answer', async () => {
    const url = await start({ limits: FAST });
    const connection = openConnection(url);
    connection.socket.write('GET /orders HTTP/1.1\r\nHost: x\r\n\r\n');
    await connection.ended;
    expect(connection.received()).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('cuts whoever never reads the answers', async () => {
    const url = await start({ limits: FAST });
    const deaf = openConnection(url);
    deaf.socket.pause();
    // Answers of some hundred bytes each, until the buffers between are full.
    for (let sent = 0; sent < 200; sent += 1) deaf.socket.write('GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(10));
    const server = running?.app.getHttpServer();
    const open = (): Promise<number> =>
      new Promise((resolve, reject) =>
        server?.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      );
    await expect.poll(open, { timeout: 20_000, interval: 100 }).toBe(0);
    deaf.socket.destroy();
  });

  it('serves while a thousand connections do nothing', async () => {
    const url = await start();
    const idle = Array.from({ length: 1000 }, () => openConnection(url));
    await Promise.all(idle.map(({ socket }) => new Promise((resolve) => socket.once('connect', resolve))));
    const answers = await Promise.all(Array.from({ length: 100 }, () => call(`${url}/orders`)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await call(`${url}/readyz`)).status).toBe(200);
    for (const { socket } of idle) socket.destroy();
  });

  it('refuses a body beyond its limit before it has come, whatever length it announces', async () => {
    const url = await start();
    const announced = openConnection(url);
    announced.socket.write(`${POST_HEAD}Content-Length: ${HTTP_LIMITS.bodyBytes + 1}\r\n\r\n{`);
    await announced.ended;
    expect(announced.received()).toMatch(/^HTTP\/1\.1 413 [\s\S]*"code":"body_too_large"/);
    const endless = openConnection(url);
    endless.socket.write(`${POST_HEAD}Transfer-Encoding: chunked\r\n\r\n`);
    const chunk = `10000\r\n${' '.repeat(65_536)}\r\n`;
    const pump = setInterval(() => endless.socket.writable && endless.socket.write(chunk), 5);
    await endless.ended;
    clearInterval(pump);
    expect(endless.received()).toMatch(/^HTTP\/1\.1 413 /);
  });

  it.each([
    ['broken UTF-8', Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d])],
    ['nesting without end', Buffer.from('['.repeat(200_000))],
    ['nesting without end that is closed', Buffer.from(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)],
    ['objects without end', Buffer.from(`${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}`)],
    ['a prototype', Buffer.from('{"a":{"__proto__":{"admin":true}}}')],
    ['a constructor', Buffer.from('{"a":{"constructor":{"prototype":{"admin":true}}}}')],
    ['a NUL', Buffer.from('{"a":"\\u0000"}')],
    ['half a character', Buffer.from('{"a":"\\ud83d"}')],
    ['a list without end', Buffer.from(`[${'1,'.repeat(100_000)}1]`)],
    ['a text that ends nowhere', Buffer.from('{"a":"')],
    ['bytes of another encoding', Buffer.from('{"a":1}', 'utf16le')],
  ])('answers a JSON body with %s with 400 invalid_request, and nothing is polluted', async (_what, body) => {
    const url = await start();
    const answer = await call(`${url}/orders`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request', errors: [expect.anything()] } });
    expect(Reflect.get({}, 'admin')).toBeUndefined();
    expect((await call(`${url}/orders`)).status).toBe(200);
  });
});

describe('the open connections of a listener', () => {
  const few = { connections: 30, reservedConnections: 10, connectionsPerAddress: 15 };

  async function opened(url: string, count: number): Promise<{ open: RawConnection[]; closed: number }> {
    const all = Array.from({ length: count }, () => openConnection(url));
    const isOpen = await Promise.all(
      all.map(async ({ socket, ended, received }) => {
        socket.write('GET /orders HTTP/1.1\r\nHost: x\r\n\r\n');
        await Promise.race([ended, new Promise((resolve) => socket.once('data', resolve))]);
        return received() !== '';
      }),
    );
    return { open: all.filter((_, index) => isOpen[index]), closed: isOpen.filter((open) => !open).length };
  }

  it('are bounded for one address, and free again when it lets go', async () => {
    const url = await start({ limits: few });
    const { open, closed } = await opened(url, 20);
    expect([open.length, closed]).toEqual([15, 5]);
    for (const { socket } of open) socket.destroy();
    await expect.poll(async () => (await call(`${url}/livez`).catch(() => null))?.status).toBe(200);
    const metrics = await call(`${url}/metrics`);
    expect(metrics.body['text']).toMatch(/http_connections_refused_total\{by="address"\} [5-9]/);
  });

  it('are bounded in all, and the last ones are left to those who are expected', async () => {
    const url = await start({ limits: { ...few, connectionsPerAddress: 100 }, expectedSenders: ['198.51.100.0/24'] });
    const strangers = await opened(url, 30);
    expect([strangers.open.length, strangers.closed]).toEqual([20, 10]);
    for (const { socket } of strangers.open) socket.destroy();
    await running?.app.close();

    const config = { ingress: { trustedProxies: ['127.0.0.0/8'] } };
    const expected = await opened(await start({ limits: { ...few, connectionsPerAddress: 1 }, config }), 40);
    expect([expected.open.length, expected.closed]).toEqual([30, 10]);
    for (const { socket } of expected.open) socket.destroy();
  });
});
