import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAdministration, DEFAULT_MERCHANT_ID } from '#payments';
import { SecretBox, SystemClock } from '#platform';
import type { Page } from '../flows/checkout-api.js';
import type { Answer } from '../flows/product.js';
import { Product } from '../flows/product.js';
import { fuzzed, FUZZ_TIMEOUT_MS, mutated } from './fuzz-runs.js';
import { ODD_TEXTS } from './odd-values.js';
import { openRecords } from './shop-records.js';

interface Entry {
  readonly id?: string;
}

describe('cursors and tokens that are not what was given out', () => {
  let product: Product;
  let lists: { path: string; parameter: string; cursor: string }[] = [];
  let token = '';
  let strangersKey = '';

  beforeAll(async () => {
    product = await Product.start({ apps: ['checkout'] });
    const ids = await openRecords(product);
    token = ids['/pay/{token}'] ?? '';
    const endpoint = ids['/v1/webhook-endpoints/{id}'] ?? '';
    const paged = ['/v1/payments', '/v1/stock-holds', `/v1/webhook-endpoints/${endpoint}/deliveries`];
    lists = [
      ...(await Promise.all(paged.map((path) => withCursor(path, 'cursor')))),
      await withCursor('/v1/events', 'after'),
    ];
    strangersKey = await keyOfAnotherShop();
  });
  afterAll(() => product.close());

  async function withCursor(
    path: string,
    parameter: string,
  ): Promise<{ path: string; parameter: string; cursor: string }> {
    const { body } = await product.api<Page<Entry>>('GET', `${path}?limit=1`);
    expect(body.nextCursor, path).toEqual(expect.any(String));
    return { path, parameter, cursor: body.nextCursor ?? '' };
  }

  async function keyOfAnotherShop(): Promise<string> {
    const { dataSource, clock, config } = product;
    const sealer = SecretBox.fromConfig(config.secrets);
    const admin = createAdministration({ dataSource, clock, sealer, machineClock: new SystemClock() });
    const actor = 'operator:doors';
    const shop = await admin.shops.create({ merchantId: DEFAULT_MERCHANT_ID, name: 'Other', livemode: false, actor });
    if (shop.kind !== 'done') throw new Error(shop.kind);
    const key = await admin.apiKeys.create({ shopId: shop.value.id, actor });
    if (key.kind !== 'done') throw new Error(key.kind);
    return key.value.key;
  }

  function read(list: { path: string; parameter: string }, cursor: string, key?: string): Promise<Answer<Page<Entry>>> {
    const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
    const query = `${list.parameter}=${encodeURIComponent(cursor)}`;
    return product.api('GET', `${list.path}?${query}`, undefined, headers);
  }

  it(
    'are refused as such, or read as a place in the list, and never break it',
    { timeout: FUZZ_TIMEOUT_MS },
    async () => {
      const part = fc.oneof(
        fc.stringMatching(/^[\w-]{1,40}$/),
        fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String),
        fc.constantFrom('2147483648', '-1', 'NaN', '1e9', 'pay_00000000000000000000000000'),
      );
      const name = fc.constantFrom('payments', 'cases', 'deliveries', 'stock-holds', '__proto__');
      const forged = fc
        .tuple(name, fc.array(part, { maxLength: 4 }))
        .map(([list, place]) => Buffer.from(JSON.stringify([list, ...place])).toString('base64url'));
      const forgedFeed = fc
        .tuple(fc.stringMatching(/^[0-9a-z]{1,16}$/), fc.bigInt({ min: 0n, max: 10n ** 19n - 1n }))
        .map(([epoch, position]) => Buffer.from(`c1.${epoch}.${position}`).toString('base64url'));
      const spoilt = fc
        .constantFrom(...lists)
        .chain(({ cursor }) => mutated(Buffer.from(cursor)).map((bytes) => bytes.toString('latin1')));
      const spoiltInside = fc
        .constantFrom(...lists)
        .chain(({ cursor }) => mutated(Buffer.from(cursor, 'base64url')).map((bytes) => bytes.toString('base64url')));
      const valid = fc.constantFrom(...lists.map(({ cursor }) => cursor));
      const any = fc.oneof(
        forged,
        forgedFeed,
        spoilt,
        spoiltInside,
        valid,
        fc.constantFrom(...ODD_TEXTS),
        fc.base64String(),
      );
      const seen = new Set<string>();
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...lists), any, async (list, cursor) => {
          const { status, text, body } = await read(list, cursor);
          seen.add(`${status}`);
          expect([200, 400, 409, 410], `${list.path} ${cursor} → ${text}`).toContain(status);
          if (status === 200) expect(body.data.length).toBeLessThanOrEqual(100);
        }),
        fuzzed(150),
      );
      expect([...seen]).toEqual(expect.arrayContaining(['200', '400']));
    },
  );

  it('of another shop open nothing of it', async () => {
    for (const list of lists.filter(({ path }) => !path.includes('deliveries'))) {
      const { status, body } = await read(list, list.cursor, strangersKey);
      expect([list.path, status, body.data]).toEqual([list.path, 200, []]);
    }
  });

  it('spoilt page tokens open no page', { timeout: FUZZ_TIMEOUT_MS }, async () => {
    const spoilt = fc.oneof(
      mutated(Buffer.from(token)).map((bytes) => bytes.toString('latin1')),
      fc.stringMatching(/^[0-9a-hjkmnp-tv-z]{26}[\w-]{22}$/),
      // The payment's id is no secret: it opens nothing without the rest.
      fc.stringMatching(/^[\w-]{22}$/).map((guess) => token.slice(0, 26) + guess),
      fc.stringMatching(/^[0-9a-hjkmnp-tv-z]{26}$/).map((other) => other + token.slice(26)),
      fc.constantFrom(...ODD_TEXTS),
    );
    await fc.assert(
      fc.asyncProperty(
        spoilt.filter((text) => text !== token && !['', '.', '..'].includes(text)),
        fc.constantFrom('', '/status', '/calendar.ics'),
        async (text, page) => {
          const path = `/pay/${encodeURIComponent(text.slice(0, 250))}${page}`;
          const answer = await fetch(`${product.urls.checkout}${path}`, { redirect: 'manual' });
          expect([404, 400, 414], path).toContain(answer.status);
        },
      ),
      fuzzed(80),
    );
    const page = await fetch(`${product.urls.checkout}/pay/${token}`);
    expect(page.status).toBe(200);
  });

  it('spoilt API keys open nothing', { timeout: FUZZ_TIMEOUT_MS }, async () => {
    const spoilt = fc.oneof(
      mutated(Buffer.from(strangersKey)).map((bytes) => bytes.toString('latin1')),
      fc.string({ unit: 'binary-ascii', maxLength: 100 }),
    );
    await fc.assert(
      fc.asyncProperty(spoilt, async (text) => {
        // What an HTTP client would not send, sockets send in listeners.spec.ts.
        const key = text.replaceAll(/[^\x20-\x7e\x80-\xff]/g, '');
        if (key === strangersKey || key.trim() !== key) return;
        const { status } = await product.api('GET', '/v1/payments', undefined, { authorization: `Bearer ${key}` });
        expect(status).toBe(401);
      }),
      fuzzed(80),
    );
  });
});
