import { readdir, readFile, rm } from 'node:fs/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PaymentView } from '#payments';
import { temporaryDataDirectory } from '#platform';
import { waitFor } from '#testing';
import { AppChild, build } from './processes.js';
import { orderBody } from './product.js';

/** `npm start` as a newcomer knows it: one process, nothing configured, stopped and killed and started again. */
describe('standalone', () => {
  let dataDir: string;
  let running: AppChild | null = null;

  beforeAll(build, 120_000);
  beforeEach(async () => {
    dataDir = await temporaryDataDirectory();
  });
  afterEach(async () => {
    await running?.stop();
    running = null;
    await rm(dataDir, { recursive: true, force: true });
  });

  async function start(): Promise<{ checkout: string; key: string }> {
    const ports = ['CHECKOUT_API_PORT', 'WEBHOOK_INGEST_PORT', 'OPS_CONSOLE_PORT', 'SANDBOX_PORT', 'DEMO_SHOP_PORT'];
    running = await AppChild.start('standalone', {
      CHASQUI_DATA_DIR: dataDir,
      ...Object.fromEntries(ports.map((name) => [name, '0'])),
    });
    const checkout = /Checkout API\s+(http:\S+)/.exec(running.log)?.[1];
    const key = /API key\s+(\S+)/.exec(running.log)?.[1];
    if (checkout === undefined || key === undefined) throw new Error(`no banner:\n${running.log}`);
    return { checkout, key };
  }

  /** Command lines of all processes that have to do with this data folder, ours excepted. */
  async function processes(): Promise<string[]> {
    const found: string[] = [];
    for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
      const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      if (line.includes(dataDir)) found.push(line.replaceAll('\0', ' '));
    }
    return found;
  }

  async function order(at: { checkout: string; key: string }, orderId: string): Promise<PaymentView> {
    const response = await fetch(`${at.checkout}/v1/payments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${at.key}`, 'content-type': 'application/json', 'idempotency-key': orderId },
      body: JSON.stringify(orderBody(orderId)),
    });
    if (response.status !== 201) throw new Error(`answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as PaymentView;
  }

  async function find(at: { checkout: string; key: string }, id: string): Promise<PaymentView> {
    const response = await fetch(`${at.checkout}/v1/payments/${id}`, {
      headers: { authorization: `Bearer ${at.key}` },
    });
    return (await response.json()) as PaymentView;
  }

  it(
    'leaves no process behind on Ctrl-C, and finds its orders and keys at the next start',
    { timeout: 90_000 },
    async () => {
      const first = await start();
      const payment = await order(first, 'N-1');
      running?.kill('SIGINT');
      expect(await running?.exit).toBe(0);
      expect(await processes()).toEqual([]);

      const second = await start();
      expect(second.key).toBe(first.key);
      expect(await find(second, payment.id)).toMatchObject({ orderId: 'N-1', state: 'pending', cip: payment.cip });
    },
  );

  it('recovers from kill -9 with everything it had accepted', { timeout: 90_000 }, async () => {
    const first = await start();
    const payment = await order(first, 'N-2');
    running?.kill('SIGKILL');
    await running?.exit;

    const second = await start();
    expect(await find(second, payment.id)).toMatchObject({ orderId: 'N-2', state: 'pending' });
    await order(second, 'N-3');
    running?.kill('SIGTERM');
    expect(await running?.exit).toBe(0);
    await waitFor(async () => (await processes()).length === 0, { what: 'every process of the folder to be gone' });
  });
});
