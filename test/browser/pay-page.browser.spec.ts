import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PaymentView } from '#payments';
import { Product } from '../flows/product.js';

const executablePath = process.env['CHROMIUM_PATH'];

/** The page in a real browser, under its real policy: what scripts do and what is loaded shows nowhere else. */
describe.skipIf(executablePath === undefined)('the payment page in a browser', () => {
  let product: Product;
  let browser: Browser;

  beforeAll(async () => {
    product = await Product.start({ apps: ['checkout'] });
    browser = await chromium.launch({
      executablePath: executablePath ?? '',
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    });
  });
  afterAll(async () => {
    await browser.close();
    await product.close();
  });

  /** A visit, with everything the browser complained of and every address it asked for. */
  async function visit(
    payment: PaymentView,
    how: { locale?: string; javaScriptEnabled?: boolean } = {},
  ): Promise<{ tab: Page; complaints: string[]; requests: string[] }> {
    const context = await browser.newContext({
      viewport: { width: 390, height: 844 },
      locale: 'es-PE',
      permissions: ['clipboard-read', 'clipboard-write'],
      ...how,
    });
    const tab = await context.newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    tab.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    tab.on('pageerror', (error) => complaints.push(error.message));
    tab.on('request', (request) => requests.push(request.url()));
    await tab.goto(`${product.urls.checkout}${new URL(payment.paymentPageUrl).pathname}`);
    return { tab, complaints, requests };
  }

  it('copies the code, sees the money by itself and asks nobody else', { timeout: 60_000 }, async () => {
    const payment = await product.order('B-1', { returnUrl: 'https://shop.example/thanks' });
    const { tab, complaints, requests } = await visit(payment);
    await tab.getByRole('heading', { name: 'Paga con este código' }).waitFor();
    await tab.getByRole('button', { name: 'Copiar código' }).click();
    await tab.getByRole('button', { name: 'Copiado' }).waitFor();
    expect(await tab.evaluate('navigator.clipboard.readText()')).toBe(payment.cip.number);
    expect(await tab.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);

    await product.pay(payment.cip.number, { notify: 'never' });
    await product.api('POST', `/v1/payments/${payment.id}/check`);
    await tab.getByRole('heading', { name: '¡Recibimos tu pago!' }).waitFor();
    expect(await tab.getByRole('link', { name: 'Volver a la tienda' }).getAttribute('href')).toBe(
      'https://shop.example/thanks',
    );
    expect(await tab.getByText(payment.cip.number).count()).toBe(0);
    expect(complaints).toEqual([]);
    for (const request of requests) expect(request.startsWith(`${product.urls.checkout}/pay/`)).toBe(true);
    await tab.context().close();
  });

  it('can be read without scripts, and in English when asked for', async () => {
    const payment = await product.order('B-2');
    const plain = await visit(payment, { javaScriptEnabled: false });
    expect(await plain.tab.getByText(payment.cip.number).isVisible()).toBe(true);
    expect(await plain.tab.getByRole('button').count()).toBe(0);
    await plain.tab.getByRole('link', { name: 'English' }).click();
    expect(await plain.tab.getByRole('heading', { name: 'Pay with this code' }).isVisible()).toBe(true);
    await plain.tab.context().close();
    // A phone set to English is no wish for an English page: its owner shows it to a cashier.
    const english = await visit(payment, { locale: 'en-US' });
    expect(await english.tab.getByRole('heading', { name: 'Paga con este código' }).isVisible()).toBe(true);
    await english.tab.context().close();
  });

  it('shows the API’s documentation without a complaint', async () => {
    const tab = await browser.newPage();
    const requests: string[] = [];
    tab.on('request', (request) => requests.push(request.url()));
    const complaints: string[] = [];
    tab.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    tab.on('pageerror', (error) => complaints.push(error.message));
    await tab.goto(`${product.urls.checkout}/docs`);
    await tab.getByRole('button', { name: 'POST /v1/payments Open a' }).click();
    await tab.getByText('Idempotency-Key').first().waitFor();
    expect(complaints).toEqual([]);
    for (const request of requests)
      expect(request.startsWith(product.urls.checkout) || request.startsWith('data:')).toBe(true);
    await tab.close();
  });
});
