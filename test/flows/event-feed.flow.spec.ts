import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Chasqui, fileCursor, type OrderEvent } from '@chasqui/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventFeed, type FeedPage } from '#payments';
import { waitFor } from '#testing';
import { EventWriters } from './event-writers.js';
import { FLOW_API_KEY, Product } from './product.js';

const PAYMENTS = 40;
const EVENTS_EACH = 50;
const WRITERS = 24;

/** What a reader saw, in the order in which it saw it. */
type Seen = Pick<OrderEvent, 'id' | 'type' | 'sequence'> & { readonly paymentId: string };

/**
 * The second promise of the feed (invariant 7): whatever commits when, a reader by cursor sees exactly what webhooks
 * deliver. Many connections write with delays and rollbacks, two workers number and deliver, readers of every kind read.
 */
describe('the event feed while many write', () => {
  let product: Product;
  let writers: EventWriters;
  let folder: string;
  let reads = 0;

  beforeAll(async () => {
    product = await Product.start({ apps: ['checkout', 'fulfillment'] });
    await product.startApp('fulfillment');
    writers = await EventWriters.open({ databaseUrl: product.database.url, connections: WRITERS, payments: PAYMENTS });
    folder = await mkdtemp(join(tmpdir(), 'feed-'));
  });

  afterAll(async () => {
    await writers.close();
    await product.close();
    await rm(folder, { recursive: true });
  });

  /** Reads with pages of its own size from a cursor until it has seen the last event and nothing more comes. */
  async function readAll(
    read: (after: string | null) => Promise<FeedPage>,
    from: string | null = null,
  ): Promise<Seen[]> {
    const seen: Seen[] = [];
    for (let after = from; ;) {
      const wasDone = writers.allNumbered;
      const page = await read(after);
      reads += 1;
      seen.push(...page.events.map(({ body }) => seenOf(JSON.parse(body) as OrderEvent)));
      after = page.nextCursor;
      if (wasDone && page.events.length === 0 && !page.hasMore) return seen;
    }
  }

  async function consumeAll(name: string, { dieEvery }: { dieEvery: number }): Promise<Seen[]> {
    const seen: Seen[] = [];
    const cursor = fileCursor(join(folder, name));
    const chasqui = new Chasqui({ baseUrl: product.urls.checkout, apiKey: FLOW_API_KEY });
    const done = new AbortController();
    while (!done.signal.aborted) {
      let sinceStart = 0;
      for await (const event of chasqui.events.consume({ cursor, signal: done.signal, pageSize: 40 })) {
        // It comes again where the consumer died: known by its id, as a receiver does it.
        if (seen.at(-1)?.id !== event.id) seen.push(seenOf(event));
        if (seen.length >= writers.expected) done.abort();
        sinceStart += 1;
        if (sinceStart === dieEvery) break;
      }
    }
    return seen;
  }

  it('gives every reader exactly the events that webhooks delivered, none skipped, none twice, in order per payment', async () => {
    const feed = new EventFeed(product.dataSource);
    const { shopId } = writers;
    const reader = (limit: number, types: string[] = []) =>
      readAll((after) => feed.read({ shopId, after, limit, types }));

    const writing = writers.write({ eventsEach: EVENTS_EACH });
    const fromTheStart = [1, 2, 3, 7, 50, 500].map((limit) => reader(limit));
    const filtered = reader(9, ['order.review_required']);
    const consumers = [
      consumeAll('steady', { dieEvery: Number.POSITIVE_INFINITY }),
      consumeAll('dying', { dieEvery: 333 }),
    ];
    const midway = await waitFor(
      async () => {
        const page = await feed.read({ shopId, limit: 500 });
        return page.hasMore && page;
      },
      { what: 'the first 500 events to be numbered', timeoutMs: 60_000 },
    );
    const fromMidway = readAll((after) => feed.read({ shopId, after, limit: 11 }), midway.nextCursor);

    const written = await writing;
    await writers.waitUntilNumbered();
    const feeds = await Promise.all([...fromTheStart, ...consumers]);
    const [seen = []] = feeds;
    await waitFor(() => product.erp.events.length >= written.size, {
      what: () => `${written.size} events at the merchant, which has ${product.erp.events.length}`,
      timeoutMs: 240_000,
    });

    expect(seen).toHaveLength(PAYMENTS * EVENTS_EACH);
    expect(new Set(seen.map(({ id }) => id))).toEqual(written);
    for (const other of feeds) expect(other).toEqual(seen);
    expect(await filtered).toEqual(seen.filter(({ type }) => type === 'order.review_required'));
    expect(await fromMidway).toEqual(seen.slice(500));
    for (const sequences of sequencesPerPayment(seen)) expect(sequences).toEqual(oneTo(EVENTS_EACH));

    const delivered = product.erp.events.map((event) => seenOf(event as unknown as OrderEvent));
    expect(new Set(delivered.map(({ id }) => id))).toEqual(written);
    expect(delivered).toHaveLength(written.size);
    const blocking = delivered.filter(({ type }) => type !== 'order.pending');
    for (const sequences of sequencesPerPayment(blocking))
      expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
    // So that a change of the test's sizes cannot take its point away.
    expect([writers.rolledBack > 100, writers.overtaken > 100, reads > 2_000]).toEqual([true, true, true]);
  }, 360_000);
});

describe('GET /v1/events', () => {
  let product: Product;

  beforeAll(async () => {
    product = await Product.start({ apps: ['checkout', 'fulfillment'] });
  });
  afterAll(() => product.close());

  interface Page {
    data: OrderEvent[];
    nextCursor: string;
    hasMore: boolean;
    retention: string;
  }
  const get = (query: string) =>
    product.api<Page & { code: string; errors: { field: string; message: string }[] }>('GET', `/v1/events?${query}`);

  it('answers a waiting reader as soon as an order is cancelled, without being asked again', async () => {
    const { id } = await product.create('F-1').then(({ body }) => body);
    const first = await waitFor(async () => ((await get('limit=1')).body.data.length > 0 ? get('') : undefined), {
      what: 'the first event',
    });
    const waiting = get(`wait=50&after=${first.body.nextCursor}&type=order.cancelled,order.expired`);
    await product.api('POST', `/v1/payments/${id}/cancel`);
    const { body } = await waiting;
    expect(body.data.map(({ type }) => type)).toEqual(['order.cancelled']);
    expect(body.retention).toBe('P13M');
  });

  it('bounds the feed by the time of writing', async () => {
    const all = (await get('')).body.data;
    const [first, last] = [all.at(0), all.at(-1)];
    const encoded = (instant = ''): string => encodeURIComponent(instant);
    const until = (await get(`until=${encoded(first?.timestamp)}`)).body.data;
    expect(until).toEqual([]);
    const since = (await get(`since=${encoded(last?.timestamp)}`)).body.data;
    expect(since.at(-1)).toEqual(last);
  });

  it.each([
    ['wait=51', 'wait', '0 to 50 seconds'],
    ['wait=soon', 'wait', 'whole number of seconds'],
    ['since=yesterday', 'since', 'ISO 8601'],
    ['type=order.paid,order.lost', 'type', 'must be one of'],
  ])('refuses %s and says what it should be', async (query, field, sentence) => {
    const { status, body } = await get(query);
    expect([status, body.code]).toEqual([400, 'invalid_request']);
    expect(body.errors).toEqual([expect.objectContaining({ field, message: expect.stringContaining(sentence) })]);
  });

  it('refuses a cursor that is older than what it keeps', async () => {
    const { nextCursor } = (await get('limit=1')).body;
    await product.database.query('update relay_state set retired_position = last_position');
    const { status, body } = await get(`after=${nextCursor}`);
    expect([status, body.code]).toEqual([410, 'cursor_expired']);
    expect((await get('')).body.data).toEqual([]);
  });

  it('is consumed through a restart of the API', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'feed-'));
    const api = await product.startApp('checkout');
    const troubles: string[] = [];
    const seen: string[] = [];
    const done = new AbortController();
    const chasqui = new Chasqui({
      baseUrl: 'http://checkout.test',
      apiKey: FLOW_API_KEY,
      maxRetries: 0,
      // Wherever it listens now, as behind a balancer.
      fetch: (url, init) => fetch(String(url).replace('http://checkout.test', product.urls.checkout), init),
    });
    const consuming = (async () => {
      const events = chasqui.events.consume({
        cursor: fileCursor(join(folder, 'cursor.json')),
        type: 'order.cancelled',
        signal: done.signal,
        onTrouble: ({ message }) => troubles.push(message),
      });
      for await (const { data } of events) seen.push(data.payment.orderId);
    })();
    const cancelled = async (orderId: string): Promise<void> => {
      const { body } = await product.create(orderId);
      await product.api('POST', `/v1/payments/${body.id}/cancel`);
      await waitFor(() => seen.includes(orderId), { what: `${orderId} to be consumed` });
    };
    await cancelled('F-2');
    await api.close();
    await waitFor(() => troubles.length > 0, { what: 'the consumer to notice' });
    await product.startApp('checkout');
    await cancelled('F-3');
    done.abort();
    await consuming;
    expect(seen.filter((orderId) => /^F-[23]$/.test(orderId))).toEqual(['F-2', 'F-3']);
    await rm(folder, { recursive: true });
  });

  it('lets a process stop while readers wait, and answers them', async () => {
    const api = await product.startApp('checkout');
    const { nextCursor } = (await get('')).body;
    const waiting = get(`wait=50&after=${nextCursor}`);
    await waitFor(
      async () =>
        (await product.database.query(`select 1 from pg_stat_activity where query = 'listen chasqui_feed'`)).length > 0,
      { what: 'the reader to wait' },
    );
    await api.close();
    expect(await waiting).toMatchObject({ status: 200, body: { data: [], nextCursor } });
  });
});

function seenOf({ id, type, sequence, data }: OrderEvent): Seen {
  return { id, type, sequence, paymentId: data.payment.id };
}

function sequencesPerPayment(seen: readonly Seen[]): number[][] {
  const found = new Map<string, number[]>();
  for (const { paymentId, sequence } of seen) found.set(paymentId, [...(found.get(paymentId) ?? []), sequence]);
  return [...found.values()];
}

function oneTo(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}
