import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseNotification } from '#pagoefectivo';
import { testDatabase, waitFor, type ReceivedDelivery, type TestDatabase } from '#testing';
import { RunningSandbox } from '../../test/running-sandbox.js';
import { openSandboxDatabase } from '../database/sandbox-database.js';
import { actsOf, orderStem, SCENARIOS, scenarioOf } from './scenario.js';

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

function factsOf(delivery: ReceivedDelivery) {
  const parsed = parseNotification(Buffer.from(delivery.rawBody));
  if (parsed.kind !== 'ok') throw new Error(parsed.reason);
  return parsed.notification;
}

const createFor = (userEmail: string, over: Record<string, unknown> = {}) => sandbox.createCip({ userEmail, ...over });

describe("outcomes by the shopper's e-mail", () => {
  it('paid+ pays itself and is announced once', async () => {
    const { cip } = await createFor('paid+rosa@example.pe');
    const [delivery] = await sandbox.notified(cip, 1);
    expect(delivery && factsOf(delivery)).toMatchObject({ eventType: 'cip.paid', amountMinor: 12_990n });
    expect(await sandbox.settled(cip)).toMatchObject({ status: 'paid', payments: [{ amount: '129.90' }] });
  });

  it('paid-twice+ is paid by two operations, each announced', async () => {
    const { cip } = await createFor('paid-twice+rosa@example.pe');
    const operations = (await sandbox.notified(cip, 2)).map((delivery) => factsOf(delivery).operationNumber);
    expect(new Set(operations).size).toBe(2);
    const view = await sandbox.settled(cip);
    expect(view.payments.map((payment) => payment.operationNumber)).toEqual(operations);
    expect(view.paidAt).toBe(view.payments[0]?.paidAt);
  });

  it('never-notified+ is paid and nobody says so', async () => {
    const { cip } = await createFor('never-notified+rosa@example.pe');
    await waitFor(async () => (await sandbox.search(cip))[0]?.['status'] === 23, { what: 'the payment' });
    expect((await sandbox.cip(cip)).notifications).toEqual([]);
  });

  it('late+ pays itself a while after it was seen to expire, and is announced', async () => {
    const { cip, dateExpiry } = await createFor('late+rosa@example.pe');
    await sandbox.advance('PT25H');
    const dueAt = async () =>
      (await database.query<{ kind: string }>('select kind from sandbox.act where cip = $1', [cip]))[0];
    await waitFor(async () => (await dueAt())?.kind === 'pay', { what: 'the sandbox to see the expiry' });
    expect((await sandbox.search(cip))[0]).toMatchObject({ status: 21 });
    await sandbox.advance('PT20S');
    const [delivery] = await sandbox.notified(cip, 1);
    expect(delivery && factsOf(delivery).paidAt?.getTime()).toBeGreaterThan(Date.parse(dateExpiry));
    expect((await sandbox.search(cip))[0]).toMatchObject({ status: 23 });
  });

  it('late+ waits for the new date of a CIP that was extended, and does nothing to a removed one', async () => {
    const [extended, removed] = [await createFor('late+rosa@example.pe'), await createFor('late+ana@example.pe')];
    await sandbox.ask('DELETE', `/v1/cips/${removed.cip}`);
    await sandbox.ask('PATCH', `/v1/cips/${extended.cip}`, { dateExpiry: '2098-01-01T00:00:00-05:00' });
    await sandbox.advance('PT25H');
    const acts = () => database.query<{ cip: string; due_at: Date }>('select cip, due_at from sandbox.act');
    await waitFor(async () => (await acts()).length === 1, { what: 'the act of the removed CIP to go' });
    await waitFor(async () => (await acts())[0]?.due_at.getUTCFullYear() === 2098, { what: 'the other to be put off' });
    expect((await sandbox.search(extended.cip))[0]).toMatchObject({ status: 22 });
  });

  it.each([
    ['129.90', '128.90'],
    ['1.00', '2.00'],
  ])('wrong-amount+ pays another amount than %s, announced and searched alike', async (amount, paid) => {
    const { cip } = await createFor('wrong-amount+rosa@example.pe', { amount });
    const [delivery] = await sandbox.notified(cip, 1);
    expect(delivery && Number(factsOf(delivery).amountMinor) / 100).toBe(Number(paid));
    expect((await sandbox.search(cip))[0]).toMatchObject({ status: 23, amount: Number(paid) });
    expect(await sandbox.cip(cip)).toMatchObject({ amount, paidAmount: paid });
  });

  it('reversed+ is paid, then taken back', async () => {
    const { cip } = await createFor('reversed+rosa@example.pe');
    const [paid, refunded] = (await sandbox.notified(cip, 2)).map(factsOf);
    expect([paid?.eventType, refunded?.eventType]).toEqual(['cip.paid', 'cip.refunded']);
    expect(refunded?.operationNumber).toBe(paid?.operationNumber);
    expect((await sandbox.search(cip))[0]).toMatchObject({ status: 22, datePayment: '1900-01-01T00:00:00-05:00' });
  });

  it('reversed+ keeps its order when a jump of the clock makes both steps due and the first is held up', async () => {
    const { cip } = await createFor('reversed+rosa@example.pe');
    const dataSource = await openSandboxDatabase({ url: database.url, poolSize: 1 });
    const runner = dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query(`select 1 from sandbox.act where cip = $1 and kind = 'pay' for update`, [cip]);
    await sandbox.advance('PT1M');
    // Another CIP's act, due after both, shows that the sandbox has been round meanwhile.
    const other = await createFor('paid+ana@example.pe');
    await sandbox.advance('PT2S');
    await sandbox.notified(other.cip, 1);
    await runner.rollbackTransaction();
    const events = (await sandbox.notified(cip, 2)).map((delivery) => factsOf(delivery).eventType);
    expect(events).toEqual(['cip.paid', 'cip.refunded']);
    await dataSource.destroy();
  });

  it('timeout+ happens and is never answered; its replacement is, the same transactionCode again is not', async () => {
    const user = { email: 'timeout+rosa@example.pe' };
    const client = sandbox.client({ timeoutMs: 400 });
    const create = (transactionCode: string) => client.createCip(sandbox.draft({ transactionCode, user }));
    expect(await create('A-1001-aaaaaaaa')).toMatchObject({ kind: 'unknown' });
    expect(await create('A-1001-aaaaaaaa')).toMatchObject({ kind: 'unknown' });
    expect(await create('A-1001-bbbbbbbb')).toMatchObject({ kind: 'ok' });
    expect(await create('A-2002-cccccccc')).toMatchObject({ kind: 'unknown' });
    expect(await create('A-2002-dddddddd')).toMatchObject({ kind: 'ok' });
    expect((await sandbox.control<{ data: unknown[] }>('GET', '/cips')).data).toHaveLength(5);
    await client.close();
  });

  it('timeout+ knows a replacement by the shopper alone where codes have another form', async () => {
    const user = { email: 'Timeout+Ana@example.pe' };
    const client = sandbox.client({ timeoutMs: 400 });
    expect(await client.createCip(sandbox.draft({ transactionCode: 'first', user }))).toMatchObject({
      kind: 'unknown',
    });
    expect(await client.createCip(sandbox.draft({ transactionCode: 'second', user }))).toMatchObject({ kind: 'ok' });
    await client.close();
  });

  it('rejected+ is refused with a field error', async () => {
    const reply = await sandbox.call('POST', '/v1/cips', sandbox.createBody({ userEmail: 'rejected+rosa@example.pe' }));
    expect(reply.status).toBe(400);
    expect(reply.json).toMatchObject({ code: '111', data: [{ code: '113', field: 'userEmail' }] });
    expect((await sandbox.control<{ data: unknown[] }>('GET', '/cips')).data).toEqual([]);
  });

  it('survive a restart: what was planned still happens', async () => {
    const { cip } = await createFor('paid+rosa@example.pe');
    await sandbox.restart();
    await sandbox.advance('PT5S');
    await sandbox.notified(cip, 1);
  });
});

describe('scenarioOf', () => {
  it.each([
    ['paid+rosa@example.pe', 'paid'],
    ['PAID-Twice+x@example.pe', 'paid-twice'],
    ['paid@example.pe', 'manual'],
    ['manual+rosa@example.pe', 'manual'],
    ['rosa+paid@example.pe', 'manual'],
    ['rosa@paid+example.pe', 'manual'],
    ['', 'manual'],
  ])('%s → %s', (email, scenario) => {
    expect(scenarioOf(email)).toBe(scenario);
  });
});

it('plans acts for exactly the scenarios that happen by themselves', () => {
  const cip = { amountMinor: 100n, createdAt: new Date(0), expiresAt: new Date(1e9) };
  const counts = Object.fromEntries(SCENARIOS.map((scenario) => [scenario, actsOf(scenario, cip).length]));
  expect(counts).toEqual({
    manual: 0,
    paid: 1,
    'paid-twice': 2,
    'never-notified': 1,
    late: 1,
    'wrong-amount': 1,
    reversed: 2,
    timeout: 0,
    rejected: 0,
  });
});

it('reads the order out of our own transactionCodes only', () => {
  expect(orderStem('A-1001-0123abcd')).toBe('A-1001');
  expect(orderStem('A-1001')).toBe('');
});
