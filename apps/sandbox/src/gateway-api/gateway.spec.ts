import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { formatLima } from '#pagoefectivo';
import { testDatabase, type TestDatabase } from '#testing';
import { RunningSandbox, type Envelope } from '../../test/running-sandbox.js';

let database: TestDatabase;
let sandbox: RunningSandbox;

beforeAll(async () => {
  database = await testDatabase({ schema: 'empty' });
  sandbox = await RunningSandbox.start({ databaseUrl: database.url });
});

beforeEach(async () => {
  await sandbox.control('POST', '/reset');
});

afterAll(async () => {
  await sandbox.close();
  await database.drop();
});

const NEVER = '1900-01-01T00:00:00-05:00';
const FIELDS_WRONG = { code: '111', message: 'Solicitud con datos inválidos.' };

function wrong(field: string, code = '113'): unknown {
  return { ...FIELDS_WRONG, data: [expect.objectContaining({ code, field })] };
}

describe('POST /v1/authorizations', () => {
  it('answers 201 with a token that looks like the real ones', async () => {
    const reply = await sandbox.call('POST', '/v1/authorizations', sandbox.authorizationBody());
    expect(reply.status).toBe(201);
    const { data, ...envelope } = reply.json as Envelope;
    expect(envelope).toEqual({ code: 100, message: 'Solicitud exitosa.' });
    expect(data).toMatchObject({ codeService: 'CHQ', tokenStart: expect.stringMatching(/-05:00$/) });
    expect(String(data['token'])).toMatch(/^eyJhbGciOiJIUzI1NiIs[\w-]+\.[\w-]+\.[\w-]+$/);
    const lifeMs = Date.parse(String(data['tokenExpires'])) - Date.parse(String(data['tokenStart']));
    expect(lifeMs).toBe(300_000);
  });

  it.each([
    ['accessKey', { accessKey: 'SOMEBODYELSESKEY' }],
    ['idService', { idService: 7 }],
    ['hashString', { hashString: '0'.repeat(64) }],
    ['dateRequest', { dateRequest: '2020-01-01T00:00:00-05:00' }],
    ['dateRequest', { dateRequest: 'yesterday' }],
  ])('names a wrong %s in the documented envelope', async (field, over) => {
    const reply = await sandbox.call('POST', '/v1/authorizations', sandbox.authorizationBody(over));
    expect(reply.status).toBe(400);
    expect(reply.json).toEqual(wrong(field));
  });

  it('lists every missing field with 112', async () => {
    const reply = await sandbox.call('POST', '/v1/authorizations', {});
    const { data } = reply.json as { data: { code: string; field: string; message: string }[] };
    expect(data.map((entry) => entry.field)).toEqual(['accessKey', 'idService', 'dateRequest', 'hashString']);
    expect(new Set(data.map((entry) => `${entry.code} ${entry.message}`))).toEqual(new Set(['112 Requerido.']));
  });

  it('refuses a token after its life, and a forged one', async () => {
    await sandbox.fault({ tokenLife: 'PT1M' });
    const { token } = await sandbox.ask('POST', '/v1/authorizations', sandbox.authorizationBody());
    const use = () =>
      sandbox.call('POST', '/v1/cips', sandbox.createBody(), { Authorization: `Bearer ${String(token)}` });
    expect((await use()).status).toBe(201);
    await sandbox.advance('PT2M');
    const reply = await use();
    expect([reply.status, reply.text]).toEqual([401, expect.stringContaining('expired')]);
    const forged = await sandbox.call('POST', '/v1/cips', sandbox.createBody(), { Authorization: 'Bearer a.b.c' });
    expect(forged.status).toBe(401);
  });
});

describe('request signatures (R5)', () => {
  it('are demanded, verified over the bytes, and must be fresh', async () => {
    const body = JSON.stringify(sandbox.createBody());
    await sandbox.createCip();
    for (const [headers, verdict] of [
      [{ 'PE-Signature': '' }, 'missing'],
      [{ 'PE-Signature': 'f'.repeat(64) }, 'bad'],
      [{ 'PE-Timestamp': String(Math.floor(sandbox.clock.now().getTime() / 1000) - 1) }, 'bad'],
    ] as const) {
      const reply = await sandbox.call('POST', '/v1/cips', body, headers);
      expect(reply.status).toBe(401);
      expect(reply.text).toContain(`PE-Signature: ${verdict}`);
    }
  });

  it('are ignored once the switch says so', async () => {
    await sandbox.fault({ requireRequestSignature: false });
    const reply = await sandbox.call('POST', '/v1/cips', sandbox.createBody(), { 'PE-Signature': 'nonsense' });
    expect(reply.status).toBe(201);
  });
});

describe('POST /v1/cips', () => {
  it('answers 201 with the CIP as a number and the amount without trailing zeros', async () => {
    const reply = await sandbox.call('POST', '/v1/cips', sandbox.createBody({ amount: '25.00' }));
    expect(reply.status).toBe(201);
    expect(reply.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(reply.text).toMatch(
      /^\{"code":100,"message":"Solicitud exitosa\.","data":\{"cip":\d{9},"currency":"PEN","amount":25,/,
    );
    const { data } = reply.json as Envelope;
    expect(data).toMatchObject({ transactionCode: 'A-1001', dateExpiry: expect.stringMatching(/-05:00$/) });
    expect(data['cipUrl']).toMatch(new RegExp(`^${sandbox.url}/[0-9A-F-]{36}\\.html$`));
  });

  it('has no idempotency: the same request makes another CIP', async () => {
    const [first, second] = [await sandbox.createCip(), await sandbox.createCip()];
    expect(second.cip).not.toBe(first.cip);
  });

  it('matches property names without case and takes text where it documents numbers', async () => {
    const { currency, amount, ...rest } = sandbox.createBody({ serviceId: '1042', userDocumentNumber: 40226700 });
    const reply = await sandbox.call('POST', '/v1/cips', { Currency: currency, AMOUNT: String(amount), ...rest });
    expect(reply.status).toBe(201);
  });

  it('takes the agreed life when no dateExpiry is given, and a space and -0500 in one that is', async () => {
    const agreed = await sandbox.createCip({ dateExpiry: null });
    expect(Date.parse(agreed.dateExpiry) - sandbox.clock.now().getTime()).toBeGreaterThan(23 * 3_600_000);
    const loose = await sandbox.createCip({ dateExpiry: '2098-12-31 23:59:59-0500' });
    expect(loose.dateExpiry).toBe('2098-12-31T23:59:59-05:00');
  });

  it('lists every missing and every wrong field', async () => {
    const reply = await sandbox.call('POST', '/v1/cips', { amount: 0, userEmail: 'nobody', userDocumentType: 'RUC' });
    expect(reply.status).toBe(400);
    const { data } = reply.json as { data: { code: string; field: string }[] };
    expect(data.map(({ code, field }) => `${code} ${field}`)).toEqual([
      '112 currency',
      '113 amount',
      '112 transactionCode',
      '113 userEmail',
      '113 userDocumentType',
    ]);
  });

  it.each([
    ['amount', 1.005],
    ['amount', -1],
    ['amount', {}],
    ['currency', 'EUR'],
    ['transactionCode', 'x'.repeat(37)],
    ['transactionCode', 'a\u0000b'],
    ['transactionCode', 'half \ud800'],
    ['paymentConcept', 'x'.repeat(51)],
    ['dateExpiry', '2020-01-01T00:00:00-05:00'],
    ['dateExpiry', '9999-12-31T23:59:59-14:00'],
    ['userEmail', 'a b@example.pe'],
  ])('refuses %s = %j', async (field, value) => {
    const reply = await sandbox.call('POST', '/v1/cips', sandbox.createBody({ [field]: value }));
    expect(reply.status).toBe(400);
    expect(reply.json).toEqual(wrong(field));
  });

  it('answers 508 for another service and 511 above the cap', async () => {
    const other = await sandbox.call('POST', '/v1/cips', sandbox.createBody({ serviceId: 999 }));
    expect([other.status, (other.json as Envelope).code]).toEqual([400, '508']);
    const huge = await sandbox.call('POST', '/v1/cips', sandbox.createBody({ amount: '9999999999999999.99' }));
    expect([huge.status, (huge.json as Envelope).code]).toEqual([400, '511']);
    await sandbox.fault({ amountCap: '100.00' });
    const capped = await sandbox.call('POST', '/v1/cips', sandbox.createBody({ amount: 100.01 }));
    expect((capped.json as Envelope).code).toBe('511');
  });

  it('demands in strict mode what the document calls mandatory', async () => {
    await sandbox.fault({ strict: true });
    const reply = await sandbox.call('POST', '/v1/cips', sandbox.createBody());
    expect(reply.json).toEqual(wrong('Origin', '112'));
    const fields = await sandbox.call('POST', '/v1/cips', sandbox.createBody(), { Origin: 'web' });
    const { data } = fields.json as { data: { field: string }[] };
    expect(data.map((entry) => entry.field)).toEqual(['userPhone', 'userCodeCountry']);
  });

  it('writes codes as asked and messages in the language of the caller', async () => {
    await sandbox.fault({ codeForm: 'text' });
    expect((await sandbox.call('POST', '/v1/cips', sandbox.createBody())).text).toMatch(/^\{"code":"100"/);
    await sandbox.fault({ codeForm: 'number' });
    const reply = await sandbox.call('POST', '/v1/cips', '{}', { 'Accept-Language': 'en-US' });
    expect(reply.text).toMatch(
      /^\{"code":111,"message":"Request with invalid data\.","data":\[\{"code":112,"message":"Required\."/,
    );
  });
});

describe('POST /v1/cips/search', () => {
  it('shows a pending CIP as captured from the real service', async () => {
    const { cip, cipUrl, dateExpiry } = await sandbox.createCip({ amount: 25 });
    const [item] = await sandbox.search(cip);
    expect(item).toEqual({
      cip,
      transactionCode: 'A-1001',
      amount: 25,
      currency: 'PEN',
      status: 22,
      statusName: 'Generado.',
      dateCreation: expect.stringMatching(/-05:00$/),
      dateExpiry,
      datePayment: NEVER,
      dateRemoval: NEVER,
      token: cipUrl.slice(sandbox.url.length + 1, -'.html'.length),
    });
  });

  it('shows paid, expired and removed ones, in the order in which they were asked for', async () => {
    const [paid, expired, removed] = [await sandbox.createCip(), await sandbox.createCip(), await sandbox.createCip()];
    await sandbox.pay(paid.cip);
    await sandbox.control('POST', `/cips/${expired.cip}/expire`);
    await sandbox.ask('DELETE', `/v1/cips/${removed.cip}`);
    const items = await sandbox.search(removed.cip, String(paid.cip), `00000${expired.cip}`);
    expect(items.map((item) => [item['status'], item['statusName']])).toEqual([
      [25, 'Eliminado.'],
      [23, 'Cancelado.'],
      [21, 'Expirado.'],
    ]);
    expect(items.map((item) => item['datePayment'] !== NEVER)).toEqual([false, true, false]);
    expect(items.map((item) => item['dateRemoval'] !== NEVER)).toEqual([true, false, false]);
  });

  it('derives expiry from the clock', async () => {
    const { cip } = await sandbox.createCip();
    await sandbox.advance('PT24H1S');
    expect((await sandbox.search(cip))[0]).toMatchObject({ status: 21 });
  });

  it('puts an empty structure where it knows no CIP', async () => {
    const { cip } = await sandbox.createCip();
    const items = await sandbox.search(1, cip, 'nonsense', null);
    expect(items).toEqual([{}, expect.objectContaining({ cip }), {}, {}]);
    expect(await sandbox.ask('POST', '/v1/cips/search', { Data: [{ CIP: cip }, 7] })).toEqual([
      expect.objectContaining({ cip }),
      {},
    ]);
  });

  it('refuses a request without a list', async () => {
    expect((await sandbox.call('POST', '/v1/cips/search', {})).json).toEqual(wrong('data', '112'));
    expect((await sandbox.call('POST', '/v1/cips/search', { data: 'all' })).json).toEqual(wrong('data'));
  });
});

describe('PATCH and DELETE /v1/cips/{cip}', () => {
  const later = () => formatLima(new Date(sandbox.clock.now().getTime() + 48 * 3_600_000));

  it('revives an expired CIP when its date is moved', async () => {
    const { cip } = await sandbox.createCip();
    await sandbox.control('POST', `/cips/${cip}/expire`);
    const dateExpiry = later();
    const reply = await sandbox.call('PATCH', `/v1/cips/${cip}`, { dateExpiry });
    expect([reply.status, reply.text]).toEqual([200, '{"code":100,"message":"Solicitud exitosa.","data":{}}']);
    expect((await sandbox.search(cip))[0]).toMatchObject({ status: 22, dateExpiry });
  });

  it('refuses to move the date of a paid or removed CIP, and of one it does not know', async () => {
    const [paid, removed] = [await sandbox.createCip(), await sandbox.createCip()];
    await sandbox.pay(paid.cip);
    await sandbox.ask('DELETE', `/v1/cips/${removed.cip}`);
    for (const cip of [paid.cip, removed.cip, 1, 'x']) {
      const reply = await sandbox.call('PATCH', `/v1/cips/${cip}`, { dateExpiry: later() });
      expect([reply.status, reply.json]).toEqual([400, wrong('cip')]);
    }
  });

  it('removes only while Generado, once, and the page is gone then', async () => {
    const [pending, expired, paid] = [await sandbox.createCip(), await sandbox.createCip(), await sandbox.createCip()];
    await sandbox.control('POST', `/cips/${expired.cip}/expire`);
    await sandbox.pay(paid.cip);
    expect((await sandbox.call('DELETE', `/v1/cips/${pending.cip}`)).status).toBe(200);
    for (const cip of [pending.cip, expired.cip, paid.cip, 1]) {
      const reply = await sandbox.call('DELETE', `/v1/cips/${cip}`);
      expect([reply.status, reply.json]).toEqual([400, wrong('cip')]);
    }
    expect((await sandbox.send('GET', pending.cipUrl.slice(sandbox.url.length))).status).toBe(404);
  });
});

describe('POST /v1/cips/{cip}/refunds', () => {
  it('refunds up to what was paid, and repeats a refund that it made already', async () => {
    const { cip } = await sandbox.createCip({ amount: 100 });
    const refund = (refundCode: string, amount: number) =>
      sandbox.call('POST', `/v1/cips/${cip}/refunds`, { amount, currency: 'PEN', reason: 'returned', refundCode });
    expect((await refund('R-1', 60)).json).toEqual(wrong('cip'));
    await sandbox.pay(cip);
    const first = await refund('R-1', 60);
    expect(first.status).toBe(201);
    expect((await refund('R-1', 60)).json).toEqual(first.json);
    expect((await refund('R-1', 61)).json).toEqual(wrong('refundCode'));
    expect((await refund('R-2', 40.01)).json).toEqual(wrong('amount'));
    expect((await refund('R-2', 40)).status).toBe(201);
    expect((await sandbox.search(cip))[0]).toMatchObject({ status: 23 });
    expect((await sandbox.cip(cip)).refunds.map((one) => one.amount)).toEqual(['60.00', '40.00']);
  });
});

describe('our own client', () => {
  it('creates, finds, extends, refunds and deletes', async () => {
    const client = sandbox.client();
    const created = await client.createCip(sandbox.draft());
    if (created.kind !== 'ok') throw new Error(created.kind);
    const { number } = created.value;
    expect(created.value).toMatchObject({ amountMinor: 12_990n, transactionCode: 'A-1001-0123abcd' });
    expect(await client.searchCips([number, '1'])).toMatchObject({
      kind: 'ok',
      value: [{ number, status: 'pending' }],
    });
    expect(await client.changeExpiry(number, new Date(sandbox.clock.now().getTime() + 9e7))).toMatchObject({
      kind: 'ok',
    });
    expect(await client.deleteCip(number)).toMatchObject({ kind: 'ok' });
    expect(await client.deleteCip(number)).toMatchObject({ kind: 'refused', code: '111' });
    expect(await client.searchCips([number])).toMatchObject({ value: [{ status: 'removed' }] });
    await client.close();
  });
});

it('answers what the service does not have with a bare 404', async () => {
  expect((await sandbox.call('GET', '/v1/nothing')).status).toBe(404);
  expect((await sandbox.call('PUT', '/v1/cips/1')).status).toBe(404);
});
