import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ScriptedGateway } from './scripted-gateway.fixture.js';
import { PagoEfectivoClient, type PagoEfectivoClientOptions } from './pagoefectivo-client.js';

const now = () => new Date('2026-11-22T18:30:00-05:00');
const closing: (() => Promise<unknown>)[] = [];
let gateway: ScriptedGateway;

beforeEach(async () => {
  gateway = await new ScriptedGateway(now).start();
  closing.push(() => gateway.stop());
});

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function client(options: Partial<PagoEfectivoClientOptions> = {}): PagoEfectivoClient {
  const credentials = { serviceId: '1234', accessKey: 'access', secretKey: 'secret' };
  const made = new PagoEfectivoClient({ baseUrl: gateway.baseUrl, ...credentials, now, timeoutMs: 20_000, ...options });
  closing.push(() => made.close());
  return made;
}

/** A proxy that does with every CONNECT what it is told, and counts. */
async function startProxy(onConnect: (socket: Socket, head: string) => void) {
  const sockets = new Set<Socket>();
  const heads: string[] = [];
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('data', (data) => {
      heads.push(data.toString('latin1'));
      onConnect(socket, data.toString('latin1'));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy is not listening.');
  return { url: `http://user:pass%2Fword@127.0.0.1:${address.port}`, heads };
}

function openTunnel(socket: Socket): void {
  const upstream = connect(gateway.port, '127.0.0.1');
  upstream.on('error', () => socket.destroy());
  socket.on('close', () => upstream.destroy());
  socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
  socket.pipe(upstream).pipe(socket);
}

describe('the way out (R8)', () => {
  it.runIf(process.platform === 'linux')('starts from the local address', async () => {
    expect((await client({ egress: { localAddress: '127.0.0.2' } }).deleteCip('123')).kind).toBe('ok');
    expect(gateway.requests.map((request) => request.peerAddress)).toEqual(['127.0.0.2', '127.0.0.2']);
  });

  it('goes through a tunnel of the proxy, with the credentials of its address', async () => {
    const proxy = await startProxy(openTunnel);
    expect((await client({ egress: { proxyUrl: proxy.url } }).deleteCip('123')).kind).toBe('ok');
    expect(gateway.calls).toHaveLength(1);
    const [head = ''] = proxy.heads;
    expect(head).toContain(`CONNECT 127.0.0.1:${gateway.port}`);
    expect(head).toContain(`Basic ${Buffer.from('user:pass/word').toString('base64')}`);
  });

  it('is closed when the proxy refuses: never sent', async () => {
    const proxy = await startProxy((socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'));
    expect(await client({ egress: { proxyUrl: proxy.url } }).deleteCip('123')).toEqual({
      kind: 'never_sent',
      reason: expect.stringContaining('407'),
    });
  });

  it('is tried once when the proxy hangs up, and not again and again', async () => {
    const proxy = await startProxy((socket) => socket.destroy());
    expect(await client({ egress: { proxyUrl: proxy.url } }).deleteCip('123')).toEqual({
      kind: 'never_sent',
      reason: expect.stringContaining('no tunnel'),
    });
    expect(proxy.heads).toHaveLength(1);
  });

  it('that opens after the time limit carries nothing any more', async () => {
    const held: Socket[] = [];
    const proxy = await startProxy((socket) => void held.push(socket));
    const outcome = await client({ egress: { proxyUrl: proxy.url }, timeoutMs: 200 }).deleteCip('123');
    expect(outcome).toEqual({ kind: 'never_sent', reason: expect.stringContaining('200 ms') });

    const [socket] = held;
    if (!socket) throw new Error('Nobody asked for a tunnel.');
    openTunnel(socket);
    await vi.waitUntil(() => socket.destroyed || socket.readableEnded);
    expect(gateway.requests).toEqual([]);
  });

  it('is closed when nobody answers at the proxy', async () => {
    const outcome = await client({ egress: { proxyUrl: 'http://127.0.0.1:1' } }).deleteCip('123');
    expect(outcome).toEqual({ kind: 'never_sent', reason: expect.stringContaining('ECONNREFUSED') });
  });
});
