import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase, waitFor, type TestDatabase } from '#testing';
import { RunningSandbox, type Envelope } from '../../test/running-sandbox.js';
import { changedFaults, DEFAULT_FAULTS, mergeFaults, restoreFaults } from './faults.js';

let database: TestDatabase;
let sandbox: RunningSandbox;

beforeAll(async () => {
  database = await testDatabase({ schema: 'empty' });
  sandbox = await RunningSandbox.start({ databaseUrl: database.url });
});

beforeEach(async () => {
  await sandbox.control('POST', '/reset');
  // A token in hand, so that a fault meets the call it is meant for.
  await sandbox.search();
});

afterAll(async () => {
  await sandbox.close();
  await database.drop();
});

const create = () => sandbox.call('POST', '/v1/cips', sandbox.createBody());
const created = async () => (await sandbox.control<{ data: unknown[] }>('GET', '/cips')).data.length;
const lastFault = async (operation: string) =>
  (await sandbox.requests(`?operation=${operation}&limit=1`)).data[0]?.fault;

describe('PUT /sandbox/faults', () => {
  it('merges, reads back, and sets a field back to its default with null', async () => {
    await sandbox.fault({ errorRate: 0.5, status: 503 });
    expect(await sandbox.fault({ emptySearch: true })).toEqual({
      ...DEFAULT_FAULTS,
      errorRate: 0.5,
      status: 503,
      emptySearch: true,
    });
    await sandbox.control('PUT', '/faults', { errorRate: null, status: null });
    expect(await sandbox.control('GET', '/faults')).toEqual({ ...DEFAULT_FAULTS, emptySearch: true });
    expect(await sandbox.control('DELETE', '/faults')).toEqual(DEFAULT_FAULTS);
  });

  it('takes the example of the contract', async () => {
    const example = {
      latency: 'PT2S',
      errorRate: 0.1,
      status: 500,
      dropConnection: false,
      rateLimit: 60,
      clockSkew: 'PT0S',
      requireRequestSignature: true,
    };
    expect(await sandbox.control('PUT', '/faults', example)).toEqual({ ...DEFAULT_FAULTS, ...example });
  });

  it('names every wrong and every unknown field, and changes nothing then', async () => {
    const body = { errorRate: 2, latency: { pay: 'PT1S' }, status: 200, slowness: 'PT1S', clockSkew: '10 minutes' };
    const reply = await sandbox.send('PUT', '/sandbox/faults', JSON.stringify(body));
    expect(reply.status).toBe(400);
    const { code, errors } = reply.json as { code: string; errors: { field: string; message: string }[] };
    expect(code).toBe('invalid_request');
    expect(errors.map((error) => error.field).sort()).toEqual([
      'clockSkew',
      'errorRate',
      'latency',
      'slowness',
      'status',
    ]);
    expect(await sandbox.control('GET', '/faults')).toEqual(DEFAULT_FAULTS);
    expect((await sandbox.send('PUT', '/sandbox/faults', '[1')).status).toBe(400);
  });

  it('stores only differences, and restores what this version understands', () => {
    const faults = mergeFaults(DEFAULT_FAULTS, { rateLimit: 5, operations: ['create'] });
    expect(changedFaults(faults)).toEqual({ rateLimit: 5, operations: ['create'] });
    expect(restoreFaults({ ...changedFaults(faults), oldSwitch: true, errorRate: 'often' })).toEqual(faults);
  });
});

describe('request faults', () => {
  it('fail every matching request while status is set, and nothing happens', async () => {
    await sandbox.fault({ status: 503 });
    const reply = await create();
    expect([reply.status, (reply.json as Envelope).code]).toEqual([503, '166']);
    expect(await created()).toBe(0);
    expect(await lastFault('create')).toBe('errorRate');
  });

  it('fail the same share of the same requests for the same seed', async () => {
    const pattern = async (seed: number) => {
      await sandbox.fault({ errorRate: 0.5, seed });
      const statuses: number[] = [];
      for (let index = 0; index < 12; index += 1) statuses.push((await sandbox.call('POST', '/v1/cips', '{}')).status);
      return statuses.join();
    };
    const first = await pattern(7);
    expect(first).toMatch(/500/);
    expect(first).toMatch(/400/);
    expect(await pattern(7)).toBe(first);
    expect(await pattern(8)).not.toBe(first);
  });

  it('apply to the named operations and to the next N requests only', async () => {
    await sandbox.fault({ status: 500, operations: ['create'], times: 2 });
    expect((await sandbox.call('POST', '/v1/cips/search', { data: [] })).status).toBe(200);
    expect([(await create()).status, (await create()).status, (await create()).status]).toEqual([500, 500, 201]);
    expect((await sandbox.control<{ times: number }>('GET', '/faults')).times).toBe(0);
  });

  it('answer with an HTML page in the place of the envelope', async () => {
    await sandbox.fault({ htmlErrors: true });
    const reply = await create();
    expect([reply.status, reply.headers['content-type'], reply.json]).toEqual([
      502,
      'text/html; charset=utf-8',
      undefined,
    ]);
    expect(reply.text).toContain('502 Bad Gateway');
  });

  it('fail after the request was carried out', async () => {
    await sandbox.fault({ errorRate: 1, errorAfterHandling: true });
    expect((await create()).status).toBe(500);
    expect(await created()).toBe(1);
  });

  it('drop the connection before or after the request is carried out', async () => {
    await sandbox.fault({ dropConnection: true });
    await expect(create()).rejects.toThrow(/hang up|ECONNRESET/);
    expect(await created()).toBe(0);
    await sandbox.fault({ dropConnection: false, dropAfterHandling: true });
    await expect(create()).rejects.toThrow(/hang up|ECONNRESET/);
    expect(await created()).toBe(1);
    expect((await sandbox.requests('?operation=create')).data.map(({ status, fault }) => [status, fault])).toEqual([
      [null, 'dropAfterHandling'],
      [null, 'dropConnection'],
    ]);
    expect((await sandbox.search(1))[0]).toEqual({});
  });

  it('never answer a create that happened, hold the connection, and do not hold up a stop', async () => {
    await sandbox.fault({ answerNever: true, times: 2 });
    const client = sandbox.client({ timeoutMs: 300 });
    expect(await client.createCip(sandbox.draft())).toMatchObject({
      kind: 'unknown',
      reason: expect.stringContaining('300 ms'),
    });
    await client.close();
    expect(await created()).toBe(1);
    expect(await lastFault('create')).toBe('answerNever');
    const hanging = create().catch((error: Error) => error.message);
    await waitFor(async () => (await created()) === 2, { what: 'the second create to happen' });
    await sandbox.restart();
    expect(await hanging).toMatch(/hang up|ECONNRESET/);
  });

  it('answer a create late, after it happened', async () => {
    await sandbox.fault({ lateAnswer: 'PT0.8S' });
    const [hasty, patient] = [sandbox.client({ timeoutMs: 300 }), sandbox.client()];
    expect(await hasty.createCip(sandbox.draft())).toMatchObject({ kind: 'unknown' });
    expect(await patient.createCip(sandbox.draft())).toMatchObject({ kind: 'ok' });
    expect(await created()).toBe(2);
    await Promise.all([hasty.close(), patient.close()]);
  });

  it('wait before a request is handled, for one operation', async () => {
    await sandbox.fault({ latency: { create: 'PT0.1S' } });
    await sandbox.search(1);
    expect((await create()).status).toBe(201);
    expect([await lastFault('create'), await lastFault('search')]).toEqual(['latency', null]);
  });
});

describe('search faults', () => {
  it('show the state as it was, and no CIP that is younger than the lag', async () => {
    const { cip } = await sandbox.createCip();
    await sandbox.advance('PT1H');
    await sandbox.pay(cip);
    await sandbox.fault({ searchLag: 'PT30M' });
    expect((await sandbox.search(cip))[0]).toMatchObject({ status: 22 });
    await sandbox.fault({ searchLag: 'PT2H' });
    expect(await sandbox.search(cip)).toEqual([{}]);
    await sandbox.fault({ searchLag: null });
    expect((await sandbox.search(cip))[0]).toMatchObject({ status: 23 });
    await sandbox.fault({ emptySearch: true });
    expect(await sandbox.search(cip)).toEqual([{}]);
  });

  it('refuse a batch that is too large', async () => {
    await sandbox.fault({ searchBatchLimit: 2 });
    expect(await sandbox.search(1, 2)).toEqual([{}, {}]);
    expect((await sandbox.call('POST', '/v1/cips/search', { data: [1, 2, 3] })).status).toBe(400);
  });
});

describe('settings', () => {
  it('limit the rate, and say when to come back', async () => {
    await sandbox.fault({ rateLimit: 2 });
    await sandbox.search(1);
    await sandbox.search(1);
    const reply = await sandbox.call('POST', '/v1/cips/search', { data: [] });
    expect(reply.status).toBe(429);
    expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
    await sandbox.advance('PT1M');
    expect((await sandbox.call('POST', '/v1/cips/search', { data: [] })).status).toBe(200);
  });

  it('skew the clock that is stamped, checked and shown', async () => {
    await sandbox.fault({ clockSkew: '-PT10M' });
    const refused = await sandbox.call('POST', '/v1/authorizations', sandbox.authorizationBody());
    expect(refused.status).toBe(401);
    expect(refused.text).toContain('stale');
    await sandbox.fault({ requireRequestSignature: false });
    const late = await sandbox.call('POST', '/v1/authorizations', sandbox.authorizationBody());
    expect(late.text).toContain('"field":"dateRequest"');
    const { cip } = await sandbox.createCip();
    const reply = await sandbox.call('POST', '/v1/cips/search', { data: [{ cip }] });
    const [item] = (reply.json as { data: { dateCreation: string }[] }).data;
    const behindMs = sandbox.clock.now().getTime() - Date.parse(item?.dateCreation ?? '');
    expect(Math.round(behindMs / 60_000)).toBe(10);
    expect(Math.round((sandbox.clock.now().getTime() - Date.parse(reply.headers.date ?? '')) / 60_000)).toBe(10);
  });
});

it('takes any JSON for faults without breaking: merged, or refused by field', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.constantFrom(...Object.keys(DEFAULT_FAULTS), '__proto__', 'other'), fc.jsonValue()),
      async (patch) => {
        const reply = await sandbox.send('PUT', '/sandbox/faults', JSON.stringify(patch));
        expect([200, 400]).toContain(reply.status);
        await sandbox.control('DELETE', '/faults');
      },
    ),
    { numRuns: 60 },
  );
});
