import { FrozenClock, testDatabase } from '#testing';
import type { TestDatabase } from '#testing';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EventType } from '../domain/index.js';
import type { ClaimRequest, ClaimedDelivery } from './deliveries.js';
import { Deliveries } from './deliveries.js';
import { CLAIM, LOCK_ENDPOINTS } from './delivery-claim.js';
import { EventRelay } from './event-relay.js';
import type { StagedPayment } from './outbox.fixture.js';
import { OutboxStage, connect } from './outbox.fixture.js';
import type { WebhookAnswer } from './webhook-sender.js';

const ok: WebhookAnswer = { httpStatus: 200, response: 'ok', error: null, retryAfterMs: null, durationMs: 3 };

let database: TestDatabase;
let dataSource: DataSource;
let stage: OutboxStage;
let clock: FrozenClock;
let deliveries: Deliveries;

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
});

async function publish(payment: StagedPayment, type: EventType): Promise<void> {
  await stage.event(payment, type);
  await new EventRelay(dataSource, clock).relay();
}

async function claim(change: Partial<ClaimRequest> = {}): Promise<ClaimedDelivery[]> {
  return deliveries.claim({ limit: 100, ...change });
}

async function claimOne(change: Partial<ClaimRequest> = {}): Promise<ClaimedDelivery> {
  const [only, ...others] = await claim(change);
  if (!only || others.length > 0) throw new Error('expected one delivery');
  return only;
}

describe('Deliveries.claim, within what an endpoint can take,', () => {
  it('gives an endpoint no more at a time than it wants, whoever sends, and others theirs', async () => {
    const shopId = await stage.shop();
    const busy = await stage.endpoint(shopId, { maxConcurrent: 4 });
    const idle = await stage.endpoint(shopId, { maxConcurrent: 2 });
    for (let index = 0; index < 7; index += 1) await publish(await stage.payment(shopId), 'order.paid');
    const another = new Deliveries(dataSource, clock);

    const rounds = [await claim(), await another.claim({ limit: 100 })];
    const [first] = rounds[0]?.filter((delivery) => delivery.endpointId === busy) ?? [];
    if (!first) throw new Error('nothing for the busy endpoint');
    await deliveries.record(first, ok);
    rounds.push(await another.claim({ limit: 100 }));

    expect(
      rounds.map((round) => [busy, idle].map((id) => round.filter((one) => one.endpointId === id).length)),
    ).toEqual([
      [4, 2],
      [0, 0],
      [1, 0],
    ]);
  });

  it('never gives more than the concurrency to 12 claimers that ask at once', async () => {
    const shopId = await stage.shop();
    await stage.endpoint(shopId, { maxConcurrent: 5 });
    for (let index = 0; index < 30; index += 1) await stage.event(await stage.payment(shopId), 'order.paid');
    await new EventRelay(dataSource, clock).relay();

    const claimed = await Promise.all(Array.from({ length: 12 }, () => claim({ limit: 3 })));

    const [row] = await dataSource.query<{ leased: number }[]>(
      'select count(*)::int as leased from delivery where lease_until > now()',
    );
    expect(row?.leased).toBe(claimed.flat().length);
    expect(row?.leased).toBeLessThanOrEqual(5);
    expect(row?.leased).toBeGreaterThan(0);
  });

  it('claims nothing for an endpoint that somebody else claims for, and says so', async () => {
    const shopId = await stage.shop();
    const [locked, free] = [await stage.endpoint(shopId), await stage.endpoint(shopId)];
    await publish(await stage.payment(shopId), 'order.paid');
    const runner = dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query('select 1 from webhook_endpoint where id = $1 for no key update', [locked]);
    let contended = 0;

    const claimed = await claim({ onLeft: () => (contended += 1) }).finally(async () => {
      await runner.rollbackTransaction();
      await runner.release();
    });

    expect(claimed.map(({ endpointId }) => endpointId)).toEqual([free]);
    expect(contended).toBe(1);
    expect(await claimOne({ onLeft: () => (contended += 1) })).toMatchObject({ endpointId: locked });
    expect(contended).toBe(1);
  });

  it('gives an endpoint no more per minute than it wants, and fills up as time passes', async () => {
    const shopId = await stage.shop();
    await stage.endpoint(shopId, { ratePerMinute: 120 });
    for (let index = 0; index < 40; index += 1) await stage.event(await stage.payment(shopId), 'order.paid');
    await new EventRelay(dataSource, clock).relay();

    expect(await claim()).toHaveLength(10);
    expect(await claim()).toEqual([]);
    await dataSource.query(`update webhook_endpoint set rate_refilled_at = rate_refilled_at - interval '2 seconds'`);
    expect(await claim()).toHaveLength(4);
    await dataSource.query(`update webhook_endpoint set rate_refilled_at = rate_refilled_at - interval '1 hour'`);
    expect(await claim()).toHaveLength(10);
  });

  it('lets a backlog of retries take turns with first attempts, and one place is never theirs', async () => {
    const shopId = await stage.shop();
    await stage.endpoint(shopId, { maxConcurrent: 4 });
    for (let index = 0; index < 20; index += 1) await publish(await stage.payment(shopId), 'order.paid');
    await dataSource.query(`update delivery set attempts = 3, next_at = next_at - interval '1 hour'`);

    const retries = await claim();
    expect(retries.map((delivery) => delivery.attempt)).toEqual([4, 4, 4]);
    await publish(await stage.payment(shopId), 'order.paid');
    expect(await claimOne()).toMatchObject({ attempt: 1 });

    for (const delivery of retries) await deliveries.record(delivery, ok);
    for (let index = 0; index < 5; index += 1) await publish(await stage.payment(shopId), 'order.paid');
    expect((await claim()).map((delivery) => delivery.attempt).sort()).toEqual([1, 1, 4]);
  });

  it('lets a retry go first now and then where only one may go', async () => {
    const shopId = await stage.shop();
    await stage.endpoint(shopId, { maxConcurrent: 1 });
    await publish(await stage.payment(shopId), 'order.paid');
    await dataSource.query('update delivery set attempts = 3');
    await publish(await stage.payment(shopId), 'order.paid');
    const first = await claimOne();
    expect(first.attempt).toBe(1);
    await dataSource.query('update delivery set lease_until = null, attempts = 0 where id = $1', [first.id]);

    const [retry] = await new Deliveries(dataSource, clock, { chance: () => 0.99 }).claim({ limit: 10 });

    expect(retry?.attempt).toBe(4);
  });

  it('takes no more retries than the process has room for', async () => {
    const shopId = await stage.shop();
    for (let index = 0; index < 6; index += 1) await stage.endpoint(shopId);
    await publish(await stage.payment(shopId), 'order.paid');
    await dataSource.query('update delivery set attempts = 1');
    await publish(await stage.payment(shopId), 'order.paid');

    const claimed = await claim({ retryLimit: 2 });

    expect(claimed.map((delivery) => delivery.attempt).sort()).toEqual([1, 1, 1, 1, 1, 1, 2, 2]);
  });

  it('shares a small limit among endpoints before it gives any of them a second', async () => {
    const shopId = await stage.shop();
    for (let index = 0; index < 5; index += 1) await stage.endpoint(shopId);
    for (let index = 0; index < 5; index += 1) await publish(await stage.payment(shopId), 'order.paid');

    const claimed = await claim({ limit: 5 });

    expect(new Set(claimed.map((delivery) => delivery.endpointId)).size).toBe(5);
  });

  it('says that it did not look at every endpoint that has something due', async () => {
    const shopId = await stage.shop();
    for (let index = 0; index < 9; index += 1) await stage.endpoint(shopId);
    await publish(await stage.payment(shopId), 'order.paid');
    const poor = await stage.shop();
    await stage.endpoint(poor, { ratePerMinute: 1 });
    await dataSource.query(`update webhook_endpoint set rate_tokens = 0, rate_refilled_at = now()`);
    await publish(await stage.payment(poor), 'order.paid');

    let claimed = 0;
    for (let more = true; more;) {
      more = false;
      const taken = await claim({ limit: 2, onLeft: () => (more = true) });
      more ||= taken.length === 2;
      claimed += taken.length;
    }

    expect(claimed).toBe(9);
  });
});

describe('the statements of a claim', () => {
  it('do not wait for the disk, as a lost claim is a send that is repeated; numbers and outcomes do', async () => {
    await dataSource.query(`
      create table waited (what text, disk text);
      create function note_waiting() returns trigger language plpgsql as $$
        begin insert into waited values (tg_argv[0], current_setting('synchronous_commit')); return null; end $$;
      create trigger note_claim after update of attempts on delivery execute function note_waiting('claim');
      create trigger note_outcome after update of status on delivery execute function note_waiting('outcome');
      create trigger note_number after update of position on outbox_event execute function note_waiting('number')`);
    try {
      const shopId = await stage.shop();
      await stage.endpoint(shopId);
      await publish(await stage.payment(shopId), 'order.paid');
      await deliveries.record(await claimOne(), ok);

      expect(await dataSource.query('select what, disk from waited order by what')).toEqual([
        { what: 'claim', disk: 'off' },
        { what: 'number', disk: 'on' },
        { what: 'outcome', disk: 'on' },
      ]);
    } finally {
      await dataSource.query('drop function note_waiting() cascade; drop table waited');
    }
  });

  it('claim nothing where the endpoints were not locked in the same transaction', async () => {
    const shopId = await stage.shop();
    await stage.endpoint(shopId);
    await publish(await stage.payment(shopId), 'order.paid');
    const single = await connect(database.url, 1);
    try {
      const looked = await single.query(LOCK_ENDPOINTS, [clock.now(), 10]);
      expect(looked).toMatchObject([{ due: 1, locked: 1 }]);
      expect(await single.query(CLAIM, [clock.now(), 10, 10, false, 60_000])).toEqual([]);
    } finally {
      await single.destroy();
    }
    expect(await claim()).toHaveLength(1);
  });

  it('look up what they take through the indexes made for it, also when they were planned while nothing waited', async () => {
    const plan = await planOf(CLAIM, 'timestamptz, int, int, boolean, int', `now(), 10, 10, false, 60000`);
    expect(plan).not.toContain('Seq Scan on delivery');
    expect(new Set(plan.match(/(?<=using )\w+(?= on delivery)|(?<=Index Scan on )pk_delivery/g))).toEqual(
      new Set([
        'ix_delivery_leased',
        'ix_delivery_due_first',
        'ix_delivery_due_retry',
        'ix_delivery_order',
        'pk_delivery',
      ]),
    );
    expect(plan).toContain('using pk_outbox_event on outbox_event');
  });

  /** How Postgres would run it for any parameters. */
  async function planOf(text: string, types: string, values: string): Promise<string> {
    const single = await connect(database.url, 1);
    try {
      await single.query('set enable_seqscan = off; set plan_cache_mode = force_generic_plan');
      await single.query(`prepare planned (${types}) as ${text}`);
      const lines = await single.query<{ 'QUERY PLAN': string }[]>(`explain execute planned (${values})`);
      return lines.map((line) => line['QUERY PLAN']).join('\n');
    } finally {
      await single.destroy();
    }
  }
});
