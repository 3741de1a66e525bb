import { FrozenClock, testDatabase, waitFor } from '#testing';
import type { TestDatabase } from '#testing';
import type { DataSource } from 'typeorm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EventFeed } from './event-feed.js';
import { EventRelay } from './event-relay.js';
import { FeedReader } from './feed-reader.js';
import { FeedWatch } from './feed-watch.js';
import { OutboxStage, connect } from './outbox.fixture.js';

/** Longer than the whole test may take: who is answered was told, not timed out. */
const FOR_EVER_MS = 600_000;
const NEVER_MS = 2_000_000_000;
const anybody = new AbortController().signal;

describe('FeedReader', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let stage: OutboxStage;
  let feed: CountingFeed;
  let relay: EventRelay;
  let watch: FeedWatch;
  let reader: FeedReader;
  let losses: unknown[];

  class CountingFeed extends EventFeed {
    /** Pages that were read: what is published after the nth is in none of them. */
    reads = 0;
    /** Happens once, when a page was read and its reader has not got it yet. */
    afterNextRead: () => Promise<void> = async () => undefined;

    override async read(query: Parameters<EventFeed['read']>[0]): ReturnType<EventFeed['read']> {
      const page = await super.read(query);
      this.reads += 1;
      const { afterNextRead } = this;
      this.afterNextRead = async () => undefined;
      await afterNextRead();
      return page;
    }
  }

  beforeEach(async () => {
    database = await testDatabase();
    dataSource = await connect(database.url);
    stage = new OutboxStage(dataSource);
    feed = new CountingFeed(dataSource);
    relay = new EventRelay(dataSource, new FrozenClock());
    losses = [];
    use({ lookEveryMs: NEVER_MS });
  });

  afterEach(async () => {
    await watch.close();
    await dataSource.destroy();
    await database.drop();
  });

  function use({ lookEveryMs }: { lookEveryMs: number }): void {
    watch = new FeedWatch(dataSource, { lookEveryMs, onError: (error) => losses.push(error) });
    reader = new FeedReader(feed, watch);
  }

  const waiting = (shopId: string, signal = anybody, types: string[] = []) =>
    reader.read({ shopId, types }, { waitMs: FOR_EVER_MS, signal });

  async function paid(shopId: string): Promise<string> {
    const { id } = await stage.event(await stage.payment(shopId), 'order.paid');
    await relay.relay();
    return id;
  }

  const cutListener = () =>
    database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen chasqui_feed' and datname = $1`,
      [database.name],
    );

  const haveRead = (count: number) => waitFor(() => feed.reads >= count, { what: `${count} reads of the feed` });

  it('answers every waiting reader of a shop with its next event, and asks nothing meanwhile', async () => {
    const [shopId, otherShop] = [await stage.shop(), await stage.shop()];
    const readers = Array.from({ length: 20 }, () => waiting(shopId));
    await haveRead(20);
    await paid(otherShop);
    await paid(otherShop);

    const id = await paid(shopId);
    const pages = await Promise.all(readers);

    expect(pages.map(({ events }) => events.map((event) => event.id))).toEqual(readers.map(() => [id]));
    expect(feed.reads).toBe(40);
  });

  it('waits on when what came is not among the types it wants', async () => {
    const shopId = await stage.shop();
    const reading = waiting(shopId, anybody, ['order.paid']);
    await haveRead(1);
    await stage.event(await stage.payment(shopId), 'order.pending');
    await relay.relay();
    await haveRead(2);
    const id = await paid(shopId);
    expect((await reading).events.map((event) => event.id)).toEqual([id]);
  });

  it('answers at once where something is there, and empty when the wait is over', async () => {
    const shopId = await stage.shop();
    const empty = await reader.read({ shopId }, { waitMs: 20, signal: anybody });
    expect(empty).toMatchObject({ events: [], hasMore: false });
    const id = await paid(shopId);
    const page = await reader.read({ shopId, after: empty.nextCursor }, { waitMs: FOR_EVER_MS, signal: anybody });
    expect(page.events.map((event) => event.id)).toEqual([id]);
  });

  it('stops waiting for a caller who hung up, and for all when the process shuts down', async () => {
    const shopId = await stage.shop();
    const caller = new AbortController();
    const hungUp = waiting(shopId, caller.signal);
    const other = waiting(shopId);
    await haveRead(2);
    caller.abort();
    expect((await hungUp).events).toEqual([]);
    watch.release();
    expect((await other).events).toEqual([]);
    expect((await waiting(shopId)).events).toEqual([]);
  });

  it('misses nothing that happens while it reads', async () => {
    const shopId = await stage.shop();
    let id = '';
    feed.afterNextRead = async () => {
      id = await paid(shopId);
    };
    const { events } = await waiting(shopId);
    expect(events.map((event) => event.id)).toEqual([id]);
  });

  it('hears again after the database cut its connection', async () => {
    const shopId = await stage.shop();
    const first = waiting(shopId);
    await haveRead(1);
    await cutListener();
    // Told that something may have been missed, it looks once.
    await haveRead(2);
    expect(losses).toHaveLength(1);
    const second = waiting(shopId);
    await haveRead(3);
    const id = await paid(shopId);
    for (const page of await Promise.all([first, second])) expect(page.events.map((event) => event.id)).toEqual([id]);
  });

  it('finds by looking what it could not hear', async () => {
    await watch.close();
    use({ lookEveryMs: 20 });
    const shopId = await stage.shop();
    const reading = waiting(shopId);
    await haveRead(1);
    // As behind a pooler that gives every statement another connection.
    await cutListener();
    const { id } = await stage.event(await stage.payment(shopId), 'order.paid');
    await dataSource.query(`with moved as (update relay_state set last_position = last_position + 1 returning last_position)
      update outbox_event set position = moved.last_position from moved where position is null`);
    expect((await reading).events.map((event) => event.id)).toEqual([id]);
  });
});
