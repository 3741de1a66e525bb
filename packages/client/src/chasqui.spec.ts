import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Chasqui } from './chasqui.js';
import type { ChasquiOptions } from './chasqui.js';
import { ChasquiError } from './chasqui-error.js';
import { ChasquiConnectionError } from './connection-error.js';
import type { ScriptedServer, Step } from './scripted-server.fixture.js';
import { cut, halfAnAnswer, json, problem, scriptedServer, silence } from './scripted-server.fixture.js';

const API_KEY = 'ck_test_0123456789';
const ORDER = { orderId: 'A-1', amount: '10.00', currency: 'PEN' as const, customer: { email: 'rosa@example.pe' } };
const PAYMENT = { id: 'pay_1', state: 'pending' };
const created = json(201, PAYMENT);
const found = json(200, PAYMENT);
const html: Step = (response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>');

describe('a call', () => {
  let server: ScriptedServer;

  beforeEach(async () => {
    server = await scriptedServer();
  });
  afterEach(() => server.close());

  const client = (options: Partial<ChasquiOptions> = {}): Chasqui =>
    new Chasqui({ baseUrl: server.url, apiKey: API_KEY, timeoutMs: 5_000, ...options });
  const keys = (): unknown[] => server.requests.map(({ headers }) => headers['idempotency-key']);
  const failureOf = async (call: Promise<unknown>): Promise<unknown> =>
    call.then(
      (value) => `it came to ${JSON.stringify(value)}`,
      (error: unknown) => error,
    );

  it('sends what the API wants to know', async () => {
    server.play(created);
    expect(await client({ baseUrl: `${server.url}/` }).payments.create(ORDER, { idempotencyKey: 'order A-1' })).toEqual(
      PAYMENT,
    );
    expect(server.requests).toMatchObject([
      {
        method: 'POST',
        url: '/v1/payments',
        body: JSON.stringify(ORDER),
        headers: {
          authorization: `Bearer ${API_KEY}`,
          'content-type': 'application/json',
          accept: 'application/json',
          'idempotency-key': 'order A-1',
          'user-agent': expect.stringMatching(/^chasqui-client\/\d/),
        },
      },
    ]);
  });

  it('works below a path, as a proxy may serve it', async () => {
    server.play(found);
    await client({ baseUrl: `${server.url}/pagos/` }).payments.get('pay_1');
    expect(server.requests[0]?.url).toBe('/pagos/v1/payments/pay_1');
  });

  it('asks with what was said and leaves out what was not', async () => {
    server.play(json(200, { data: [], nextCursor: null, hasMore: false }));
    const chasqui = client();
    await chasqui.payments.list({ orderId: 'A 1&x', limit: 5 });
    await chasqui.events.list({ type: ['order.paid', 'order.expired'], after: 'c' });
    await chasqui.events.list({ type: 'order.paid' });
    await chasqui.events.list({ type: [] });
    await chasqui.payments.list({ orderId: '' });
    expect(server.requests.map(({ url }) => url)).toEqual([
      '/v1/payments?orderId=A+1%26x&limit=5',
      '/v1/events?after=c&type=order.paid%2Corder.expired',
      '/v1/events?type=order.paid',
      '/v1/events',
      '/v1/payments?orderId=',
    ]);
  });

  it.each(['', '.', '..'])('with the id %j is not sent: it would reach another route', async (id) => {
    server.play(found);
    await expect(async () => client().payments.get(id)).rejects.toThrow('id must be an id such as');
    expect(server.requests).toEqual([]);
  });

  it('escapes an id that holds a path', async () => {
    server.play(found);
    await client().payments.get('../webhook-endpoints');
    expect(server.requests[0]?.url).toBe('/v1/payments/..%2Fwebhook-endpoints');
  });

  describe('that creates', () => {
    it.each<[string, Step]>([
      ['a cut connection', cut],
      ['half an answer', halfAnAnswer],
      ['502 of a proxy', html],
      ['502 with Retry-After', problem(502, 'gateway_unavailable', {}, { 'retry-after': '0' })],
      ['503', problem(503, 'unavailable')],
      ['504', problem(504, 'gateway_timeout')],
      ['429', problem(429, 'rate_limited', {}, { 'retry-after': '0' })],
      ['its key still in use', problem(409, 'idempotency_key_in_use', {}, { 'retry-after': '0' })],
    ])('is repeated after %s, with the same key and the same bytes', async (_what, step) => {
      server.play(step, step, created);
      expect(await client().payments.create(ORDER)).toEqual(PAYMENT);
      expect(server.requests).toHaveLength(3);
      expect(new Set(keys()).size).toBe(1);
      expect(keys()[0]).toMatch(/^[\da-f]{8}-/);
      expect(new Set(server.requests.map(({ body }) => body)).size).toBe(1);
    });

    it('is repeated when nothing came in time', async () => {
      server.play(silence, created);
      expect(await client({ timeoutMs: 200 }).payments.create(ORDER, { idempotencyKey: 'k' })).toEqual(PAYMENT);
      expect(keys()).toEqual(['k', 'k']);
    });

    it('has a new key each time, unless one is given', async () => {
      server.play(created);
      const chasqui = client();
      await chasqui.payments.create(ORDER);
      await chasqui.payments.create(ORDER);
      await chasqui.payments.reissue('pay_1');
      expect(new Set(keys()).size).toBe(3);
    });

    it.each(['', 'ñ', 'a\nb', 'x'.repeat(256)])('is not sent with the key %j', async (idempotencyKey) => {
      server.play(created);
      await expect(async () => client().payments.create(ORDER, { idempotencyKey })).rejects.toThrow('printable ASCII');
      expect(server.requests).toEqual([]);
    });

    it.each<[string, Step]>([
      ['400', problem(400, 'invalid_request')],
      ['401', problem(401, 'unauthorized')],
      ['404', problem(404, 'not_found')],
      ['409 for an open order', problem(409, 'order_already_open')],
      ['422', problem(422, 'gateway_rejected')],
      ['500', problem(500, 'internal_error')],
      ['502 without Retry-After, the stored end of its key', problem(502, 'gateway_unavailable')],
    ])('is not repeated after %s', async (_what, step) => {
      server.play(step, created);
      expect(await failureOf(client().payments.create(ORDER))).toBeInstanceOf(ChasquiError);
      expect(server.requests).toHaveLength(1);
    });
  });

  describe('without a key that changes something', () => {
    it.each<[string, Step]>([
      ['a cut connection', cut],
      ['502', html],
      ['503', problem(503, 'unavailable')],
    ])('is not repeated after %s: it may have been done', async (_what, step) => {
      server.play(step, found);
      await failureOf(client().payments.cancel('pay_1'));
      expect(server.requests).toHaveLength(1);
    });

    it('is repeated after 429, which did nothing', async () => {
      server.play(problem(429, 'rate_limited', {}, { 'retry-after': '0' }), found);
      expect(await client().payments.cancel('pay_1')).toEqual(PAYMENT);
    });

    it('is done when a repeated DELETE finds nothing any more', async () => {
      server.play(cut, problem(404, 'not_found'));
      expect(await client().webhookEndpoints.remove('we_1')).toBeUndefined();
      server.play(problem(404, 'not_found'));
      expect(await failureOf(client().webhookEndpoints.remove('we_1'))).toMatchObject({ code: 'not_found' });
    });
  });

  describe('that goes on failing', () => {
    it('is given up after as many repetitions as are allowed', async () => {
      server.play(problem(503, 'unavailable'));
      expect(await failureOf(client({ maxRetries: 2 }).payments.get('pay_1'))).toMatchObject({ status: 503 });
      expect(server.requests).toHaveLength(3);
    });

    it('is not repeated at all when that is asked for', async () => {
      server.play(cut);
      expect(await failureOf(client({ maxRetries: 0 }).payments.get('pay_1'))).toMatchObject({ attempts: 1 });
    });

    it('is given up at once when the server wants more patience than there is time', async () => {
      server.play(problem(429, 'rate_limited', {}, { 'retry-after': '3600' }));
      expect(await failureOf(client().payments.get('pay_1'))).toMatchObject({
        code: 'rate_limited',
        retryAfterSeconds: 3600,
      });
      expect(server.requests).toHaveLength(1);
    });
  });

  describe('that the API refuses', () => {
    it('says what is wrong in all its parts', async () => {
      const errors = [{ field: 'amount', code: 'wrong_format', message: 'amount must be …' }];
      server.play(problem(400, 'invalid_request', { errors }, { 'x-request-id': 'r-1' }));
      const error = await failureOf(client().payments.create(ORDER, { idempotencyKey: 'k' }));
      expect(error).toBeInstanceOf(ChasquiError);
      expect(error).toMatchObject({
        name: 'ChasquiError',
        message: 'This is invalid_request.',
        status: 400,
        code: 'invalid_request',
        detail: 'This is invalid_request.',
        errors,
        paymentId: null,
        retryAfterSeconds: null,
        requestId: 'r-1',
        idempotencyKey: 'k',
      });
    });

    it('names the payment concerned, and keeps what single codes add', async () => {
      server.play(problem(422, 'gateway_rejected', { paymentId: 'pay_9', gatewayCode: '511' }));
      expect(await failureOf(client().payments.create(ORDER))).toMatchObject({
        paymentId: 'pay_9',
        problem: { gatewayCode: '511' },
      });
    });

    it.each<[string, Step, string]>([
      [
        'a proxy',
        (response) => response.writeHead(403, { 'content-type': 'text/html' }).end('<p>no'),
        'answered 403 with text/html',
      ],
      [
        'a redirect',
        (response) => response.writeHead(301, { location: 'https://elsewhere.example/' }).end(),
        'answered 301 to https://elsewhere.example/',
      ],
      [
        'a page with 200',
        (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>hi'),
        'check that baseUrl',
      ],
      ['JSON that is no problem', json(404, { error: 'nope' }), 'answered 404 with application/json'],
    ])('is told from %s, which is not Chasqui', async (_what, step, says) => {
      server.play(step);
      const error = await failureOf(client().payments.get('pay_1'));
      expect(error).toMatchObject({ code: 'unexpected_answer', problem: null, message: expect.stringContaining(says) });
    });
  });

  describe('without an answer', () => {
    it('says why, how often it was tried, and with which key to repeat it', async () => {
      server.play(cut);
      const error = await failureOf(client({ maxRetries: 1 }).payments.create(ORDER, { idempotencyKey: 'order A-1' }));
      expect(error).toBeInstanceOf(ChasquiConnectionError);
      expect(error).toMatchObject({
        attempts: 2,
        idempotencyKey: 'order A-1',
        message: expect.stringContaining('(tried 2 times)'),
      });
      expect(error).toMatchObject({ message: expect.stringContaining('the same idempotency key, order A-1') });
    });

    it('says that time ran out', async () => {
      server.play(silence);
      const error = await failureOf(client({ maxRetries: 0, timeoutMs: 100 }).payments.cancel('pay_1'));
      expect(error).toMatchObject({
        idempotencyKey: null,
        message: expect.stringContaining('nothing came within 100 ms'),
      });
      expect(error).toMatchObject({ message: expect.stringContaining('look before you repeat') });
    });

    it('says that nobody listens', async () => {
      await server.close();
      const error = await failureOf(client({ maxRetries: 0 }).payments.get('pay_1'));
      expect(error).toMatchObject({ message: expect.stringContaining('ECONNREFUSED') });
      expect(error).not.toMatchObject({ message: expect.stringContaining(API_KEY) });
    });
  });

  describe('that its caller gives up', () => {
    it('ends at once with the reason, under way or before a repetition', async () => {
      const reason = new Error('the shopper left');
      const givenUp = new AbortController();
      server.play((response) => {
        silence(response);
        givenUp.abort(reason);
      });
      expect(await failureOf(client().payments.get('pay_1', { signal: givenUp.signal }))).toBe(reason);

      const between = new AbortController();
      server.play((response) => {
        problem(429, 'rate_limited', {}, { 'retry-after': '60' })(response);
        response.once('close', () => between.abort(reason));
      });
      const patient = client({ totalTimeoutMs: 600_000 });
      expect(await failureOf(patient.payments.get('pay_1', { signal: between.signal }))).toBe(reason);
      expect(server.requests).toHaveLength(2);
    });

    it('is never sent when it was given up before', async () => {
      server.play(found);
      await failureOf(client().payments.get('pay_1', { signal: AbortSignal.abort(new Error('no')) }));
      expect(server.requests).toEqual([]);
    });
  });

  it('walks pages until there is none', async () => {
    const page = (id: string, nextCursor: string | null): Step => json(200, { data: [{ id }], nextCursor });
    server.play(page('a', 'c1'), page('b', 'c2'), page('c', null));
    const ids: string[] = [];
    for await (const { id } of client().payments.listAll({ state: 'paid' })) ids.push(id);
    expect(ids).toEqual(['a', 'b', 'c']);
    expect(server.requests.map(({ url }) => url)).toEqual([
      '/v1/payments?state=paid',
      '/v1/payments?state=paid&cursor=c1',
      '/v1/payments?state=paid&cursor=c2',
    ]);
  });

  it('goes through the fetch that was given', async () => {
    server.play(found);
    const seen: string[] = [];
    const counting: typeof fetch = (input, init) => {
      seen.push(`${init?.method ?? ''} ${String(input)}`);
      return fetch(input, init);
    };
    await client({ fetch: counting }).payments.get('pay_1');
    expect(seen).toEqual([`GET ${server.url}/v1/payments/pay_1`]);
  });
});

describe('a client', () => {
  it.each(['', 'localhost:3000', 'ftp://x', 'https://user:secret@x', 'https://x/?a=1', 'https://x/#a'])(
    'is not made for the address %j',
    (baseUrl) => {
      expect(() => new Chasqui({ baseUrl, apiKey: API_KEY })).toThrow('baseUrl must be the address');
    },
  );

  it.each(['', 'ck_test with blanks', 'ck_test\n'])(
    'is not made with the key %j, which it does not repeat',
    (apiKey) => {
      const make = (): Chasqui => new Chasqui({ baseUrl: 'https://x', apiKey });
      expect(make).toThrow('apiKey must be the API key of a shop');
      if (apiKey !== '') expect(make).not.toThrow(apiKey);
    },
  );

  it.each([
    { timeoutMs: 0 },
    { timeoutMs: Number.NaN },
    { totalTimeoutMs: -1 },
    { maxRetries: -1 },
    { maxRetries: 1.5 },
  ])('is not made with %j', (options) => {
    expect(() => new Chasqui({ baseUrl: 'https://x', apiKey: API_KEY, ...options })).toThrow(Object.keys(options)[0]);
  });
});
