import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPayments, type Payments } from '#payments';
import { PagoEfectivoClient, parseNotification } from '#pagoefectivo';
import { SecretBox } from '#platform';
import { Product } from '../flows/product.js';

/** `npm run bench:closing` takes more of them. */
const COUNT = process.env['CHASQUI_CLOSING_ORDERS'] === undefined ? 12 : 200;
const AT_ONCE = 8;

describe(`${COUNT} due orders at a sandbox, by HTTP`, () => {
  let product: Product;
  let payments: Payments;

  beforeAll(async () => {
    // Two hundred creates use up the usual budget; how far a budget reaches is another spec's question.
    product = await Product.start({ apps: ['checkout'], env: { GATEWAY_BUDGET_PER_MINUTE: '100000' } });
    payments = createPayments({
      dataSource: product.dataSource,
      clock: product.clock,
      settings: product.config,
      sealer: SecretBox.fromConfig(product.config.secrets),
      connect: (account, onCall) =>
        new PagoEfectivoClient({ ...account, now: () => product.clock.now(), timeoutMs: 10_000, onCall }),
      readNotification: parseNotification,
      signals: {
        eventsWritten: () => undefined,
        inboxChanged: () => undefined,
        casesDue: () => undefined,
        oddity: () => undefined,
        notificationFailed: () => undefined,
        failed: () => undefined,
      },
    });
    const expiresAt = new Date(product.clock.now().getTime() + 11 * 60_000).toISOString();
    for (let from = 0; from < COUNT; from += AT_ONCE) {
      const nths = Array.from({ length: Math.min(AT_ONCE, COUNT - from) }, (_, nth) => from + nth);
      await Promise.all(nths.map((nth) => product.order(`S-${nth}`, { expiresAt })));
    }
    await product.advance('PT11M');
    while ((await payments.closing.sweep()) > 0);
    await product.advance('PT10M');
  }, 600_000);
  afterAll(async () => {
    await payments.close();
    await product.close();
  });

  it('are closed once each, with one question for many', async () => {
    const begunAt = performance.now();
    while ((await payments.closing.sweep()) > 0);
    const seconds = (performance.now() - begunAt) / 1_000;
    const states = await product.database.query<{ state: string; count: number }>(
      'select state, count(*)::int as count from payment group by state',
    );
    expect(states).toEqual([{ state: 'expired', count: COUNT }]);
    expect(await product.requestCount('search')).toBeLessThanOrEqual(Math.ceil(COUNT / 50) + 1);
    if (process.env['CHASQUI_CLOSING_ORDERS'] !== undefined) {
      const deletes = await product.requestCount('delete');
      console.log(`sandbox by HTTP: ${Math.round(COUNT / seconds)} orders/s, ${deletes} of them deleted`);
    }
  }, 120_000);
});
