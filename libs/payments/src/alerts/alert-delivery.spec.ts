import { FrozenClock, merchantReceiver, testDatabase } from '#testing';
import type { MerchantReceiver, TestDatabase } from '#testing';
import type { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../outbox/outbox.fixture.js';
import { WebhookSender } from '../outbox/webhook-sender.js';
import { TargetPolicy } from '../outbox/webhook-target.js';
import { AlertDelivery } from './alert-delivery.js';
import { undeliveredAlerts } from './alert-report.js';
import { type AlertNotice, Alerts } from './alerts.js';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const HOUR_MS = 3_600_000;

let database: TestDatabase;
let dataSource: DataSource;
let receiver: MerchantReceiver;
let clock: FrozenClock;
let alerts: Alerts;

beforeAll(async () => {
  database = await testDatabase();
  dataSource = await connect(database.url);
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

beforeEach(async () => {
  await dataSource.query('truncate alert_message, alert');
  clock = new FrozenClock();
  alerts = new Alerts(dataSource, clock);
  receiver = await merchantReceiver();
  receiver.trust(SECRET);
});

afterEach(() => receiver.close());

const notice: AlertNotice = {
  kind: 'was_away',
  key: 'was_away:webhook-ingest',
  severity: 'critical',
  summary: 'Away for an hour.',
  numbers: { minutes: 60 },
};

function delivery({ toWebhook = true, allowed = ['127.0.0.0/8'] } = {}): AlertDelivery {
  const webhook = toWebhook ? { url: receiver.url, secrets: [SECRET] } : null;
  return new AlertDelivery(dataSource, new WebhookSender(new TargetPolicy(allowed)), clock, { webhook }, () => 0);
}

describe('AlertDelivery', () => {
  it('tells the webhook, signed, byte for byte and once', async () => {
    await alerts.raise(notice);
    expect(await delivery().sendDue()).toBe(1);
    expect(await delivery().sendDue()).toBe(0);

    const [row] = await dataSource.query<{ id: string; body: string }[]>('select id, body from alert_message');
    expect(receiver.deliveries).toHaveLength(1);
    expect(receiver.deliveries[0]).toMatchObject({ id: row?.id, rawBody: row?.body, refusal: null });
    expect(receiver.events[0]?.data).toMatchObject({ alert: { kind: 'was_away', numbers: { minutes: 60 } } });
  });

  it('tries again with the same id until it is taken, and says meanwhile what was answered', async () => {
    receiver.next({ status: 503 }, { drop: true });
    await alerts.raise(notice);
    await delivery().sendDue();
    expect(await undeliveredAlerts(dataSource, clock.now())).toEqual({
      retrying: 1,
      failed: 0,
      lastError: 'answered 503',
    });
    expect(await delivery().sendDue()).toBe(0);
    clock.advance(HOUR_MS);
    await delivery().sendDue();
    clock.advance(HOUR_MS);
    await delivery().sendDue();

    expect(receiver.deliveries).toHaveLength(3);
    expect(new Set(receiver.deliveries.map(({ id }) => id)).size).toBe(1);
    expect(receiver.events).toHaveLength(1);
    expect(await undeliveredAlerts(dataSource, new Date(0))).toEqual({ retrying: 0, failed: 0, lastError: null });
  });

  it('never tells that it is over before it told that it began', async () => {
    receiver.next({ status: 500 });
    await alerts.raise(notice);
    await delivery().sendDue();
    await alerts.clear(notice.key);
    expect(await delivery().sendDue()).toBe(0);
    clock.advance(HOUR_MS);
    await delivery().sendDue();
    await delivery().sendDue();
    expect(receiver.events.map(({ type }) => type)).toEqual(['alert.raised', 'alert.cleared']);
  });

  it('gives up after about three days', async () => {
    receiver.always({ status: 500 });
    await alerts.raise(notice);
    for (let hours = 0; hours < 120; hours += 1) {
      await delivery().sendDue();
      clock.advance(HOUR_MS);
    }
    expect(receiver.deliveries).toHaveLength(11);
    expect(await undeliveredAlerts(dataSource, new Date(0))).toMatchObject({ retrying: 0, failed: 1 });
  });

  it('keeps messages for a webhook that is set later, and drops those that nobody could be told in time', async () => {
    await alerts.raise(notice);
    expect(await delivery({ toWebhook: false }).sendDue()).toBe(0);
    clock.advance(71 * HOUR_MS);
    await alerts.raise({ ...notice, key: 'was_away:expiry-worker' });
    clock.advance(2 * HOUR_MS);

    expect(await delivery().sendDue()).toBe(1);

    expect(receiver.events[0]?.data).toMatchObject({ alert: { key: 'was_away:expiry-worker' } });
    const rows = await dataSource.query(`select last_error from alert_message where status = 'failed'`);
    expect(rows).toEqual([{ last_error: 'No webhook was set in time.' }]);
  });

  it('goes to no private address that was not allowed', async () => {
    await alerts.raise(notice);
    await delivery({ allowed: [] }).sendDue();
    expect(receiver.deliveries).toHaveLength(0);
    expect((await undeliveredAlerts(dataSource, clock.now())).lastError).toContain('WEBHOOK_ALLOWED_TARGETS');
  });

  it('is shared by many processes: each message leaves once', async () => {
    const keys = Array.from({ length: 30 }, (_, index) => `was_away:${index}`);
    for (const key of keys) await alerts.raise({ ...notice, key });
    const senders = Array.from({ length: 6 }, () => delivery());
    const sent = await Promise.all(
      senders.map(async (sender) => {
        let count = 0;
        for (let found = await sender.sendDue(); found > 0; found = await sender.sendDue()) count += found;
        return count;
      }),
    );
    expect(sent.reduce((sum, count) => sum + count, 0)).toBe(30);
    expect(receiver.deliveries).toHaveLength(30);
    expect(receiver.events).toHaveLength(30);
  });

  it('passes over what another process is claiming', async () => {
    await alerts.raise(notice);
    await alerts.raise({ ...notice, key: 'was_away:expiry-worker' });
    await dataSource.transaction(async (manager) => {
      await manager.query('select 1 from alert_message order by id limit 1 for update');
      expect(await delivery().sendDue()).toBe(1);
    });
    expect(await delivery().sendDue()).toBe(1);
    expect(receiver.events).toHaveLength(2);
  });

  it('takes over from a process that died while sending', async () => {
    await alerts.raise(notice);
    await dataSource.query(
      `update alert_message set attempts = 1, lease_until = now() + interval '1 minute' where status = 'pending'`,
    );
    expect(await delivery().sendDue()).toBe(0);
    await dataSource.query(`update alert_message set lease_until = now() - interval '1 second'`);
    expect(await delivery().sendDue()).toBe(1);
    expect(receiver.events).toHaveLength(1);
  });
});
