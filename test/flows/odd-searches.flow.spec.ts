import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Product } from './product.js';

/** What a search may say, and what follows: docs/architecture.md has the table. */
describe('a search that is not to be believed', () => {
  let product: Product;
  let orders = 0;

  beforeAll(async () => {
    // Without workers only what is asked here is asked.
    product = await Product.start({ apps: ['checkout'] });
  });
  afterEach(() => product.sandbox('DELETE', '/sandbox/faults'));
  afterAll(() => product.close());

  const check = (id: string): Promise<unknown> => product.api('POST', `/v1/payments/${id}/check`);

  /** An order whose shopper has paid, and nobody told us. */
  async function paidUnheard(): Promise<{ id: string; cip: { number: string } }> {
    const payment = await product.order(`ODD-${(orders += 1)}`);
    await product.sandbox('POST', `/sandbox/cips/${payment.cip.number}/pay`, { notify: 'never' });
    return payment;
  }

  const nothing: [string, Record<string, unknown>, RegExp | null][] = [
    ['an unknown status number', { searchOddity: 'unknownStatus' }, /Unknown status number 29/],
    ["another order's transaction code", { searchOddity: 'foreignCode' }, /Another transaction code/],
    ['a CIP that nobody asked for', { searchOddity: 'stranger' }, /without this CIP/],
    ['an empty list', { searchOddity: 'emptyList' }, /without this CIP/],
    ['empty structures', { emptySearch: true }, /without this CIP/],
    ['JSON of another shape', { searchOddity: 'otherShape' }, null],
    ['HTTP 200 with an error code', { searchOddity: 'errorCode' }, null],
    ['HTML from a proxy', { htmlErrors: true }, null],
    ['an error of the server', { status: 503 }, null],
    ['a cut connection', { dropConnection: true }, null],
    ['the state of before', { searchLag: 'PT1H' }, /without this CIP/],
  ];

  it.each(nothing)('changes nothing when it holds %s, and the truth is found after it', async (_, fault, oddity) => {
    const payment = await paidUnheard();
    const before = await product.payment(payment.id);
    await product.sandbox('PUT', '/sandbox/faults', { operations: ['search'], ...fault });
    await check(payment.id);
    await check(payment.id);
    const after = await product.payment(payment.id);
    expect({ ...after, updatedAt: null }).toEqual({ ...before, updatedAt: null });
    if (oddity) {
      const said = product.log.lines.filter((line) => JSON.stringify(line).includes(payment.cip.number));
      expect(JSON.stringify(said)).toMatch(oddity);
    }
    await product.sandbox('DELETE', '/sandbox/faults');
    await check(payment.id);
    expect(await product.payment(payment.id)).toMatchObject({ state: 'paid', receipts: [{ amount: '129.90' }] });
  });

  it.each([
    ['still to come', 'futurePayment', /still to come/],
    ['long past', 'ancientPayment', /before any CIP/],
  ])('counts money whose date is %s, once, and says so', async (_, searchOddity, oddity) => {
    const payment = await paidUnheard();
    await product.sandbox('PUT', '/sandbox/faults', { operations: ['search'], searchOddity });
    await check(payment.id);
    expect(await product.payment(payment.id)).toMatchObject({ state: 'paid', late: false, inReview: false });
    await check(payment.id);
    await product.sandbox('DELETE', '/sandbox/faults');
    // The right date, heard later, is the same money.
    await check(payment.id);
    expect((await product.payment(payment.id)).receipts).toHaveLength(1);
    expect(JSON.stringify(product.log.lines)).toMatch(oddity);
  });

  it.each(['PT6H', '-PT6H'])(
    'is believed all the same when the clock of the gateway is off by %s',
    async (clockSkew) => {
      const payment = await product.order(`ODD-${(orders += 1)}`);
      // The signature of our requests is judged by that clock: it must be switched off to get that far.
      await product.sandbox('PUT', '/sandbox/faults', { clockSkew, requireRequestSignature: false });
      await check(payment.id);
      expect(await product.payment(payment.id)).toMatchObject({ state: 'pending', expiresAt: payment.expiresAt });
    },
  );
});
