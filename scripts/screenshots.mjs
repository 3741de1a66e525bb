#!/usr/bin/env node
// node scripts/screenshots.mjs [folder]: starts the product on free ports with data of its own, places an order and
// takes the pictures of the payment page that the documentation shows, at 360 and 1280 px. Default: docs/images.
// Needs a Chromium (see scripts/test-services.mjs). With a folder, every picture goes there, the other states included.
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { build } from './build.mjs';
import { findChromium } from './test-services.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const [elsewhere] = process.argv.slice(2);
const folder = resolve(elsewhere ?? join(root, 'docs', 'images'));
const executablePath = findChromium();
if (executablePath === null) fail('There is no Chromium: install one, or name it in CHROMIUM_PATH.');
if (!build()) process.exit(1);
const fromDist = (path) => import(join(root, 'dist', path));
const { startStandalone } = await fromDist('apps/standalone/src/app.js');
const { createLog, loadConfig, temporaryDataDirectory } = await fromDist('libs/platform/src/index.js');

const dataDir = await temporaryDataDirectory();
const ports = ['CHECKOUT_API_PORT', 'WEBHOOK_INGEST_PORT', 'OPS_CONSOLE_PORT', 'SANDBOX_PORT', 'DEMO_SHOP_PORT'];
const config = loadConfig(
  { CHASQUI_DATA_DIR: dataDir, ...Object.fromEntries(ports.map((name) => [name, '0'])) },
  'standalone',
);
const product = await startStandalone(config, createLog({ level: 'fatal' }), { temporary: true });
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-lcd-text'],
});
try {
  await mkdir(folder, { recursive: true });
  const payment = await order('A-1001');
  await shoot(payment, { width: 360, name: 'payment-page-360' });
  // What a laptop shows without scrolling; the phone's picture is the whole page.
  await shoot(payment, { width: 1280, height: 880, name: 'payment-page-1280', open: ['kind-agent'] });
  if (elsewhere !== undefined) await shootOthers(payment);
  console.log(`The pictures are in ${folder}`);
} finally {
  await browser.close();
  await product.close();
  await rm(dataDir, { recursive: true, force: true });
}

async function shootOthers(waiting) {
  await shoot(waiting, { width: 320, name: 'waiting-320', query: '?lang=en', open: ['kind-agent', 'interbank-agent'] });
  await shoot(waiting, { width: 794, name: 'print', media: 'print' });
  const cancelled = await order('A-1002');
  await call(`${product.urls.checkoutApi}/v1/payments/${cancelled.id}/cancel`, 'POST');
  await shoot(cancelled, { width: 360, name: 'cancelled-360' });
  await call(`${product.urls.sandbox}/sandbox/cips/${waiting.cip.number}/pay`, 'POST', { channel: 'BCP agente' });
  for (const width of [360, 1280]) {
    await shoot(waiting, { width, name: `received-${width}`, wait: 'main[data-state=received]' });
  }
}

async function shoot(payment, { width, height, name, query = '', open = [], media = 'screen', wait = 'main' }) {
  const page = await browser.newPage({ viewport: { width, height: height ?? 800 } });
  await page.emulateMedia({ media, reducedMotion: 'reduce' });
  await page.goto(`${product.urls.checkoutApi}${new URL(payment.paymentPageUrl).pathname}${query}`);
  await page.locator(wait).waitFor();
  for (const id of open) await page.locator(`#${id} > summary`).click();
  await page.evaluate('document.activeElement.blur()');
  await page.mouse.move(0, 0);
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: height === undefined });
  await page.close();
}

function order(orderId) {
  return call(`${product.urls.checkoutApi}/v1/payments`, 'POST', {
    orderId,
    amount: '129.90',
    currency: 'PEN',
    description: '2 polos de algodón pima, talla M',
    customer: { email: 'rosa@example.pe', firstName: 'Rosa', lastName: 'Quispe' },
    returnUrl: 'https://shop.example/thanks',
  });
}

async function call(url, method, body) {
  const answer = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${product.apiKey}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': `key-${body.orderId}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) fail(`${method} ${url} was answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
