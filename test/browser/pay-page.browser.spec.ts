import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PaymentView } from '#payments';
import { waitFor } from '#testing';
import { Product } from '../flows/product.js';

const executablePath = process.env['CHROMIUM_PATH'];
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const WIDTHS = [320, 360, 768, 1280];

const awaiting = `update payment set state = 'pending', next_at = null where id = $1`;
const stateOf = (state: string): string => `update payment set state = '${state}', next_at = null where id = $1`;
/** How the payment of a wrong amount is brought to show each state, one after the other. */
const STATES: Record<string, readonly string[]> = {
  review: [awaiting],
  reversed: [stateOf('reversed')],
  refunded: [stateOf('refunded')],
  received: [stateOf('paid')],
  expired: [`update review_case set state = 'resolved', resolved_at = now() where payment_id = $1`, stateOf('expired')],
  cancelled: [stateOf('cancelled')],
  failed: [stateOf('failed')],
  closing: [stateOf('expiring')],
  codeless: [awaiting, `update cip set status = 'removed' where payment_id = $1`],
  preparing: [`update gateway_command set status = 'unknown', next_at = null where payment_id = $1`],
};

interface Visit {
  readonly tab: Page;
  /** Everything the browser complained of. */
  readonly complaints: string[];
  /** Every address it asked for. */
  readonly requests: string[];
  /** How often the tab went to an address. */
  readonly navigations: () => number;
}

/** The page in a real browser, under its real policy: what scripts do and what is loaded shows nowhere else. */
describe.skipIf(executablePath === undefined)('the payment page in a browser', () => {
  let product: Product;
  let browser: Browser;

  beforeAll(async () => {
    product = await Product.start({ apps: ['checkout', 'ingest', 'reconciliation', 'expiry'] });
    browser = await chromium.launch({
      executablePath: executablePath ?? '',
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    });
  });
  afterAll(async () => {
    await browser.close();
    await product.close();
  });

  const addressOf = (payment: PaymentView): string =>
    `${product.urls.checkout}${new URL(payment.paymentPageUrl).pathname}`;

  async function visit(payment: PaymentView, how: BrowserContextOptions & { query?: string } = {}): Promise<Visit> {
    const { query = '', ...options } = how;
    const context = await browser.newContext({
      viewport: { width: 360, height: 800 },
      locale: 'es-PE',
      permissions: ['clipboard-read', 'clipboard-write'],
      ...options,
    });
    const tab = await context.newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    let navigations = 0;
    tab.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    tab.on('pageerror', (error) => complaints.push(error.message));
    tab.on('request', (request) => requests.push(request.url()));
    tab.on('framenavigated', () => (navigations += 1));
    await tab.goto(`${addressOf(payment)}${query}`);
    return { tab, complaints, requests, navigations: () => navigations };
  }

  /** What axe finds on the page as it is now, in words. */
  async function flaws(tab: Page): Promise<string[]> {
    await tab.evaluate(axe.source);
    const found = await tab.evaluate<axe.AxeResults>(
      `axe.run(document, { runOnly: ${JSON.stringify(RULES)}, resultTypes: ['violations'] })`,
    );
    return found.violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help} at ${html}`));
  }

  const fits = (tab: Page): Promise<boolean> => tab.evaluate('document.documentElement.scrollWidth <= innerWidth');

  describe.each([
    {
      query: '',
      waiting: 'Paga con este código',
      copy: 'Copiar código',
      copied: 'Copiado',
      paid: '¡Recibimos tu pago!',
    },
    {
      query: '?lang=en',
      waiting: 'Pay with this code',
      copy: 'Copy code',
      copied: 'Copied',
      paid: 'We received your payment!',
    },
  ])('that says "$waiting"', ({ query, waiting, copy, copied, paid }) => {
    it('copies the code, turns to paid without a reload, and asks nobody else', { timeout: 60_000 }, async () => {
      const payment = await product.order(`B-1${query}`, { returnUrl: 'https://shop.example/thanks' });
      const { tab, complaints, requests, navigations } = await visit(payment, { query });
      await tab.getByRole('heading', { name: waiting }).waitFor();
      await tab.getByRole('button', { name: copy }).click();
      await tab.getByRole('button', { name: copied }).waitFor();
      expect(await tab.evaluate('navigator.clipboard.readText()')).toBe(payment.cip.number);
      await tab.getByRole('button', { name: copy }).waitFor();

      await product.pay(payment.cip.number);
      await tab.getByRole('heading', { name: paid }).waitFor();
      expect(await tab.title()).toBe(`${paid} · ${query === '' ? 'Pedido' : 'Order'} ${payment.orderId}`);
      // Whoever does not see it is told, and whoever was in the part that changed is not lost.
      expect(await tab.getByRole('status').textContent()).toBe(paid);
      expect(await tab.evaluate('document.activeElement.id')).toBe('title');
      const back = tab.getByRole('link', { name: /Volver a la tienda|Back to the shop/ });
      expect(await back.getAttribute('href')).toBe('https://shop.example/thanks');
      expect(await tab.getByText(payment.cip.number).count()).toBe(0);
      expect((await product.payment(payment.id)).state).toBe('paid');

      expect(navigations()).toBe(1);
      expect(complaints).toEqual([]);
      for (const request of requests) expect(request.startsWith(`${product.urls.checkout}/pay/`)).toBe(true);
      await tab.context().close();
    });
  });

  it('copies the code without blanks by selecting it, too', async () => {
    const payment = await product.order('B-2');
    const { tab } = await visit(payment);
    await tab.locator('#code').click();
    expect(await tab.evaluate('getSelection().toString()')).toBe(payment.cip.number);
    await tab.context().close();
  });

  it('keeps what is open and where the focus is when another code takes the place of the first', async () => {
    const payment = await product.order('B-3');
    const { tab } = await visit(payment);
    await tab.locator('#kind-agent > summary').click();
    await tab.locator('#share').focus();
    await product.database.query(`update cip set number = '700800900' where number = $1`, [payment.cip.number]);
    await tab.getByRole('button', { name: 'Copiar código' }).and(tab.locator('[data-copy="700800900"]')).waitFor();
    expect(await tab.locator('#kind-agent').getAttribute('open')).not.toBeNull();
    expect(await tab.evaluate('document.activeElement.id')).toBe('share');
    await tab.getByRole('button', { name: 'Copiar código' }).click();
    expect(await tab.evaluate('navigator.clipboard.readText()')).toBe('700800900');
    await tab.context().close();
  });

  it('counts by the server’s clock, whatever phone and zone say', async () => {
    const payment = await product.order('B-4', { expiresAt: isoIn(3 * 3_600_000 + 90_000) });
    const { tab } = await visit(payment, { timezoneId: 'Asia/Tokyo' });
    await tab.clock.install({ time: new Date('2031-05-05T05:05:05Z') });
    await tab.reload();
    await tab.getByText(/^3 h [01] min$/).waitFor();
    await tab.context().close();
  });

  it(
    'closes by itself at the deadline, and says what to do when the order has expired',
    { timeout: 60_000 },
    async () => {
      const payment = await product.order('B-5', { returnUrl: 'https://shop.example/thanks' });
      const { tab, navigations } = await visit(payment);
      await product.advance('PT24H');
      await tab.getByRole('heading', { name: 'El plazo para pagar terminó' }).waitFor();
      expect(await tab.getByText(payment.cip.number).count()).toBe(0);
      await product.waitForState(payment.id, 'expiring');
      await product.advance('PT1H');
      await tab.getByRole('heading', { name: 'El código venció' }).waitFor();
      await tab.getByRole('heading', { name: 'Si ya pagaste' }).waitFor();
      expect(await tab.getByRole('link', { name: 'Volver a la tienda' }).isVisible()).toBe(true);
      expect(navigations()).toBe(1);
      expect(await flaws(tab)).toEqual([]);
      await tab.context().close();
    },
  );

  it('goes on asking after the network failed', { timeout: 60_000 }, async () => {
    const payment = await product.order('B-6');
    const { tab } = await visit(payment);
    let failed = 0;
    await tab.route('**/status', async (route) => {
      failed += 1;
      await route.abort('internetdisconnected');
    });
    await waitFor(() => (failed > 0 ? true : undefined), { what: 'a look that fails' });
    await tab.unroute('**/status');
    await product.pay(payment.cip.number);
    await tab.evaluate(`dispatchEvent(new Event('online'))`);
    await tab.getByRole('heading', { name: '¡Recibimos tu pago!' }).waitFor();
    await tab.context().close();
  });

  it('works below the path that a proxy puts it under', { timeout: 60_000 }, async () => {
    const payment = await product.order('B-15');
    const context = await browser.newContext();
    const mount = `${product.urls.checkout}/tienda`;
    await context.route(`${mount}/**`, async (route) => {
      const url = route.request().url().replace('/tienda/', '/');
      await route.fulfill({ response: await route.fetch({ url }) });
    });
    const tab = await context.newPage();
    const requests: string[] = [];
    tab.on('request', (request) => requests.push(request.url()));
    await tab.goto(`${mount}${new URL(payment.paymentPageUrl).pathname}`);
    await tab.getByRole('button', { name: 'Copiar código' }).waitFor();
    await product.pay(payment.cip.number);
    await tab.getByRole('heading', { name: '¡Recibimos tu pago!' }).waitFor();
    for (const request of requests) expect(request.startsWith(`${mount}/pay/`)).toBe(true);
    await context.close();
  });

  it('can be read and used without scripts, in both languages', async () => {
    const payment = await product.order('B-7');
    const { tab, requests } = await visit(payment, { javaScriptEnabled: false });
    expect(await tab.getByText(payment.cip.number).first().isVisible()).toBe(true);
    expect(await tab.getByRole('button').count()).toBe(0);
    await tab.locator('#kind-agent > summary').click();
    await tab.locator('#bcp-agent > summary').click();
    expect(await tab.getByText('código de empresa 02186').isVisible()).toBe(true);
    expect(await tab.getByRole('link', { name: 'Actualizar ahora' }).isVisible()).toBe(true);
    await tab.getByRole('link', { name: 'English' }).click();
    expect(await tab.getByRole('heading', { name: 'Pay with this code' }).isVisible()).toBe(true);
    expect(requests.some((request) => request.includes('/status'))).toBe(false);
    await tab.context().close();
    // A phone set to English is no wish for an English page: its owner shows it to a cashier.
    const english = await visit(payment, { locale: 'en-US' });
    expect(await english.tab.getByRole('heading', { name: 'Paga con este código' }).isVisible()).toBe(true);
    await english.tab.context().close();
  });

  it('can be used by keyboard alone, in the order in which it is read', async () => {
    const payment = await product.order('B-8');
    const { tab } = await visit(payment);
    const seen: string[] = [];
    for (let step = 0; step < 9; step += 1) {
      await tab.keyboard.press('Tab');
      seen.push(await tab.evaluate<string>(`document.activeElement.textContent.trim().split(' (')[0]`));
    }
    expect(seen.map((text) => text.slice(0, 16))).toEqual([
      'English',
      'Copiar código',
      'Enviar por Whats',
      'Agregar al calen',
      'Imprimir',
      'Billetera digita',
      'Banca por intern',
      'Efectivo en agen',
      'Abrir la página ',
    ]);
    await tab.locator('#kind-bank > summary').focus();
    await tab.keyboard.press('Enter');
    await tab.keyboard.press('Tab');
    await tab.keyboard.press('Enter');
    expect(await tab.getByText('Entra a la app o a la web de BCP.').isVisible()).toBe(true);
    await tab.context().close();
  });

  describe.each(['', '?lang=en'])('in every state, at %j', (query) => {
    const returnUrl = 'https://shop.example/thanks';

    it(
      'has no flaw that axe knows while it is waiting, open and closed, and fits every screen',
      { timeout: 60_000 },
      async () => {
        const soles = await product.order(`B-9${query}`, { amount: '400.00', description: 'Polo '.repeat(30).trim() });
        const dollars = await product.order(`B-USD${query}`);
        // The shop has no account in dollars; the page asks nobody but the database.
        await product.database.query(`update payment set currency = 'USD' where id = $1`, [dollars.id]);
        for (const payment of [soles, dollars]) {
          const { tab } = await visit(payment, { query, reducedMotion: 'reduce' });
          expect(await flaws(tab)).toEqual([]);
          await tab.evaluate(`document.querySelectorAll('details').forEach((one) => { one.open = true; })`);
          expect(await flaws(tab)).toEqual([]);
          for (const width of WIDTHS) {
            await tab.setViewportSize({ width, height: 800 });
            expect([payment.orderId, width, await fits(tab)]).toEqual([payment.orderId, width, true]);
          }
          await tab.context().close();
        }
      },
    );

    it('has no flaw that axe knows when there is nothing to pay with', { timeout: 60_000 }, async () => {
      const payment = await product.order(`B-10${query}`, { returnUrl });
      await product.pay(payment.cip.number, { amount: '5.00' });
      await waitFor(async () => ((await product.payment(payment.id)).inReview ? true : undefined), { what: 'a case' });
      const { tab } = await visit(payment, { query, reducedMotion: 'reduce' });
      for (const [state, changes] of Object.entries(STATES)) {
        for (const change of changes) await product.database.query(change, [payment.id]);
        await tab.reload();
        expect(await tab.locator('main').getAttribute('data-state')).toBe(state);
        expect([state, await flaws(tab)]).toEqual([state, []]);
        await tab.setViewportSize({ width: 320, height: 800 });
        expect([state, await fits(tab)]).toEqual([state, true]);
      }
      await tab.goto(`${product.urls.checkout}/pay/nothing${query}`);
      expect(await flaws(tab)).toEqual([]);
      await tab.context().close();
    });
  });

  it('prints a voucher for the counter', async () => {
    const payment = await product.order('B-14');
    const { tab } = await visit(payment);
    await tab.emulateMedia({ media: 'print' });
    expect(await tab.getByText(payment.cip.number).first().isVisible()).toBe(true);
    expect(await tab.getByText('Hora del Perú').isVisible()).toBe(true);
    expect(await tab.getByText('Agente BCP: 02186').isVisible()).toBe(true);
    expect(await tab.getByText('S/ 129.90').first().isVisible()).toBe(true);
    for (const hidden of ['Copiar código', 'Cómo pagar', 'English', 'Esperando tu pago']) {
      expect([hidden, await tab.getByText(hidden).first().isVisible()]).toEqual([hidden, false]);
    }
    let printed = 0;
    await tab.exposeFunction('countPrint', () => (printed += 1));
    await tab.evaluate('window.print = () => window.countPrint()');
    await tab.emulateMedia({ media: 'screen' });
    await tab.getByRole('button', { name: 'Imprimir' }).click();
    await waitFor(() => (printed === 1 ? true : undefined), { what: 'the print dialog' });
    await tab.context().close();
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

  /** An instant of the product's clock, which tests move. */
  function isoIn(ms: number): string {
    return new Date(product.clock.now().getTime() + ms).toISOString();
  }
});
