import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PaymentView } from '#payments';
import type { InstructionsAnswer } from '../../apps/checkout-api/src/instructions/instructions.answer.js';
import type { ProblemBody } from './checkout-api.js';
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
    expect(waiting).toContain(`data-copy="${payment.cip.number}"`);
    expect(waiting).toContain(`href="${payment.cip.url}"`);
    expect(waiting).toMatch(/Paga antes de las? \d{1,2}:\d{2} [ap]\. m\. del [a-zéá]+ \d{1,2} de [a-z]+/);
    const [, version] = /data-version="([^"]+)"/.exec(waiting) ?? [];
    expect(await status(payment)).toEqual({
      state: 'waiting',
      version,
      expiresAt: payment.expiresAt,
      now: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}-05:00$/),
      pollAfterMs: 4000,
    });

    await product.pay(payment.cip.number);
    await product.waitForState(payment.id, 'paid');
    const received = await page(payment);
    expect(received).toContain('¡Recibimos tu pago!');
    expect(received).toContain('href="https://shop.example/thanks"');
    expect(received).not.toContain(payment.cip.number);
    const now = await status(payment);
    expect(now).toMatchObject({ state: 'received', pollAfterMs: null });
    expect(now['version']).not.toBe(version);
  });

  it('shows nothing of the shopper but a masked name, and nothing of it is kept anywhere', async () => {
    const customer = {
      email: 'rosa.secret@example.pe',
      firstName: 'Rosa',
      lastName: 'Quispe',
      phone: '+51987654321',
      documentType: 'DNI',
      documentNumber: '40226700',
    };
    const payment = await product.order('P-5', { customer });
    for (const path of ['', '/status', '/calendar.ics']) {
      const answer = await fetch(`${product.urls.checkout}${pathOf(payment)}${path}`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(await answer.text()).not.toMatch(/rosa\.secret|Quispe|987654321|40226700/);
    }
    expect(await page(payment)).toContain('Rosa Q.');
  });

  it('follows what the account offers', async () => {
    const payment = await product.order('P-6', { amount: '400.00' });
    expect(await page(payment)).toContain('Recibe hasta S/ 250.00 por pago');
    await product.database.query('update gateway_account set channels = $1', [
      { yape: { offered: false }, disashop: { maxAmountMinor: null }, kasnet: { maxAmountMinor: '10000' } },
    ]);
    const changed = await page(payment);
    await product.database.query(`update gateway_account set channels = '{}'`);
    expect(changed).not.toContain('id="yape"');
    expect(changed).toContain('id="disashop"');
    expect(changed).toContain('Recibe hasta S/ 100.00 por pago');
  });

  it('gives the deadline as a calendar event, and leads back to the page once there is none', async () => {
    const payment = await product.order('P-7');
    const calendarUrl = `${product.urls.checkout}${pathOf(payment)}/calendar.ics`;
    const calendar = await fetch(`${calendarUrl}?lang=en`);
    expect(calendar.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(calendar.headers.get('content-disposition')).toBe('attachment; filename="pagoefectivo.ics"');
    const lines = (await calendar.text()).replaceAll('\r\n ', '').split('\r\n');
    const deadline = `${new Date(payment.expiresAt).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
    expect(lines).toContain(`DTEND:${deadline}`);
    expect(lines).toContain(`UID:${payment.id}@chasqui`);
    expect(lines.find((line) => line.startsWith('DESCRIPTION:Payment code'))).toContain(payment.cip.number);
    await product.api('POST', `/v1/payments/${payment.id}/cancel`);
    const after = await fetch(calendarUrl, { redirect: 'manual' });
    expect(after.status).toBe(302);
    const target = new URL(after.headers.get('location') ?? '', calendarUrl);
    expect(target.pathname).toBe(pathOf(payment));
    expect(await (await fetch(target)).text()).toContain('El pedido fue cancelado');
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

  describe('the same for a storefront with its own page', () => {
    const ask = (payment: PaymentView, query = '') =>
      product.api<InstructionsAnswer>('GET', `/v1/payments/${payment.id}/instructions${query}`);

    it('says what to pay until when, and how through every channel', async () => {
      const payment = await product.order('P-8', { amount: '400.00' });
      const { status: code, body } = await ask(payment);
      expect(code).toBe(200);
      expect(body).toMatchObject({
        object: 'payment_instructions',
        paymentId: payment.id,
        state: 'pending',
        language: 'es',
        amount: '400.00',
        currency: 'PEN',
        amountText: 'S/ 400.00',
        cip: payment.cip.number,
        cipUrl: payment.cip.url,
        expiresAt: payment.expiresAt,
      });
      const bcp = body.channels.find(({ id }) => id === 'bcp-agent');
      expect(bcp).toMatchObject({ kind: 'agent', name: 'Agente BCP', available: true, companyCode: '02186' });
      expect(bcp?.sayAtTheCounter).toContain('código de empresa 02186');
      expect(bcp?.steps.length).toBeGreaterThanOrEqual(3);
      expect(body.channels.at(-1)).toMatchObject({
        id: 'disashop',
        available: false,
        maxAmount: '250.00',
        reason: 'Recibe hasta S/ 250.00 por pago',
        reasonCode: 'above_maximum',
      });
    });

    it('is in English when asked for, and refuses other languages by name', async () => {
      const payment = await product.order('P-9');
      const english = await ask(payment, '?lang=en');
      expect(english.body.channels.find(({ id }) => id === 'bcp')?.steps[0]).toBe(
        'Log in to the app or website of BCP.',
      );
      const french = await product.api<ProblemBody>('GET', `/v1/payments/${payment.id}/instructions?lang=fr`);
      expect([french.status, french.body.code]).toEqual([400, 'invalid_request']);
      expect(french.body.errors?.[0]).toMatchObject({ field: 'lang', message: 'lang must be one of es, en.' });
    });

    it('has nothing to pay with once there is nothing to pay', async () => {
      const payment = await product.order('P-10');
      await product.api('POST', `/v1/payments/${payment.id}/cancel`);
      expect((await ask(payment)).body).toMatchObject({ state: 'cancelled', cip: null, cipUrl: null, channels: [] });
    });

    it('is nobody’s but the shop’s', async () => {
      const unknown = await product.api<ProblemBody>('GET', `/v1/payments/pay_${'0'.repeat(26)}/instructions`);
      expect([unknown.status, unknown.body.code]).toEqual([404, 'not_found']);
    });
  });
});
