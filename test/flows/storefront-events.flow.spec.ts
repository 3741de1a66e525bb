import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PaymentView } from '#payments';
import { Product } from './product.js';
import { orderIdOf, type Shopper } from './shopper.js';
import { StorefrontStand, writtenEvent } from './storefront-stand.js';

const SECRET_OF_ANOTHER = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;

/** The receiver that an engineer copies. Nothing else delivers here: events come when the test says so. */
describe('the webhook receiver of the storefront', () => {
  let product: Product;
  let stand: StorefrontStand;
  let shopper: Shopper;
  let payment: PaymentView;

  beforeAll(async () => {
    product = await Product.start({ apps: ['checkout'] });
  }, 60_000);
  beforeEach(async () => {
    stand = await StorefrontStand.open(product);
    shopper = await stand.start();
    const order = await shopper.fillCart('TORITO');
    await shopper.checkout(order);
    const [opened] = await stand.payments(orderIdOf(order));
    if (opened === undefined) throw new Error('the order has no payment');
    payment = opened;
  });
  afterEach(() => stand.close());
  afterAll(() => product.close());

  const paid = (id = 'evt_paid', sequence = 2) =>
    writtenEvent(payment, { id, type: 'order.paid', sequence, change: { state: 'paid', stock: 'committed' } });
  const pending = () => writtenEvent(payment, { id: 'evt_pending', type: 'order.pending', sequence: 1 });
  const desk = async (): Promise<string> => (await shopper.get('/backoffice')).html;

  it('stores an event once and ships once, however often and however fast it comes', async () => {
    const event = paid();
    const statuses = await Promise.all(Array.from({ length: 20 }, () => stand.deliver(event)));
    expect(new Set(statuses)).toEqual(new Set([204]));
    expect(await stand.deliver(event)).toBe(204);
    expect(await stand.journal('events')).toHaveLength(1);
    expect(await stand.journal('shipments')).toEqual([
      { orderId: payment.orderId, eventId: 'evt_paid', shippedAt: expect.any(String) as unknown },
    ]);
    expect(await desk()).toContain('>enviado<');
  });

  it('ships an order once even when two events say it', async () => {
    await Promise.all([stand.deliver(paid('evt_one', 2)), stand.deliver(paid('evt_two', 3))]);
    expect(await stand.journal('events')).toHaveLength(2);
    expect(await stand.journal('shipments')).toHaveLength(1);
  });

  it('shows how an order stands, whichever order its events come in', async () => {
    await stand.deliver(paid());
    await stand.deliver(pending());
    const table = await desk();
    expect(table).toContain('<span class="mark paid">pagado</span>');
    expect(table).not.toContain('esperando pago');
    expect(table).toMatch(/order\.paid.+order\.pending/);
  });

  it('refuses forged, unsigned and altered messages, and keeps nothing of them', async () => {
    expect(await stand.deliver(paid(), { secret: SECRET_OF_ANOTHER })).toBe(401);
    const unsigned = await fetch(`${stand.url}/webhooks/chasqui`, { method: 'POST', body: JSON.stringify(paid()) });
    expect(unsigned.status).toBe(401);
    expect(await stand.journal('events')).toEqual([]);
    expect(await stand.journal('shipments')).toEqual([]);
    expect(JSON.stringify(stand.log.lines)).not.toContain(SECRET_OF_ANOTHER);
  });

  it('ships after a crash between the write and the answer, and once', async () => {
    await stand.deliver(pending());
    await stand.stop();
    // What the crash left: a whole event that nothing was done about, and half of another one.
    const line = JSON.stringify({ receivedAt: payment.createdAt, event: paid() });
    await appendFile(join(stand.dataDir, 'events.jsonl'), `${line}\n${line.slice(0, 80)}`);
    shopper = await stand.start();
    expect(await stand.journal('shipments')).toHaveLength(1);
    // Nobody had answered, so Chasqui delivers it again.
    expect(await stand.deliver(paid())).toBe(204);
    expect(await stand.deliver(paid('evt_after', 3))).toBe(204);
    expect(await stand.journal<{ event: { id: string } }>('events')).toMatchObject([
      { event: { id: 'evt_pending' } },
      { event: { id: 'evt_paid' } },
      { event: { id: 'evt_after' } },
    ]);
    expect(await stand.journal('shipments')).toHaveLength(1);
  });

  it('puts the pieces back when Chasqui says that the order is closed', async () => {
    expect((await shopper.get('/')).html).toContain('24 disponibles');
    const change = { state: 'expired', stock: 'released' } as const;
    await stand.deliver(writtenEvent(payment, { id: 'evt_expired', type: 'order.expired', sequence: 2, change }));
    expect((await shopper.get('/')).html).toContain('25 disponibles');
    expect(await desk()).toContain('stock liberado');
    expect(await stand.journal('shipments')).toEqual([]);
  });

  it('says that a reminder was sent, and what waits for a person', async () => {
    await stand.deliver(writtenEvent(payment, { id: 'evt_soon', type: 'order.expiring_soon', sequence: 2 }));
    const change = { state: 'pending', inReview: true } as const;
    await stand.deliver(writtenEvent(payment, { id: 'evt_case', type: 'order.review_required', sequence: 3, change }));
    const table = await desk();
    expect(table).toContain('recordatorio enviado');
    expect(table).toContain('en revisión');
  });

  it('ships and keeps nothing of an order of another storefront, and says that it heard of one', async () => {
    const foreign = writtenEvent(payment, { id: 'evt_foreign', type: 'order.paid', sequence: 2 });
    const event = { ...foreign, data: { ...foreign.data, payment: { ...payment, orderId: 'OTHER-1' } } };
    expect(await stand.deliver(event)).toBe(204);
    expect(await stand.journal('shipments')).toEqual([]);
    expect(await stand.journal('events')).toEqual([]);
    expect(await desk()).toContain('Desde que arrancó la tienda llegó 1 evento de un pedido que no es suyo.');
  });

  it('answers a trial of the endpoint', async () => {
    const endpoints = await product.api<{ data: { id: string; url: string }[] }>('GET', '/v1/webhook-endpoints');
    const mine = endpoints.body.data.find(({ url }) => url.startsWith(stand.url));
    const trial = await product.api('POST', `/v1/webhook-endpoints/${mine?.id ?? ''}/test`);
    expect(trial.body).toMatchObject({ acknowledged: true, httpStatus: 204 });
    expect(await stand.journal('events')).toEqual([]);
  });
});
