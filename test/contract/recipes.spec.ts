import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ChasquiEvent, OrderEvent, Payment } from '@chasqui/client';
import { Chasqui } from '@chasqui/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAYMENT_STATES } from '#payments';
import { waitFor } from '#testing';
import { lima } from '../flows/checkout-api.js';
import { build } from '../flows/processes.js';
import { FLOW_API_KEY, Product } from '../flows/product.js';

const examples = resolve(import.meta.dirname, '../../examples');
const page = readFileSync(resolve(examples, '../docs/checkout.md'), 'utf8');

/** The recipes are JavaScript for readers to copy; examples/tsconfig.json is where their types are checked. */
async function recipe<Exports>(name: string): Promise<Exports> {
  return (await import(join(examples, 'recipes', name))) as Exports;
}

const order = (orderId: string) => ({
  orderId,
  amount: '129.90',
  currency: 'PEN' as const,
  customer: { email: 'rosa@example.pe', firstName: 'Rosa' },
  items: [{ sku: 'POLO-M', quantity: 2 }],
});

describe('docs/checkout.md', () => {
  const files = [
    ...readdirSync(join(examples, 'recipes')).map((name) => `recipes/${name}`),
    'quickstart/take-an-order.mjs',
  ];

  it.each(files)('quotes examples/%s whole and as it is', (file) => {
    expect(page).toContain(`\`\`\`js\n${readFileSync(join(examples, file), 'utf8')}\`\`\``);
    expect(page).toContain(`](../examples/${file})`);
  });

  it('quotes no other code', () => {
    expect([...page.matchAll(/^```\w+$/gm)]).toHaveLength(files.length);
  });

  it('has a row for every state of a payment', () => {
    for (const state of PAYMENT_STATES) expect(page).toMatch(new RegExp(`^\\|.*\`${state}\`.*\\|`, 'm'));
  });
});

describe('the quickstart', () => {
  it('has ten lines', () => {
    const text = readFileSync(join(examples, 'quickstart/take-an-order.mjs'), 'utf8');
    expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('//'))).toHaveLength(10);
  });
});

describe('against the product', () => {
  let product: Product;
  let chasqui: Chasqui;

  beforeAll(async () => {
    await build();
    product = await Product.start({ env: { PAYMENT_TTL: 'PT1H' } });
    chasqui = new Chasqui({ baseUrl: product.urls.checkout, apiKey: FLOW_API_KEY });
  }, 120_000);
  afterAll(() => product.close());

  const pay = (payment: Payment): Promise<unknown> => product.pay(payment.cip?.number ?? '');

  it('the quickstart takes an order through, from a plain Node script', async () => {
    const script = spawn(process.execPath, [join(examples, 'quickstart/take-an-order.mjs')], {
      env: { CHASQUI_URL: product.urls.checkout, CHASQUI_API_KEY: FLOW_API_KEY },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [script.stdout, script.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
    const ended = once(script, 'close');
    await waitFor(() => output.includes('/pay/'), { what: () => `the address of the page; it said: ${output}` });
    const [payment] = (await chasqui.payments.list({ limit: 1 })).data;
    if (payment === undefined) throw new Error(`no payment was opened: ${output}`);
    await pay(payment);
    expect([await ended, output]).toEqual([
      [0, null],
      `Send the shopper to ${payment.paymentPageUrl}\nOrder ${payment.orderId} is paid\n`,
    ]);
  });

  it('redirects to one page however often the order is sent, and to none once it is paid', async () => {
    const { paymentPageOf } = await recipe<{
      paymentPageOf(chasqui: Chasqui, order: object): Promise<string | null>;
    }>('redirect.mjs');
    const pages = await Promise.all([1, 2, 3].map(() => paymentPageOf(chasqui, order('R-1'))));
    expect(new Set(pages).size).toBe(1);
    const [payment] = (await chasqui.payments.list({ orderId: 'R-1' })).data;
    expect(pages[0]).toBe(payment?.paymentPageUrl);
    // The basket was changed after all: the open payment stays the one.
    const other = new Chasqui({ baseUrl: product.urls.checkout, apiKey: FLOW_API_KEY });
    await other.payments.create(order('R-2'), { idempotencyKey: 'another' });
    const [second] = (await chasqui.payments.list({ orderId: 'R-2' })).data;
    expect(await paymentPageOf(chasqui, order('R-2'))).toBe(second?.paymentPageUrl);
    await product.pay(second?.cip?.number ?? '');
    await product.waitForState(second?.id ?? '', 'paid');
    expect(await paymentPageOf(chasqui, { ...order('R-2'), amount: '1.00' }).catch(String)).toBeNull();
  });

  it('shows how to pay on a page of its own, and nothing to pay with once it is paid', async () => {
    const { instructionsHtml } = await recipe<{
      instructionsHtml(chasqui: Chasqui, id: string, lang?: 'es' | 'en'): Promise<string | null>;
    }>('own-page.mjs');
    const payment = await chasqui.payments.create(order('R-3'));
    const html = (await instructionsHtml(chasqui, payment.id)) ?? '';
    expect(html).toContain(`<strong>${payment.cip?.number ?? ''}</strong>`);
    expect(html.match(/<details>/g)?.length).toBeGreaterThan(3);
    await pay(payment);
    await product.waitForState(payment.id, 'paid');
    expect(await instructionsHtml(chasqui, payment.id, 'en')).toBeNull();
  });

  it('receives events, each verified, and has one sent again that could not be stored', async () => {
    const { eventReceiver } = await recipe<{
      eventReceiver(parts: { secret: string; handle(event: ChasquiEvent): Promise<void> }): Server;
    }>('receive-events.mjs');
    const placeholder = await chasqui.webhookEndpoints.create({ url: product.erp.url, types: ['order.paid'] });
    const received: ChasquiEvent[] = [];
    const server = eventReceiver({
      secret: placeholder.secret,
      handle: async (event) => {
        if (event.type === 'endpoint.test') throw new Error('the disk is full');
        received.push(event);
      },
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    try {
      await chasqui.webhookEndpoints.update(placeholder.id, { url });
      const payment = await chasqui.payments.create(order('R-4'));
      await pay(payment);
      await waitFor(() => received.length > 0, { what: 'the event' });
      expect(received).toMatchObject([{ type: 'order.paid', data: { payment: { orderId: 'R-4', state: 'paid' } } }]);
      expect(await chasqui.webhookEndpoints.test(placeholder.id)).toMatchObject({
        acknowledged: false,
        httpStatus: 500,
      });
      const post = async (body: string): Promise<number> => (await fetch(url, { method: 'POST', body })).status;
      expect([await post('{"type":"order.paid"}'), await post('x'.repeat(300_000))]).toEqual([400, 413]);
      expect(received).toHaveLength(1);
    } finally {
      server.close();
      await chasqui.webhookEndpoints.remove(placeholder.id);
    }
  });

  it('reads the feed from where it stood, and again what it could not act on', async () => {
    const { readFeed } = await recipe<{
      readFeed(
        chasqui: Chasqui,
        parts: {
          load(): Promise<string | undefined>;
          save(cursor: string): Promise<void>;
          handle(event: OrderEvent): Promise<void>;
        },
      ): Promise<void>;
    }>('read-feed.mjs');
    let cursor: string | undefined;
    const seen: string[] = [];
    const read = (handle: (event: OrderEvent) => Promise<void>): Promise<void> =>
      readFeed(chasqui, {
        load: async () => cursor,
        save: async (next) => {
          cursor = next;
        },
        handle,
      });
    await expect(read(() => Promise.reject(new Error('crashed')))).rejects.toThrow('crashed');
    expect(cursor).toBeUndefined();
    await read(async ({ id }) => void seen.push(id));
    expect(seen).toEqual((await chasqui.events.list()).data.map(({ id }) => id));
    const before = seen.length;
    await read(async ({ id }) => void seen.push(id));
    expect(seen).toHaveLength(before);
  });

  it('consumes the feed, and after a crash what it was at', async () => {
    const { consumeEvents } = await recipe<{
      consumeEvents(
        chasqui: Chasqui,
        parts: { file: string; handle(event: OrderEvent): Promise<void>; signal: AbortSignal },
      ): Promise<void>;
    }>('consume-events.mjs');
    const folder = await mkdtemp(join(tmpdir(), 'recipe-'));
    const file = join(folder, 'cursor.json');
    const all = (await chasqui.events.list()).data.map(({ id }) => id);
    const stop = new AbortController();
    const seen: string[] = [];
    const consume = (handle: (event: OrderEvent) => Promise<void>): Promise<void> =>
      consumeEvents(chasqui, { file, handle, signal: stop.signal });
    await expect(
      consume(async ({ id }) => {
        if (id === all[1]) throw new Error('crashed');
        seen.push(id);
      }),
    ).rejects.toThrow('crashed');
    await consume(async ({ id }) => {
      seen.push(id);
      if (id === all.at(-1)) stop.abort();
    });
    expect(seen).toEqual(all);
    await rm(folder, { recursive: true });
  });

  it('tells the shopper what is true, review first', async () => {
    const { orderState } = await recipe<{ orderState(payment: Pick<Payment, 'state' | 'inReview'>): string }>(
      'order-state.mjs',
    );
    expect(PAYMENT_STATES.map((state) => orderState({ state, inReview: false }))).toEqual([
      'waiting',
      'waiting',
      'closing',
      'closed',
      'closed',
      'closed',
      'paid',
      'money_back',
      'money_back',
    ]);
    for (const state of PAYMENT_STATES) expect(orderState({ state, inReview: true })).toBe('review');
  });

  it('gives more time with the same code, a new code, and after the end a new payment', async () => {
    const { moreTime } = await recipe<{
      moreTime(chasqui: Chasqui, id: string, expiresAt: string): Promise<Payment | null>;
    }>('more-time.mjs');
    const { newCode } = await recipe<{ newCode(chasqui: Chasqui, id: string, requestId: string): Promise<Payment> }>(
      'new-code.mjs',
    );
    const { orderAgain } = await recipe<{ orderAgain(chasqui: Chasqui, closed: Payment): Promise<Payment> }>(
      'order-again.mjs',
    );
    const payment = await chasqui.payments.create(order('R-5'));
    const later = lima(new Date(Date.parse(payment.expiresAt) + 3_600_000));
    expect(await moreTime(chasqui, payment.id, later)).toMatchObject({
      expiresAt: later,
      cip: { number: payment.cip?.number },
    });

    const [first, second] = await Promise.all([1, 2].map(() => newCode(chasqui, payment.id, 'press-1')));
    expect(second).toEqual(first);
    expect(first?.cip?.number).not.toBe(payment.cip?.number);
    expect(first?.cip?.state).toBe('pending');

    const closed = await chasqui.payments.cancel(payment.id);
    expect(await moreTime(chasqui, payment.id, later)).toBeNull();
    const again = await orderAgain(chasqui, closed);
    expect(again).toMatchObject({ orderId: 'R-5', state: 'pending', items: [{ sku: 'POLO-M', quantity: 2 }] });
    expect((await orderAgain(chasqui, closed)).id).toBe(again.id);
  });
});
