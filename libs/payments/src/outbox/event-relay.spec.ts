import { FrozenClock, testDatabase, waitFor } from '#testing';
import type { TestDatabase } from '#testing';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EventFeed } from './event-feed.js';
import { EventRelay, NUMBER_AND_FAN_OUT } from './event-relay.js';
import { OutboxStage, connect } from './outbox.fixture.js';

let database: TestDatabase;
let dataSource: DataSource;
let stage: OutboxStage;
const clock = new FrozenClock();

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
  const relay = new EventRelay(dataSource, clock);
  while ((await relay.relay()) > 0);
});

interface Numbered {
  readonly id: string;
  readonly payment_id: string;
  readonly sequence: number;
  readonly position: string;
}

async function numberedEvents(shopId: string): Promise<Numbered[]> {
  return dataSource.query<Numbered[]>(
    'select id, payment_id, sequence, position from outbox_event where shop_id = $1 and position is not null order by position',
    [shopId],
  );
}

async function write16Ways(shopId: string, eventsEach: number): Promise<string[]> {
  const payments = await Promise.all(Array.from({ length: 6 }, () => stage.payment(shopId)));
  const written: string[] = [];
  await Promise.all(
    Array.from({ length: 16 }, async (_, writer) => {
      for (let turn = 0; turn < eventsEach; turn += 1) {
        const payment = payments[(writer + turn) % payments.length];
        if (!payment) throw new Error('no payment');
        written.push(
          await dataSource.transaction(async (manager) => {
            const event = await stage.event(payment, 'order.review_required', { manager });
            // What is written first is often committed last: that is the whole difficulty.
            await manager.query('select pg_sleep(random() * 0.03)');
            return event.id;
          }),
        );
      }
    }),
  );
  return written;
}

describe('EventRelay', () => {
  it('lets a reader by cursor see every event of 16 delayed writers exactly once, in order per payment', async () => {
    const shopId = await stage.shop();
    const feed = new EventFeed(dataSource);
    const relays = [new EventRelay(dataSource, clock, { batch: 7 }), new EventRelay(dataSource, clock, { batch: 5 })];
    let writing = true;
    const seen: string[] = [];

    const writers = write16Ways(shopId, 12).finally(() => {
      writing = false;
    });
    const numbering = relays.map(async (relay) => {
      while ((await relay.relay()) > 0 || writing);
    });
    const reading = (async () => {
      let after: string | null = null;
      for (;;) {
        const last = !writing;
        if (last) await Promise.all(numbering);
        const page: Awaited<ReturnType<EventFeed['read']>> = await feed.read({ shopId, after, limit: 9 });
        seen.push(...page.events.map((event) => event.id));
        after = page.nextCursor;
        if (last && !page.hasMore && page.events.length === 0) return;
      }
    })();
    const written = await writers;
    await reading;

    expect([...seen].sort()).toEqual([...written].sort());
    const numbered = await numberedEvents(shopId);
    expect(seen).toEqual(numbered.map((event) => event.id));
    const positions = numbered.map((event) => Number(event.position));
    expect(positions).toEqual(positions.map((_, index) => (positions[0] ?? 0) + index));
    const heard = new Map<string, number>();
    for (const event of numbered) {
      expect(event.sequence).toBe((heard.get(event.payment_id) ?? 0) + 1);
      heard.set(event.payment_id, event.sequence);
    }
  });

  it('numbers no event twice and makes no delivery twice when eight relays run at once', async () => {
    const shopId = await stage.shop();
    await stage.endpoint(shopId);
    const payments = await Promise.all(Array.from({ length: 40 }, () => stage.payment(shopId)));
    for (const payment of payments) await stage.event(payment, 'order.pending');

    const counts = await Promise.all(Array.from({ length: 8 }, () => new EventRelay(dataSource, clock).relay()));

    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(40);
    const [deliveries] = await dataSource.query<{ count: number }[]>(
      'select count(*)::int from delivery d join outbox_event e on e.id = d.event_id where e.shop_id = $1',
      [shopId],
    );
    expect(deliveries?.count).toBe(40);
  });

  it('waits for the relay before it and then sees what that one numbered', async () => {
    const shopId = await stage.shop();
    await stage.event(await stage.payment(shopId), 'order.pending');
    const runner = dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query('select 1 from relay_state for update');
    const waiting = new EventRelay(dataSource, clock).relay();
    await waitFor(
      async () =>
        (await database.query('select 1 from pg_stat_activity where wait_event_type = $1', ['Lock'])).length > 0,
      { what: 'the relay to wait for the lock' },
    );
    await runner.query(
      `with moved as (update relay_state set last_position = last_position + 1 returning last_position)
       update outbox_event set position = moved.last_position from moved where position is null`,
    );
    await runner.commitTransaction();
    await runner.release();

    expect(await waiting).toBe(0);
  });

  it('keeps the order within a payment even where clocks ran backwards and the batch is small', async () => {
    const shopId = await stage.shop();
    const payment = await stage.payment(shopId);
    const other = await stage.payment(shopId);
    for (let index = 0; index < 6; index += 1) {
      await stage.event(payment, 'order.review_required', {
        createdAt: new Date(clock.now().getTime() - index * 60_000),
      });
    }
    await stage.event(other, 'order.pending', { createdAt: new Date(clock.now().getTime() - 200_000) });

    const relay = new EventRelay(dataSource, clock, { batch: 1 });
    while ((await relay.relay()) > 0);

    const sequences = (await numberedEvents(shopId)).filter((event) => event.payment_id === payment.id);
    expect(sequences.map((event) => event.sequence)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('takes at most a batch at a time and says when nothing is left', async () => {
    const shopId = await stage.shop();
    for (let index = 0; index < 5; index += 1) await stage.event(await stage.payment(shopId), 'order.pending');
    const relay = new EventRelay(dataSource, clock, { batch: 2 });

    expect([await relay.relay(), await relay.relay(), await relay.relay(), await relay.relay()]).toEqual([2, 2, 1, 0]);
  });

  it("makes deliveries for the shop's endpoints of the same mode that want the type, disabled ones included", async () => {
    const shopId = await stage.shop();
    const otherShop = await stage.shop();
    const all = await stage.endpoint(shopId);
    const paidOnly = await stage.endpoint(shopId, { types: ['order.paid'] });
    const disabled = await stage.endpoint(shopId, { enabled: false });
    await stage.endpoint(shopId, { deleted: true });
    await stage.endpoint(shopId, { livemode: true });
    await stage.endpoint(otherShop);
    const payment = await stage.payment(shopId);
    const pending = await stage.event(payment, 'order.pending');
    const paid = await stage.event(payment, 'order.paid');

    await new EventRelay(dataSource, clock).relay();

    const made = await dataSource.query<{ event_id: string; endpoint_id: string; blocking: boolean; next_at: Date }[]>(
      'select event_id, endpoint_id, blocking, next_at from delivery where payment_id = $1',
      [payment.id],
    );
    const pairs = made.map((row) => `${row.event_id} ${row.endpoint_id} ${row.blocking}`);
    expect(pairs.sort()).toEqual(
      [
        `${pending.id} ${all} false`,
        `${pending.id} ${disabled} false`,
        `${paid.id} ${all} true`,
        `${paid.id} ${paidOnly} true`,
        `${paid.id} ${disabled} true`,
      ].sort(),
    );
    expect(new Set(made.map((row) => row.next_at.toISOString()))).toEqual(new Set([clock.now().toISOString()]));
  });

  it('numbers nothing outside of the transaction that took its turn', async () => {
    const shopId = await stage.shop();
    await stage.event(await stage.payment(shopId), 'order.paid');
    const [before] = await dataSource.query('select last_position from relay_state');

    expect(await dataSource.query(NUMBER_AND_FAN_OUT, [10, clock.now()])).toMatchObject([{ numbered: 0 }]);

    expect(await numberedEvents(shopId)).toEqual([]);
    expect(await dataSource.query('select last_position from relay_state')).toEqual([before]);
    expect(await new EventRelay(dataSource, clock).relay()).toBe(1);
  });
});
