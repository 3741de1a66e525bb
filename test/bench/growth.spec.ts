import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventFeed, type PaymentState, verifyHistory } from '#payments';
import { testDatabase, type TestDatabase } from '#testing';
import { OPERATIONS } from './growth-operations.js';
import { type GrowthWorld, openGrowthWorld } from './growth-world.js';
import { takeTurns } from './growth.js';

const COUNT = 3_000;
const OPEN = 500;
const NOW = new Date('2026-11-25T15:00:00.000Z');
const HOUR_MS = 3_600_000;

let database: TestDatabase;
let world: GrowthWorld;

beforeAll(async () => {
  database = await testDatabase();
  world = await openGrowthWorld({ url: database.url, payments: COUNT, open: OPEN, now: NOW });
});
afterAll(async () => {
  expect(world.failures).toEqual([]);
  await world.close();
  await database.drop();
});

async function ids(state: PaymentState, limit: number): Promise<string[]> {
  const rows = await database.query<{ id: string }>('select id from payment where state = $1 order by id limit $2', [
    state,
    limit,
  ]);
  return rows.map(({ id }) => id);
}

async function countOf(sql: string): Promise<number> {
  const [row] = await database.query<{ count: number }>(`select count(*)::int as count from ${sql}`);
  return row?.count ?? Number.NaN;
}

describe('stored payments that the growth bench makes', () => {
  it('have a history that was not tampered with', async () => {
    const report = await verifyHistory(world.dataSource);
    expect(report).toMatchObject({ payments: COUNT, broken: [] });
    expect(report.rows).toBeGreaterThan(4 * COUNT);
  });

  it('break no foreign key, which the filling did not ask for', async () => {
    const keys = await database.query<{ child: string; columns: string; parent: string; keys: string }>(
      `select k.conrelid::regclass::text as child, k.confrelid::regclass::text as parent,
         (select string_agg('c.' || a.attname, ', ' order by u.place) from unnest(k.conkey) with ordinality u(number, place)
            join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.number) as columns,
         (select string_agg('p.' || a.attname, ', ' order by u.place) from unnest(k.confkey) with ordinality u(number, place)
            join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.number) as keys
       from pg_constraint k where k.contype = 'f' and k.connamespace = 'public'::regnamespace`,
    );
    expect(keys.length).toBeGreaterThan(20);
    for (const { child, columns, parent, keys: referenced } of keys)
      expect(
        await countOf(
          `${child} c where (${columns}) is not null and not exists (select 1 from ${parent} p where (${referenced}) = (${columns}))`,
        ),
        `${child} (${columns})`,
      ).toBe(0);
  });

  it.each(['paid', 'expired', 'cancelled', 'failed', 'pending'] as const)(
    'are shown, %s, as their last event told',
    async (state) => {
      for (const id of await ids(state, 20)) {
        const found = await world.payments.reader.find(id, world.shopId);
        if (!found) throw new Error(`${id} is not read`);
        const view = world.payments.reader.view(found);
        expect(view.state).toBe(state);
        const [event] = await database.query<{ body: string }>(
          'select body from outbox_event where payment_id = $1 order by sequence desc limit 1',
          [id],
        );
        const told = JSON.parse(event?.body ?? '') as { data: { payment: unknown } };
        expect(told.data.payment).toEqual(view);
      }
    },
  );

  it('are read by the feed without a gap, page by page, in the order of their time', async () => {
    const feed = new EventFeed(world.dataSource);
    const seen: string[] = [];
    const times: string[] = [];
    let after: string | null = null;
    for (;;) {
      const page = await feed.read({ shopId: world.shopId, after, limit: 500 });
      for (const { id, body } of page.events) {
        seen.push(id);
        times.push((JSON.parse(body) as { timestamp: string }).timestamp);
      }
      after = page.nextCursor;
      if (!page.hasMore) break;
    }
    expect(new Set(seen).size).toBe(await countOf('outbox_event'));
    expect(times).toEqual([...times].sort());
    expect(await countOf('outbox_event where position > (select last_position from relay_state)')).toBe(0);
  });

  it('lie in the months that they came in', async () => {
    expect(await countOf('notification_default')).toBe(0);
    expect(await countOf('notification')).toBeGreaterThan(COUNT / 2);
  });

  it('change nothing when their notification comes again', async () => {
    const [again] = await database.query<{ id: string; payment_id: string }>(
      'select id, payment_id from notification limit 1',
    );
    const before = await world.payments.reader.get(again?.payment_id ?? '');
    await database.query(`update notification set status = 'pending', next_at = received_at where id = $1`, [
      again?.id,
    ]);
    expect(await world.payments.applier.drain()).toBe(1);
    const after = await world.payments.reader.get(again?.payment_id ?? '');
    expect(after.payment).toEqual(before.payment);
  });

  it('are searched when they are due, and only then', async () => {
    world.gateway.usual = 'pending';
    world.setClock(NOW);
    const due = await countOf(`cip where poll_at <= '${NOW.toISOString()}'`);
    expect(due).toBeGreaterThan(OPEN / 3);
    expect(due).toBeLessThan(OPEN);
    let asked = 0;
    for (let count = 1; count > 0; asked += count) count = await world.payments.search.pollDue();
    expect(asked).toBe(due);
  });

  it('are closed after their deadline, with the last question asked', async () => {
    world.gateway.usual = 'expired';
    const expired = await countOf(`payment where state = 'expired'`);
    for (const hours of [25, 25.5]) {
      world.setClock(new Date(NOW.getTime() + hours * HOUR_MS));
      for (let moved = 1; moved > 0;) moved = await world.payments.closing.sweep();
    }
    expect(await countOf(`payment where state = 'expired'`)).toBe(expired + OPEN);
    expect(await countOf(`stock_hold where state = 'held'`)).toBe(0);
    expect(await verifyHistory(world.dataSource)).toMatchObject({ broken: [] });
  });
});

describe('what the growth bench does', () => {
  it('is done in databases of two sizes, as much in one as in the other', async () => {
    const databases = [await testDatabase(), await testDatabase()];
    const worlds: GrowthWorld[] = [];
    try {
      for (const [index, payments] of [1_000, 2_000].entries())
        worlds.push(await openGrowthWorld({ url: databases[index]?.url ?? '', payments, open: OPEN, now: NOW }));
      const [few, lots] = worlds as [GrowthWorld, GrowthWorld];
      for (const operation of OPERATIONS) {
        const times = await takeTurns(operation, { few, lots, turns: 1 });
        expect(times, operation.name).toEqual({ few: [expect.any(Number)], lots: [expect.any(Number)] });
      }
      expect([...few.failures, ...lots.failures]).toEqual([]);
    } finally {
      for (const opened of worlds) await opened.close();
      for (const opened of databases) await opened.drop();
    }
  });
});
