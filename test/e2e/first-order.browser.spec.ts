import { rm } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig, temporaryDataDirectory } from '#platform';
import { RecordedLog } from '#testing';
import type { Standalone } from '../../apps/standalone/src/app.js';
import { startStandalone } from '../../apps/standalone/src/app.js';

const executablePath = process.env['CHROMIUM_PATH'];

/** What the README asks a newcomer to do, done in a real browser. */
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

  async function open(url: string): Promise<{ page: Page; foreign: string[]; errors: string[] }> {
    const page = await browser.newPage({ locale: 'es-PE' });
    const foreign: string[] = [];
    const errors: string[] = [];
    page.on('request', (request) => {
      if (!['localhost', '127.0.0.1'].includes(new URL(request.url()).hostname)) foreign.push(request.url());
    });
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(url);
    return { page, foreign, errors };
  }

  it(
    'is placed in the shop, paid in the sandbox, and seen paid and delivered without another step',
    { timeout: 90_000 },
    async () => {
      const { page, foreign, errors } = await open(product.urls.shop);
      await page.getByRole('button', { name: 'Place the order' }).click();
      await page.waitForURL(/\/pay\//);
      const paymentPage = page.url();
      expect(await page.getByRole('heading', { level: 1 }).first().isVisible()).toBe(true);
      const shown = await page.locator('body').innerText();
      expect(shown).toMatch(/S\/\s129\.90/);
      expect(shown).toMatch(/Paga\santes\sde\slas?.+m\.\sdel\s/);
      const cip = /\b\d{9}\b/.exec(shown)?.[0];
      expect(cip).toBeDefined();

      const sandbox = await browser.newPage();
      const link = await page
        .locator(`a[href*="${new URL(product.urls.sandbox ?? '').port}"]`)
        .first()
        .getAttribute('href');
      await sandbox.goto(link ?? '');
      expect(await sandbox.locator('body').innerText()).toContain(cip);
      await sandbox.getByRole('button').first().click();

      // The shopper's page finds out by itself.
      await page
        .getByText(/recibimos tu pago/i)
        .first()
        .waitFor({ timeout: 30_000 });
      const shop = await open(product.urls.shop);
      const orders = shop.page.frameLocator('iframe');
      await orders.getByText('order.paid').first().waitFor({ timeout: 30_000 });
      await orders.getByText('paid', { exact: true }).first().waitFor();
      expect([...foreign, ...shop.foreign]).toEqual([]);
      expect([...errors, ...shop.errors]).toEqual([]);

      // A second start finds the same orders.
      await product.close();
      product = await start();
      const again = await open(product.urls.shop);
      await again.page.frameLocator('iframe').getByText('order.paid').first().waitFor({ timeout: 30_000 });
      const { pathname } = new URL(paymentPage);
      await again.page.goto(`${product.urls.checkoutApi}${pathname}`);
      await again.page
        .getByText(/recibimos tu pago/i)
        .first()
        .waitFor();
    },
  );
});
