import { FrozenClock, testDatabase, waitFor } from '#testing';
import type { TestDatabase } from '#testing';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EventType } from '../domain/index.js';
import type { ClaimRequest, ClaimedDelivery } from './deliveries.js';
import { Deliveries } from './deliveries.js';
import { DeliveryLog } from './delivery-log.js';
import { EventRelay } from './event-relay.js';
import type { StagedPayment } from './outbox.fixture.js';
import { OutboxStage, connect } from './outbox.fixture.js';
import type { WebhookAnswer } from './webhook-sender.js';

let database: TestDatabase;
let dataSource: DataSource;
let stage: OutboxStage;
let clock: FrozenClock;
let deliveries: Deliveries;
let log: DeliveryLog;

beforeAll(async () => {
  database = await testDatabase();
  dataSource = await connect(database.url, 30);
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
});

const ok: WebhookAnswer = { httpStatus: 200, response: 'ok', error: null, retryAfterMs: null, durationMs: 3 };
const broken: WebhookAnswer = { ...ok, httpStatus: 500, response: 'oops', error: 'answered 500' };

async function publish(payment: StagedPayment, ...types: EventType[]): Promise<void> {
  for (const type of types) await stage.event(payment, type);
  await new EventRelay(dataSource, clock).relay();
}

async function claim(change: Partial<ClaimRequest> = {}): Promise<ClaimedDelivery[]> {
  return deliveries.claim({ limit: 100, ...change });
}

async function claimOne(change: Partial<ClaimRequest> = {}): Promise<ClaimedDelivery> {
  const claimed = await claim(change);
  const [only] = claimed;
  if (!only || claimed.length > 1) throw new Error(`expected one delivery, got ${claimed.length}`);
  return only;
}

const types = (claimed: readonly ClaimedDelivery[]): string[] => claimed.map((delivery) => delivery.eventType).sort();

describe('Deliveries.claim', () => {
  it('hands out what is due with all that sending needs', async () => {
    const shopId = await stage.shop();
    const endpointId = await stage.endpoint(shopId, { url: 'https://erp.example/in' });
    const payment = await stage.payment(shopId);
    const event = await stage.event(payment, 'order.paid', { body: '{"exact": "ñ"}' });
    await new EventRelay(dataSource, clock).relay();

    expect(await claimOne()).toMatchObject({
      eventId: event.id,
      eventType: 'order.paid',
      body: '{"exact": "ñ"}',
      endpointId,
      url: 'https://erp.example/in',
      attempt: 1,
    });
  });

  it('never hands one delivery to two of 20 claimers that ask at once', async () => {
    const shopId = await stage.shop();
    await stage.endpoint(shopId);
    for (let index = 0; index < 60; index += 1) await stage.event(await stage.payment(shopId), 'order.paid');
    await new EventRelay(dataSource, clock).relay();

    const claimed: ClaimedDelivery[] = [];
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        for (;;) {
          const some = await claim({ limit: 3 });
          claimed.push(...some);
          if (claimed.length >= 60) return;
        }
      }),
    );

    expect(claimed).toHaveLength(60);
    expect(new Set(claimed.map((delivery) => delivery.id)).size).toBe(60);
    expect(new Set(claimed.map((delivery) => delivery.attempt))).toEqual(new Set([1]));
  });

  it('does not wait for rows that another claimer holds', async () => {
    const shopId = await stage.shop();
    await stage.endpoint(shopId);
    await publish(await stage.payment(shopId), 'order.paid');
    await publish(await stage.payment(shopId), 'order.paid');
    const runner = dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query('select 1 from delivery limit 1 for update');

    const claimed = await claim().finally(async () => {
      await runner.rollbackTransaction();
      await runner.release();
    });

    expect(claimed).toHaveLength(1);
  });

  it('takes over from a sender that died, once its lease has ended', async () => {
    const shopId = await stage.shop();
    await stage.endpoint(shopId);
    await publish(await stage.payment(shopId), 'order.paid');
    const first = await claimOne({ leaseMs: 300 });
    expect(await claim()).toEqual([]);

    const second = await waitFor(async () => (await claim())[0], { what: 'the lease to end' });

    expect(second).toMatchObject({ id: first.id, attempt: 2 });
  });

  it('keeps leases by the time of the database, whatever business time does', async () => {
    const shopId = await stage.shop();
    await stage.endpoint(shopId);
    await publish(await stage.payment(shopId), 'order.paid');
    await claimOne();

    clock.advance(365 * 24 * 3_600_000);

    expect(await claim()).toEqual([]);
  });

  it('holds a later event back while an earlier blocking one of the payment is undelivered, endpoint by endpoint', async () => {
    const shopId = await stage.shop();
    const [one, two] = [await stage.endpoint(shopId), await stage.endpoint(shopId)];
    await publish(await stage.payment(shopId), 'order.paid', 'order.refunded');

    const [toOne, toTwo] = (await claim()).sort((a) => (a.endpointId === one ? -1 : 1));
    if (!toOne || !toTwo) throw new Error('expected a delivery per endpoint');
    expect([types([toOne]), types([toTwo])]).toEqual([['order.paid'], ['order.paid']]);
    await deliveries.record(toOne, broken);
    await deliveries.record(toTwo, ok);

    const next = await claimOne();
    expect(next).toMatchObject({ eventType: 'order.refunded', endpointId: two });
    clock.advance(6_000);
    const again = await claimOne();
    expect(again).toMatchObject({ eventType: 'order.paid', endpointId: one, attempt: 2 });
    await deliveries.record(again, ok);
    expect(await claimOne()).toMatchObject({ eventType: 'order.refunded', endpointId: one });
  });

  it('sends the events of a payment in order to an endpoint that fails now and then', async () => {
    const shopId = await stage.shop();
    await stage.endpoint(shopId);
    const order: EventType[] = ['order.paid', 'order.reversed', 'order.review_required', 'order.refunded'];
    await publish(await stage.payment(shopId), ...order);

    const heard: string[] = [];
    let turn = 0;
    while (heard.length < order.length) {
      for (const delivery of await claim()) {
        turn += 1;
        const answer = turn % 3 === 0 ? ok : broken;
        if (answer === ok) heard.push(delivery.eventType);
        await deliveries.record(delivery, answer);
      }
      clock.advance(24 * 3_600_000);
    }

    expect(heard).toEqual(order);
  });

  it('never lets an informational event hold anything back', async () => {
    const shopId = await stage.shop();
    await stage.endpoint(shopId);
    await publish(await stage.payment(shopId), 'order.pending', 'order.expiring_soon', 'order.paid');

    expect(types(await claim())).toEqual(['order.expiring_soon', 'order.paid', 'order.pending']);
  });

  it('lets what follows go once an earlier one is given up', async () => {
    const shopId = await stage.shop();
    await stage.endpoint(shopId);
    await publish(await stage.payment(shopId), 'order.expired', 'order.review_required');
    for (let attempt = 1; attempt <= 11; attempt += 1) {
      const outcome = await deliveries.record(await claimOne(), broken);
      expect(outcome).toBe(attempt === 11 ? 'failed' : 'retry');
      clock.advance(24 * 3_600_000);
    }

    expect(await claimOne()).toMatchObject({ eventType: 'order.review_required' });
  });

  it('leaves what is due to disabled and deleted endpoints where it is', async () => {
    const shopId = await stage.shop();
    const endpointId = await stage.endpoint(shopId, { enabled: false });
    await publish(await stage.payment(shopId), 'order.paid');
    expect(await claim()).toEqual([]);

    await dataSource.query('update webhook_endpoint set enabled = true, deleted_at = now() where id = $1', [
      endpointId,
    ]);
    expect(await claim()).toEqual([]);

    await dataSource.query('update webhook_endpoint set deleted_at = null where id = $1', [endpointId]);
    expect(await claim()).toHaveLength(1);
  });

  it('makes what waits for a retry due no sooner than it, and due at once when it is delivered', async () => {
    const shopId = await stage.shop();
    await stage.endpoint(shopId);
    const payment = await stage.payment(shopId);
    await publish(payment, 'order.paid', 'order.refunded');
    await deliveries.record(await claimOne(), broken);

    const due = await dataSource.query<{ count: string }[]>('select count(*) from delivery where next_at <= $1', [
      clock.now(),
    ]);
    expect(due).toEqual([{ count: '0' }]);
    clock.advance(5_000);
    await deliveries.record(await claimOne(), ok);
    expect(await claimOne()).toMatchObject({ eventType: 'order.refunded' });
  });
});

describe('Deliveries.record', () => {
  async function one(type: EventType = 'order.paid'): Promise<ClaimedDelivery> {
    const shopId = await stage.shop();
    await stage.endpoint(shopId);
    await publish(await stage.payment(shopId), type);
    return claimOne();
  }

  it('keeps every attempt with what the receiver answered', async () => {
    const claimed = await one();
    expect(await deliveries.record(claimed, broken)).toBe('retry');
    clock.advance(5_000);
    expect(await deliveries.record(await claimOne(), ok)).toBe('delivered');

    const kept = await dataSource.query(
      'select http_status, response, error, duration_ms from delivery_attempt where delivery_id = $1 order by at',
      [claimed.id],
    );
    expect(kept).toEqual([
      { http_status: 500, response: 'oops', error: 'answered 500', duration_ms: 3 },
      { http_status: 200, response: 'ok', error: null, duration_ms: 3 },
    ]);
    const [row] = await dataSource.query('select status, next_at, lease_until, last_status, last_error from delivery');
    expect(row).toEqual({ status: 'delivered', next_at: null, lease_until: null, last_status: 200, last_error: null });
  });

  it('makes a failed one due again by the schedule and the business clock', async () => {
    await deliveries.record(await one(), broken);
    clock.advance(4_999);
    expect(await claim()).toEqual([]);
    clock.advance(1);
    expect(await claim()).toHaveLength(1);
  });

  it('waits as long as Retry-After asks', async () => {
    await deliveries.record(await one(), { ...broken, httpStatus: 503, retryAfterMs: 120_000 });
    clock.advance(119_999);
    expect(await claim()).toEqual([]);
    clock.advance(1);
    expect(await claim()).toHaveLength(1);
  });

  it('never gives up order.paid', async () => {
    let claimed = await one('order.paid');
    for (let attempt = 1; attempt <= 15; attempt += 1) {
      expect(await deliveries.record(claimed, broken)).toBe('retry');
      clock.advance(24 * 3_600_000);
      claimed = await claimOne();
    }
    expect(claimed.attempt).toBe(16);
  });

  it('disables an endpoint that answers 410 and keeps what is due to it waiting', async () => {
    const claimed = await one();
    expect(await deliveries.record(claimed, { ...broken, httpStatus: 410 })).toBe('endpoint_gone');

    const [endpoint] = await dataSource.query('select enabled, disabled_reason from webhook_endpoint');
    expect(endpoint).toEqual({ enabled: false, disabled_reason: 'gone' });
    expect(await claim()).toEqual([]);
    await dataSource.query('update webhook_endpoint set enabled = true');
    expect(await claimOne()).toMatchObject({ id: claimed.id });
  });

  it('does not disable an endpoint whose address was changed before the old one said 410', async () => {
    const claimed = await one();
    await dataSource.query(`update webhook_endpoint set url = 'https://erp.example/new'`);
    await deliveries.record(claimed, { ...broken, httpStatus: 410 });

    expect(await claimOne()).toMatchObject({ url: 'https://erp.example/new' });
  });

  it('lets a sender that lost its claim acknowledge, but not postpone', async () => {
    const first = await one();
    await dataSource.query('update delivery set lease_until = now()');
    const second = await claimOne();

    expect(await deliveries.record(first, broken)).toBe('superseded');
    expect(await claim()).toEqual([]);
    expect(await deliveries.record(first, ok)).toBe('delivered');
    expect(await deliveries.record(second, broken)).toBe('superseded');
    const [row] = await dataSource.query('select status from delivery');
    expect(row).toEqual({ status: 'delivered' });
  });
});

describe('DeliveryLog', () => {
  it('makes any delivery of the shop due now with its whole schedule before it, and no other shop can', async () => {
    const [shopId, otherShop] = [await stage.shop(), await stage.shop()];
    await stage.endpoint(shopId);
    await publish(await stage.payment(shopId), 'order.expired');
    const claimed = await claimOne();
    await deliveries.record(claimed, ok);
    expect(await claim()).toEqual([]);

    expect(await log.redeliver({ shopId: otherShop, deliveryId: claimed.id })).toBeNull();
    expect(await log.redeliver({ shopId, deliveryId: 'dlv_none' })).toBeNull();
    expect(await claim()).toEqual([]);
    expect(await log.redeliver({ shopId, deliveryId: claimed.id })).toMatchObject({ status: 'pending', attempts: 0 });

    expect(await claimOne()).toMatchObject({ id: claimed.id, attempt: 1 });
  });

  it('brings back what was given up', async () => {
    const shopId = await stage.shop();
    await stage.endpoint(shopId);
    await publish(await stage.payment(shopId), 'order.expired');
    await dataSource.query(`update delivery set status = 'failed', next_at = null, attempts = 11`);
    const [row] = await dataSource.query<{ id: string }[]>('select id from delivery');

    await log.redeliver({ shopId, deliveryId: row?.id ?? '' });

    expect(await deliveries.record(await claimOne(), broken)).toBe('retry');
  });

  it('does not double a send that is under way', async () => {
    const shopId = await stage.shop();
    await stage.endpoint(shopId);
    await publish(await stage.payment(shopId), 'order.paid');
    const claimed = await claimOne();

    await log.redeliver({ shopId, deliveryId: claimed.id });

    expect(await claim()).toEqual([]);
    expect(await deliveries.record(claimed, ok)).toBe('delivered');
  });

  it("lists an endpoint's deliveries latest first, page by page, by status and only to its shop", async () => {
    const shopId = await stage.shop();
    const endpointId = await stage.endpoint(shopId);
    for (let index = 0; index < 5; index += 1) {
      await publish(await stage.payment(shopId), 'order.paid');
      if (index % 2 === 0) clock.advance(1_000);
    }
    const [first] = await claim({ limit: 1 });
    if (!first) throw new Error('nothing to claim');
    await deliveries.record(first, ok);

    const all = await log.list({ shopId, endpointId });
    const pages: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<DeliveryLog['list']>> = await log.list({ shopId, endpointId, cursor, limit: 2 });
      pages.push(...page.deliveries.map((delivery) => delivery.id));
      cursor = page.nextCursor;
    } while (cursor);

    expect(pages).toEqual(all.deliveries.map((delivery) => delivery.id));
    expect(new Set(pages).size).toBe(5);
    const times = all.deliveries.map((delivery) => delivery.createdAt.getTime());
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect((await log.list({ shopId, endpointId, status: 'delivered' })).deliveries).toHaveLength(1);
    expect((await log.list({ shopId: await stage.shop(), endpointId })).deliveries).toEqual([]);
    expect(await log.attempts({ shopId, deliveryId: first.id })).toMatchObject([{ httpStatus: 200, response: 'ok' }]);
  });
});
