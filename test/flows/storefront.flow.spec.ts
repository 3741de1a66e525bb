import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freePort, waitFor } from '#testing';
import { Product } from './product.js';
import { orderIdOf, sealedOrder, Shopper } from './shopper.js';
import { StorefrontStand } from './storefront-stand.js';

/** The example storefront as a shopper without scripts meets it, before a real checkout API and sandbox. */
describe('the example storefront', () => {
  let product: Product;
  let stand: StorefrontStand;

  beforeAll(async () => {
    product = await Product.start({ apps: ['checkout'] });
  }, 60_000);
  beforeEach(async () => {
    stand = await StorefrontStand.open(product);
  });
  afterEach(() => stand.close());
  afterAll(() => product.close());

  it('makes one order and one payment of a form that is sent twice at once, and again later', async () => {
    const shopper = await stand.start();
    const order = await shopper.fillCart();
    const [first, second] = await Promise.all([shopper.checkout(order), shopper.checkout(order)]);
    expect(first.status).toBe(303);
    expect(first.location).toMatch(/\/pay\//);
    expect(second.location).toBe(first.location);
    // With the button "back" the form is there again; the cart is not, and the answer is the same.
    expect((await shopper.checkout(order, { email: 'other@example.pe' })).location).toBe(first.location);
    expect((await shopper.get('/checkout')).location).toBe('/cart');
    const payments = await stand.payments(orderIdOf(order));
    expect(payments).toHaveLength(1);
    expect(payments[0]).toMatchObject({
      amount: '129.90',
      customer: { email: 'rosa@example.pe', firstName: 'Rosa', phone: '+51987654321' },
      returnUrl: expect.stringMatching(new RegExp(`/orders/${orderIdOf(order)}$`)) as unknown,
    });
  });

  it('keeps the number of an order over tabs, and gives the next cart another one', async () => {
    const shopper = await stand.start();
    const order = await shopper.fillCart();
    expect(sealedOrder(await shopper.get('/checkout'))).toBe(order);
    await shopper.checkout(order);
    expect(await shopper.fillCart()).not.toBe(order);
  });

  it('names the wrong fields beside them, its own rules and the API’s', async () => {
    const shopper = await stand.start();
    const order = await shopper.fillCart();
    const own = await shopper.checkout(order, { phone: '12', lastName: '' });
    expect(own.status).toBe(422);
    expect(own.html).toContain('id="phone-wrong">Escribe los 9 dígitos de tu celular, empezando por 9.<');
    expect(own.html).toContain('id="lastName-wrong"');
    expect(own.html).not.toContain('id="email-wrong"');
    expect(own.html).toContain('value="Rosa"');
    // The shop lets this address pass, and the API does not.
    const theirs = await shopper.checkout(order, { email: 'rosa@-example.pe' });
    expect(theirs.status).toBe(422);
    expect(theirs.html).toContain('id="email-wrong"');
    expect(theirs.html).toMatch(/name="email"[^>]+aria-invalid="true"/);
    expect((await shopper.checkout(order)).location).toMatch(/\/pay\//);
    expect(await stand.payments(orderIdOf(order))).toHaveLength(1);
  });

  it('tells in PagoEfectivo’s words that it declined, and may try again under the same number', async () => {
    const shopper = await stand.start();
    const order = await shopper.fillCart();
    const declined = await shopper.checkout(order, { shopper: 'rejected+' });
    expect(declined.status).toBe(422);
    expect(declined.html).toMatch(/PagoEfectivo no aceptó el pedido: «.+»/);
    expect((await shopper.get(`/orders/${orderIdOf(order)}`)).html).toContain('No pudimos crear el código de pago');
    const accepted = await shopper.checkout(order);
    expect(accepted.location).toMatch(/\/pay\//);
    const payments = await stand.payments(orderIdOf(order));
    expect(payments.map(({ state }) => state).sort()).toEqual(['failed', 'pending']);
  });

  it('finds the payment whose answer was lost, on the page of its order', { timeout: 60_000 }, async () => {
    const shopper = await stand.start();
    const order = await shopper.fillCart();
    stand.setLine('cut');
    const answer = await shopper.checkout(order);
    expect(answer.location).toBe(`/orders/${orderIdOf(order)}`);
    stand.setLine('open');
    await waitFor(async () => (await shopper.get(answer.location ?? '')).html.includes('Esperamos tu pago'), {
      what: 'the order to have its payment',
    });
    expect(await stand.payments(orderIdOf(order))).toHaveLength(1);
  });

  it('leads to the page of the order when no answer comes at all', { timeout: 60_000 }, async () => {
    const shopper = await stand.start();
    const order = await shopper.fillCart();
    stand.setLine('hanging');
    const page = (await shopper.checkout(order)).location ?? '';
    expect(page).toBe(`/orders/${orderIdOf(order)}`);
    expect((await shopper.get(page)).html).toContain('No hagas otro pedido');
    expect(await stand.payments(orderIdOf(order))).toHaveLength(1);
  });

  it('goes on with it after a restart', { timeout: 60_000 }, async () => {
    const shopper = await stand.start();
    const order = await shopper.fillCart();
    stand.setLine('cut');
    await shopper.checkout(order);
    stand.setLine('open');
    await stand.stop();
    await stand.start();
    const entries = await waitFor(
      async () => {
        const written = await stand.journal<{ kind: string; payment?: { id: string } }>('orders');
        return written.some(({ kind }) => kind === 'opened') ? written : undefined;
      },
      { what: 'the order to have its payment' },
    );
    const [payment] = await stand.payments(orderIdOf(order));
    expect(entries.at(-1)).toMatchObject({ kind: 'opened', payment: { id: payment?.id } });
  });

  it('shows what is left, holds what is ordered and refuses more than there is', async () => {
    const shopper = await stand.start();
    expect((await shopper.get('/')).html).toContain('25 disponibles');
    for (const count of ['10', '10']) {
      await shopper.post('/cart', { sku: 'TORITO' });
      await shopper.post('/cart/quantity', { sku: 'TORITO', quantity: count });
      await shopper.checkout(sealedOrder(await shopper.get('/checkout')));
    }
    expect((await shopper.get('/')).html).toContain('Quedan 5');
    await shopper.post('/cart', { sku: 'TORITO' });
    await shopper.post('/cart/quantity', { sku: 'TORITO', quantity: '6' });
    const order = sealedOrder(await shopper.get('/checkout'));
    expect((await shopper.checkout(order)).location).toBe('/cart');
    expect((await shopper.get('/cart')).html).toContain('solo quedan 5');
    expect(await stand.payments(orderIdOf(order))).toEqual([]);
  });

  it('speaks English when asked to, and remembers it', async () => {
    const shopper = await stand.start();
    expect((await shopper.get('/?lang=en')).html).toContain('<html lang="en">');
    const order = await shopper.fillCart();
    expect((await shopper.get('/checkout')).html).toContain('Your details');
    expect((await shopper.checkout(order)).location).toMatch(/\/pay\/.+\?lang=en$/);
    const [payment] = await stand.payments(orderIdOf(order));
    expect(payment?.returnUrl).toMatch(/\?lang=en$/);
  });

  it('believes no cart, order or price that it did not sign', async () => {
    const shopper = await stand.start();
    const order = await shopper.fillCart();
    const [, signature = ''] = order.split('.');
    const forged = `${Buffer.from('IL-000000000000').toString('base64url')}.${signature}`;
    expect((await shopper.checkout(forged)).location).toBe('/cart');
    const cart = Buffer.from(JSON.stringify({ orderId: 'IL-1', lines: [] })).toString('base64url');
    const stranger = stand.shopper();
    expect((await stranger.get('/checkout', { cookie: `cart=${cart}.${signature}` })).location).toBe('/cart');
    expect((await stranger.get('/cart', { cookie: 'cart=rubbish' })).status).toBe(200);
  });

  it('refuses what other sites post, and bodies without end, with a page that says why', async () => {
    const shopper = await stand.start();
    const fromElsewhere = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ];
    for (const headers of fromElsewhere) {
      const refused = await shopper.post('/cart', { sku: 'CHALINA' }, headers);
      expect([refused.status, refused.html.includes('Esta acción vino de otra página')]).toEqual([403, true]);
    }
    expect((await shopper.post('/cart', { sku: 'CHALINA' }, { 'sec-fetch-site': 'same-origin' })).status).toBe(303);
    expect((await shopper.post('/cart', { sku: 'x'.repeat(300_000) })).status).toBe(413);
    expect((await shopper.get('/nothing-here')).status).toBe(404);
    const wrongMethod = await shopper.get('/webhooks/chasqui');
    expect([wrongMethod.status, wrongMethod.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await shopper.get('/public/../server.js')).status).toBe(404);
  });

  it('lets nothing inline run, keeps its pages out of caches and its cookies from scripts', async () => {
    const shopper = await stand.start();
    const added = await shopper.post('/cart', { sku: 'CHALINA' });
    expect(added.headers.get('set-cookie')).toMatch(/^cart=\S+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/);
    const order = sealedOrder(await shopper.get('/checkout'));
    await shopper.checkout(order);
    const page = await shopper.get(`/orders/${orderIdOf(order)}`);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'; style-src 'self'");
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.html).not.toMatch(/<style|style="|<script>|onclick=/);
    // Whoever has the address may read it, so it does not say whose order it is.
    expect(page.html).not.toMatch(/Rosa|rosa@|987/);
  });

  it('sends its cookies over TLS only where it is reached by TLS', async () => {
    const port = await freePort();
    await stand.start({ port, publicUrl: 'https://shop.example' });
    const added = await new Shopper(`http://127.0.0.1:${port}`).post('/cart', { sku: 'CHALINA' });
    expect(added.headers.get('set-cookie')).toMatch(/; Secure$/);
  });

  it('puts no markup of a shopper into a page', async () => {
    const shopper = await stand.start();
    const order = await shopper.fillCart();
    const name = '"><script>alert(1)</script>';
    const again = await shopper.checkout(order, { firstName: name, phone: '1' });
    expect(again.html).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
    await shopper.checkout(order, { firstName: name });
    const desk = await shopper.get('/backoffice');
    expect(desk.html).toContain('&lt;script&gt;alert(1)');
    expect(desk.html).not.toContain('<script>');
  });

  it('opens its back office on this machine only, or with the password', async () => {
    const shopper = await stand.start();
    expect((await shopper.get('/backoffice')).status).toBe(200);
    expect(await statusUnderName(`${stand.url}/backoffice`, 'localhost')).toBe(200);
    expect(await statusUnderName(`${stand.url}/backoffice`, 'evil.example')).toBe(403);
    await stand.stop();
    await stand.start({ backOfficePassword: 'llama' });
    const guarded = stand.shopper();
    expect((await guarded.get('/backoffice')).status).toBe(401);
    expect((await guarded.get('/backoffice/status')).status).toBe(401);
    const basic = (text: string): Record<string, string> => ({
      authorization: `Basic ${Buffer.from(text).toString('base64')}`,
    });
    expect((await guarded.get('/backoffice', basic('x:alpaca'))).status).toBe(401);
    expect((await guarded.get('/backoffice', basic('x:llama'))).status).toBe(200);
    await stand.stop();
    await stand.start({ host: '0.0.0.0' });
    expect((await stand.shopper().get('/backoffice')).status).toBe(403);
  });

  it('moves its one endpoint to where it listens, and keeps the secret to itself', async () => {
    await stand.start();
    const mine = async (): Promise<{ id: string; url: string }[]> => {
      const { body } = await product.api<{ data: { id: string; url: string; description: string | null }[] }>(
        'GET',
        '/v1/webhook-endpoints',
      );
      return body.data.filter(({ url }) => url.startsWith(stand.url));
    };
    const [first] = await mine();
    const { mode } = await stat(join(stand.dataDir, 'endpoint.json'));
    expect(mode & 0o777).toBe(0o600);
    await stand.stop();
    await stand.start();
    expect(await mine()).toEqual([
      { ...first, url: `${stand.url}/webhooks/chasqui`, updatedAt: expect.any(String) as unknown },
    ]);
    await product.api('DELETE', `/v1/webhook-endpoints/${first?.id ?? ''}`);
    await stand.stop();
    await stand.start();
    expect(await mine()).toHaveLength(1);
    expect((await mine())[0]?.id).not.toBe(first?.id);
  });
});

/** What a browser gets whose page made a foreign name point to this machine; fetch sets no such header. */
async function statusUnderName(url: string, host: string): Promise<number | undefined> {
  const [response] = (await once(get(url, { headers: { host } }), 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}
