import type { MerchantReceiver, QueueServer, TestDatabase } from '#testing';
import { merchantReceiver, queueServer, RecordedLog, testDatabase, testQueue, waitFor } from '#testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FulfillmentWorker } from './app.js';
import { createFulfillmentWorker } from './app.js';
import { FulfillmentStage } from './fulfillment.fixture.js';

let database: TestDatabase;
let stage: FulfillmentStage;
let receiver: MerchantReceiver;
let worker: FulfillmentWorker | null = null;

beforeEach(async () => {
  database = await testDatabase();
  stage = await FulfillmentStage.open(database, testQueue(database));
  receiver = await merchantReceiver();
  await stage.endpointFor(receiver);
});

afterEach(async () => {
  await worker?.close();
  worker = null;
  await receiver.close();
  await stage.close();
  await database.drop();
});

async function start(queue = stage.config.queue): Promise<FulfillmentWorker> {
  worker = await createFulfillmentWorker({ ...stage.config, queue }, { clock: stage.clock, log: new RecordedLog() });
  return worker;
}

describe('fulfillment-worker', () => {
  it('brings a committed event to the ERP, signed, byte for byte and once', async () => {
    await start();
    const event = await stage.event(await stage.payment(), 'order.paid');

    await receiver.waitForEvent('order.paid');

    await waitFor(async () => (await stage.statuses())[event.id] === 'delivered', {
      what: 'the delivery to be recorded',
    });
    const [row] = await stage.dataSource.query<{ body: string; position: string }[]>(
      'select body, position from outbox_event',
    );
    expect(row?.position).toBe('1');
    expect(receiver.deliveries).toHaveLength(1);
    expect(receiver.deliveries[0]).toMatchObject({ id: event.id, rawBody: row?.body, refusal: null });
  });

  it('finds what was committed while no worker ran', async () => {
    const paymentId = await stage.payment();
    await stage.event(paymentId, 'order.pending', { blocking: false });
    await stage.event(paymentId, 'order.paid');

    await start();

    await waitFor(() => receiver.events.length === 2, { what: 'both events' });
  });

  it('keeps the order of a payment while the ERP fails, and other payments go on', async () => {
    receiver.next({ status: 500 });
    await start();
    const [failing, other] = [await stage.payment(), await stage.payment()];
    await stage.event(failing, 'order.paid');
    await waitFor(() => receiver.deliveries.length === 1, { what: 'the first attempt' });
    await stage.event(failing, 'order.refunded');
    await waitFor(async () => Object.keys(await stage.statuses()).length === 2, {
      what: 'the second event to be numbered',
    });
    await waitFor(
      () => {
        stage.clock.advance(60_000);
        return receiver.events.length === 2;
      },
      { what: 'both events of the failing payment', everyMs: 100, timeoutMs: 20_000 },
    );
    await stage.event(other, 'order.paid');
    await receiver.waitForEvent('order.paid', other);

    expect(receiver.events.map((event) => event.type)).toEqual(['order.paid', 'order.refunded', 'order.paid']);
  });

  it('tells its probes that it is ready, and counts what came of attempts', async () => {
    const { url } = await start();
    await stage.event(await stage.payment(), 'order.paid');
    await receiver.waitForEvent('order.paid');

    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    await waitFor(
      async () =>
        (await (await fetch(`${url}/metrics`)).text()).includes('webhook_attempts_total{outcome="delivered"} 1'),
      { what: 'the attempt to be counted' },
    );
  });

  it('finishes and records a send under way before it closes', async () => {
    receiver.always({ delayMs: 400 });
    const started = await start();
    const event = await stage.event(await stage.payment(), 'order.paid');
    await waitFor(() => receiver.deliveries.length === 1, { what: 'the request to arrive' });

    worker = null;
    await started.close();

    expect(await stage.statuses()).toEqual({ [event.id]: 'delivered' });
  });

  it('shares the work with a second worker without doubling any', async () => {
    await start();
    const second = await createFulfillmentWorker(stage.config, { clock: stage.clock, log: new RecordedLog() });
    const payments = await Promise.all(Array.from({ length: 40 }, () => stage.payment()));
    await Promise.all(payments.map((paymentId) => stage.event(paymentId, 'order.paid')));

    await waitFor(() => receiver.events.length === 40, { what: 'all events' });
    await second.close();

    expect(receiver.deliveries).toHaveLength(40);
  });
});

describe('fulfillment-worker without its queue', () => {
  let server: QueueServer;

  beforeAll(async () => {
    server = await queueServer();
  });

  afterAll(() => server.stop());

  it('delivers although the queue server is gone', async () => {
    await start({ url: server.url, prefix: '{gone}' });
    await stage.event(await stage.payment(), 'order.paid');
    await waitFor(() => receiver.events.length === 1, { what: 'the first event' });

    await server.stop();
    await stage.event(await stage.payment(), 'order.paid');

    await waitFor(() => receiver.events.length === 2, { what: 'the second event', timeoutMs: 20_000 });
  });
});
