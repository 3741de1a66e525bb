import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signNotification } from '#pagoefectivo';
import { waitFor } from '#testing';
import { notificationJson, Product } from '../flows/product.js';
import { fuzzed, FUZZ_TIMEOUT_MS, mutated } from './fuzz-runs.js';
import { ODD_TEXTS, ODD_VALUES, placesIn, POLLUTING_JSON, replaced } from './odd-values.js';

/** Of nobody: what is spoilt may still be money, and must not be ours. */
const FOREIGN = '99887766554433';

/** A notification as the gateway sends it. */
const example = (cip: string): unknown => ({
  eventType: 'cip.paid',
  operationNumber: '1253',
  data: { cip, currency: 'PEN', amount: 129.9, paymentDate: '2026-11-22T18:30:00-05:00', transactionCode: 'A-1' },
});

describe('notifications that are not what the gateway sends', () => {
  let product: Product;
  let ours = '';
  let paymentId = '';

  beforeAll(async () => {
    product = await Product.start({ apps: ['checkout', 'ingest'] });
    const order = await product.order('NOISE-1');
    ours = order.cip.number;
    paymentId = order.id;
  });
  afterAll(() => product.close());

  async function send(body: Buffer, headers: Record<string, string>, account = ''): Promise<number> {
    const path = account === '' ? '' : `/${encodeURIComponent(account)}`;
    const response = await fetch(`${product.urls.ingest}/webhooks/pagoefectivo${path}`, {
      method: 'POST',
      headers,
      body,
    });
    await response.arrayBuffer();
    return response.status;
  }

  const stored = async (): Promise<number> => {
    const [row] = await product.database.query<{ count: number }>('select count(*)::int from notification');
    return row?.count ?? 0;
  };

  const bodies = (): fc.Arbitrary<Buffer> => {
    const text = notificationJson({ cip: FOREIGN });
    const valid = example(FOREIGN);
    const places = placesIn(valid);
    return fc.oneof(
      mutated(Buffer.from(text)),
      fc
        .tuple(fc.constantFrom(...places), fc.constantFrom(...ODD_VALUES))
        .map(([place, value]) => Buffer.from(JSON.stringify(replaced(valid, place, value)) ?? '')),
      fc.json({ maxDepth: 5 }).map((json) => Buffer.from(json)),
      fc.uint8Array({ maxLength: 3000 }).map((bytes) => Buffer.from(bytes)),
      fc
        .constantFrom(...POLLUTING_JSON, '['.repeat(60_000), '', '"', `{"data":${'{"a":'.repeat(9000)}`)
        .map((json) => Buffer.from(json)),
    );
  };

  it('are stored with a good signature and answered, whatever they hold', { timeout: FUZZ_TIMEOUT_MS }, async () => {
    const seen = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(
        bodies(),
        fc.constantFrom('application/json', 'text/plain', 'x/y; charset=utf-16', 'nonsense'),
        async (body, type) => {
          const before = await stored();
          const status = await send(body, { ...signNotification(body, product.secretKey), 'content-type': type });
          seen.set(status, (seen.get(status) ?? 0) + 1);
          // 413: more than the limit. Everything else that is signed is evidence, JSON or not.
          expect([200, 400, 413]).toContain(status);
          expect(await stored()).toBe(before + (status === 413 ? 0 : 1));
        },
      ),
      fuzzed(400),
    );
    for (const status of [200, 400]) expect(seen.get(status) ?? 0, String(status)).toBeGreaterThan(10);
  });

  it(
    'are answered 401 without one, whatever headers and addresses come with them',
    { timeout: FUZZ_TIMEOUT_MS },
    async () => {
      const header = fc.constantFrom(
        'PE-Signature',
        'PE-Timestamp',
        'X-Forwarded-For',
        'Content-Type',
        'Authorization',
      );
      const printable = fc
        .constantFrom(...ODD_TEXTS)
        .map((text) => text.replaceAll(/[^\x20-\x7e\x80-\xff]/g, '?').slice(0, 2000));
      const account = fc.oneof(
        fc.constant(''),
        fc.constantFrom('default', 'nobody', '__proto__', 'a\0b', 'x'.repeat(200)),
        fc.string({ maxLength: 60 }),
      );
      await fc.assert(
        fc.asyncProperty(
          bodies(),
          fc.dictionary(header, printable, { maxKeys: 4 }),
          account,
          async (body, headers, slug) => {
            const status = await send(body, headers, ['.', '..'].includes(slug) ? '' : slug);
            expect([401, 404, 413, 414]).toContain(status);
          },
        ),
        fuzzed(300),
      );
    },
  );

  it(
    'move nothing when they are applied, and none of them stops those behind it',
    { timeout: FUZZ_TIMEOUT_MS },
    async () => {
      const reconciliation = await product.startApp('reconciliation');
      await product.pay(ours);
      expect((await product.waitForState(paymentId, 'paid')).receipts).toHaveLength(1);
      // Each was looked at at least once; those about CIPs that nobody knows may be looked at again.
      await waitFor(
        async () => {
          const [row] = await product.database.query<{ count: number }>(
            `select count(*)::int from notification where lane = 'inbox' and status = 'pending' and attempts = 0`,
          );
          return row?.count === 0 ? true : undefined;
        },
        { what: 'every notification to be looked at', timeoutMs: 60_000 },
      );
      const [{ count } = { count: -1 }] = await product.database.query<{ count: number }>(
        `select count(*)::int from outbox_event where type = 'order.paid'`,
      );
      expect(count).toBe(1);
      expect(Reflect.get({}, 'polluted')).toBeUndefined();
      await reconciliation.close();
    },
  );
});
