import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AdjustableClock, Secret, SystemClock } from '#platform';
import { testDatabase, type TestDatabase } from '#testing';
import { RunningSandbox } from '../test/running-sandbox.js';
import { credentialsOf, sandboxCredentials } from './credentials.js';
import { migrateSandbox, openSandboxDatabase } from './database/sandbox-database.js';
import { DEFAULT_FAULTS } from './faults/faults.js';
import { refuseProductionGateway } from './live-account.js';

let database: TestDatabase;
let sandbox: RunningSandbox;

beforeAll(async () => {
  database = await testDatabase({ schema: 'empty' });
  sandbox = await RunningSandbox.start({ databaseUrl: database.url });
});

afterAll(async () => {
  await sandbox.close();
  await database.drop();
});

describe('persistence', () => {
  it('keeps CIPs, payments, requests, faults and what is still to be sent over a restart', async () => {
    const { cip, cipUrl } = await sandbox.createCip({ transactionCode: 'KEPT' });
    await sandbox.pay(cip, { notify: 'late', delay: 'PT1H' });
    await sandbox.fault({ rateLimit: 900 });
    const before = await sandbox.cip(cip);
    await sandbox.restart();
    expect({ ...(await sandbox.cip(cip)), url: before.url }).toEqual(before);
    expect(new URL(cipUrl).pathname).toBe(new URL((await sandbox.cip(cip)).url).pathname);
    expect((await sandbox.requests('?transactionCode=KEPT')).counts.create).toBe(1);
    expect(await sandbox.control('GET', '/faults')).toEqual({ ...DEFAULT_FAULTS, rateLimit: 900 });
    await sandbox.advance('PT61M');
    await sandbox.notified(cip, 1);
  });

  it('keeps tokens good over a restart', async () => {
    const authorization = { Authorization: `Bearer ${await sandbox.bearer()}` };
    await sandbox.restart();
    expect((await sandbox.call('POST', '/v1/cips/search', { data: [] }, authorization)).status).toBe(200);
  });

  it('never runs its clock back: a new process takes up the offset that was stored', async () => {
    const own = await testDatabase({ schema: 'empty' });
    const ahead = await RunningSandbox.start({ databaseUrl: own.url, clock: new AdjustableClock() });
    await ahead.advance('P1D');
    await ahead.close();
    const clock = new AdjustableClock();
    const restarted = await RunningSandbox.start({ databaseUrl: own.url, clock });
    expect(clock.offsetMs).toBe(86_400_000);
    await restarted.close();
    const alone = await RunningSandbox.start({ databaseUrl: own.url, clock: new SystemClock() });
    const { now } = await alone.control<{ now: string }>('GET', '/clock');
    expect(Date.parse(now) - Date.now()).toBeGreaterThan(86_000_000);
    await alone.close();
    await own.drop();
  });

  it('never gives a number twice, not after a reset and not after a restart', async () => {
    const numbers: number[] = [];
    const take = async () => {
      const created = await Promise.all(Array.from({ length: 4 }, () => sandbox.createCip()));
      numbers.push(...created.map(({ cip }) => cip));
    };
    await take();
    await sandbox.control('POST', '/reset');
    expect(await sandbox.control('GET', '/cips')).toMatchObject({ data: [] });
    expect(await sandbox.control('GET', '/faults')).toEqual(DEFAULT_FAULTS);
    await take();
    await sandbox.restart();
    await take();
    expect(new Set(numbers).size).toBe(12);
    for (const number of numbers) expect(String(number)).toMatch(/^[2-9]\d{8}$/);
  });

  it('resets while others create, pay and are notified', async () => {
    const work = async () => {
      const { cip } = await sandbox.createCip({ userEmail: 'paid-twice+rosa@example.pe' });
      await sandbox.send('POST', `/sandbox/cips/${cip}/pay`);
    };
    const running = Array.from({ length: 20 }, work);
    for (let index = 0; index < 5; index += 1) await sandbox.control('POST', '/reset');
    await Promise.all(running);
    expect(sandbox.log.lines.filter((line) => line.level === 'error')).toEqual([]);
  });
});

describe('the schema', () => {
  it('is what the entities say, in a schema of its own', async () => {
    const dataSource = await openSandboxDatabase({ url: database.url, poolSize: 2 });
    const drift = await dataSource.driver.createSchemaBuilder().log();
    expect(drift.upQueries.map((query) => query.query)).toEqual([]);
    await dataSource.destroy();
    const tables = await database.query<{ schema: string }>(
      `select distinct table_schema as schema from information_schema.tables
        where table_schema not in ('pg_catalog', 'information_schema')`,
    );
    expect(tables).toEqual([{ schema: 'sandbox' }]);
  });

  it('is migrated once by processes that start together, and can be taken back', async () => {
    const own = await testDatabase({ schema: 'empty' });
    const sources = await Promise.all(
      Array.from({ length: 3 }, () => openSandboxDatabase({ url: own.url, poolSize: 3 })),
    );
    await Promise.all(sources.map((source) => migrateSandbox(source)));
    expect(await own.query('select id from sandbox.settings')).toEqual([{ id: 1 }]);
    await sources[0]?.undoLastMigration();
    expect(
      await own.query(`select 1 from pg_class where relnamespace = 'sandbox'::regnamespace and relkind = 'r'`),
    ).toHaveLength(1);
    await Promise.all(sources.map((source) => source.destroy()));
    await own.drop();
  });
});

describe('beside real money (invariant 10)', () => {
  it('does not start beside a live gateway account, and leaves nothing there', async () => {
    const product = await testDatabase({ schema: 'empty' });
    await product.query('create table gateway_account (slug text not null, livemode boolean not null)');
    await product.query(`insert into gateway_account values ('test', false)`);
    const beside = await RunningSandbox.start({ databaseUrl: product.url });
    await product.query('update gateway_account set livemode = true');
    const ready = await beside.send('GET', '/readyz');
    expect([ready.status, ready.text]).toEqual([503, expect.stringContaining('live gateway account test')]);
    await product.query('update gateway_account set livemode = false');
    await beside.close();
    await product.query('drop schema sandbox cascade');
    await product.query(`insert into gateway_account values ('main-pen', true)`);
    await expect(RunningSandbox.start({ databaseUrl: product.url })).rejects.toThrow(
      /live gateway account main-pen: the sandbox does not start beside it/,
    );
    expect(await product.query(`select 1 from pg_namespace where nspname = 'sandbox'`)).toEqual([]);
    expect(await product.connections('chasqui-sandbox')).toBe(0);
    await product.drop();
  });

  it.each([
    ['https://services.pagoefectivo.pe', true],
    ['https://services.pagoefectivo.pe/v1', true],
    ['https://SERVICES.pagoefectivo.pe:443', true],
    ['https://pre1a.services.pagoefectivo.pe', false],
    ['http://127.0.0.1:3003', false],
    ['https://services.pagoefectivo.pe.example.org', false],
  ])('a base URL of %s is production: %s', (baseUrl, isProduction) => {
    const start = () => refuseProductionGateway({ baseUrl });
    if (isProduction) expect(start).toThrow(/PAGOEFECTIVO_BASE_URL names production/);
    else expect(start).not.toThrow();
  });

  it('does not start where the environment names production', async () => {
    const env = {
      PAGOEFECTIVO_BASE_URL: 'https://services.pagoefectivo.pe',
      PAGOEFECTIVO_ID_SERVICE: '1',
      PAGOEFECTIVO_ACCESS_KEY: 'LIVEKEY',
      PAGOEFECTIVO_SECRET_KEY: 'live+secret/key',
    };
    await expect(RunningSandbox.start({ databaseUrl: database.url, env })).rejects.toThrow(/names production/);
  });
});

describe('credentials', () => {
  it('are those of the configuration when it names all three, else the development account', () => {
    const gateway = { serviceId: '7', accessKey: new Secret('AK'), secretKey: new Secret('SK') };
    const rest = {} as Parameters<typeof credentialsOf>[0];
    expect(credentialsOf({ ...rest, ...gateway })).toEqual({ serviceId: '7', accessKey: 'AK', secretKey: 'SK' });
    expect(credentialsOf({ ...rest, ...gateway, secretKey: null })).toEqual(sandboxCredentials);
  });
});

describe('any body to any endpoint', () => {
  const endpoints = [
    ['POST', '/v1/authorizations'],
    ['POST', '/v1/cips'],
    ['POST', '/v1/cips/search'],
    ['PATCH', '/v1/cips/213803274'],
    ['DELETE', '/v1/cips/213803274'],
    ['POST', '/v1/cips/213803274/refunds'],
    ['PATCH', '/v1/cips/%00'],
    ['POST', '/sandbox/cips/213803274/pay'],
    ['POST', '/sandbox/cips/213803274/notify'],
    ['POST', '/sandbox/cips/x/reverse'],
    ['POST', '/sandbox/cips/213803274/expire'],
    ['GET', '/sandbox/cips?transactionCode=%00'],
    ['GET', '/sandbox/requests?transactionCode=%ED%A0%80&limit=%F0'],
    ['PUT', '/sandbox/clock'],
    ['POST', '/00000000-0000-0000-0000-000000000000.html'],
  ] as const;
  const names = [
    'currency',
    'amount',
    'transactionCode',
    'dateExpiry',
    'userEmail',
    'data',
    'cip',
    'refundCode',
    'notify',
  ];
  const body = fc.oneof(
    fc.string(),
    fc.json(),
    fc.dictionary(fc.constantFrom(...names), fc.jsonValue()).map((value) => JSON.stringify(value)),
    fc.constant('['.repeat(50_000)),
    fc.constant('{"data":[{"cip":1e999},{"cip":-0},{"cip":"\\u0000"}]}'),
  );

  it('never breaks the sandbox', async () => {
    await sandbox.control('DELETE', '/faults');
    const valid = JSON.stringify(sandbox.createBody());
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...endpoints),
        fc.oneof(body, fc.constant(valid)),
        fc.constantFrom('application/json', 'text/plain', 'application/x-www-form-urlencoded', 'x'),
        async ([method, path], text, type) => {
          const reply = await sandbox.call(method, path, text, { 'Content-Type': type });
          expect(reply.status, `${method} ${path} ${text}`).toBeLessThan(500);
        },
      ),
      { numRuns: 300 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...endpoints),
        fc.uint8Array({ maxLength: 300 }),
        async ([method, path], bytes) => {
          const reply = await sandbox.send(method, path, Buffer.from(bytes), { 'Content-Type': 'application/json' });
          expect(reply.status, `${method} ${path}`).toBeLessThan(500);
        },
      ),
      { numRuns: 100 },
    );
    expect(sandbox.log.lines.filter((line) => line.level === 'error')).toEqual([]);
  });

  it('refuses a body that is too large', async () => {
    expect((await sandbox.send('POST', '/v1/cips', 'x'.repeat(300_000))).status).toBe(413);
  });
});

it('is ready while its database is', async () => {
  expect((await sandbox.send('GET', '/readyz')).status).toBe(200);
});
