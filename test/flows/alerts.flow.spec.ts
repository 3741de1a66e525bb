import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AlertView } from '#payments';
import { merchantReceiver, waitFor } from '#testing';
import type { MerchantReceiver } from '#testing';
import { Product } from './product.js';

const SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const PATIENCE = { timeoutMs: 30_000 };

/** Time is moved step by step, and every step is waited for: on a loaded machine that takes a while. */
describe('alerts', { timeout: 150_000 }, () => {
  let product: Product;
  let operator: MerchantReceiver;

  beforeEach(async () => {
    operator = await merchantReceiver();
    operator.trust(SECRET);
    product = await Product.start({ env: { ALERT_WEBHOOK_URL: operator.url, ALERT_WEBHOOK_SECRET: SECRET } });
  });

  afterEach(async () => {
    await product.close();
    await operator.close();
  });

  let orders = 0;

  async function paid(notify: 'never' | 'once'): Promise<string> {
    orders += 1;
    const order = await product.order(`AL-${orders}`);
    await product.pay(order.cip.number, { notify });
    return order.id;
  }

  const told = (): { type: string; alert: AlertView }[] =>
    operator.events.map(({ type, data }) => ({ type, alert: data['alert'] as AlertView }));

  /** Moves time on until it is so: everything that is due looks at every step. */
  async function until(what: string, duration: string, so: () => boolean | Promise<boolean>): Promise<void> {
    await waitFor(
      async () => {
        if (await so()) return true;
        await product.advance(duration);
        return false;
      },
      { what, everyMs: 500, timeoutMs: 60_000 },
    );
  }

  const catchesUp = async (): Promise<boolean> => {
    const [row] = await product.database.query<{ on: boolean }>(
      'select coalesce(bool_or(catch_up_until > now()), false) as on from gateway_budget',
    );
    return row?.on === true;
  };

  it('tell once that the gateway fell silent, later when the webhook was down, and that it is heard again', async () => {
    // The operator's webhook is down at first: everything comes later, once, under one id.
    operator.next({ status: 503 }, { drop: true });
    const silent = await Promise.all(Array.from({ length: 5 }, () => paid('never')));
    await until('the searches to find the money', 'PT3M', async () => {
      const states = await Promise.all(silent.map(async (id) => (await product.payment(id)).state));
      return states.every((state) => state === 'paid');
    });
    await until('the operator to hear of it', 'PT2M', () => told().length > 0);

    const [first] = told();
    expect(first).toMatchObject({
      type: 'alert.raised',
      alert: {
        kind: 'gateway_silent',
        numbers: { account: 'default', verdict: 'stopped', unannounced: 5, announced: 0 },
      },
    });
    expect(operator.deliveries.length).toBeGreaterThanOrEqual(3);
    expect(new Set(operator.deliveries.map(({ id }) => id)).size).toBe(1);
    expect(operator.deliveries.map(({ refusal }) => refusal)).toEqual(operator.deliveries.map(() => null));
    expect(await catchesUp()).toBe(true);
    const metrics = await fetch(`${product.urls.reconciliation}/metrics`);
    expect(await metrics.text()).toContain('chasqui_alerts_open{kind="gateway_silent"} 1');

    // Two hours later the silence lies outside of the window, and notifications come again.
    await product.advance('PT2H');
    for (let turn = 0; turn < 5; turn += 1) await product.waitForState(await paid('once'), 'paid');
    await waitFor(
      async () => {
        await product.advance('PT1M');
        return told().length === 2;
      },
      { what: 'the operator to hear that it is over', everyMs: 500, ...PATIENCE },
    );

    expect(told()[1]).toMatchObject({ type: 'alert.cleared', alert: { id: first?.alert.id, state: 'cleared' } });
    expect(await catchesUp()).toBe(false);
    expect(told()).toHaveLength(2);
  });

  it('name the wrong secret that is behind a silence, and a burst of what it makes the ingest refuse', async () => {
    const silent = await Promise.all(Array.from({ length: 5 }, () => paid('never')));
    const numbers = await Promise.all(silent.map(async (id) => (await product.payment(id)).cip?.number ?? ''));
    for (let turn = 0; turn < 10; turn += 1) {
      for (const cip of numbers)
        expect((await product.notify({ cip }, { secret: 'another-secret' })).status).not.toBe(200);
    }
    await until('the operator to hear of both', 'PT2M', () => {
      const kinds = told().map(({ alert }) => alert.kind);
      return kinds.includes('gateway_silent') && kinds.includes('notifications_refused');
    });
    const silence = told().find(({ alert }) => alert.kind === 'gateway_silent');
    expect(silence?.alert.numbers['refused']).toMatchObject([{ why: 'bad_signature', count: 50 }]);
    expect(silence?.alert.summary).toContain('with a signature of no secret that is known here');
  });

  it('tell of a time in which no ingest ran, after what was paid in it has been found', async () => {
    const order = await product.order('AL-AWAY');
    await product.database.query(`update cip set poll_at = poll_at + interval '6 hours', polled_at = now()`);
    await product.pay(order.cip.number, { notify: 'never' });
    // As if the ingest came back only now: its last beat lies twenty minutes behind.
    await product.database.query(
      `update process_heartbeat set seen_at = seen_at - interval '20 minutes' where app = 'webhook-ingest'`,
    );
    await product.startApp('ingest');
    await until('the money to be found', 'PT1S', async () => (await product.payment(order.id)).state === 'paid');
    await until('the operator to hear that it is over', 'PT1S', () => told().length === 2);
    expect(told()).toMatchObject([
      {
        type: 'alert.raised',
        alert: { kind: 'was_away', severity: 'critical', numbers: { app: 'webhook-ingest', minutes: 20 } },
      },
      { type: 'alert.cleared' },
    ]);
  });
});
