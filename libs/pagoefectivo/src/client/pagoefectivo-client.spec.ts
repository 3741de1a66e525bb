import { inspect } from 'node:util';
import { Agent } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ClientFixture, createdCip, createdData, credentials, draft, reset } from './client.fixture.js';
import { json, type Reply, type ScriptedGateway, success, text } from './scripted-gateway.fixture.js';
import { hashString } from '../signatures/hash-string.js';
import { verifyRequestSignature } from '../signatures/request-signature.js';
import { MAX_ANSWER_BYTES } from './exchange.js';
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

describe('a request', () => {
  it('of an authorization proves the keys with the hash of the document', async () => {
    await client.authorize();
    const dateRequest = '2026-11-22T18:30:00-05:00';
    expect(gateway.requests.map(({ method, path, body }) => [method, path, body])).toEqual([
      [
        'POST',
        '/v1/authorizations',
        `{"accessKey":"EXAMPLEACCESSKEY0001","idService":1234,"dateRequest":"${dateRequest}",` +
          `"hashString":"${hashString({ ...credentials, dateRequest })}"}`,
      ],
    ]);
  });

  it('has the method, path and body of the document', async () => {
    gateway.reply = createdCip;
    await client.createCip(draft);
    await client.searchCips(['213803274', '00000010092759']);
    await client.changeExpiry('00213803274', new Date('2026-11-24T18:30:00-05:00'));
    await client.deleteCip('213803274');
    const refund = { amountMinor: 10_000n, currency: 'PEN', reason: 'devuelto', refundCode: 'R-1' } as const;
    await client.refundCip('213803274', refund);
    expect(gateway.calls.map(({ method, path, body }) => [method, path, body])).toEqual([
      [
        'POST',
        '/v1/cips',
        '{"currency":"PEN","amount":129.90,"transactionCode":"A-1001-k3v9x2ab",' +
          '"dateExpiry":"2026-11-23T18:30:00-05:00","userEmail":"rosa@example.pe","userName":"Rosa","serviceId":1234}',
      ],
      ['POST', '/v1/cips/search', '{"data":[{"cip":213803274},{"cip":10092759}]}'],
      ['PATCH', '/v1/cips/213803274', '{"dateExpiry":"2026-11-24T18:30:00-05:00"}'],
      ['DELETE', '/v1/cips/213803274', ''],
      [
        'POST',
        '/v1/cips/213803274/refunds',
        '{"amount":100.00,"currency":"PEN","reason":"devuelto","refundCode":"R-1"}',
      ],
    ]);
  });

  it('carries origin, language, timestamp and signature, authorizations included (R5)', async () => {
    const behindPrefix = fixture.createClient({ baseUrl: `${gateway.baseUrl}relay/`, language: 'en-US' });
    for (const each of [client, behindPrefix]) {
      await each.createCip(draft);
      await each.deleteCip('213803274');
    }
    expect(gateway.requests.map(({ path, headers }) => [path, headers['accept-language']])).toEqual([
      ['/v1/authorizations', 'es-PE'],
      ['/v1/cips', 'es-PE'],
      ['/v1/cips/213803274', 'es-PE'],
      ['/relay/v1/authorizations', 'en-US'],
      ['/relay/v1/cips', 'en-US'],
      ['/relay/v1/cips/213803274', 'en-US'],
    ]);
    for (const { method, path, headers, body } of gateway.requests) {
      expect(headers.origin).toBe('web');
      expect(headers['content-type']).toBe(method === 'DELETE' ? undefined : 'application/json');
      const { secretKey } = credentials;
      expect(verifyRequestSignature({ secretKey, headers, method, path, body, now: fixture.now() })).toBe('valid');
    }
    expect(gateway.calls.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-1',
      'Bearer token-2',
      'Bearer token-2',
    ]);
  });

  it('is not made for something that is no CIP number, amount or date', async () => {
    await expect(client.deleteCip('../authorizations')).rejects.toThrow(RangeError);
    await expect(client.changeExpiry('1', new Date(Number.NaN))).rejects.toThrow(RangeError);
    await expect(client.createCip({ ...draft, amountMinor: -1n })).rejects.toThrow(RangeError);
    expect(await client.searchCips(['', 'abc'])).toEqual({ kind: 'ok', value: [] });
    expect(gateway.requests).toEqual([]);
  });
});

describe('the outcome', () => {
  it('of a create is the CIP', async () => {
    gateway.reply = createdCip;
    expect(await client.createCip(draft)).toEqual({
      kind: 'ok',
      value: {
        number: '213803274',
        transactionCode: draft.transactionCode,
        amountMinor: 12_990n,
        currency: 'PEN',
        expiresAt: draft.expiresAt,
        url: createdData.cipUrl,
      },
    });
  });

  it('of a search is what the gateway knows', async () => {
    gateway.reply = success([{}, { cip: 10092759, status: 23, amount: 25.5, currency: 'PEN' }]);
    expect(await client.searchCips(['7', '00010092759'])).toMatchObject({
      kind: 'ok',
      value: [{ number: '10092759', status: 'paid', amountMinor: 2_550n }],
    });
  });

  it('is refused when the gateway says no', async () => {
    const data = [{ code: '112', message: 'Requerido.', field: 'amount' }];
    gateway.reply = (response) => json(response, 400, { code: '111', message: 'Solicitud con datos inválidos.', data });
    expect(await client.createCip(draft)).toEqual({
      kind: 'refused',
      code: '111',
      message: 'Solicitud con datos inválidos.',
      fields: [{ field: 'amount', code: '112', message: 'Requerido.' }],
      httpStatus: 400,
    });
    expect(gateway.calls).toHaveLength(1);
  });

  it('is rate_limited until the date the gateway names', async () => {
    const retryAfter = new Date(fixture.nowMs + 30_000).toUTCString();
    gateway.reply = (response) => text(response, 429, '', { 'retry-after': retryAfter });
    expect(await client.createCip(draft)).toEqual({ kind: 'rate_limited', retryAfterMs: 30_000 });
  });

  it.each<[string, Reply]>([
    ['a 500 with the code of the document', (response) => json(response, 500, { code: 166, message: 'Error' })],
    ['a 502 with a page', (response) => text(response, 502, '<html>', { 'content-type': 'text/html' })],
    ['a 200 with a page', (response) => text(response, 200, '<html>', { 'content-type': 'text/html' })],
    [
      'half an answer',
      (response) =>
        void response
          .writeHead(201, { 'content-length': '900' })
          .write('{"code":100', () => response.socket?.destroy()),
    ],
    ['an answer to something else', success({ ...createdData, transactionCode: 'B-1' }, 201)],
    ['a reset', reset],
    ['something that is not HTTP', (response) => void response.socket?.end('no\r\n\r\n')],
  ])('is unknown after %s', async (_, reply) => {
    gateway.reply = reply;
    expect(await client.createCip(draft)).toEqual({
      kind: 'unknown',
      reason: expect.any(String),
      answerMayStillCome: false,
    });
    expect(gateway.calls).toHaveLength(1);
  });

  it('is unknown when the answer is longer than an answer of the gateway can be', async () => {
    const answer = JSON.stringify({ code: 100, message: '', data: createdData });
    gateway.reply = (response) => text(response, 201, answer.padEnd(MAX_ANSWER_BYTES));
    expect(await client.createCip(draft)).toMatchObject({ kind: 'ok' });
    gateway.reply = (response) => text(response, 201, answer.padEnd(MAX_ANSWER_BYTES + 1));
    expect(await client.createCip(draft)).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('longer') });
  });

  it('is unknown when no answer comes in time, or not all of it', async () => {
    const impatient = fixture.createClient({ timeoutMs: 300 });
    const reason = 'no answer within 300 ms';
    gateway.reply = () => undefined;
    expect(await impatient.createCip(draft)).toEqual({ kind: 'unknown', reason, answerMayStillCome: false });
    gateway.reply = (response) => void response.writeHead(201).write('{"code":100');
    expect(await impatient.createCip(draft)).toEqual({ kind: 'unknown', reason, answerMayStillCome: false });
  });

  it('is never_sent when nobody listens', async () => {
    await client.authorize();
    await gateway.stop();
    expect(await client.createCip(draft)).toEqual({
      kind: 'never_sent',
      reason: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('is never_sent when the other side speaks no TLS', async () => {
    const https = fixture.createClient({ baseUrl: gateway.baseUrl.replace('http:', 'https:') });
    expect(await https.createCip(draft)).toEqual(neverSent);
    expect(gateway.requests).toEqual([]);
  });

  it('is never_sent when the name has no address', async () => {
    const lost = fixture.createClient({ baseUrl: 'https://gateway.invalid/' });
    expect(await lost.createCip(draft)).toEqual(neverSent);
  });

  it('is never_sent after closing', async () => {
    await client.close();
    expect(await client.createCip(draft)).toEqual(neverSent);
  });
});

it('leaves a dispatcher open that was passed in', async () => {
  const dispatcher = new Agent();
  const borrowing = fixture.createClient({ dispatcher });
  await borrowing.close();
  expect((await borrowing.deleteCip('1')).kind).toBe('ok');
  await dispatcher.close();
});

it('shows no secret when it is printed', () => {
  expect(inspect(client, { depth: 9, showHidden: true })).not.toContain(credentials.secretKey);
});
