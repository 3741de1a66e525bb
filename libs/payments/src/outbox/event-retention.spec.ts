import { FrozenClock, testDatabase } from '#testing';
import type { TestDatabase } from '#testing';
import type { DataSource } from 'typeorm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EventFeed } from './event-feed.js';
import { EventRelay } from './event-relay.js';
import { EventRetention } from './event-retention.js';
import { OutboxStage, connect } from './outbox.fixture.js';

describe('EventRetention', () => {
  const clock = new FrozenClock();
  let database: TestDatabase;
  let dataSource: DataSource;
  let stage: OutboxStage;
  let feed: EventFeed;
  let relay: EventRelay;
  let retention: EventRetention;

  beforeEach(async () => {
    database = await testDatabase();
    dataSource = await connect(database.url);
    stage = new OutboxStage(dataSource);
    feed = new EventFeed(dataSource);
    relay = new EventRelay(dataSource, clock);
    retention = new EventRetention(dataSource, clock, { feedMonths: 13 });
  });

  afterEach(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const daysAgo = (days: number): { createdAt: Date } => ({
    createdAt: new Date(clock.now().getTime() - days * 86_400_000),
  });

  it('lets a new reader begin with what is kept, and refuses a cursor that would skip what is not', async () => {
    const shopId = await stage.shop();
    const empty = (await feed.read({ shopId })).nextCursor;
    await stage.event(await stage.payment(shopId), 'order.paid', daysAgo(500));
    await relay.relay();
    const kept = await stage.event(await stage.payment(shopId), 'order.paid', daysAgo(300));
    await relay.relay();
    const first = await feed.read({ shopId, limit: 1 });

    expect(await retention.retire()).toBe(1);

    expect((await feed.read({ shopId })).events.map(({ id }) => id)).toEqual([kept.id]);
    expect((await feed.read({ shopId, after: first.nextCursor })).events.map(({ id }) => id)).toEqual([kept.id]);
    await expect(feed.read({ shopId, after: empty })).rejects.toMatchObject({ code: 'cursor_expired' });
  });

  it('stops at the first event that is kept, and retires all when all are old, never what comes after', async () => {
    const shopId = await stage.shop();
    const payment = await stage.payment(shopId);
    await stage.event(payment, 'order.pending', daysAgo(10));
    await relay.relay();
    // Written by a machine whose clock is wrong: behind one that is kept, so it is kept.
    await stage.event(payment, 'order.paid', daysAgo(900));
    await relay.relay();
    expect(await retention.retire()).toBe(0);

    clock.advance(2 * 365 * 86_400_000);
    expect(await retention.retire()).toBe(2);
    expect(await retention.retire()).toBe(0);
    const { events, nextCursor } = await feed.read({ shopId });
    expect(events).toEqual([]);
    const late = await stage.event(payment, 'order.refunded');
    await relay.relay();
    expect((await feed.read({ shopId, after: nextCursor })).events.map(({ id }) => id)).toEqual([late.id]);
  });

  it('waits for a relay at work, and counts what that one numbered as kept', async () => {
    const shopId = await stage.shop();
    const fresh = await stage.event(await stage.payment(shopId), 'order.paid', daysAgo(1));
    const runner = dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query('select 1 from relay_state for update');
    await runner.query('update relay_state set last_position = last_position + 1');
    await runner.query('update outbox_event set position = 1 where id = $1', [fresh.id]);
    const retiring = retention.retire();
    await expect
      .poll(() => database.query(`select 1 from pg_stat_activity where wait_event_type = 'Lock'`))
      .toHaveLength(1);
    await runner.commitTransaction();
    await runner.release();

    expect(await retiring).toBe(0);
    expect((await feed.read({ shopId })).events.map(({ id }) => id)).toEqual([fresh.id]);
  });
});
