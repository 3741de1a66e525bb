import { FrozenClock, testDatabase } from '#testing';
import type { TestDatabase } from '#testing';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EventType } from '../domain/index.js';
import type { ClaimedDelivery } from './deliveries.js';
import { Deliveries } from './deliveries.js';
import { EventRelay } from './event-relay.js';
import { OutboxStage, connect } from './outbox.fixture.js';
import type { WebhookAnswer } from './webhook-sender.js';

const ok: WebhookAnswer = { httpStatus: 200, response: 'ok', error: null, retryAfterMs: null, durationMs: 3 };
const broken: WebhookAnswer = { ...ok, httpStatus: 500, response: 'oops', error: 'answered 500' };

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
  await dataSource.query('truncate delivery_attempt, delivery, outbox_event, webhook_endpoint');
  clock = new FrozenClock();
  deliveries = new Deliveries(dataSource, clock, { chance: () => 0 });
  shopId = await stage.shop();
});

/** So many payments with these events each. */
async function publish(payments: number, ...types: EventType[]): Promise<void> {
  for (let index = 0; index < payments; index += 1) {
    const payment = await stage.payment(shopId);
    for (const type of types) await stage.event(payment, type);
  }
  await new EventRelay(dataSource, clock).relay();
}

const claim = (): Promise<ClaimedDelivery[]> => deliveries.claim({ limit: 100 });

const statuses = async (): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await dataSource.query<{ id: string; status: string }[]>('select id, status from delivery')).map((row) => [
      row.id,
      row.status,
    ]),
  );

describe('acknowledgements of one moment', () => {
  it('are recorded in one transaction, each attempt for itself with what was answered to it', async () => {
    await stage.endpoint(shopId);
    await publish(12, 'order.paid');
    const claimed = await claim();
    const answers = claimed.map((_, index): WebhookAnswer => ({
      ...ok,
      httpStatus: 200 + index,
      durationMs: index,
      response: `said "${index}" \\ {ñ,\n}`,
    }));

    const outcomes = await Promise.all(
      claimed.map((delivery, index) => deliveries.record(delivery, answers[index] ?? ok)),
    );

    expect(new Set(outcomes)).toEqual(new Set(['delivered']));
    const rows = await dataSource.query<{ delivery_id: string; transaction: string }[]>(
      `select a.delivery_id, a.http_status as "httpStatus", a.response, a.error, a.duration_ms as "durationMs",
         d.last_status as "lastStatus", d.status, d.lease_until, d.next_at, a.xmin::text as transaction
       from delivery_attempt a join delivery d on d.id = a.delivery_id`,
    );
    const byDelivery = new Map(rows.map((row) => [row.delivery_id, row]));
    expect(rows).toHaveLength(12);
    for (const [index, { id }] of claimed.entries()) {
      const { httpStatus, response, error, durationMs } = answers[index] ?? ok;
      expect(byDelivery.get(id)).toMatchObject({ httpStatus, response, error, durationMs, lastStatus: httpStatus });
      expect(byDelivery.get(id)).toMatchObject({ status: 'delivered', lease_until: null, next_at: null });
    }
    // The first did not wait for the others.
    expect(new Set(rows.map(({ transaction }) => transaction)).size).toBe(2);
  });

  it('are not harmed by one that cannot be recorded', async () => {
    await stage.endpoint(shopId);
    await publish(5, 'order.paid');
    const claimed = await claim();
    const gone = claimed[2]?.id;
    await dataSource.query('delete from delivery where id = $1', [gone]);

    const recorded = await Promise.allSettled(claimed.map((delivery) => deliveries.record(delivery, ok)));

    expect(recorded.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
    expect(Object.values(await statuses())).toEqual(['delivered', 'delivered', 'delivered', 'delivered']);
    expect(await dataSource.query('select delivery_id from delivery_attempt')).toHaveLength(4);
  });

  it('count also from senders that lost their claim: each attempt is kept, and one of them settles the delivery', async () => {
    await stage.endpoint(shopId);
    await publish(3, 'order.paid');
    const [first, lost, other] = await claim();
    if (!first || !lost || !other) throw new Error('expected three deliveries');
    await dataSource.query('update delivery set lease_until = now() where id = any($1)', [[lost.id, other.id]]);
    const taken = await claim();
    const again = taken.find(({ id }) => id === other.id);
    expect(taken).toHaveLength(2);
    if (!again) throw new Error('expected the second claim of the same delivery');

    const outcomes = await Promise.all([
      deliveries.record(first, ok),
      deliveries.record(lost, ok),
      deliveries.record(other, ok),
      deliveries.record(again, ok),
    ]);

    expect(outcomes).toEqual(['delivered', 'delivered', 'delivered', 'superseded']);
    expect(new Set(Object.values(await statuses()))).toEqual(new Set(['delivered']));
    expect(await dataSource.query('select id from delivery_attempt')).toHaveLength(4);
  });

  it('end the failures of every endpoint among them, and no other’s', async () => {
    const [one, two, silent] = [
      await stage.endpoint(shopId),
      await stage.endpoint(shopId),
      await stage.endpoint(shopId),
    ];
    await publish(2, 'order.paid');
    const claimed = await claim();
    await dataSource.query('update webhook_endpoint set failing_since = $1, failures = 3', [clock.now()]);

    await Promise.all(
      claimed.filter(({ endpointId }) => endpointId !== silent).map((delivery) => deliveries.record(delivery, ok)),
    );

    const rows = await dataSource.query<{ id: string; failures: number }[]>(
      'select id, failures, failing_since is not null as failing from webhook_endpoint',
    );
    expect(rows).toHaveLength(3);
    expect(rows).toContainEqual({ id: one, failures: 0, failing: false });
    expect(rows).toContainEqual({ id: two, failures: 0, failing: false });
    expect(rows).toContainEqual({ id: silent, failures: 3, failing: true });
  });

  it('make due what waited for each of them, and nothing that waits for another', async () => {
    await stage.endpoint(shopId);
    await publish(3, 'order.paid', 'order.refunded');
    for (const delivery of await claim()) await deliveries.record(delivery, broken);
    clock.advance(6_000);
    const [first, second, third] = await claim();
    if (!first || !second || !third) throw new Error('expected three retries');
    await deliveries.record(third, broken);

    await Promise.all([deliveries.record(first, ok), deliveries.record(second, ok)]);

    const followers = await claim();
    expect(followers.map(({ eventType }) => eventType)).toEqual(['order.refunded', 'order.refunded']);
    const due = await dataSource.query('select id from delivery where next_at <= $1', [clock.now()]);
    expect(due).toHaveLength(2);
  });

  it('of two processes that record the same deliveries at once do not lock each other out', async () => {
    await stage.endpoint(shopId);
    await publish(40, 'order.paid');
    const claimed = await claim();
    const another = new Deliveries(dataSource, clock);

    const outcomes = await Promise.all([
      ...claimed.map((delivery) => deliveries.record(delivery, ok)),
      ...claimed.toReversed().map((delivery) => another.record(delivery, ok)),
    ]);

    expect(outcomes.filter((outcome) => outcome === 'delivered')).toHaveLength(40);
    expect(outcomes.filter((outcome) => outcome === 'superseded')).toHaveLength(40);
    expect(await dataSource.query('select id from delivery_attempt')).toHaveLength(80);
  });
});
