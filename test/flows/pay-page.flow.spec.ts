import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PaymentView } from '#payments';
import { Product } from './product.js';

/** The shopper's page from order to money and to the deadline, as a browser without scripts sees it. */
describe('the payment page', () => {
  let product: Product;

  beforeAll(async () => {
    product = await Product.start({ apps: ['checkout', 'expiry', 'ingest', 'reconciliation'] });
  });
  afterAll(() => product.close());

  /** PUBLIC_URL names no machine in tests: the page is asked for where the API listens. */
  const pathOf = (payment: PaymentView): string => new URL(payment.paymentPageUrl).pathname;
  const page = async (payment: PaymentView): Promise<string> => {
    const answer = await fetch(`${product.urls.checkout}${pathOf(payment)}`);
    expect(answer.status).toBe(200);
    return (await answer.text()).replaceAll('\u00a0', ' ');
  };
  const status = async (payment: PaymentView): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${product.urls.checkout}${pathOf(payment)}/status`);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    return (await answer.json()) as Record<string, unknown>;
  };

  it('shows the voucher, then the money', async () => {
    const payment = await product.order('P-1', { returnUrl: 'https://shop.example/thanks', description: 'Polo <M>' });
    const waiting = await page(payment);
    expect(waiting).toContain('Pedido P-1');
    expect(waiting).toContain('Polo &lt;M&gt;');
    expect(waiting).toContain('S/ 129.90');
    expect(waiting).toContain(`>${payment.cip.number}</output>`);
    expect(waiting).toMatch(/Paga antes de las? \d{1,2}:\d{2} [ap]\. m\. del [a-zéá]+ \d{1,2} de [a-z]+/);
    expect(await status(payment)).toEqual({ state: 'waiting', expiresAt: payment.expiresAt, pollAfterMs: 4000 });

    await product.pay(payment.cip.number);
    await product.waitForState(payment.id, 'paid');
    const received = await page(payment);
    expect(received).toContain('¡Recibimos tu pago!');
    expect(received).toContain('href="https://shop.example/thanks"');
    expect(received).not.toContain(payment.cip.number);
    expect(await status(payment)).toMatchObject({ state: 'received', pollAfterMs: null });
  });

  it('hides the voucher at the deadline and says so when the order has expired', async () => {
    const payment = await product.order('P-2');
    await product.advance('PT24H');
    const closing = await page(payment);
    expect(closing).not.toContain(payment.cip.number);
    expect(closing).toContain('El plazo para pagar terminó');
    expect(await status(payment)).toMatchObject({ state: 'closing' });
    await product.waitForState(payment.id, 'expiring');
    await product.advance('PT1H');
    await product.waitForState(payment.id, 'expired');
    expect(await page(payment)).toContain('El código venció');
  });

  it('says of a cancelled order that it must not be paid, and of late money that it is looked at', async () => {
    const payment = await product.order('P-3');
    await product.api('POST', `/v1/payments/${payment.id}/cancel`);
    expect(await page(payment)).toContain('El pedido fue cancelado');
    await product.notify({ cip: payment.cip.number, operationNumber: '77' });
    await product.waitForState(payment.id, 'paid');
    expect(await page(payment)).toContain('Estamos revisando tu pago');
  });

  it('says of an order that was declined that nothing was charged', async () => {
    await product.create('P-4', { customer: { email: 'rejected+rosa@example.pe' } });
    const found = await product.api<{ data: PaymentView[] }>('GET', '/v1/payments?orderId=P-4');
    const [failed] = found.body.data;
    if (!failed) throw new Error('the declined payment is not listed');
    expect(failed.state).toBe('failed');
    expect(await page(failed)).toContain('No se pudo generar el código');
  });
});
