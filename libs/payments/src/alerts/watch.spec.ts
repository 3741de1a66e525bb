import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../identifiers.js';
import { WatchStage } from './watch.fixture.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let stage: WatchStage;
beforeEach(async () => {
  stage = await WatchStage.open();
});
afterEach(() => stage.close());

describe('Watch', () => {
  it('finds nothing wrong with a healthy shop', async () => {
    await stage.paidAnnounced();
    await stage.shop.order();
    await stage.look();
    await stage.suspectedFor(HOUR_MS);
    await stage.look();
    expect(await stage.alerts.list()).toEqual([]);
  });

  it('tells of verified notifications that nobody applies once that has lasted, and clears when they are applied', async () => {
    const { cip } = await stage.paidUnheard();
    await stage.shop.notify({ cip, amount: '129.90' });
    stage.clock.advance(6 * MINUTE_MS);
    await stage.look();
    expect(await stage.uncleared('notifications_stuck')).toEqual([]);

    await stage.suspectedFor(3 * MINUTE_MS);
    await stage.look();
    expect(await stage.uncleared('notifications_stuck')).toMatchObject([
      { severity: 'critical', numbers: { count: 1 } },
    ]);

    await stage.shop.payments.applier.drain();
    await stage.look();
    expect(await stage.uncleared('notifications_stuck')).toEqual([]);
    const suspicions = await stage.dataSource.query(`select key from suspicion where key like 'notifications_stuck%'`);
    expect(suspicions).toEqual([]);
  });

  it('tells of notifications that could not be applied', async () => {
    await stage.shop.notify({ cip: '1', amount: '1.00', raw: Buffer.from('{"eventType":"cip.paid"}') });
    await stage.shop.payments.applier.drain();
    await stage.look();
    expect(await stage.uncleared('notifications_failed')).toMatchObject([{ numbers: { count: 1 } }]);
  });

  it.each([
    { why: 'wrong_address', record: { lane: 'signed', sourceVerdict: 'not_allowed' }, from: 3, severity: 'critical' },
    { why: 'stale', record: { lane: 'signed', signatureVerdict: 'stale' }, from: 3, severity: 'critical' },
    {
      why: 'bad_signature',
      record: { lane: 'quarantine', signatureVerdict: 'mismatch' },
      from: 50,
      severity: 'warning',
    },
  ] as const)(
    'tells of $from refused notifications ($why) within ten minutes, not of one fewer',
    async ({ why, record, from, severity }) => {
      const refuse = (): Promise<string> => stage.shop.notify({ cip: '7', amount: '1.00', ...record });
      for (let turn = 1; turn < from; turn += 1) await refuse();
      await stage.look();
      expect(await stage.uncleared('notifications_refused')).toEqual([]);

      await refuse();
      await stage.look();
      expect(await stage.uncleared('notifications_refused')).toMatchObject([
        { severity, numbers: { why, count: from } },
      ]);

      stage.clock.advance(11 * MINUTE_MS);
      await stage.look();
      expect(await stage.uncleared('notifications_refused')).toEqual([]);
    },
  );

  it('tells of orders that cannot be closed when half of EXPIRY_MAX_HOLD is over', async () => {
    const { payment } = await stage.shop.order();
    stage.clock.advance(24 * HOUR_MS + MINUTE_MS);
    await stage.shop.payments.closing.sweep();
    stage.gateway.mode = 'down';
    stage.clock.advance(35 * HOUR_MS);
    await stage.look();
    await stage.suspectedFor(3 * MINUTE_MS);
    await stage.look();
    expect(await stage.uncleared('gateway_unreachable')).toEqual([]);

    stage.clock.advance(2 * HOUR_MS);
    await stage.look();
    await stage.suspectedFor(3 * MINUTE_MS);
    await stage.look();
    expect(await stage.uncleared('gateway_unreachable')).toMatchObject([
      { severity: 'critical', numbers: { count: 1 } },
    ]);
    expect(await stage.state(payment.id)).toBe('expiring');
  });

  it('tells of searches that pause for long, and of deadlines that nobody keeps', async () => {
    await stage.shop.order();
    stage.clock.advance(24 * HOUR_MS + 11 * MINUTE_MS);
    await stage.dataSource.query(
      `update gateway_budget set failures = 7, blocked_until = now() + interval '2 minutes'`,
    );
    await stage.look();
    await stage.suspectedFor(3 * MINUTE_MS);
    await stage.look();
    expect(await stage.uncleared('polling_paused')).toEqual([]);
    const late = await stage.uncleared('work_overdue');
    expect(late.toSorted((a, b) => (a.key < b.key ? -1 : 1))).toMatchObject([
      { key: 'work_overdue:deadlines', numbers: { count: 1, worker: 'expiry-worker' } },
      { key: 'work_overdue:events', numbers: { count: 1, worker: 'fulfillment-worker' } },
      { key: 'work_overdue:gateway_polls', numbers: { count: 1, worker: 'reconciliation-worker' } },
    ]);

    await stage.suspectedFor(8 * MINUTE_MS);
    await stage.look();
    expect(await stage.uncleared('polling_paused')).toMatchObject([{ numbers: { account: 'default', failures: 7 } }]);
  });

  it('tells of a key that ends while it is in use, and tells again when it has ended', async () => {
    const ends = new Date(stage.clock.now().getTime() + 13 * 24 * HOUR_MS);
    await stage.dataSource.query(
      `insert into admin_key (id, name, prefix, hash, created_by, created_at, expires_at, last_used_at)
       values ($1, 'ci', 'cak_ops', '\\x00', 'cli', $2, $3, $3)`,
      [newId('adk', stage.clock.now()), stage.clock.now(), ends],
    );
    await stage.look();
    expect(await stage.uncleared('key_expiring')).toMatchObject([
      { severity: 'warning', numbers: { owner: 'admin key cak_ops… (ci)' } },
    ]);
    stage.clock.set(ends);
    await stage.look();
    expect(await stage.uncleared('key_expiring')).toMatchObject([{ severity: 'critical' }]);
  });

  it('keeps looking when one check fails', async () => {
    await stage.shop.notify({ cip: '1', amount: '1.00', raw: Buffer.from('{"eventType":"cip.paid"}') });
    await stage.shop.payments.applier.drain();
    await stage.dataSource.query('alter table outage rename to outage_gone');
    const failures: string[] = [];
    const { Watch } = await import('./watch.js');
    const watch = new Watch(stage.dataSource, stage.clock, {
      budgetPerMinute: 60,
      searchBatch: 50,
      expiry: { graceMs: 0, maxHoldMs: HOUR_MS },
      onFailed: (_error, what) => failures.push(what),
    });
    await watch.look();
    expect(failures).toEqual(['could not look at outages', 'could not look at announcements']);
    expect(await stage.uncleared('notifications_failed')).toHaveLength(1);
  });
});
