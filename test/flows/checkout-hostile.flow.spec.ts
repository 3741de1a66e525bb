import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Product } from './product.js';

describe('POST /v1/payments under hostile hands', () => {
  let product: Product;

  beforeAll(async () => {
    product = await Product.start({ apps: ['checkout'] });
  });
  afterAll(() => product.close());

  it('never answers 5xx, whatever JSON it is sent', { timeout: 120_000 }, async () => {
    const printable = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .filter((text) => text.trim() === text);
    const order = fc.record(
      {
        orderId: fc.oneof(
          { weight: 4, arbitrary: fc.stringMatching(/^[\p{L}\d]([\p{L}\d ._-]{0,40}[\p{L}\d])?$/u) },
          // Emoji of two halves, so that whoever cuts them by length cuts one through.
          { weight: 1, arbitrary: fc.constantFrom('x', '').map((shift) => `${shift}${'🛒'.repeat(20)}`) },
        ),
        amount: fc.constantFrom('1.00', '129.90', '20.00', '9999999999999999.99'),
        currency: fc.constantFrom('PEN', 'PEN', 'PEN', 'USD'),
        customer: fc.record(
          { email: fc.constant('rosa@example.pe'), firstName: printable, phone: fc.constant('+51987654321') },
          { requiredKeys: ['email'] },
        ),
        items: fc.array(fc.record({ sku: printable, quantity: fc.integer({ min: 1, max: 100_000 }) }), {
          maxLength: 3,
        }),
        description: printable,
        metadata: fc.dictionary(fc.stringMatching(/^[a-z]{1,9}$/), fc.string({ unit: 'grapheme', maxLength: 20 })),
        returnUrl: fc.webUrl(),
      },
      { requiredKeys: ['orderId', 'amount', 'currency', 'customer'] },
    );
    const odd = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.string({ unit: 'binary', maxLength: 70 }),
      fc.constantFrom<unknown>('\0', '\ud83d', '', ' ', [[]], [null], { constructor: 'x' }, 1e308, -0),
      fc.dictionary(fc.constantFrom('constructor', '__proto__', 'then', 'toString', 'length'), fc.jsonValue()),
    );
    const fields = [
      'orderId',
      'amount',
      'currency',
      'customer',
      'items',
      'description',
      'metadata',
      'expiresAt',
      'returnUrl',
      'x',
    ];
    const spoilt = fc
      .tuple(order, fc.dictionary(fc.constantFrom(...fields), odd, { minKeys: 1, maxKeys: 2 }))
      .map(([right, wrong]) => ({ ...right, ...wrong }));
    const nested = fc.tuple(order, odd, odd).map(([right, one, other]) => ({
      ...right,
      customer: { ...right.customer, lastName: one },
      items: [one, { sku: other, quantity: one }, { sku: 'A', quantity: 1, unitPrice: other }],
    }));
    const seen = new Map<number, number>();
    let nth = 0;
    await fc.assert(
      fc.asyncProperty(fc.oneof(order, order, spoilt, nested, fc.jsonValue()), async (body) => {
        const answer = await product.api('POST', '/v1/payments', JSON.stringify(body), {
          'idempotency-key': `property-${(nth += 1)}`,
        });
        seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
        expect(answer.status, `${JSON.stringify(body)} → ${answer.text}`).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
    // It would prove little if everything had been refused at the door.
    expect(seen.get(201) ?? 0).toBeGreaterThan(10);
    expect(seen.get(400) ?? 0).toBeGreaterThan(10);
  });
});
