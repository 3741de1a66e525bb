import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm, symlink, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitFor } from '#testing';
import { build } from './processes.js';
import { FLOW_API_KEY, Product } from './product.js';
import { orderIdOf, Shopper } from './shopper.js';

const root = resolve(import.meta.dirname, '../..');

/** What an engineer does with the example: copy the folder, install the client, set two variables, start it. */
describe('a copy of the storefront', () => {
  let folder: string;
  let product: Product;

  beforeAll(async () => {
    await build();
    folder = await mkdtemp(join(tmpdir(), 'storefront-copy-'));
    await cp(join(root, 'examples/storefront'), folder, { recursive: true });
    // As `npm install` leaves it: the client and nothing else.
    await mkdir(join(folder, 'node_modules/@chasqui'), { recursive: true });
    await symlink(join(root, 'packages/client'), join(folder, 'node_modules/@chasqui/client'));
    product = await Product.start();
  }, 180_000);
  afterAll(async () => {
    await product.close();
    await rm(folder, { recursive: true, force: true });
  });

  function start(env: Record<string, string>): { child: ChildProcess; said: () => string } {
    const child = spawn(process.execPath, ['server.js'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    return { child, said: () => output };
  }

  const settings = (): Record<string, string> => ({
    CHASQUI_URL: product.urls.checkout,
    CHASQUI_API_KEY: FLOW_API_KEY,
    PORT: '0',
  });

  it('takes an order, ships it when it is paid, and stops when told to', { timeout: 60_000 }, async () => {
    const { child, said } = start(settings());
    try {
      const url = await waitFor(() => /The shop is open: (http:\S+)/.exec(said())?.[1], {
        what: () => `the shop to open; it said:\n${said()}`,
        timeoutMs: 20_000,
      });
      const shopper = new Shopper(url);
      const order = await shopper.fillCart();
      const answer = await shopper.checkout(order, { shopper: 'paid+' });
      expect(answer.location).toMatch(/\/pay\//);
      const page = `/orders/${orderIdOf(order)}`;
      await waitFor(async () => (await shopper.get(page)).html.includes('¡Tu pedido está en camino!'), {
        what: () => `the order to be shipped; the shop said:\n${said()}`,
        timeoutMs: 30_000,
      });
      expect((await shopper.get('/backoffice')).html).toContain('order.paid');
      expect(said()).not.toContain(FLOW_API_KEY);
    } finally {
      child.kill('SIGTERM');
      const [code] = (await once(child, 'exit')) as [number | null];
      expect(code).toBe(0);
    }
  });

  it.each([
    [{ CHASQUI_URL: '' }, 'CHASQUI_URL is missing'],
    [{ CHASQUI_URL: 'localhost' }, 'CHASQUI_URL is missing or no address'],
    [{ CHASQUI_API_KEY: '' }, 'CHASQUI_API_KEY is missing'],
    [{ CHASQUI_API_KEY: 'ck_test_unknown_000000000000' }, 'The shop does not start: '],
    [{ PORT: 'ten' }, 'PORT is not a port'],
    [{ PUBLIC_URL: 'shop' }, 'PUBLIC_URL is no address'],
  ])('does not start with %o, and says why', async (change, sentence) => {
    const { child, said } = start({ ...settings(), ...change });
    const [code] = (await once(child, 'close')) as [number | null];
    expect([code, said().includes(sentence), said()]).toEqual([1, true, said()]);
  });
});
