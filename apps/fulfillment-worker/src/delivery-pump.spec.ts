import type { MerchantReceiver, TestDatabase } from '#testing';
import { merchantReceiver, RecordedLog, testDatabase, waitFor } from '#testing';
import { Deliveries, EventRelay, TargetPolicy, WebhookSender } from '#payments';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DeliveryPump } from './delivery-pump.js';
import { FulfillmentStage } from './fulfillment.fixture.js';

let database: TestDatabase;
let stage: FulfillmentStage;
let log: RecordedLog;
let receivers: MerchantReceiver[];
let pump: DeliveryPump;

const ignore = (): void => undefined;

beforeAll(async () => {
  database = await testDatabase();
  stage = await FulfillmentStage.open(database, { url: database.url, prefix: '{t}' });
});

afterAll(async () => {
  await stage.close();
  await database.drop();
});

beforeEach(async () => {
  await stage.dataSource.query('truncate delivery_attempt, delivery, outbox_event, webhook_endpoint');
  log = new RecordedLog();
  receivers = [];
  pump = new DeliveryPump({
    deliveries: new Deliveries(stage.dataSource, stage.clock),
    sender: new WebhookSender(new TargetPolicy(['127.0.0.0/8'])),
    sealer: stage.sealer,
    log,
  });
});

afterEach(async () => {
  await Promise.all(receivers.map((receiver) => receiver.close()));
  await pump.drain();
});

async function receiver(): Promise<MerchantReceiver & { endpointId: string }> {
  const opened = await merchantReceiver();
  receivers.push(opened);
  return Object.assign(opened, { endpointId: await stage.endpointFor(opened) });
}

async function publish(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await stage.event(await stage.payment(), 'order.paid');
  await new EventRelay(stage.dataSource, stage.clock).relay();
}

describe('DeliveryPump', () => {
  it('keeps at most four sends under way to one endpoint, and begins others meanwhile', async () => {
    const slow = await receiver();
    slow.always({ hang: true });
    await publish(10);

    expect(await pump.fill(ignore)).toBe(4);
    expect(await pump.fill(ignore)).toBe(0);
    await waitFor(() => slow.deliveries.length === 4, { what: 'four requests at the slow receiver' });

    const quick = await receiver();
    await publish(3);
    expect(await pump.fill(ignore)).toBe(3);
    await waitFor(() => quick.events.length === 3, { what: 'three events at the quick receiver' });
    expect(slow.deliveries).toHaveLength(4);
  });

  it('says when there is room again, and then begins what waited', async () => {
    const erp = await receiver();
    await publish(9);
    let begun = 0;
    const fills: Promise<void>[] = [];
    const more = async (): Promise<void> => {
      const count = await pump.fill(() => void fills.push(more()));
      begun += count;
    };

    await more();

    await waitFor(() => erp.events.length === 9, { what: 'nine events' });
    await pump.drain();
    // The last one finds nothing, and must not look while the next test empties the tables.
    await Promise.all(fills);
    expect(begun).toBe(9);
    expect(new Set(Object.values(await stage.statuses()))).toEqual(new Set(['delivered']));
  });

  it('has recorded every send when it is drained', async () => {
    const erp = await receiver();
    erp.always({ delayMs: 100 });
    await publish(3);
    await pump.fill(ignore);

    await pump.drain();

    expect(Object.values(await stage.statuses())).toEqual(['delivered', 'delivered', 'delivered']);
  });

  it('counts a secret that cannot be opened as a failed attempt of that endpoint alone', async () => {
    const lost = await receiver();
    const fine = await receiver();
    await stage.dataSource.query(`update webhook_endpoint set secret_ciphertext = 'k00000000:xx' where id = $1`, [
      lost.endpointId,
    ]);
    await publish(1);

    await pump.fill(ignore);
    await pump.drain();

    expect(fine.events).toHaveLength(1);
    expect(lost.deliveries).toEqual([]);
    const [row] = await stage.dataSource.query<{ last_error: string }[]>(
      'select last_error from delivery where endpoint_id = $1',
      [lost.endpointId],
    );
    expect(row?.last_error).toContain("the endpoint's secret could not be opened");
  });

  it('goes on when an outcome cannot be recorded, and makes room', async () => {
    const erp = await receiver();
    await publish(1);
    const failing = new DeliveryPump({
      deliveries: {
        claim: (request) => new Deliveries(stage.dataSource, stage.clock).claim(request),
        record: () => Promise.reject(new Error('the database is away')),
      },
      sender: new WebhookSender(new TargetPolicy(['127.0.0.0/8'])),
      sealer: stage.sealer,
      log,
    });
    let room = 0;

    await failing.fill(() => (room += 1));
    await failing.drain();

    expect(erp.events).toHaveLength(1);
    expect(room).toBe(1);
    expect(log.matching('could not be recorded')).toHaveLength(1);
  });

  it('logs ids and outcomes, and neither bodies nor secrets', async () => {
    const erp = await receiver();
    erp.next({ status: 500, body: 'stack trace of the ERP' });
    await publish(1);

    await pump.fill(ignore);
    await pump.drain();

    const [line] = log.matching('event not delivered');
    expect(line).toMatchObject({ level: 'warn', fields: { outcome: 'retry', httpStatus: 500, attempt: 1 } });
    expect(JSON.stringify(log.lines)).not.toMatch(/whsec_|stack trace|orderId/);
  });
});
