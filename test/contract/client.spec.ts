import { Chasqui, ChasquiError, verifyEvent } from '@chasqui/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitFor } from '#testing';
import { FLOW_API_KEY, Product } from '../flows/product.js';

/** The typed client against the product, as a storefront and its ERP use it. */
describe('the client', () => {
  let product: Product;
  let chasqui: Chasqui;
  const order = (orderId: string) => ({
    orderId,
    amount: '129.90',
    currency: 'PEN' as const,
    customer: { email: 'rosa@example.pe' },
    items: [{ sku: 'POLO-M', quantity: 2 }],
  });

  beforeAll(async () => {
    product = await Product.start();
    chasqui = new Chasqui({ baseUrl: product.urls.checkout, apiKey: FLOW_API_KEY });
  });
  afterAll(() => product.close());

  it('takes an order from its payment to the event that says: ship', async () => {
    const payment = await chasqui.payments.create(order('C-1'));
    expect(payment).toMatchObject({ state: 'pending', orderId: 'C-1', amount: '129.90', stock: 'held' });
    await product.pay(payment.cip?.number ?? '');
    const paid = await waitFor(
      async () => {
        const now = await chasqui.payments.get(payment.id);
        return now.state === 'paid' && now;
      },
      { what: 'the payment to be paid' },
    );
    expect(paid.receipts).toMatchObject([{ amount: '129.90', counts: 'applied' }]);
    await product.erp.waitForEvent('order.paid', 'C-1');
    const feed = await chasqui.events.list({ type: ['order.paid'] });
    const [event] = feed.data;
    expect(event).toMatchObject({ type: 'order.paid', data: { payment: { id: payment.id } } });
    expect(await chasqui.events.get(event?.id ?? '')).toEqual(event);
    const { data } = await chasqui.payments.timeline(payment.id);
    expect(data.map(({ kind }) => kind)).toContain('notification');
  });

  it('repeats the stored answer for the same key', async () => {
    const first = await chasqui.payments.create(order('C-2'), { idempotencyKey: 'order-C-2' });
    const again = await chasqui.payments.create(order('C-2'), { idempotencyKey: 'order-C-2' });
    expect(again).toEqual(first);
    expect((await chasqui.payments.list({ orderId: 'C-2' })).data).toHaveLength(1);
  });

  it('tells what was wrong, by field', async () => {
    const error = await chasqui.payments
      .create({ ...order('C-3'), amount: '1.2.3' })
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ChasquiError);
    expect(error).toMatchObject({
      status: 400,
      code: 'invalid_request',
      errors: [{ field: 'amount', code: 'wrong_format' }],
      paymentId: null,
      retryAfterSeconds: null,
      requestId: expect.stringMatching(/^[\da-f-]{36}$/),
    });
  });

  it('names the payment that stands in the way, and what became of a cancelled one', async () => {
    const open = await chasqui.payments.create(order('C-4'));
    await expect(chasqui.payments.create(order('C-4'))).rejects.toMatchObject({
      status: 409,
      code: 'order_already_open',
      paymentId: open.id,
    });
    expect(await chasqui.payments.cancel(open.id)).toMatchObject({ state: 'cancelled', stock: 'released' });
    expect((await chasqui.stockHolds.list({ orderId: 'C-4' })).data).toMatchObject([
      { sku: 'POLO-M', state: 'released' },
    ]);
  });

  it('walks all payments page by page', async () => {
    const seen: string[] = [];
    for await (const payment of chasqui.payments.listAll({ limit: 1 })) seen.push(payment.orderId);
    expect(seen).toEqual(['C-4', 'C-2', 'C-1']);
  });

  it('keeps endpoints, and verifies what they are sent', async () => {
    const endpoint = await chasqui.webhookEndpoints.create({ url: product.erp.url, types: ['order.cancelled'] });
    product.erp.trust(endpoint.secret);
    expect(await chasqui.webhookEndpoints.test(endpoint.id)).toMatchObject({ acknowledged: true, httpStatus: 200 });
    const sent = product.erp.deliveries.find(({ event }) => event?.type === 'endpoint.test');
    const event = verifyEvent(sent?.rawBody ?? '', sent?.headers ?? {}, endpoint.secret);
    expect(event.type === 'endpoint.test' && event.data.endpointId).toBe(endpoint.id);
    const rotated = await chasqui.webhookEndpoints.rotateSecret(endpoint.id);
    expect(rotated.secret).not.toBe(endpoint.secret);
    expect(await chasqui.webhookEndpoints.update(endpoint.id, { description: 'ERP' })).toMatchObject({
      description: 'ERP',
    });
    expect((await chasqui.webhookEndpoints.get(endpoint.id)).secret).toBeUndefined();
    expect(await chasqui.webhookEndpoints.remove(endpoint.id)).toBeUndefined();
    expect((await chasqui.webhookEndpoints.list()).data.map(({ id }) => id)).not.toContain(endpoint.id);
  });

  it('sends a delivery again under the id it had', async () => {
    const [endpoint] = (await chasqui.webhookEndpoints.list()).data;
    const [delivery] = (await chasqui.webhookEndpoints.deliveries(endpoint?.id ?? '', { limit: 1 })).data;
    expect(await chasqui.deliveries.redeliver(delivery?.id ?? '')).toMatchObject({
      id: delivery?.id,
      status: 'pending',
    });
    await waitFor(() => product.erp.deliveries.filter(({ id }) => id === delivery?.eventId).length > 1, {
      what: 'the event to come again',
    });
  });

  it('resolves what a person must judge', async () => {
    const payment = await chasqui.payments.create(order('C-5'));
    await product.pay(payment.cip?.number ?? '', { amount: '100.00' });
    await product.erp.waitForEvent('order.review_required', 'C-5');
    const [found] = (await chasqui.cases.list({ state: 'open' })).data;
    expect(found).toMatchObject({ kind: 'wrong_amount', paymentId: payment.id });
    const wish = { resolution: 'close' as const, reason: 'Paid back by hand.' };
    expect(await chasqui.cases.resolve(found?.id ?? '', wish)).toMatchObject({
      state: 'resolved',
      reason: wish.reason,
    });
    expect((await chasqui.cases.get(found?.id ?? '')).state).toBe('resolved');
  });
});
