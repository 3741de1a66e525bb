import { FrozenClock, testDatabase } from '#testing';
import type { TestDatabase } from '#testing';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Alerts } from '../alerts/alerts.js';
import type { ClaimedDelivery } from './deliveries.js';
import { Deliveries } from './deliveries.js';
import { EventRelay } from './event-relay.js';
import { OutboxStage, connect, transparentSealer } from './outbox.fixture.js';
import { WebhookEndpoints } from './webhook-endpoints.js';
import type { WebhookAnswer } from './webhook-sender.js';
import { WebhookSender } from './webhook-sender.js';
import { TargetPolicy } from './webhook-target.js';

const HOUR = 3_600_000;
const ok: WebhookAnswer = { httpStatus: 200, response: '', error: null, retryAfterMs: null, durationMs: 1 };
const dead: WebhookAnswer = {
  httpStatus: null,
  response: null,
  error: 'ECONNREFUSED',
  retryAfterMs: null,
  durationMs: 1,
};
const answering = (httpStatus: number): WebhookAnswer => ({ ...dead, httpStatus, error: `answered ${httpStatus}` });

let database: TestDatabase;
let dataSource: DataSource;
let stage: OutboxStage;
let clock: FrozenClock;
let deliveries: Deliveries;
let shopId: string;

beforeAll(async () => {
  database = await testDatabase();
  dataSource = await connect(database.url);
  stage = new OutboxStage(dataSource);
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

beforeEach(async () => {
  await dataSource.query('truncate alert_message, alert, delivery_attempt, delivery, outbox_event, webhook_endpoint');
  clock = new FrozenClock();
  deliveries = new Deliveries(dataSource, clock, { chance: () => 0 });
  shopId = await stage.shop();
});

async function publish(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1)
    await stage.event(await stage.payment(shopId), 'order.paid', { createdAt: clock.now() });
  await new EventRelay(dataSource, clock).relay();
}

const claim = (): Promise<ClaimedDelivery[]> => deliveries.claim({ limit: 100 });

async function answerAll(answer: WebhookAnswer): Promise<number> {
  const claimed = await claim();
  for (const delivery of claimed) await deliveries.record(delivery, answer);
  return claimed.length;
}

const alerts = async (): Promise<string[]> =>
  (await new Alerts(dataSource, clock).list()).map(({ kind, severity, state }) => `${kind} ${severity} ${state}`);

describe('an endpoint that is down', () => {
  it('gets one probe at a time after half a minute, a first attempt before retries, and all once it answers', async () => {
    await stage.endpoint(shopId);
    await publish(6);
    expect(await answerAll(dead)).toBe(6);
    clock.advance(29_999);
    await publish(3);
    expect(await claim()).toEqual([]);

    clock.advance(1);
    const [probe, ...others] = await claim();
    expect([probe?.attempt, others]).toEqual([1, []]);
    expect(await claim()).toEqual([]);
    if (probe) await deliveries.record(probe, ok);

    expect((await claim()).map(({ attempt }) => attempt).sort()).toEqual([1, 1, 2, 2, 2, 2, 2, 2]);
  });

  it('has what failed meanwhile sent as soon as it is back, wherever its schedule stood', async () => {
    await stage.endpoint(shopId);
    await publish(8);
    for (let round = 0; round < 40; round += 1) {
      await answerAll(dead);
      clock.advance(HOUR);
    }
    const [next] = await dataSource.query<{ at: Date }[]>('select max(next_at) as at from delivery');
    expect(next?.at.getTime()).toBeGreaterThan(clock.now().getTime() + HOUR);
    await publish(1);
    const [probe] = await claim();
    if (probe) await deliveries.record(probe, ok);

    expect(await answerAll(ok)).toBe(8);
    expect(await dataSource.query(`select 1 from delivery where status <> 'delivered'`)).toEqual([]);
  });

  it('is down for itself alone: another endpoint of the shop gets everything at once', async () => {
    const [down, well] = [await stage.endpoint(shopId), await stage.endpoint(shopId)];
    await publish(8);
    for (const delivery of await claim()) await deliveries.record(delivery, delivery.endpointId === down ? dead : ok);
    await publish(4);

    expect((await claim()).map(({ endpointId }) => endpointId)).toEqual(Array.from({ length: 4 }, () => well));
  });

  it('is not made to wait by another process that knows less: the circuit is one row', async () => {
    await stage.endpoint(shopId);
    await publish(6);
    await answerAll(dead);
    clock.advance(30_000);
    await publish(5);

    const probes = await Promise.all(
      Array.from({ length: 8 }, () => new Deliveries(dataSource, clock).claim({ limit: 9 })),
    );

    expect(probes.flat()).toHaveLength(1);
  });
});

describe('people', () => {
  it('hear of an endpoint that took nothing for an hour, louder after a day, and when it is well again', async () => {
    await stage.endpoint(shopId);
    await publish(1);
    await answerAll(dead);
    clock.advance(HOUR - 1);
    await answerAll(dead);
    expect(await alerts()).toEqual([]);

    clock.advance(61_000);
    await answerAll(dead);
    expect(await alerts()).toEqual(['endpoint_failing warning open']);
    clock.advance(25 * HOUR);
    await answerAll(dead);
    expect(await alerts()).toEqual(['endpoint_failing critical open']);
    const [alert] = await new Alerts(dataSource, clock).list();
    expect(alert?.summary).toContain('has taken nothing for 26 h: ECONNREFUSED');

    clock.advance(25 * HOUR);
    await answerAll(ok);
    expect(await alerts()).toEqual(['endpoint_failing critical cleared']);
  });

  it('hear of one that answers 410 when it is switched off, and it misses nothing: in order when it is enabled', async () => {
    const endpointId = await stage.endpoint(shopId, { url: 'https://erp.example/hooks?token=secret' });
    const payment = await stage.payment(shopId);
    for (const type of ['order.paid', 'order.reversed', 'order.refunded'] as const) await stage.event(payment, type);
    await new EventRelay(dataSource, clock).relay();
    await answerAll(answering(410));

    expect(await alerts()).toEqual(['endpoint_disabled critical open']);
    const [alert] = await new Alerts(dataSource, clock).list();
    expect(JSON.stringify(alert)).not.toContain('token');
    await publish(2);
    clock.advance(30 * HOUR);
    expect(await claim()).toEqual([]);

    const targets = new TargetPolicy([]);
    const endpoints = new WebhookEndpoints({
      dataSource,
      clock,
      sealer: transparentSealer,
      targets,
      sender: new WebhookSender(targets),
    });
    await endpoints.update({ shopId, endpointId }, { enabled: true });
    expect(await alerts()).toEqual(['endpoint_disabled critical cleared']);
    const heard: string[] = [];
    for (let claimed = await claim(); claimed.length > 0; claimed = await claim()) {
      for (const delivery of claimed) {
        heard.push(delivery.eventType);
        await deliveries.record(delivery, ok);
      }
    }
    expect(heard).toHaveLength(5);
    expect(heard.filter((type) => type !== 'order.paid')).toEqual(['order.reversed', 'order.refunded']);
  });

  it('hear nothing of one order that fails while others are taken', async () => {
    await stage.endpoint(shopId);
    await publish(1);
    const [poison] = await claim();
    if (!poison) throw new Error('nothing to claim');
    await deliveries.record(poison, dead);
    for (let turn = 0; turn < 36; turn += 1) {
      clock.advance((50 * HOUR) / 60);
      await publish(1);
      for (const one of await claim()) await deliveries.record(one, one.id === poison.id ? answering(500) : ok);
    }
    expect(await alerts()).toEqual([]);
  });
});
