import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ClientFixture, createdCip, draft, MINUTE_MS, reset, unauthorized } from './client.fixture.js';
import { json, type Reply, type ScriptedGateway, success, text } from './scripted-gateway.fixture.js';
import type { PagoEfectivoClient } from './pagoefectivo-client.js';

const neverSent = { kind: 'never_sent', reason: expect.any(String) };

let fixture: ClientFixture;
let gateway: ScriptedGateway;
let client: PagoEfectivoClient;

beforeEach(async () => {
  fixture = await ClientFixture.start();
  ({ gateway, client } = fixture);
});

afterEach(() => fixture.stop());

describe('the token', () => {
  it('is fetched once for twenty calls at the same time', async () => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => client.deleteCip('213803274')));
    expect(outcomes).toEqual(Array.from({ length: 20 }, () => ({ kind: 'ok', value: undefined })));
    expect(gateway.authorizations).toHaveLength(1);
    expect(gateway.calls).toHaveLength(20);
  });

  it('is renewed before it expires, by one call for all', async () => {
    gateway.tokenLifeMs = 5 * MINUTE_MS;
    await client.deleteCip('1');
    fixture.nowMs += 4 * MINUTE_MS - 1;
    await client.deleteCip('2');
    expect(gateway.authorizations).toHaveLength(1);
    fixture.nowMs += 1;
    await Promise.all(['3', '4', '5'].map((number) => client.deleteCip(number)));
    expect(gateway.authorizations).toHaveLength(2);
    expect(gateway.calls.slice(-3).map(({ headers }) => headers.authorization)).toEqual(
      Array.from({ length: 3 }, () => 'Bearer token-2'),
    );
  });

  it.each([401, 403])('is replaced once after a %d, for all calls it was rejected with', async (status) => {
    gateway.reply = (response, request) =>
      request.headers.authorization === 'Bearer token-1' ? text(response, status, '') : createdCip(response, request);
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => client.createCip(draft)));
    expect(new Set(outcomes.map((outcome) => outcome.kind))).toEqual(new Set(['ok']));
    expect(gateway.authorizations).toHaveLength(2);
    expect(gateway.calls).toHaveLength(40);
  });

  it('is not replaced a second time: the credentials are wrong', async () => {
    gateway.reply = unauthorized;
    expect(await client.createCip(draft)).toEqual({
      kind: 'unauthorized',
      message: 'the gateway answered HTTP 401',
      httpStatus: 401,
    });
    expect([gateway.authorizations.length, gateway.calls.length]).toEqual([2, 2]);
  });

  it('that cannot be replaced leaves the call without effect', async () => {
    await client.authorize();
    gateway.reply = unauthorized;
    gateway.authorization = (response) => text(response, 500, 'oops');
    expect(await client.createCip(draft)).toEqual(neverSent);
    expect(fixture.records.map(({ operation, outcome }) => [operation, outcome])).toEqual([
      ['authorize', 'ok'],
      ['create', 'unauthorized'],
      ['authorize', 'unknown'],
      ['create', 'never_sent'],
    ]);
  });

  it('can be asked for, to check the credentials', async () => {
    expect(await client.authorize()).toEqual({
      kind: 'ok',
      value: { expiresAt: new Date(fixture.nowMs + 120 * MINUTE_MS) },
    });
    const data = [{ code: '113', message: 'Valor invalido.', field: 'hashString' }];
    gateway.authorization = (response) => json(response, 400, { code: '111', message: 'no', data });
    expect(await client.authorize()).toMatchObject({ kind: 'refused', fields: [{ field: 'hashString' }] });
  });
});

describe('without an authorization the call is not made', () => {
  it.each<[string, Reply, object]>([
    [
      'refused',
      (response) => json(response, 400, { code: 111, message: 'no' }),
      { kind: 'unauthorized', httpStatus: 400 },
    ],
    ['unauthorized', unauthorized, { kind: 'unauthorized', httpStatus: 401 }],
    [
      'rate limited',
      (response) => text(response, 429, '', { 'retry-after': '9' }),
      { kind: 'rate_limited', retryAfterMs: 9_000 },
    ],
    ['an error', (response) => json(response, 500, { code: 166 }), neverSent],
    ['a page', (response) => text(response, 200, '<html>'), neverSent],
    ['a reset', reset, neverSent],
    ['an answer without a token', success({ tokenExpires: '2026-11-22T20:30:00-05:00' }, 201), neverSent],
    ['a token that fits no header', success({ token: 'a\nb' }, 201), neverSent],
  ])('when it is %s', async (_, authorization, outcome) => {
    gateway.authorization = authorization;
    expect(await client.createCip(draft, { paymentRef: 'pay_1' })).toMatchObject(outcome);
    expect(gateway.calls).toEqual([]);
    expect(
      fixture.records.map(({ operation, paymentRef, httpStatus }) => [operation, paymentRef, httpStatus === null]),
    ).toEqual([
      ['authorize', null, expect.any(Boolean)],
      ['create', 'pay_1', true],
    ]);
  });

  it('and the next call asks again', async () => {
    const works = gateway.authorization;
    gateway.authorization = reset;
    expect((await client.deleteCip('1')).kind).toBe('never_sent');
    gateway.authorization = works;
    expect((await client.deleteCip('1')).kind).toBe('ok');
  });
});
