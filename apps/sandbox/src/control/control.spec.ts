import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { formatLima } from '#pagoefectivo';
import { testDatabase, type TestDatabase } from '#testing';
import { RunningSandbox } from '../../test/running-sandbox.js';
import type { CipView } from './cip-view.js';

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

type Page = { data: CipView[]; nextCursor: string | null };

const problemOf = async (method: string, path: string, body: unknown = {}) => {
  const reply = await sandbox.send(method, `/sandbox${path}`, JSON.stringify(body));
  expect(reply.headers['content-type']).toBe('application/problem+json');
  return reply.json as { status: number; code: string; errors?: { field: string }[] };
};

describe('pay', () => {
  it('pays with channel and amount, and search shows the amount that was paid', async () => {
    const { cip } = await sandbox.createCip();
    const view = await sandbox.pay(cip, { channel: 'Tambo+', amount: '100.00', notify: 'never', delay: 'PT0S' });
    expect(view).toMatchObject({ cip: String(cip), status: 'paid', amount: '129.90', paidAmount: '100.00' });
    expect(view.payments).toMatchObject([{ channel: 'Tambo+', amount: '100.00', reversedAt: null }]);
    expect((await sandbox.search(cip))[0]).toMatchObject({ status: 23, amount: 100 });
  });

  it('pays by an agent and announces once when nothing is said, with or without a body', async () => {
    const { cip } = await sandbox.createCip();
    const reply = await sandbox.send('POST', `/sandbox/cips/${cip}/pay`);
    expect(reply.status).toBe(200);
    expect(reply.json).toMatchObject({
      payments: [{ channel: 'BCP agente' }],
      notifications: [{ eventType: 'cip.paid' }],
    });
  });

  it('pays an expired CIP late and a paid one twice, but never a removed one', async () => {
    const [expired, removed] = [await sandbox.createCip(), await sandbox.createCip()];
    await sandbox.control('POST', `/cips/${expired.cip}/expire`);
    expect(await sandbox.pay(expired.cip, { notify: 'never' })).toMatchObject({ status: 'paid' });
    const twice = await sandbox.pay(expired.cip, { notify: 'never' });
    expect(new Set(twice.payments.map((payment) => payment.operationNumber)).size).toBe(2);
    await sandbox.ask('DELETE', `/v1/cips/${removed.cip}`);
    expect(await problemOf('POST', `/cips/${removed.cip}/pay`)).toMatchObject({ status: 409, code: 'wrong_state' });
  });

  it('names every wrong field', async () => {
    const { cip } = await sandbox.createCip();
    const body = { channel: '', notify: 'thrice', delay: '10', amount: '-1', colour: 'red' };
    const problem = await problemOf('POST', `/cips/${cip}/pay`, body);
    expect(problem).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(problem.errors?.map((error) => error.field)).toEqual(['channel', 'notify', 'delay', 'amount', 'colour']);
    expect((await sandbox.cip(cip)).status).toBe('pending');
  });

  it('answers 404 for a CIP that it never gave out', async () => {
    for (const cip of ['1', '999999999999999999999', 'abc']) {
      expect(await problemOf('POST', `/cips/${cip}/pay`)).toMatchObject({ status: 404, code: 'unknown_cip' });
    }
    // No address of ours has a NUL in it, so it is refused before anybody looks for a CIP.
    expect(await problemOf('POST', '/cips/%00/pay')).toMatchObject({ status: 404, code: 'not_found' });
  });
});

describe('expire and reverse', () => {
  it('expires a pending CIP at once, silently unless asked', async () => {
    const [silent, told] = [await sandbox.createCip(), await sandbox.createCip()];
    expect(await sandbox.control<CipView>('POST', `/cips/${silent.cip}/expire`)).toMatchObject({
      status: 'expired',
      notifications: [],
    });
    await sandbox.control('POST', `/cips/${told.cip}/expire`, { notify: 'once' });
    const [delivery] = await sandbox.notified(told.cip, 1);
    expect(delivery?.rawBody).toContain('"eventType":"cip.expired","operationNumber":""');
    expect(await problemOf('POST', `/cips/${silent.cip}/expire`)).toMatchObject({ status: 409, cipStatus: 'expired' });
  });

  it('takes the latest payment back and tells so, until none is left', async () => {
    const { cip } = await sandbox.createCip();
    await sandbox.pay(cip, { notify: 'never' });
    await sandbox.pay(cip, { notify: 'never', amount: '1.00' });
    const reverse = () => sandbox.control<CipView>('POST', `/cips/${cip}/reverse`);
    expect(await reverse()).toMatchObject({ status: 'paid', paidAmount: '129.90' });
    expect(await reverse()).toMatchObject({ status: 'pending', paidAmount: null, paidAt: null });
    const deliveries = await sandbox.notified(cip, 2);
    expect(deliveries.every((delivery) => delivery.rawBody.includes('"eventType":"cip.refunded"'))).toBe(true);
    expect(await problemOf('POST', `/cips/${cip}/reverse`)).toMatchObject({ status: 409 });
    expect(await sandbox.pay(cip)).toMatchObject({ status: 'paid' });
  });
});

describe('GET /sandbox/cips', () => {
  it('lists newest first, by status and transactionCode, page by page', async () => {
    const created: number[] = [];
    for (let index = 0; index < 5; index += 1) {
      created.push((await sandbox.createCip({ transactionCode: index < 2 ? 'A' : 'B' })).cip);
    }
    await sandbox.pay(created[0] ?? 0);
    const numbers = (page: Page) => page.data.map((view) => Number(view.cip));
    expect(numbers(await sandbox.control<Page>('GET', '/cips'))).toEqual(created.toReversed());
    expect(numbers(await sandbox.control<Page>('GET', '/cips?status=paid'))).toEqual([created[0]]);
    expect(numbers(await sandbox.control<Page>('GET', '/cips?status=pending&transactionCode=A'))).toEqual([created[1]]);
    const first = await sandbox.control<Page>('GET', '/cips?limit=3');
    const second = await sandbox.control<Page>('GET', `/cips?limit=3&cursor=${first.nextCursor}`);
    expect([...numbers(first), ...numbers(second)]).toEqual(created.toReversed());
    expect(second.nextCursor).toBeNull();
  });

  it('refuses a filter it does not know', async () => {
    const problem = await problemOf('GET', '/cips?status=lost&page=2&limit=0&cursor=x');
    expect(problem.errors?.map((error) => error.field).sort()).toEqual(['cursor', 'limit', 'page', 'status']);
  });
});

describe('GET /sandbox/requests', () => {
  it('counts calls per operation and tells each without secrets or personal data', async () => {
    await sandbox.createCip({ transactionCode: 'COUNT-1', userName: 'Rosa', userPhone: '987654321' });
    await sandbox.call('POST', '/v1/cips', sandbox.createBody({ transactionCode: 'COUNT-1', amount: 0 }));
    const { cip } = await sandbox.createCip({ transactionCode: 'COUNT-2' });
    await sandbox.search(cip);
    const all = await sandbox.requests();
    expect(all.counts).toMatchObject({ create: 3, search: 1, extend: 0, delete: 0, refund: 0 });
    const one = await sandbox.requests('?transactionCode=COUNT-1&operation=create');
    expect(one.counts.create).toBe(2);
    expect(one.data.map(({ method, path, status }) => [method, path, status])).toEqual([
      ['POST', '/v1/cips', 400],
      ['POST', '/v1/cips', 201],
    ]);
    expect(one.data[1]?.body).toMatchObject({ amount: 129.9, userEmail: '[redacted]', userName: '[redacted]' });
    const text = JSON.stringify(all);
    for (const secret of ['rosa@example.pe', 'Rosa', '987654321', 'hashString', 'Bearer'])
      expect(text).not.toContain(secret);
    expect((await sandbox.requests('?operation=search')).data[0]).toMatchObject({ cips: [String(cip)], status: 200 });
  });

  it('tells what was asked for also where nothing was carried out', async () => {
    await sandbox.bearer();
    await sandbox.fault({ status: 503 });
    const cip = 213_803_274;
    await sandbox.call('POST', '/v1/cips', sandbox.createBody({ transactionCode: 'FAILED' }));
    await sandbox.call('DELETE', `/v1/cips/${cip}`);
    expect((await sandbox.requests('?transactionCode=FAILED')).data).toMatchObject([
      { operation: 'create', status: 503, fault: 'errorRate', cips: [] },
    ]);
    expect((await sandbox.requests('?operation=delete')).data).toMatchObject([{ cips: [String(cip)], status: 503 }]);
  });

  it('keeps a body that Postgres could not store as it came', async () => {
    const body = `{"transactionCode":"a","paymentConcept":"\\u0000 \\ud800","x\\u0000":1}`;
    expect((await sandbox.call('POST', '/v1/cips', body)).status).toBe(400);
    expect((await sandbox.requests('?operation=create')).data[0]).toMatchObject({ transactionCode: 'a', status: 400 });
  });
});

describe('the clock', () => {
  it('is moved for the product too, and tells its time in Lima', async () => {
    const before = sandbox.clock.now().getTime();
    const view = await sandbox.control<{ now: string; offset: string }>('PUT', '/clock', { advance: 'PT24H' });
    expect(sandbox.clock.now().getTime() - before).toBeGreaterThanOrEqual(86_400_000);
    expect(view.now).toMatch(/-05:00$/);
    expect(view.offset).toMatch(/^P/);
    expect((await sandbox.control<{ offset: string }>('GET', '/clock')).offset).toBe(view.offset);
  });

  it('refuses to go back, nowhere, or beyond what can be written', async () => {
    expect(await problemOf('PUT', '/clock', { advance: '-PT1H' })).toMatchObject({ code: 'invalid_request' });
    expect(await problemOf('PUT', '/clock', { forward: 'PT1H' })).toMatchObject({ code: 'invalid_request' });
    for (let index = 0; index < 4; index += 1) await sandbox.advance('P3660D');
    const now = sandbox.clock.now();
    expect(await problemOf('PUT', '/clock', { advance: 'P3660D' })).toMatchObject({ code: 'clock_too_far' });
    expect(sandbox.clock.now().getTime() - now.getTime()).toBeLessThan(3_660 * 86_400_000);
    expect((await sandbox.createCip({ dateExpiry: formatLima(new Date(now.getTime() + 9e7)) })).cip).toBeGreaterThan(0);
  });
});
