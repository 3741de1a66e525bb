import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { fastify } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SeenAnswer } from './api-contract.js';
import { ApiContract, committedDescription } from './api-contract.js';
import { assertContractKept } from './contract-kept.js';
import { watchOrigin } from './seen-answers.js';

const ID = 'pay_06c9x2v4k8m0q1r3s5t7w9y0z2';
const EXAMPLES = committedDescription().paths['/v1/payments/{id}']?.['get']?.responses['200']?.content;
const PAYMENT = Object(EXAMPLES?.['application/json']?.examples?.['pending']?.value);

/** A checkout API that lies: whoever serves its description is held to it, whatever it answers. */
describe('an answer that is not as described', () => {
  let api: FastifyInstance;
  let url: string;
  let answer: (() => { status: number; body: unknown; headers?: Record<string, string> }) | undefined;

  beforeEach(async () => {
    api = fastify();
    api.get('/openapi.json', () => committedDescription());
    for (const path of ['/v1/payments/:id', '/v1/secrets/:id', '/livez']) {
      api.get(path, (_request, reply) => {
        const { status, body, headers = {} } = answer?.() ?? { status: 200, body: PAYMENT };
        const type = status < 400 ? 'application/json; charset=utf-8' : 'application/problem+json';
        return reply
          .code(status)
          .headers({ 'x-request-id': 'r', ...headers })
          .type(type)
          .send(Buffer.from(JSON.stringify(body)));
      });
    }
    url = await api.listen({ host: '127.0.0.1', port: 0 });
  });
  afterEach(async () => {
    answer = undefined;
    await api.close();
  });

  /** What the hook of every spec says after these were asked for. */
  async function verdictOn(path = `/v1/payments/${ID}`): Promise<string> {
    await (await fetch(`${url}${path}`)).text();
    try {
      await assertContractKept();
      return 'kept';
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  it('is told from one that is', async () => {
    expect(await verdictOn()).toBe('kept');
    expect(await verdictOn('/livez')).toBe('kept');
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a member more', { shoeSize: 42 }, 'it must NOT have additional properties: shoeSize'],
    ['a member of another type', { amount: 129.9 }, '/amount must be string'],
    ['a state that is none', { state: 'lost' }, '/state must be equal to one of the allowed values'],
    ['an instant that is none', { expiresAt: 'tomorrow' }, '/expiresAt must match format "date-time"'],
    ['a member less', { late: undefined }, "it must have required property 'late'"],
  ])('with %s fails the spec that caused it', async (_what, change, says) => {
    answer = () => ({ status: 200, body: { ...PAYMENT, ...change } });
    const verdict = await verdictOn();
    expect(verdict).toContain(`GET /v1/payments/{id} → 200: ${says}`);
    expect(verdict).toContain('npm run client:generate');
    // Told once: the next spec begins with nothing on its account.
    await expect(assertContractKept()).resolves.toBeUndefined();
  });

  it('with another status, code, type, header or route fails it too', async () => {
    const problem = { type: 'about:blank', title: 'T', status: 404, detail: 'd', code: 'not_found' };
    answer = () => ({ status: 418, body: {} });
    expect(await verdictOn()).toContain('→ 418: the status is not described');
    answer = () => ({ status: 404, body: { ...problem, code: 'cursor_invalid' } });
    expect(await verdictOn()).toContain('→ 404: the code cursor_invalid is not described for this status');
    answer = () => ({ status: 404, body: { ...problem, code: 'gone_fishing' } });
    expect(await verdictOn()).toContain('→ 404: /code must be equal to one of the allowed values');
    answer = () => ({ status: 200, body: PAYMENT, headers: { 'retry-after': '5' } });
    expect(await verdictOn()).toContain('→ 200: the header retry-after is not described');
    answer = () => ({ status: 404, body: problem });
    expect(await verdictOn()).toBe('kept');
    expect(await verdictOn('/v1/secrets/1')).toContain('GET /v1/secrets/{id} → 404: the route is not described');
  });
});

it('is told of an API in a process of its own, too', async () => {
  const elsewhere = createServer((_request, response) => {
    const { late: _late, ...without } = PAYMENT;
    response.writeHead(200, { 'content-type': 'application/json', 'x-request-id': 'r' }).end(JSON.stringify(without));
  }).listen(0, '127.0.0.1');
  await once(elsewhere, 'listening');
  try {
    const url = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
    watchOrigin(url);
    // The caller reads it as if nobody else did.
    expect(await (await fetch(`${url}/v1/payments/${ID}`)).json()).toMatchObject({ id: ID });
    await fetch(`${url}/readyz`);
    await expect(assertContractKept()).rejects.toThrow("→ 200: it must have required property 'late'");
  } finally {
    elsewhere.close();
    elsewhere.closeAllConnections();
  }
});

describe('the contract', () => {
  const contract = new ApiContract(committedDescription());
  const seen: SeenAnswer = {
    method: 'GET',
    route: '/v1/payments/{id}',
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8', 'x-request-id': 'r' },
    body: JSON.stringify(PAYMENT),
  };

  it('wants the headers that are always there, and those that come to be right', () => {
    expect(contract.differences(seen)).toEqual([]);
    expect(contract.differences({ ...seen, headers: { 'content-type': 'application/json' } })).toEqual([
      'the header X-Request-Id is missing',
    ]);
    const created = { ...seen, method: 'POST', route: '/v1/payments', status: 201 };
    const headers = { ...seen.headers, location: `/v1/payments/${ID}`, 'idempotency-replayed': 'true' };
    expect(contract.differences({ ...created, headers })).toEqual([]);
    expect(contract.differences({ ...created, headers: { ...headers, 'idempotency-replayed': 'perhaps' } })).toEqual([
      'the header Idempotency-Replayed, perhaps: it must be equal to one of the allowed values',
    ]);
  });

  it('wants the content type that is described, and no body where none is', () => {
    const plain = { ...seen, headers: { ...seen.headers, 'content-type': 'text/plain' } };
    expect(contract.differences(plain)).toEqual([
      'the content type text/plain is not described, only application/json',
    ]);
    const removed = { ...seen, method: 'DELETE', route: '/v1/webhook-endpoints/{id}', status: 204 };
    expect(contract.differences({ ...removed, body: '' })).toEqual([]);
    expect(contract.differences(removed)).toEqual(['a body is not described']);
  });
});
