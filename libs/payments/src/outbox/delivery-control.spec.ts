import { FrozenClock, testDatabase } from '#testing';
import type { TestDatabase } from '#testing';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EventType } from '../domain/index.js';
import type { ClaimedDelivery } from './deliveries.js';
import { Deliveries } from './deliveries.js';
import { DeliveryLog } from './delivery-log.js';
import { EndpointStatisticsReader } from './endpoint-statistics.js';
import { EventRelay } from './event-relay.js';
import { EventReplay } from './event-replay.js';
import type { StagedPayment } from './outbox.fixture.js';
import { OutboxStage, connect } from './outbox.fixture.js';
import type { WebhookAnswer } from './webhook-sender.js';

const HOUR = 3_600_000;
const ok: WebhookAnswer = { httpStatus: 200, response: 'ok', error: null, retryAfterMs: null, durationMs: 20 };
const broken: WebhookAnswer = { ...ok, httpStatus: 422, response: 'oops', error: 'answered 422', durationMs: 400 };
const silent: WebhookAnswer = {
  ...ok,
  httpStatus: null,
  response: null,
  error: 'no answer within 10 s',
  durationMs: 10_000,
};
const EVERYTHING = { paymentIds: null, from: null, until: null, endpointId: null, types: null };

let database: TestDatabase;
let dataSource: DataSource;
let stage: OutboxStage;
let clock: FrozenClock;
let deliveries: Deliveries;
let log: DeliveryLog;
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
  await dataSource.query('truncate delivery_attempt, delivery, outbox_event, webhook_endpoint');
  clock = new FrozenClock();
  deliveries = new Deliveries(dataSource, clock, { chance: () => 0 });
  log = new DeliveryLog(dataSource, clock);
  shopId = await stage.shop();
});

async function publish(payment: StagedPayment, ...types: EventType[]): Promise<void> {
  for (const type of types) await stage.event(payment, type, { createdAt: clock.now() });
  await new EventRelay(dataSource, clock).relay();
}

async function claimOne(): Promise<ClaimedDelivery> {
  const [first, ...others] = await deliveries.claim({ limit: 100 });
  if (!first || others.length > 0) throw new Error(`expected one delivery, not ${others.length + (first ? 1 : 0)}`);
  return first;
}

async function answerAll(answer: WebhookAnswer): Promise<string[]> {
  const claimed = await deliveries.claim({ limit: 100 });
  for (const delivery of claimed) await deliveries.record(delivery, answer);
  return claimed.map(({ eventType }) => eventType);
}

describe('DeliveryLog.get', () => {
  it('shows the body that is sent and every attempt, the latest first, to the own shop only', async () => {
    await stage.endpoint(shopId);
    await stage.event(await stage.payment(shopId), 'order.paid', { body: '{"exact":  "ñ"}' });
    await new EventRelay(dataSource, clock).relay();
    const claimed = await claimOne();
    await deliveries.record(claimed, broken);
    clock.advance(6_000);
    await deliveries.record(await claimOne(), ok);

    const found = await log.get({ shopId, deliveryId: claimed.id });

    expect(found).toMatchObject({ status: 'delivered', attempts: 2, body: '{"exact":  "ñ"}' });
    expect(found?.attemptLog.map(({ httpStatus, durationMs, response }) => [httpStatus, durationMs, response])).toEqual(
      [
        [200, 20, 'ok'],
        [422, 400, 'oops'],
      ],
    );
    expect(await log.get({ shopId: await stage.shop(), deliveryId: claimed.id })).toBeNull();
  });
});

describe('DeliveryLog.resolve', () => {
  it('ends order.paid that is repeated daily, and lets what waited for it go on', async () => {
    await stage.endpoint(shopId);
    await publish(await stage.payment(shopId), 'order.paid', 'order.refunded');
    const { id: deliveryId } = await claimOne();
    await deliveries.record({ ...(await reclaimed(deliveryId)) }, broken);
    const wish = { shopId, deliveryId, by: 'operator:ana', reason: 'Entered by hand.' };

    expect(await log.resolve({ ...wish, shopId: await stage.shop() })).toBeNull();
    expect(await log.resolve(wish)).toMatchObject({
      status: 'resolved',
      resolvedAt: clock.now(),
      resolvedBy: 'operator:ana',
      resolvedReason: 'Entered by hand.',
      nextAt: null,
    });

    expect(await answerAll(ok)).toEqual(['order.refunded']);
    clock.advance(400 * 24 * HOUR);
    expect(await deliveries.claim({ limit: 10 })).toEqual([]);
    expect(await log.resolve({ ...wish, by: 'operator:eva' })).toMatchObject({ resolvedBy: 'operator:ana' });
    expect(await log.redeliver({ shopId, deliveryId })).toMatchObject({ status: 'pending', resolvedAt: null });
    expect(await answerAll(ok)).toEqual(['order.paid']);
  });

  it('leaves what was delivered as it is, and is undone by an acknowledgement that was on its way', async () => {
    await stage.endpoint(shopId);
    await publish(await stage.payment(shopId), 'order.paid');
    const claimed = await claimOne();
    await log.resolve({ shopId, deliveryId: claimed.id, by: 'cli', reason: 'x' });
    expect(await deliveries.record(claimed, ok)).toBe('superseded');
    expect(await log.get({ shopId, deliveryId: claimed.id })).toMatchObject({ status: 'resolved' });

    await log.redeliver({ shopId, deliveryId: claimed.id });
    await answerAll(ok);
    expect(await log.resolve({ shopId, deliveryId: claimed.id, by: 'cli', reason: 'x' })).toMatchObject({
      status: 'delivered',
    });
  });

  async function reclaimed(deliveryId: string): Promise<ClaimedDelivery> {
    await dataSource.query('update delivery set lease_until = null, attempts = 0 where id = $1', [deliveryId]);
    return claimOne();
  }
});

describe('EventReplay', () => {
  it('sends all that was given up to one endpoint again, in order per payment, and nothing else', async () => {
    const [one, two] = [await stage.endpoint(shopId), await stage.endpoint(shopId)];
    await publish(await stage.payment(shopId), 'order.expired', 'order.review_required');
    await dataSource.query(`update delivery set status = 'failed', next_at = null`);
    await publish(await stage.payment(shopId), 'order.expired');
    await answerAll(ok);
    const replay = new EventReplay(dataSource, clock);

    const foreign = await replay.replay({ ...EVERYTHING, onlyFailed: true, shopId: await stage.shop() });
    expect(foreign).toEqual([]);
    const again = await replay.replay({ ...EVERYTHING, endpointId: one, onlyFailed: true, shopId });

    expect(again.map(({ type }) => type)).toEqual(['order.expired', 'order.review_required']);
    expect(await answerAll(ok)).toEqual(['order.expired']);
    expect(await answerAll(ok)).toEqual(['order.review_required']);
    expect(await answerAll(ok)).toEqual([]);
    expect(
      await dataSource.query(`select count(*)::int as n from delivery where status = 'failed' and endpoint_id = $1`, [
        two,
      ]),
    ).toEqual([{ n: 2 }]);
  });

  it('gives a new endpoint the history of a payment, with the ids and bodies the events had', async () => {
    const first = await stage.endpoint(shopId);
    const payment = await stage.payment(shopId);
    await publish(payment, 'order.paid', 'order.refunded');
    const sent: string[] = [];
    for (let round = 0; round < 2; round += 1) {
      const claimed = await claimOne();
      sent.push(`${claimed.eventId} ${claimed.body}`);
      await deliveries.record(claimed, ok);
    }
    await dataSource.query('update webhook_endpoint set enabled = false where id = $1', [first]);
    const second = await stage.endpoint(shopId);

    await new EventReplay(dataSource, clock).replay({ ...EVERYTHING, paymentIds: [payment.id], endpointId: second });

    const again: string[] = [];
    for (let round = 0; round < 2; round += 1) {
      const claimed = await claimOne();
      expect(claimed.endpointId).toBe(second);
      again.push(`${claimed.eventId} ${claimed.body}`);
      await deliveries.record(claimed, ok);
    }
    expect(again).toEqual(sent);
  });
});

describe('EndpointStatisticsReader', () => {
  it('counts what waits, what came of attempts, and how long they took, of the time asked for', async () => {
    const endpointId = await stage.endpoint(shopId);
    const reader = new EndpointStatisticsReader(dataSource, clock);
    await publish(await stage.payment(shopId), 'order.paid');
    await answerAll(ok);
    clock.advance(48 * HOUR);
    for (let index = 0; index < 3; index += 1) await publish(await stage.payment(shopId), 'order.expired');
    const [first, second, third] = await deliveries.claim({ limit: 3 });
    if (!first || !second || !third) throw new Error('three are due');
    clock.advance(2_000);
    await deliveries.record(first, ok);
    await deliveries.record(second, broken);
    await deliveries.record(third, silent);
    await dataSource.query(`update delivery set status = 'failed', next_at = null where id = $1`, [third.id]);

    const wanted = { shopId, endpointId, windowMs: 24 * HOUR };
    const figures = await reader.read(wanted);

    expect(figures).toMatchObject({
      endpointId,
      circuit: 'closed',
      waiting: 1,
      failed: 1,
      attempts: { total: 3, acknowledged: 1, refused: 1, unanswered: 1 },
      answerMs: { p50: 20, p95: 400, max: 400 },
      delivered: 1,
      deliveryMs: { p50: 2_000, max: 2_000 },
      lastDeliveredAt: clock.now(),
      lastFailure: { at: clock.now() },
      failingSince: clock.now(),
    });
    expect(await reader.read({ ...wanted, windowMs: 72 * HOUR })).toMatchObject({ delivered: 2 });
    expect(await reader.read({ ...wanted, shopId: null })).toEqual(figures);
    expect(await reader.read({ ...wanted, shopId: await stage.shop() })).toBeNull();
    expect(await reader.read({ ...wanted, endpointId: await stage.endpoint(shopId) })).toMatchObject({
      attempts: { total: 0 },
      answerMs: null,
      deliveryMs: null,
      lastFailure: null,
    });
  });
});
