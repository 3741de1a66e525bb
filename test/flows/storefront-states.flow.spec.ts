import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { waitFor } from '#testing';
import { Product } from './product.js';
import { orderIdOf, sealedOrder, type Seen, type Shopper } from './shopper.js';
import { StorefrontStand } from './storefront-stand.js';

/** What a shopper reads who comes back to the page of an order, with the whole product behind it. */
describe('the page of an order', () => {
  let product: Product;
  let stand: StorefrontStand;
  let shopper: Shopper;

  beforeAll(async () => {
    product = await Product.start();
  }, 60_000);
  beforeEach(async () => {
    stand = await StorefrontStand.open(product);
    shopper = await stand.start();
  });
  afterEach(() => stand.close());
  afterAll(() => product.close());

  async function order(prefix = ''): Promise<string> {
    const sealed = await shopper.fillCart('SAL-MARAS');
    const answer = await shopper.checkout(sealed, { shopper: prefix });
    expect(answer.location).toMatch(/\/pay\//);
    return orderIdOf(sealed);
  }

  function reads(orderId: string, title: string): Promise<Seen> {
    let last = '';
    return waitFor(
      async () => {
        const page = await shopper.get(`/orders/${orderId}`);
        last = page.html;
        return page.html.includes(`>${title}</h1>`) ? page : undefined;
      },
      { what: () => `“${title}” on the page:\n${last}`, timeoutMs: 25_000, everyMs: 200 },
    );
  }

  it('waits with the way to the code and the deadline, then is paid and shipped', async () => {
    const orderId = await order();
    const [payment] = await stand.payments(orderId);
    const waiting = await reads(orderId, 'Esperamos tu pago');
    expect(waiting.html).toContain(`href="${payment?.paymentPageUrl ?? ''}"`);
    expect(waiting.html).toMatch(/Paga antes del .+ de .+ \(hora del Perú\)\./);
    expect(waiting.html).toContain('<noscript><meta http-equiv="refresh" content="10"></noscript>');
    await product.pay(payment?.cip?.number ?? '');
    const shipped = await reads(orderId, '¡Tu pedido está en camino!');
    expect(shipped.html).not.toContain('http-equiv="refresh"');
    expect(shipped.html).not.toContain(payment?.paymentPageUrl);
    expect(JSON.parse((await shopper.get(`/orders/${orderId}/status`)).html)).toEqual({ version: 'shipped' });
  });

  it('tells that an order was cancelled, and puts its things into a cart for a new order', async () => {
    const orderId = await order();
    const [payment] = await stand.payments(orderId);
    await product.api('POST', `/v1/payments/${payment?.id ?? ''}/cancel`);
    const page = await reads(orderId, 'Este pedido fue cancelado');
    expect(page.html).not.toContain(payment?.paymentPageUrl);
    expect((await shopper.post(`/orders/${orderId}/again`, {})).location).toBe('/cart');
    expect((await shopper.get('/cart')).html).toContain('Sal rosada de Maras');
    const next = sealedOrder(await shopper.get('/checkout'));
    expect(orderIdOf(next)).not.toBe(orderId);
    expect((await shopper.checkout(next)).location).toMatch(/\/pay\//);
  });

  it('asks a shopper to wait whose money a person must look at, and ships nothing', async () => {
    const orderId = await order('wrong-amount+');
    const page = await reads(orderId, 'Estamos revisando tu pago');
    expect(page.html).toContain('No pagues otra vez');
    expect(await stand.journal('shipments')).toEqual([]);
  });

  it('tells that a payment was reversed', async () => {
    await reads(await order('reversed+'), 'Tu pago fue revertido');
  });

  it('says that the time is over, and puts the pieces back when Chasqui has closed the order', async () => {
    const orderId = await order();
    expect((await shopper.get('/')).html).toContain('89 disponibles');
    await product.advance('PT24H');
    await reads(orderId, 'El plazo para pagar terminó');
    expect((await shopper.get('/')).html).toContain('89 disponibles');
    await product.advance('PT10M');
    await reads(orderId, 'Este pedido venció sin pago');
    await waitFor(async () => (await shopper.get('/')).html.includes('90 disponibles'), {
      what: 'the pieces to be back',
    });
    expect(await stand.journal('shipments')).toEqual([]);
  });

  it('says what it heard last while Chasqui cannot be asked', { timeout: 60_000 }, async () => {
    const orderId = await order('paid+');
    await reads(orderId, '¡Tu pedido está en camino!');
    await stand.stop();
    shopper = await stand.start();
    stand.setLine('cut');
    await reads(orderId, '¡Tu pedido está en camino!');
    stand.setLine('open');
  });
});
