import { FrozenClock, testDatabase } from '#testing';
import type { TestDatabase } from '#testing';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventFeed } from './event-feed.js';
import { EventRelay } from './event-relay.js';
import { FeedCursorError, decodeCursor, encodeCursor } from './feed-cursor.js';
import { OutboxStage, connect } from './outbox.fixture.js';

let database: TestDatabase;
let dataSource: DataSource;
let stage: OutboxStage;
let feed: EventFeed;
let relay: EventRelay;

beforeAll(async () => {
  database = await testDatabase();
  dataSource = await connect(database.url);
  stage = new OutboxStage(dataSource);
  feed = new EventFeed(dataSource);
  relay = new EventRelay(dataSource, new FrozenClock());
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

async function codeOf(reading: Promise<unknown>): Promise<string> {
  const error = await reading.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof FeedCursorError ? error.code : String(error);
}

describe('EventFeed', () => {
  it('pages through the events of one shop in order and says when more is there', async () => {
    const [shopId, otherShop] = [await stage.shop(), await stage.shop()];
    const payment = await stage.payment(shopId);
    const own = [
      await stage.event(payment, 'order.pending'),
      await stage.event(payment, 'order.paid'),
      await stage.event(payment, 'order.refunded'),
    ];
    await stage.event(await stage.payment(otherShop), 'order.paid');
    await relay.relay();

    const first = await feed.read({ shopId, limit: 2 });
    const second = await feed.read({ shopId, limit: 2, after: first.nextCursor });

    expect(first.events.map((event) => event.id)).toEqual([own[0]?.id, own[1]?.id]);
    expect(first.hasMore).toBe(true);
    expect(second.events.map((event) => event.id)).toEqual([own[2]?.id]);
    expect(second.hasMore).toBe(false);
    expect(await feed.read({ shopId, after: second.nextCursor })).toMatchObject({ events: [], hasMore: false });
  });

  it('shows nothing that has no position yet, and later shows it behind the cursor', async () => {
    const shopId = await stage.shop();
    const event = await stage.event(await stage.payment(shopId), 'order.paid', { body: '{"a" : 1}' });
    const before = await feed.read({ shopId });
    expect(await feed.get({ shopId, id: event.id })).toBeNull();

    await relay.relay();

    const after = await feed.read({ shopId, after: before.nextCursor });
    expect(before.events).toEqual([]);
    expect(after.events).toEqual([{ id: event.id, type: 'order.paid', body: '{"a" : 1}' }]);
  });

  it('filters by type and moves a filtered cursor past what it left out', async () => {
    const shopId = await stage.shop();
    const payment = await stage.payment(shopId);
    await stage.event(payment, 'order.pending');
    const paid = await stage.event(payment, 'order.paid');
    await stage.event(payment, 'order.refunded');
    await relay.relay();

    const page = await feed.read({ shopId, types: ['order.paid'] });

    expect(page.events.map((event) => event.id)).toEqual([paid.id]);
    const [state] = await dataSource.query<{ last_position: string }[]>('select last_position from relay_state');
    expect(decodeCursor(page.nextCursor).position).toBe(BigInt(state?.last_position ?? -1));
  });

  it('filters by the time of writing, from an instant to before another', async () => {
    const shopId = await stage.shop();
    const payment = await stage.payment(shopId);
    const [ten, eleven, twelve] = ['10', '11', '12'].map((hour) => new Date(`2026-11-22T${hour}:00:00Z`));
    const at = (createdAt: Date | undefined) => (createdAt ? { createdAt } : {});
    await stage.event(payment, 'order.pending', at(ten));
    const paid = await stage.event(payment, 'order.paid', at(eleven));
    const refunded = await stage.event(payment, 'order.refunded', at(twelve));
    await relay.relay();
    const idsOf = async (bounds: { since?: Date | undefined; until?: Date | undefined }): Promise<string[]> => {
      const { since = null, until = null } = bounds;
      return (await feed.read({ shopId, since, until })).events.map(({ id }) => id);
    };

    expect(await idsOf({ since: eleven, until: twelve })).toEqual([paid.id]);
    expect(await idsOf({ since: eleven })).toEqual([paid.id, refunded.id]);
    expect(await idsOf({ until: ten })).toEqual([]);
  });

  it("finds one event by id, but never another shop's", async () => {
    const [shopId, otherShop] = [await stage.shop(), await stage.shop()];
    const event = await stage.event(await stage.payment(shopId), 'order.paid');
    await relay.relay();

    expect(await feed.get({ shopId, id: event.id })).toMatchObject({ id: event.id });
    expect(await feed.get({ shopId: otherShop, id: event.id })).toBeNull();
  });

  it.each(['x', 'AAAA', Buffer.from('c1.abc.-1').toString('base64url'), Buffer.from('c1.abc.1').toString('base64')])(
    'refuses %j, which is no cursor',
    async (cursor) => {
      const shopId = await stage.shop();
      expect(await codeOf(feed.read({ shopId, after: cursor }))).toBe('cursor_invalid');
    },
  );

  it('refuses a cursor ahead of the feed, as after the restore of a backup', async () => {
    const shopId = await stage.shop();
    const { epoch, position } = decodeCursor((await feed.read({ shopId })).nextCursor);

    const ahead = encodeCursor({ epoch, position: position + 1n });
    const absurd = encodeCursor({ epoch, position: 9_999_999_999_999_999_999n });

    expect(await codeOf(feed.read({ shopId, after: ahead }))).toBe('cursor_ahead');
    expect(await codeOf(feed.read({ shopId, after: absurd }))).toBe('cursor_ahead');
  });

  it('refuses every cursor of an earlier epoch', async () => {
    const shopId = await stage.shop();
    const { nextCursor } = await feed.read({ shopId });

    await relay.beginEpoch();

    expect(await codeOf(feed.read({ shopId, after: nextCursor }))).toBe('cursor_invalid');
    expect((await feed.read({ shopId })).events).toEqual([]);
  });
});
