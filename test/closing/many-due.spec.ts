import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, NotificationIntake } from '#payments';
import { type ClosingWorld, openClosingWorld } from './closing-world.js';
import { dueCip } from './due-orders.js';

const DUE = 20_000;
const NOTIFIED = 600;
/** As one flush of the ingest has it. */
const FLUSH = 20;
/** `npm run bench:closing` prints rates; nobody asserts them. */
const TELLS_RATES = process.env['CHASQUI_CLOSING_ORDERS'] !== undefined;

describe(`${DUE.toLocaleString('en')} orders due at once`, () => {
  let world: ClosingWorld;
  let intake: NotificationIntake;

  beforeAll(async () => {
    world = await openClosingWorld();
    intake = new NotificationIntake(world.dataSource, { onStored: () => undefined });
    await world.openDue({ count: DUE, state: 'expiring' });
    // Others, with time to live, whose notifications show how fast they are applied when nothing else is done.
    await world.openDue({
      count: NOTIFIED,
      from: DUE,
      state: 'pending',
      expiresAt: new Date(world.clock.now().getTime() + 86_400_000),
    });
  }, 120_000);
  afterAll(() => world.close());

  async function pay(index: number): Promise<string> {
    const id = newId('ntf', world.clock.now());
    const cip = dueCip(index);
    await intake.store({
      id,
      receivedAt: world.clock.now(),
      lane: 'inbox',
      accountId: world.owner.accountId,
      pathAccount: null,
      raw: Buffer.from(
        `{"eventType":"cip.paid","operationNumber":"${randomUUID().slice(0, 8)}","data":{"cip":"${cip}","currency":"PEN","amount":129.90}}`,
      ),
      headers: {},
      sourceAddress: '200.62.1.2',
      peerAddress: '10.0.0.9',
      signatureVerdict: 'valid',
      sourceVerdict: 'allowed',
      bodyVerdict: 'ok',
      extrasAuthenticated: true,
      eventType: 'cip.paid',
      cipNumber: cip,
      operationNumber: '1',
      transactionCode: null,
    });
    return id;
  }

  /** Notifications come and are applied, flush by flush. Returns how many per second. */
  async function payAll(indexes: readonly number[]): Promise<number> {
    const begunAt = performance.now();
    for (let from = 0; from < indexes.length; from += FLUSH) {
      const ids = await Promise.all(indexes.slice(from, from + FLUSH).map(pay));
      expect(await world.payments.applier.applyIds(ids)).toBe(ids.length);
    }
    return indexes.length / ((performance.now() - begunAt) / 1_000);
  }

  it('are closed while notifications are applied beside them; none that is paid is closed, and none waits for the end', async () => {
    const alone = await payAll(Array.from({ length: NOTIFIED }, (_, nth) => DUE + nth));
    let paying = true;
    let moved = 0;
    const begunAt = performance.now();
    const closing = (async (): Promise<number> => {
      while (paying) moved += await world.payments.closing.sweep();
      return moved / ((performance.now() - begunAt) / 1_000);
    })();
    // From the end of the line: the clock begins with those that have been due longest.
    const beside = await payAll(Array.from({ length: NOTIFIED }, (_, nth) => DUE - 1 - nth * 7));
    const [left] = await world.database.query<{ due: number }>(
      `select count(*)::int as due from payment where state = 'expiring'`,
    );
    paying = false;
    const closed = await closing;
    expect(left?.due).toBeGreaterThan(0);
    expect(moved).toBeGreaterThan(0);

    const books = await world.database.query<Record<string, unknown>>(
      `select p.state, p.late, p.stock, count(*)::int as payments, count(distinct h.state)::int as holds,
         count(*) filter (where exists (select 1 from outbox_event e where e.payment_id = p.id and e.type = 'order.expired'))::int as told
       from payment p join stock_hold h on h.payment_id = p.id and h.state = p.stock
       where exists (select 1 from gateway_fact f where f.payment_id = p.id)
       group by p.state, p.late, p.stock order by p.late`,
    );
    // What was closed before its notification came is late money, told as such; everything else was paid in time.
    expect(books.every(({ state }) => state === 'paid')).toBe(true);
    expect(books.reduce((sum, { payments }) => sum + Number(payments), 0)).toBe(2 * NOTIFIED);
    for (const { late, stock, payments, told } of books) {
      expect({ late, stock, told }).toEqual(
        late ? { late: true, stock: 'released', told: payments } : { late: false, stock: 'committed', told: 0 },
      );
    }
    const [open] = await world.database.query<{ closed: number }>(
      `select count(*)::int as closed from payment p where state = 'expired' and exists (
         select 1 from notification n where n.cip_number in (select number from cip c where c.payment_id = p.id))`,
    );
    expect(open?.closed).toBe(0);
    expect(world.failures).toEqual([]);
    if (TELLS_RATES) {
      const ratio = (beside / alone).toFixed(2);
      console.log(
        `notifications: ${Math.round(alone)}/s alone, ${Math.round(beside)}/s while ${Math.round(closed)} orders/s close ` +
          `in the same process (ratio ${ratio})`,
      );
    }
  }, 180_000);
});
