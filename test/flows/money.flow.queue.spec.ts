import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitFor } from '#testing';
import { Product } from './product.js';

describe('money', () => {
  let product: Product;
  beforeAll(async () => {
    product = await Product.start();
  });
  afterAll(() => product.close());

  it('goes from order to CIP to notification to paid to a verified order.paid at the ERP', async () => {
    const order = await product.order('M-1');
    expect(order).toMatchObject({ state: 'pending', stock: 'held', livemode: false });
    await product.pay(order.cip.number);
    const paid = await product.waitForState(order.id, 'paid');
    expect(paid).toMatchObject({ stock: 'committed', late: false, inReview: false });
    expect(paid.receipts).toMatchObject([{ amount: '129.90', currency: 'PEN', counts: 'applied' }]);
    await product.erp.waitForEvent('order.paid', 'M-1');
    expect(await product.events('M-1')).toEqual(['order.pending', 'order.paid']);
  });

  it('makes one order.paid from a hundred copies of a notification at once', async () => {
    const order = await product.order('M-2');
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => product.notify({ cip: order.cip.number, operationNumber: '9001' })),
    );
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
    await product.waitForState(order.id, 'paid');
    await waitFor(
      async () => {
        const [row] = await product.database.query<{ open: number }>(
          `select count(*)::int as open from notification where cip_number = $1 and status <> 'applied'`,
          [order.cip.number],
        );
        return row?.open === 0;
      },
      { what: 'all copies to be applied' },
    );
    expect((await product.payment(order.id)).receipts).toHaveLength(1);
    expect((await product.events('M-2')).filter((type) => type === 'order.paid')).toHaveLength(1);
    await product.erp.waitForEvent('order.paid', 'M-2');
    const [kept] = await product.database.query<{ count: number }>(
      'select count(*)::int as count from notification where cip_number = $1',
      [order.cip.number],
    );
    expect(kept?.count).toBe(100);
  });

  it('ships once when an expired order was paid again through a second payment and both monies arrived', async () => {
    const first = await product.order('M-3', { expiresAt: inMinutes(product, 11) });
    await product.advance('PT11M');
    await product.waitForState(first.id, 'expiring');
    await product.advance('PT10M');
    expect(await product.waitForState(first.id, 'expired')).toMatchObject({ stock: 'released' });
    const second = (await product.create('M-3', {}, 'key-M-3-again')).body;
    await product.notify({ cip: first.cip.number, operationNumber: '31' });
    await product.notify({ cip: second.cip?.number ?? '', operationNumber: '32' });
    await product.waitForState(second.id, 'paid');
    const late = await product.waitForState(first.id, 'paid');
    expect(late).toMatchObject({ late: true, inReview: true, stock: 'released' });
    const events = await waitFor(
      async () => {
        const types = await product.events('M-3');
        return types.includes('order.paid') && types.filter((type) => type === 'order.review_required').length === 2
          ? types
          : undefined;
      },
      { what: 'both reviews and the one order.paid' },
    );
    expect(events.filter((type) => type === 'order.paid')).toHaveLength(1);
    const cases = await product.database.query<{ kind: string; payment_id: string }>(
      `select kind, payment_id from review_case where shop_id = 'shop_default' and payment_id = $1 order by kind`,
      [first.id],
    );
    expect(cases.map((row) => row.kind)).toEqual(['paid_late', 'paid_twice']);
  });

  it('never ships a wrong amount or currency', async () => {
    const order = await product.order('M-4');
    await product.pay(order.cip.number, { amount: '100.00' });
    const inReview = await waitFor(
      async () => {
        const payment = await product.payment(order.id);
        return payment.inReview ? payment : undefined;
      },
      { what: 'the wrong amount to be on a desk' },
    );
    expect(inReview).toMatchObject({ state: 'pending', stock: 'held', receipts: [{ counts: 'disputed' }] });
    await product.api('POST', `/v1/payments/${order.id}/check`);
    await product.notify({ cip: order.cip.number, currency: 'USD', operationNumber: '41' });
    await waitFor(async () => (await product.payment(order.id)).receipts.length === 2, { what: 'the dollars' });
    expect(await product.events('M-4')).not.toContain('order.paid');
    expect((await product.payment(order.id)).state).toBe('pending');
  });
});

function inMinutes(product: Product, minutes: number): string {
  return new Date(product.clock.now().getTime() + minutes * 60_000).toISOString();
}
