import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ClientFixture, createdCip, createdData, credentials, draft, reset } from './client.fixture.js';
import { json, type ScriptedGateway, text } from './scripted-gateway.fixture.js';
import type { PagoEfectivoClient } from './pagoefectivo-client.js';

let fixture: ClientFixture;
let gateway: ScriptedGateway;
let client: PagoEfectivoClient;

beforeEach(async () => {
  fixture = await ClientFixture.start();
  ({ gateway, client } = fixture);
});

afterEach(() => fixture.stop());

describe('the record', () => {
  it('tells of every call what was asked, answered and concluded', async () => {
    gateway.reply = createdCip;
    await client.createCip(draft, { paymentRef: 'pay_1' });
    expect(fixture.records).toEqual([
      {
        at: fixture.now(),
        operation: 'authorize',
        method: 'POST',
        path: '/v1/authorizations',
        httpStatus: 201,
        outcome: 'ok',
        durationMs: expect.any(Number),
        cipNumbers: [],
        request: {
          accessKey: '[redacted]',
          idService: 1234,
          dateRequest: '2026-11-22T18:30:00-05:00',
          hashString: '[redacted]',
        },
        response: expect.objectContaining({ code: 100, data: expect.objectContaining({ token: '[redacted]' }) }),
        error: null,
        paymentRef: null,
        clockAheadMs: expect.any(Number),
      },
      {
        at: fixture.now(),
        operation: 'create',
        method: 'POST',
        path: '/v1/cips',
        httpStatus: 201,
        outcome: 'ok',
        durationMs: expect.any(Number),
        cipNumbers: ['213803274'],
        request: {
          currency: 'PEN',
          amount: 129.9,
          transactionCode: draft.transactionCode,
          dateExpiry: '2026-11-23T18:30:00-05:00',
          userEmail: '[redacted]',
          userName: '[redacted]',
          serviceId: 1234,
        },
        response: { code: 100, message: 'Solicitud exitosa.', data: createdData },
        error: null,
        paymentRef: 'pay_1',
        clockAheadMs: expect.any(Number),
      },
    ]);
  });

  it('holds no credential and nothing of the shopper, even when the gateway repeats all of it', async () => {
    gateway.reply = (response, { headers, body }) => text(response, 500, `${JSON.stringify(headers)} ${body}`);
    await client.createCip(draft);
    gateway.reply = (response, { headers, body }) =>
      json(response, 400, { code: 111, message: headers.authorization, data: [{ field: 'x', message: body }] });
    await client.createCip(draft);
    const stored = JSON.stringify(fixture.records);
    for (const secret of [credentials.accessKey, credentials.secretKey, 'token-1', 'rosa@example.pe', 'Rosa']) {
      expect(stored).not.toContain(secret);
    }
    expect(stored).toContain(draft.transactionCode);
  });

  it('lets no outcome repeat them either, wherever the words are cut, and keeps codes and fields as they came', async () => {
    const filling = 'x'.repeat(490);
    gateway.authorization = (response, request) =>
      json(response, 401, { code: '401', message: `${filling} ${request.body}` });
    const refusedToken = await client.createCip(draft);
    expect(refusedToken).toMatchObject({ kind: 'unauthorized', httpStatus: 401 });
    expect(JSON.stringify(refusedToken)).not.toContain(credentials.accessKey.slice(0, 3));

    const other = await ClientFixture.start();
    try {
      other.gateway.reply = (response, request) =>
        json(response, 400, {
          code: '111',
          message: `${request.headers.authorization ?? ''} ${draft.user.email}`,
          data: [{ code: '113', message: `Rosa, ${credentials.secretKey}`, field: 'userEmail' }],
        });
      expect(await other.client.createCip({ ...draft, user: { ...draft.user, documentNumber: '111' } })).toEqual({
        kind: 'refused',
        code: '111',
        message: 'Bearer [redacted] [redacted]',
        fields: [{ code: '113', message: '[redacted], [redacted]', field: 'userEmail' }],
        httpStatus: 400,
      });
    } finally {
      await other.stop();
    }
  });

  it('names the CIPs a call was about, and why it failed', async () => {
    gateway.reply = reset;
    await client.searchCips(['0012', '34']);
    await client.changeExpiry('0012', draft.expiresAt);
    expect(fixture.records.slice(1)).toMatchObject([
      { operation: 'search', cipNumbers: ['12', '34'], outcome: 'unknown', httpStatus: null, response: null },
      { operation: 'extend', cipNumbers: ['12'], outcome: 'unknown', error: expect.any(String) },
    ]);
  });

  it('may fail to be written without changing the outcome', async () => {
    gateway.reply = createdCip;
    const warned = new Promise((resolve) => process.once('warning', resolve));
    const careless = fixture.createClient({
      onCall: () => {
        throw new Error('the log is full');
      },
    });
    expect((await careless.createCip(draft)).kind).toBe('ok');
    expect(await warned).toMatchObject({ message: 'the log is full' });
  });
});
