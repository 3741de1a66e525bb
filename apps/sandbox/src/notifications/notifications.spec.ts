import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseNotification, verifyNotification } from '#pagoefectivo';
import { testDatabase, waitFor, type ReceivedDelivery, type TestDatabase } from '#testing';
import { RunningSandbox } from '../../test/running-sandbox.js';
import { sandboxCredentials } from '../credentials.js';

let database: TestDatabase;
let sandbox: RunningSandbox;

beforeAll(async () => {
  database = await testDatabase({ schema: 'empty' });
  sandbox = await RunningSandbox.start({ databaseUrl: database.url });
});

beforeEach(async () => {
  sandbox.merchant.always({ status: 200 });
  await sandbox.control('POST', '/reset');
});

afterAll(async () => {
  await sandbox.close();
  await database.drop();
});

function verdict(delivery: ReceivedDelivery | undefined) {
  return verifyNotification({
    rawBody: Buffer.from(delivery?.rawBody ?? ''),
    headers: delivery?.headers ?? {},
    secrets: [{ id: 'sandbox', value: sandboxCredentials.secretKey }],
    now: sandbox.clock.now(),
  });
}

const eventOf = (delivery: ReceivedDelivery | undefined) => {
  const parsed = parseNotification(Buffer.from(delivery?.rawBody ?? ''));
  return parsed.kind === 'ok' ? parsed.notification.eventType : parsed.kind;
};

/** The sender has been round since: whatever was due has been sent. */
async function anotherRound(): Promise<void> {
  const { cip } = await sandbox.createCip({ transactionCode: 'ROUND' });
  await sandbox.pay(cip);
  await sandbox.settled(cip);
}

describe('a payment notification', () => {
  it('is the documented text with a two-decimal amount, signed over its bytes', async () => {
    const { cip } = await sandbox.createCip({ amount: 100, transactionCode: 'A "quoted"' });
    const view = await sandbox.pay(cip);
    const [delivery] = await sandbox.notified(cip, 1);
    const [payment] = view.payments;
    expect(delivery?.rawBody).toBe(
      `{"eventType":"cip.paid","operationNumber":"${payment?.operationNumber}","data":{"cip":"${cip}","currency":"PEN",` +
        `"amount":100.00,"paymentDate":"${payment?.paidAt}","transactionCode":"A \\"quoted\\""}}`,
    );
    expect(delivery?.headers['content-type']).toBe('application/json');
    expect(delivery?.headers['pe-signature']).toMatch(/^[0-9a-f]{64}$/);
    expect(delivery?.headers['pe-timestamp']).toBeUndefined();
    expect(verdict(delivery)).toMatchObject({ kind: 'valid', form: 'raw' });
    expect((await sandbox.search(cip))[0]).toMatchObject({ datePayment: payment?.paidAt });
  });

  it('carries and signs a timestamp when the switch says so', async () => {
    await sandbox.fault({ timestampedNotifications: true });
    const { cip } = await sandbox.createCip();
    await sandbox.pay(cip);
    const [delivery] = await sandbox.notified(cip, 1);
    expect(verdict(delivery)).toMatchObject({ kind: 'valid', form: 'timestamped' });
  });

  it('is sent once when it is answered with 200', async () => {
    const { cip } = await sandbox.createCip();
    await sandbox.pay(cip);
    const view = await sandbox.settled(cip);
    expect(view.notifications).toMatchObject([{ state: 'delivered', deliveries: [{ status: 200 }] }]);
    await sandbox.advance('P1D');
    await anotherRound();
    expect(sandbox.messages(cip)).toHaveLength(1);
  });

  it.each([{ status: 503 }, { status: 204 }, { drop: true }])(
    'is sent a second and last time after %j',
    async (behaviour) => {
      sandbox.merchant.always(behaviour);
      const { cip } = await sandbox.createCip();
      await sandbox.pay(cip);
      await waitFor(async () => (await sandbox.cip(cip)).notifications[0]?.deliveries.length === 1, {
        what: 'the first',
      });
      await sandbox.advance('PT31S');
      const view = await sandbox.settled(cip);
      expect(view.notifications).toMatchObject([{ state: 'undelivered', deliveries: [{}, {}] }]);
      sandbox.merchant.always({ status: 200 });
      await sandbox.advance('P2D');
      await anotherRound();
      expect(sandbox.messages(cip)).toHaveLength(2);
      expect(new Set(sandbox.messages(cip).map((delivery) => delivery.rawBody)).size).toBe(1);
    },
  );

  it('waits for its second attempt in business time', async () => {
    sandbox.merchant.always({ status: 500 });
    await sandbox.fault({ notificationRetryAfter: 'PT1H' });
    const { cip } = await sandbox.createCip();
    await sandbox.pay(cip);
    await sandbox.notified(cip, 1);
    sandbox.merchant.always({ status: 200 });
    await sandbox.advance('PT59M');
    await anotherRound();
    expect(sandbox.messages(cip)).toHaveLength(1);
    await sandbox.advance('PT2M');
    expect((await sandbox.settled(cip)).notifications).toMatchObject([{ state: 'delivered', deliveries: [{}, {}] }]);
  });

  it('keeps its place over a restart: a delivery cut short counts, and a third never comes', async () => {
    sandbox.merchant.always({ hang: true });
    const { cip } = await sandbox.createCip();
    await sandbox.pay(cip);
    await sandbox.notified(cip, 1);
    await sandbox.restart();
    const [cut] = (await sandbox.cip(cip)).notifications;
    expect(cut).toMatchObject({ state: 'waiting', deliveries: [{ status: null }] });
    sandbox.merchant.always({ status: 500 });
    await sandbox.advance('PT1M');
    expect((await sandbox.settled(cip)).notifications).toMatchObject([{ state: 'undelivered', deliveries: [{}, {}] }]);
    await sandbox.restart();
    await sandbox.advance('P1D');
    sandbox.merchant.always({ status: 200 });
    await anotherRound();
    expect(sandbox.messages(cip)).toHaveLength(2);
  });

  it('is counted before it is sent: a sandbox that died over the second delivery makes no third', async () => {
    const { cip } = await sandbox.createCip();
    await sandbox.pay(cip, { notify: 'late', delay: 'PT1H' });
    await database.query(
      `update sandbox.notification set attempts = 2, next_at = null, lease_until = now() - interval '1 s' where cip = $1`,
      [cip],
    );
    await sandbox.advance('PT2H');
    await anotherRound();
    expect(sandbox.messages(cip)).toHaveLength(0);
    await expect(database.query('update sandbox.notification set attempts = 3 where cip = $1', [cip])).rejects.toThrow(
      /ck_notification_attempts/,
    );
  });
});

describe('notify modes', () => {
  it('twice: a duplicate comes although the first was answered', async () => {
    const { cip } = await sandbox.createCip();
    await sandbox.pay(cip, { notify: 'twice' });
    const [first, second] = await sandbox.notified(cip, 2);
    expect(second?.rawBody).toBe(first?.rawBody);
    expect((await sandbox.settled(cip)).notifications).toMatchObject([{ state: 'delivered' }]);
  });

  it('never: paid, and nobody says so', async () => {
    const { cip } = await sandbox.createCip();
    const view = await sandbox.pay(cip, { notify: 'never', channel: 'Yape' });
    expect(view).toMatchObject({ status: 'paid', notifications: [], payments: [{ channel: 'Yape' }] });
    expect((await sandbox.search(cip))[0]).toMatchObject({ status: 23 });
  });

  it.each([
    [{ notify: 'late' }, 'PT14M', 'PT2M'],
    [{ notify: 'late', delay: 'P1D' }, 'PT23H', 'PT2H'],
    [{ notify: 'once', delay: 'PT10S' }, 'PT1S', 'PT10S'],
  ])('%j: paid at once, announced later', async (body, before, rest) => {
    const { cip } = await sandbox.createCip();
    expect(await sandbox.pay(cip, body)).toMatchObject({ status: 'paid', notifications: [{ state: 'waiting' }] });
    await sandbox.advance(before);
    await anotherRound();
    expect(sandbox.messages(cip)).toHaveLength(0);
    await sandbox.advance(rest);
    await sandbox.notified(cip, 1);
  });

  it('forged: the money is there, the signature is not ours', async () => {
    const { cip } = await sandbox.createCip();
    expect(await sandbox.pay(cip, { notify: 'forged' })).toMatchObject({ status: 'paid' });
    const [delivery] = await sandbox.notified(cip, 1);
    expect(verdict(delivery)).toEqual({ kind: 'bad_signature' });
  });

  it('reordered: an expiry that never was comes in front of the payment', async () => {
    const { cip } = await sandbox.createCip();
    await sandbox.pay(cip, { notify: 'reordered' });
    const deliveries = await sandbox.notified(cip, 2);
    expect(deliveries.map(eventOf)).toEqual(['cip.expired', 'cip.paid']);
    expect(deliveries.map((delivery) => verdict(delivery).kind)).toEqual(['valid', 'valid']);
  });

  it('keep the order of due times when several are due at once', async () => {
    await sandbox.fault({ notificationRetryAfter: 'P30D' });
    const { cip } = await sandbox.createCip();
    await sandbox.pay(cip, { notify: 'once', delay: 'PT1H' });
    await sandbox.control('POST', `/cips/${cip}/notify`, { eventType: 'cip.expired', delay: 'PT30M' });
    await sandbox.advance('PT2H');
    expect((await sandbox.notified(cip, 2)).map(eventOf)).toEqual(['cip.expired', 'cip.paid']);
  });
});

it('silent: what would be sent is dropped, and what was waiting too', async () => {
  const [before, during] = [await sandbox.createCip(), await sandbox.createCip()];
  await sandbox.pay(before.cip, { delay: 'PT1M' });
  await sandbox.fault({ silentNotifications: true });
  await sandbox.pay(during.cip);
  await sandbox.advance('PT2M');
  for (const { cip } of [before, during]) {
    expect((await sandbox.settled(cip)).notifications).toMatchObject([{ state: 'silenced', deliveries: [] }]);
  }
  await sandbox.fault({ silentNotifications: false });
  await anotherRound();
  expect([...sandbox.messages(before.cip), ...sandbox.messages(during.cip)]).toEqual([]);
});

it('silent: what was delivered stays so, and is not repeated', async () => {
  const { cip } = await sandbox.createCip();
  await sandbox.fault({ notificationRetryAfter: 'P30D' });
  await sandbox.pay(cip, { notify: 'twice' });
  await sandbox.notified(cip, 1);
  await sandbox.fault({ silentNotifications: true });
  await sandbox.advance('PT1M');
  const { notifications } = await sandbox.settled(cip);
  expect(notifications).toMatchObject([{ state: 'delivered', deliveries: [{ status: 200 }] }]);
  expect(sandbox.messages(cip)).toHaveLength(1);
});

it('announces what did not happen, without touching the CIP', async () => {
  const { cip } = await sandbox.createCip();
  await sandbox.control('POST', `/cips/${cip}/notify`, { notify: 'forged' });
  const [delivery] = await sandbox.notified(cip, 1);
  expect([eventOf(delivery), verdict(delivery).kind]).toEqual(['cip.paid', 'bad_signature']);
  expect((await sandbox.search(cip))[0]).toMatchObject({ status: 22 });
});
