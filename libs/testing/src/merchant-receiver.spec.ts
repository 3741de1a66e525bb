import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FrozenClock } from './frozen-clock.js';
import { merchantReceiver, type MerchantReceiver } from './merchant-receiver.js';
import { waitFor } from './wait-for.js';

const SECRET = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
const OTHER_SECRET = `whsec_${Buffer.alloc(24, 2).toString('base64')}`;

describe('the merchant', () => {
  let receiver: MerchantReceiver;

  beforeEach(async () => {
    receiver = await merchantReceiver();
    receiver.trust(SECRET);
  });

  afterEach(() => receiver.close());

  async function deliver(options: { id?: string; secret?: string; at?: Date; url?: string } = {}): Promise<number> {
    const { id = 'evt_1', secret = SECRET, at = new Date(), url = receiver.url } = options;
    const body = JSON.stringify({ id, type: 'order.paid', data: { payment: { orderId: 'A-1' } } });
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
    };
    return (await fetch(url, { method: 'POST', body, headers })).status;
  }

  it('acts on a verified event once, however often it comes', async () => {
    expect(await deliver()).toBe(200);
    expect(await deliver()).toBe(200);
    expect(await deliver({ id: 'evt_2' })).toBe(200);
    expect(receiver.deliveries).toHaveLength(3);
    expect(receiver.events.map(({ id }) => id)).toEqual(['evt_1', 'evt_2']);
    expect(await receiver.waitForEvent('order.paid', 'A-1')).toMatchObject({ id: 'evt_1' });
  });

  it('does not act on what is signed with a secret it does not trust, or no longer', async () => {
    await deliver({ secret: OTHER_SECRET });
    expect(receiver.events).toEqual([]);
    expect(receiver.deliveries[0]).toMatchObject({ event: null, refusal: 'No matching signature found' });
    receiver.trust(OTHER_SECRET);
    receiver.distrust(SECRET);
    await deliver({ secret: OTHER_SECRET });
    await deliver({ id: 'evt_2' });
    expect(receiver.events.map(({ id }) => id)).toEqual(['evt_1']);
  });

  it('behaves as it is told, then as usual again', async () => {
    receiver.next({ status: 503, headers: { 'retry-after': '7' } }, { drop: true });
    expect(await deliver()).toBe(503);
    await expect(deliver()).rejects.toThrow('fetch failed');
    expect(receiver.events).toEqual([]);
    expect(await deliver()).toBe(200);
    receiver.always({ status: 410 });
    expect(await deliver({ id: 'evt_2' })).toBe(410);
    expect(receiver.deliveries.map(({ answered }) => answered)).toEqual([503, null, 200, 410]);
    expect(receiver.events).toHaveLength(1);
  });

  it('can leave a caller without an answer', async () => {
    receiver.next({ hang: true });
    const pending = deliver();
    await waitFor(() => receiver.deliveries.length === 1, { what: 'the request to arrive' });
    await receiver.close();
    await expect(pending).rejects.toThrow('fetch failed');
    receiver = await merchantReceiver();
  });

  it('judges timestamps by its own clock where it is given one', async () => {
    const clock = new FrozenClock('2030-01-01T00:00:00Z');
    const later = await merchantReceiver({ now: () => clock.now() });
    later.trust(SECRET);
    await deliver({ url: later.url, at: clock.now() });
    await deliver({ url: later.url, id: 'evt_2' });
    await deliver({ url: later.url, id: 'evt_3', secret: OTHER_SECRET, at: clock.now() });
    expect(later.events.map(({ id }) => id)).toEqual(['evt_1']);
    expect(later.deliveries.map(({ refusal }) => refusal)).toEqual([
      null,
      'Message timestamp too old or too new',
      'No matching signature found',
    ]);
    await later.close();
  });
});
