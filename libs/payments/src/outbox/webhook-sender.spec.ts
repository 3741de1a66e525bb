import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { once } from 'node:events';
import { merchantReceiver } from '#testing';
import type { MerchantReceiver } from '#testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WebhookMessage } from './webhook-sender.js';
import { WebhookSender } from './webhook-sender.js';
import { TargetPolicy } from './webhook-target.js';

const SECRET = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;
const OLD_SECRET = `whsec_${Buffer.from('fedcba9876543210fedcba9876543210').toString('base64')}`;
const LOOPBACK = ['127.0.0.0/8'];

let receiver: MerchantReceiver;
let sender: WebhookSender;

beforeEach(async () => {
  receiver = await merchantReceiver();
  receiver.trust(SECRET);
  sender = new WebhookSender(new TargetPolicy(LOOPBACK));
});

afterEach(() => receiver.close());

function message(change: Partial<WebhookMessage> = {}): WebhookMessage {
  const body = '{"id":"evt_1",  "type":"order.paid","data":{"name":"Ñandú 🦙"}}';
  return { id: 'evt_1', url: receiver.url, body, secrets: [SECRET], ...change };
}

describe('WebhookSender', () => {
  it('sends the body byte for byte with headers that the standardwebhooks library accepts', async () => {
    const sent = message();

    const answer = await sender.send(sent);

    expect(answer).toMatchObject({ httpStatus: 200, error: null, retryAfterMs: null });
    const [got] = receiver.deliveries;
    expect(got).toMatchObject({ rawBody: sent.body, id: 'evt_1', refusal: null });
    expect(got?.headers).toMatchObject({ 'content-type': 'application/json', host: new URL(receiver.url).host });
  });

  it('signs with every secret during a rotation, so that a receiver with either is content', async () => {
    await sender.send(message({ secrets: [SECRET, OLD_SECRET] }));
    receiver.distrust(SECRET);
    receiver.trust(OLD_SECRET);
    await sender.send(message({ secrets: [SECRET, OLD_SECRET] }));
    await sender.send(message({ secrets: [SECRET] }));

    expect(receiver.deliveries.map((delivery) => delivery.refusal === null)).toEqual([true, true, false]);
  });

  it('follows no redirect', async () => {
    receiver.next({ status: 302, headers: { location: receiver.url } });

    expect(await sender.send(message())).toMatchObject({
      httpStatus: 302,
      error: 'answered 302: redirects are not followed',
    });
    expect(receiver.deliveries).toHaveLength(1);
  });

  it('keeps 16 kB of an answer, as text that Postgres can hold', async () => {
    receiver.next({ status: 500, body: `\0${'x'.repeat(40_000)}` });

    const answer = await sender.send(message());

    expect(answer).toMatchObject({ httpStatus: 500, error: 'answered 500' });
    expect(answer.response).toBe('x'.repeat(16 * 1024 - 1));
  });

  it.each([
    ['120', 120_000],
    ['0', 0],
    ['soon', null],
    ['-5', null],
  ])('reads Retry-After: %s', async (header, retryAfterMs) => {
    receiver.next({ status: 503, headers: { 'retry-after': header } });
    expect((await sender.send(message())).retryAfterMs).toBe(retryAfterMs);
  });

  it('reads a date in Retry-After', async () => {
    receiver.next({ status: 503, headers: { 'retry-after': new Date(Date.now() + 3_600_000).toUTCString() } });
    const { retryAfterMs } = await sender.send(message());
    expect(retryAfterMs).toBeGreaterThan(3_500_000);
    expect(retryAfterMs).toBeLessThanOrEqual(3_600_000);
  });

  it('gives up on a receiver that does not answer', async () => {
    receiver.next({ hang: true });

    expect(await sender.send(message({ timeoutMs: 150 }))).toMatchObject({
      httpStatus: null,
      error: 'no answer within 0.15 s',
    });
  });

  it('gives up on a name server that does not answer', async () => {
    const unanswered = new WebhookSender(new TargetPolicy([], () => new Promise(() => undefined)));

    expect(await unanswered.send(message({ url: 'https://erp.example/', timeoutMs: 50 }))).toMatchObject({
      httpStatus: null,
      error: 'no answer within 0.05 s',
    });
  });

  it('says so when the connection is cut or refused', async () => {
    receiver.next({ drop: true });
    expect(await sender.send(message())).toMatchObject({ httpStatus: null, error: 'socket hang up' });
    const { url } = receiver;
    await receiver.close();
    expect((await sender.send(message({ url }))).error).toMatch(/ECONNREFUSED/);
    receiver = await merchantReceiver();
  });

  it('sends nothing to an address that is not allowed', async () => {
    const strict = new WebhookSender(new TargetPolicy([]));

    const answer = await strict.send(message());

    expect(answer.httpStatus).toBeNull();
    expect(answer.error).toContain('127.0.0.1 is not a public address');
    expect(receiver.deliveries).toEqual([]);
  });

  it('asks for an address once and connects to what it vetted, whatever the name says later', async () => {
    const answers = ['127.0.0.1', '169.254.169.254'];
    let asked = 0;
    const rebinding = new TargetPolicy(LOOPBACK, async () => [answers[asked++] ?? '169.254.169.254']);
    const { port } = new URL(receiver.url);

    const answer = await new WebhookSender(rebinding).send(message({ url: `http://erp.example:${port}/hooks` }));

    expect(answer.httpStatus).toBe(200);
    expect(asked).toBe(1);
    expect(receiver.deliveries[0]?.headers.host).toBe(`erp.example:${port}`);
  });

  it('fails without throwing when a secret is none', async () => {
    const answer = await sender.send(message({ secrets: ['whsec_'] }));
    expect(answer.httpStatus).toBeNull();
    expect(answer.error).toContain('Secret');
    expect(receiver.deliveries).toEqual([]);
  });
});

describe('WebhookSender, before raw sockets', () => {
  let server: Server;

  async function answering(bytes: string, end: boolean): Promise<string> {
    server = createTcpServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => (end ? socket.end(bytes) : socket.write(bytes)));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  afterEach(() => server.close());

  it.each([
    ['a body that never ends', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\npartly', false],
    ['a body that breaks off', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\npartly', true],
  ])('takes the status for the answer, with %s', async (_what, bytes, end) => {
    const answer = await sender.send(message({ url: await answering(bytes, end), timeoutMs: 200 }));
    expect(answer).toMatchObject({ httpStatus: 200, response: 'partly', error: null });
  });

  it.each([
    ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['an upgrade', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'],
    ['nothing', ''],
  ])('is not confused by %s', async (_what, bytes) => {
    const answer = await sender.send(message({ url: await answering(bytes, true) }));
    expect(answer.httpStatus).toBeNull();
    expect(answer.error).not.toBe('');
  });

  it('limits the time that connecting may take, TLS included', async () => {
    const url = (await answering('', false)).replace('http:', 'https:');

    expect(await sender.send(message({ url, connectTimeoutMs: 80 }))).toMatchObject({
      httpStatus: null,
      error: 'no connection within 0.08 s',
    });
  });
});
