import { rm } from 'node:fs/promises';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PaymentView } from '#payments';
import { loadConfig, temporaryDataDirectory } from '#platform';
import { RecordedLog } from '#testing';
import type { Standalone } from '../../apps/standalone/src/app.js';
import { startStandalone } from '../../apps/standalone/src/app.js';
import { WALKS, type Walk } from './walks.js';

const executablePath = process.env['CHROMIUM_PATH'];
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

/** One browser of one shopper, with everything it complained of and every address it asked for. */
interface Visit {
  readonly page: Page;
  readonly foreign: string[];
  readonly complaints: string[];
}

/** What the README asks a newcomer to do, done in a real browser, from the shop's shelf to the parcel. */
describe.skipIf(executablePath === undefined)('the first order', () => {
  let dataDir: string;
  let product: Standalone;
  let browser: Browser;

  const start = async (): Promise<Standalone> => {
    const free = ['CHECKOUT_API_PORT', 'WEBHOOK_INGEST_PORT', 'OPS_CONSOLE_PORT', 'SANDBOX_PORT', 'DEMO_SHOP_PORT'];
    const config = loadConfig(
      { CHASQUI_DATA_DIR: dataDir, ...Object.fromEntries(free.map((name) => [name, '0'])) },
      'standalone',
    );
    return startStandalone(config, new RecordedLog(), { temporary: true });
  };

  beforeAll(async () => {
    dataDir = await temporaryDataDirectory();
    product = await start();
    browser = await chromium.launch({
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        '--no-sandbox',
        '--disable-dev-shm-usage',
        '--disable-background-networking',
        '--disable-component-update',
      ],
    });
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await product?.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function visit(options: BrowserContextOptions = {}): Promise<Visit> {
    const context = await browser.newContext({ locale: 'es-PE', viewport: { width: 320, height: 720 }, ...options });
    const page = await context.newPage();
    const foreign: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => {
      if (!['localhost', '127.0.0.1'].includes(new URL(request.url()).hostname)) foreign.push(request.url());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) complaints.push(message.text());
    });
    await page.goto(product.urls.shop);
    return { page, foreign, complaints };
  }

  /** Rules of WCAG 2.2 AA that the page breaks, and whether it is wider than a small phone. */
  async function faultsOf(page: Page): Promise<string[]> {
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
      `axe.run(document, { runOnly: ${JSON.stringify(WCAG)} })`,
    );
    const wide = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
    return [
      ...violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
      ...(wide ? ['wider than the screen'] : []),
    ];
  }

  /** From the shelf to the form. */
  async function fill(page: Page, walk: Walk): Promise<void> {
    if (walk.switchTo !== null) await page.getByRole('link', { name: walk.switchTo }).click();
    await page.getByRole('button', { name: walk.addScarf }).click();
    await page.getByRole('heading', { name: walk.cart }).waitFor();
    await page.getByRole('link', { name: walk.proceed }).click();
    await page.getByRole('heading', { name: walk.details }).waitFor();
  }

  /** Sends the form; answers the order's number once the payment page is there. */
  async function submit(page: Page, walk: Walk): Promise<string> {
    await page.getByRole('button', { name: walk.pay }).click();
    await page.waitForURL(/\/pay\//);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    const [orderId] = /IL-[0-9A-Z]{12}/.exec(await page.locator('body').innerText()) ?? [];
    if (orderId === undefined) throw new Error(`no order's number on ${page.url()}`);
    return orderId;
  }

  /** Presses the button on the page that the sandbox shows to shoppers. */
  async function payInSandbox(orderId: string): Promise<void> {
    const [payment] = await paymentsOf(orderId);
    // The sandbox keeps the address that it had when it gave out the code.
    const { pathname } = new URL(payment?.cip?.url ?? '');
    const sandbox = await browser.newPage();
    await sandbox.goto(`${product.urls.sandbox ?? ''}${pathname}`);
    await sandbox.getByRole('button').first().click();
    await sandbox.close();
  }

  async function paymentsOf(orderId: string): Promise<PaymentView[]> {
    const response = await fetch(`${product.urls.checkoutApi}/v1/payments?orderId=${orderId}`, {
      headers: { authorization: `Bearer ${product.apiKey}` },
    });
    return ((await response.json()) as { data: PaymentView[] }).data;
  }

  it.each(WALKS)(
    'goes from the shop to the payment page, is paid in the sandbox and seen paid and shipped by itself ($language)',
    { timeout: 90_000 },
    async (walk) => {
      const { page, foreign, complaints } = await visit();
      await fill(page, walk);
      const orderId = await submit(page, walk);
      expect(await page.locator('html').getAttribute('lang')).toBe(walk.htmlLang);
      const shown = await page.locator('body').innerText();
      expect(shown).toMatch(/S\/\s129\.90/);
      expect(shown).toMatch(walk.deadline);
      const [payment] = await paymentsOf(orderId);
      expect(shown.replaceAll(/\s/g, '')).toContain(payment?.cip?.number);

      // The shop's own page of the order, open in another tab meanwhile.
      const shop = await page.context().newPage();
      await shop.goto(`${product.urls.shop}/orders/${orderId}`);
      await shop.getByRole('heading', { name: walk.waiting }).waitFor();
      expect(await shop.getByRole('link', { name: walk.toPay }).getAttribute('href')).toContain(
        new URL(payment?.paymentPageUrl ?? '').pathname,
      );
      for (const open of [page, shop]) await open.evaluate('window.sameDocument = true');

      await payInSandbox(orderId);
      await page.getByText(walk.received).first().waitFor({ timeout: 30_000 });
      expect(await page.evaluate('window.sameDocument')).toBe(true);
      await shop.bringToFront();
      await shop.getByRole('heading', { name: walk.shipped }).waitFor({ timeout: 30_000 });
      expect(await shop.evaluate('window.sameDocument')).toBe(true);

      await page.bringToFront();
      await page.getByRole('link', { name: walk.backToShop }).click();
      await page.getByRole('heading', { name: walk.shipped }).waitFor();
      expect(await faultsOf(page)).toEqual([]);
      await page.goto(`${product.urls.shop}/backoffice`);
      const row = page.getByRole('row', { name: orderId });
      expect(await row.innerText()).toMatch(new RegExp(`order\\.pending.*order\\.paid.*${walk.shippedMark}`, 's'));
      expect({ foreign, complaints }).toEqual({ foreign: [], complaints: [] });
      await page.context().close();
    },
  );

  it('needs no scripts', { timeout: 90_000 }, async () => {
    const [walk] = WALKS;
    const { page } = await visit({ javaScriptEnabled: false });
    await fill(page, walk);
    const orderId = await submit(page, walk);
    const shop = await page.context().newPage();
    await shop.goto(`${product.urls.shop}/orders/${orderId}`);
    await shop.getByRole('heading', { name: walk.waiting }).waitFor();
    await payInSandbox(orderId);
    // Nobody touches it: the page comes anew by itself.
    await shop.getByRole('heading', { name: walk.shipped }).waitFor({ timeout: 40_000 });
    await page.context().close();
  });

  it('is one order and one payment, however fast the button is pressed', { timeout: 60_000 }, async () => {
    const [walk] = WALKS;
    const { page } = await visit();
    await fill(page, walk);
    await page.getByRole('button', { name: walk.pay }).dblclick();
    await page.waitForURL(/\/pay\//);
    const [orderId = ''] = /IL-[0-9A-Z]{12}/.exec(await page.locator('body').innerText()) ?? [];
    expect(await paymentsOf(orderId)).toHaveLength(1);
    // Back leads to no form that could be sent again, but to the order.
    await page.goBack();
    await page.getByRole('link', { name: orderId }).click();
    await page.getByRole('heading', { name: walk.waiting }).waitFor();
    expect(await paymentsOf(orderId)).toHaveLength(1);
    await page.context().close();
  });

  it.each(WALKS)('can be placed by everybody: WCAG 2.2 AA at 320 px ($language)', { timeout: 90_000 }, async (walk) => {
    const { page } = await visit();
    const faults: Record<string, string[]> = {};
    const judge = async (name: string): Promise<void> => {
      faults[name] = await faultsOf(page);
    };
    await fill(page, walk);
    await page.getByLabel(walk.phone).fill('12');
    await judge('checkout');
    await page.getByRole('button', { name: walk.pay }).click();
    await page.locator('#phone-wrong').waitFor();
    await judge('checkout with an error');
    await page.goto(product.urls.shop);
    await judge('shelf');
    await page.goto(`${product.urls.shop}/cart`);
    await judge('cart');
    await page.getByRole('link', { name: walk.proceed }).click();
    const orderId = await submit(page, walk);
    await page.goto(`${product.urls.shop}/orders/${orderId}`);
    await judge('waiting');
    await page.goto(`${product.urls.shop}/backoffice`);
    await judge('back office');
    await page.goto(`${product.urls.shop}/cart`);
    await judge('empty cart');
    await page.goto(`${product.urls.shop}/nowhere`);
    await judge('not found');
    expect(faults).toEqual(Object.fromEntries(Object.keys(faults).map((name) => [name, []])));
    expect(Object.keys(faults)).toHaveLength(8);
    await page.context().close();
  });

  it('is found again by a second start', { timeout: 90_000 }, async () => {
    const [walk] = WALKS;
    const { page } = await visit();
    await fill(page, walk);
    const orderId = await submit(page, walk);
    const { pathname } = new URL(page.url());
    await product.close();
    product = await start();
    await page.goto(`${product.urls.shop}/orders/${orderId}`);
    await page.getByRole('heading', { name: walk.waiting }).waitFor();
    await page.goto(`${product.urls.checkoutApi}${pathname}`);
    await payInSandbox(orderId);
    await page.goto(`${product.urls.shop}/orders/${orderId}`);
    await page.getByRole('heading', { name: walk.shipped }).waitFor({ timeout: 30_000 });
    await page.context().close();
  });
});
