import { waitFor } from '#testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { meetAt, WatchStage } from '../alerts/watch.fixture.js';
import { limaInstant } from '../orders/lima-instant.js';
import { Heart } from './heart.js';
import { Heartbeats, type WatchedApp } from './heartbeats.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let stage: WatchStage;
let heartbeats: Heartbeats;
beforeEach(async () => {
  stage = await WatchStage.open();
  heartbeats = new Heartbeats(stage.dataSource, stage.clock);
});
afterEach(() => stage.close());

/** No process of the app for that long, by both clocks; then one starts. */
async function away(app: WatchedApp, ms: number): Promise<number> {
  await heartbeats.beat(app);
  await stage.dataSource.query(
    `update process_heartbeat set seen_at = seen_at - $2 * interval '1 millisecond' where app = $1`,
    [app, ms],
  );
  stage.clock.advance(ms);
  return heartbeats.beat(app);
}

const outages = (): Promise<{ app: string; settled: boolean }[]> =>
  stage.dataSource.query('select app, settled_at is not null as settled from outage order by back_at');

describe('Heartbeats', () => {
  it('takes a first start for no outage, nor a restart, nor a clock that jumps', async () => {
    expect(await heartbeats.beat('webhook-ingest')).toBe(0);
    stage.clock.advance(48 * HOUR_MS);
    expect(await heartbeats.beat('webhook-ingest')).toBe(0);
    expect(await away('webhook-ingest', 2 * MINUTE_MS)).toBe(0);
    expect(await outages()).toEqual([]);
  });

  it('writes a gap down once, however many processes come back together', async () => {
    await heartbeats.beat('webhook-ingest');
    await stage.dataSource.query(`update process_heartbeat set seen_at = seen_at - interval '1 hour'`);
    const lock = { sql: `select 1 from process_heartbeat for update`, parameters: [] };
    const beat = (): Promise<number> => heartbeats.beat('webhook-ingest');
    const gaps = await meetAt(stage.dataSource, lock, [beat, beat, beat]);
    expect(gaps.filter((ms) => ms > 0)).toHaveLength(1);
    expect(await outages()).toEqual([{ app: 'webhook-ingest', settled: false }]);
  });

  it('beats while its process lives, and not after', async () => {
    let beats = 0;
    const failures: unknown[] = [];
    const beat = (): Promise<number> => {
      beats += 1;
      return beats === 2 ? Promise.reject(new Error('database away')) : Promise.resolve(0);
    };
    const heart = await Heart.start(
      { beat },
      { app: 'expiry-worker', everyMs: 1, onFailed: (error) => failures.push(error) },
    );
    expect(beats).toBe(1);
    await waitFor(() => beats >= 4, { what: 'more beats' });
    await heart.close();
    const counted = beats;
    expect(failures).toHaveLength(1);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    expect(beats).toBe(counted);
  });
});

describe('after an outage of the ingest', () => {
  it('searches what may have been paid unheard ahead of its schedule, says so, and clears once it is searched', async () => {
    const { payment } = await stage.shop.order();
    const cip = payment.cips[0]?.number ?? '';
    stage.clock.advance(31 * MINUTE_MS);
    await stage.shop.payments.search.pollDue();
    await heartbeats.beat('webhook-ingest');
    stage.gateway.pay(cip, limaInstant(stage.clock.now()));
    await away('webhook-ingest', 20 * MINUTE_MS);
    expect(await stage.shop.payments.search.pollDue()).toBe(0);

    await stage.look();
    expect(await stage.uncleared('was_away')).toMatchObject([
      {
        severity: 'critical',
        numbers: { app: 'webhook-ingest', minutes: 20, searchesDue: 1, notificationsWaiting: 0 },
      },
    ]);
    expect(await stage.budget()).toEqual({ catchingUp: true });
    expect(await stage.shop.payments.search.pollDue()).toBe(1);
    expect(await stage.state(payment.id)).toBe('paid');
    await stage.look();

    expect(await stage.uncleared('was_away')).toEqual([]);
    expect(await outages()).toEqual([{ app: 'webhook-ingest', settled: true }]);
    expect(await stage.uncleared('gateway_silent')).toEqual([]);
  });

  it('tells nobody that a deadline comes near before the code was searched', async () => {
    const { payment } = await stage.shop.order();
    const cip = payment.cips[0]?.number ?? '';
    stage.clock.advance(22 * HOUR_MS);
    await stage.shop.payments.search.pollDue();
    stage.gateway.pay(cip, limaInstant(stage.clock.now()));
    await away('webhook-ingest', 70 * MINUTE_MS);

    expect(await stage.shop.payments.reminders.sweep()).toBe(0);
    await stage.look();
    await stage.shop.payments.search.pollDue();
    await stage.look();
    expect(await stage.shop.payments.reminders.sweep()).toBe(0);
    const events = await stage.dataSource.query<{ type: string }[]>('select type from outbox_event order by sequence');
    expect(events.map(({ type }) => type)).toEqual(['order.pending', 'order.paid']);
  });

  it('reminds all the same of what the search found unpaid', async () => {
    await stage.shop.order();
    stage.clock.advance(22 * HOUR_MS);
    await stage.shop.payments.search.pollDue();
    await away('webhook-ingest', 70 * MINUTE_MS);
    await stage.look();
    await stage.shop.payments.search.pollDue();
    expect(await stage.shop.payments.reminders.sweep()).toBe(1);
  });
});

describe('after an outage of the workers', () => {
  it('reminds nobody whose payment waits in the inbox', async () => {
    const { payment } = await stage.shop.order();
    stage.clock.advance(23 * HOUR_MS + MINUTE_MS);
    await stage.shop.notify({ cip: payment.cips[0]?.number ?? '', amount: '129.90' });
    expect(await stage.shop.payments.reminders.sweep()).toBe(0);
    await stage.shop.payments.applier.drain();
    expect(await stage.shop.payments.reminders.sweep()).toBe(0);
    const events = await stage.dataSource.query<{ type: string }[]>('select type from outbox_event order by sequence');
    expect(events.map(({ type }) => type)).toEqual(['order.pending', 'order.paid']);
  });

  it('clears when the inbox is drained and what was due is searched', async () => {
    const { payment } = await stage.shop.order();
    await heartbeats.beat('reconciliation-worker');
    await stage.shop.notify({ cip: payment.cips[0]?.number ?? '', amount: '129.90' });
    await away('reconciliation-worker', HOUR_MS);
    await stage.look();
    expect(await stage.uncleared('was_away')).toMatchObject([
      { severity: 'warning', numbers: { notificationsWaiting: 1, searchesDue: 1 } },
    ]);
    await stage.shop.payments.applier.drain();
    await stage.shop.payments.search.pollDue();
    await stage.look();
    expect(await stage.uncleared('was_away')).toEqual([]);
  });

  it('counts EXPIRY_MAX_HOLD from when the clock could ask again, not from a deadline that passed without it', async () => {
    const { payment } = await stage.shop.order();
    await away('expiry-worker', 24 * HOUR_MS + 100 * HOUR_MS);
    stage.gateway.mode = 'down';
    await stage.shop.payments.closing.sweep();
    stage.clock.advance(11 * MINUTE_MS);
    await stage.shop.payments.closing.sweep();
    expect(await stage.state(payment.id)).toBe('expiring');

    stage.clock.advance(73 * HOUR_MS);
    await stage.shop.payments.closing.sweep();
    expect(await stage.state(payment.id)).toBe('expired');
  });
});
