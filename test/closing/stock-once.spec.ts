import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, NotificationIntake } from '#payments';
import { type ClosingWorld, openClosingWorld } from './closing-world.js';
import { dueCip } from './due-orders.js';

/** A generator of pseudo-random numbers in [0, 1), so that a seed decides the order of things (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  const next = random(seed);
  return items
    .map((item) => ({ item, rank: next() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

describe('stock', () => {
  let world: ClosingWorld;
  let intake: NotificationIntake;

  beforeAll(async () => {
    // A connection for each of those that meet: they are stopped by row locks, not by a pool.
    world = await openClosingWorld({ poolSize: 50 });
    intake = new NotificationIntake(world.dataSource, { onStored: () => undefined });
  });
  afterAll(() => world.close());

  async function notify(index: number, eventType: 'cip.paid' | 'cip.refunded', operation = '77'): Promise<string> {
    const id = newId('ntf', world.clock.now());
    const cip = dueCip(index);
    await intake.store({
      id,
      receivedAt: world.clock.now(),
      lane: 'inbox',
      accountId: world.owner.accountId,
      pathAccount: null,
      raw: Buffer.from(
        `{"eventType":"${eventType}","operationNumber":"${operation}","data":{"cip":"${cip}","currency":"PEN","amount":129.90}}`,
      ),
      headers: {},
      sourceAddress: '200.62.1.2',
      peerAddress: '10.0.0.9',
      signatureVerdict: 'valid',
      sourceVerdict: 'allowed',
      bodyVerdict: 'ok',
      extrasAuthenticated: true,
      eventType,
      cipNumber: cip,
      operationNumber: operation,
      transactionCode: null,
    });
    return id;
  }

  async function holds(index: number): Promise<{ generation: number; state: string }[]> {
    return world.database.query('select generation, state from stock_hold where payment_id = $1 order by generation', [
      `pay_due_${index}`,
    ]);
  }

  async function paymentOf(index: number): Promise<{ state: string; stock: string; late: boolean } | undefined> {
    const [row] = await world.database.query<{ state: string; stock: string; late: boolean }>(
      'select state, stock, late from payment where id = $1',
      [`pay_due_${index}`],
    );
    return row;
  }

  async function told(index: number): Promise<string[]> {
    const rows = await world.database.query<{ type: string }>(
      `select type from outbox_event where payment_id = $1 and type <> 'order.pending' order by sequence`,
      [`pay_due_${index}`],
    );
    return rows.map(({ type }) => type);
  }

  it.each([1, 2, 3, 4, 5, 6])(
    'is released exactly once, and never when paid, under fifty sweeps, cancels and payments at once (seed %i)',
    async (seed) => {
      const index = seed;
      await world.openDue({ count: 1, from: index, state: 'expiring' });
      // Odd seeds: the gateway still holds the CIP open, so sweeps and cancels race for its delete.
      world.gateway.usual = seed % 2 === 1 ? 'pending' : 'expired';
      const paid = seed % 3 === 0 ? [] : [await notify(index, 'cip.paid')];
      const { closing, changes, applier } = world.payments;
      const actions = shuffled(
        [
          ...Array.from({ length: 25 }, () => () => closing.sweep()),
          ...Array.from({ length: 15 }, () => () => changes.cancel(`pay_due_${index}`, 'test')),
          ...Array.from({ length: 10 }, () => () => applier.applyIds(paid)),
        ],
        seed,
      );
      await Promise.all(actions.map((action) => action()));
      await applier.applyIds(paid);
      const after = await paymentOf(index);
      expect(await holds(index)).toEqual([{ generation: 1, state: after?.stock }]);
      const events = await told(index);
      const ends = events.filter((type) => type === 'order.expired' || type === 'order.cancelled');
      expect(ends).toHaveLength(after?.stock === 'released' ? 1 : 0);
      if (paid.length > 0) {
        expect(after?.state).toBe('paid');
        expect(after?.late).toBe(after?.stock === 'released');
      } else {
        expect(['expired', 'cancelled']).toContain(after?.state);
        expect(after?.stock).toBe('released');
      }
      const released = await world.database.query(
        `select 1 from payment_event where payment_id = $1 and data->>'stockReleased' = 'true'`,
        [`pay_due_${index}`],
      );
      expect(released).toHaveLength(ends.length);
      expect(world.failures).toEqual([]);
    },
  );

  it('is held anew as a second generation when late money is accepted, and stays committed after a reversal', async () => {
    const index = 100;
    await world.openDue({ count: 1, from: index, state: 'expiring' });
    world.gateway.usual = 'expired';
    await world.payments.closing.sweep();
    expect(await holds(index)).toEqual([{ generation: 1, state: 'released' }]);
    await world.payments.applier.applyIds([await notify(index, 'cip.paid')]);
    expect(await holds(index)).toEqual([{ generation: 1, state: 'released' }]);
    const accepted = await Promise.all(
      Array.from({ length: 10 }, () =>
        world.payments.ledger.observe({
          kind: 'resolve_case',
          paymentId: `pay_due_${index}`,
          caseKey: `paid_late:pay_due_${index}`,
          caseKind: 'paid_late',
          resolution: 'accept',
          reason: 'in stock',
          actor: 'test',
        }),
      ),
    );
    expect(accepted.filter(({ verdict }) => verdict.kind === 'applied')).toHaveLength(1);
    const twice = [
      { generation: 1, state: 'released' },
      { generation: 2, state: 'committed' },
    ];
    expect(await holds(index)).toEqual(twice);
    await world.payments.applier.applyIds([await notify(index, 'cip.refunded')]);
    // The goods may be on their way: the ERP is told, and decides.
    expect(await paymentOf(index)).toMatchObject({ state: 'reversed', stock: 'committed' });
    for (let look = 0; look < 5; look += 1) await world.payments.closing.sweep();
    expect(await holds(index)).toEqual(twice);
    expect(await told(index)).toEqual([
      'order.expired',
      'order.review_required',
      'order.paid',
      'order.review_resolved',
      'order.review_required',
      'order.reversed',
    ]);
  });
});
