import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProblemError, RequestValidationPipe } from '#platform';
import { CreatePaymentRequest } from './create-payment.request.js';
import { toCheckoutRequest } from './checkout-request.js';

const pipe = new RequestValidationPipe();

const order = {
  orderId: 'A-1001',
  amount: '129.90',
  currency: 'PEN',
  customer: { email: 'rosa@example.pe' },
};

async function read(body: unknown): Promise<CreatePaymentRequest> {
  const request: unknown = await pipe.transform(body, { type: 'body', metatype: CreatePaymentRequest });
  if (!(request instanceof CreatePaymentRequest)) throw new Error('the pipe made something else of it');
  return request;
}

/** What was wrong, as `field code`, and that every sentence names its field. */
async function refusals(body: unknown): Promise<string[]> {
  try {
    await read(body);
    return [];
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    expect(error.problem).toMatchObject({ status: 400, code: 'invalid_request' });
    const errors = error.problem.errors ?? [];
    for (const { field, message } of errors) {
      expect(message.endsWith('.')).toBe(true);
      expect(message).toContain(
        field
          .split('.')
          .at(-1)
          ?.replace(/\[\d+\]$/, ''),
      );
      expect(message).not.toContain('$property');
    }
    return errors.map(({ field, code }) => `${field} ${code}`);
  }
}

describe('an order', () => {
  it('may be no more than an order, an amount, a currency and an e-mail', async () => {
    expect(toCheckoutRequest(await read(order))).toEqual({
      orderId: 'A-1001',
      amountMinor: 12990n,
      currency: 'PEN',
      description: null,
      customer: { email: 'rosa@example.pe' },
      items: [],
      expiresAt: null,
      returnUrl: null,
      metadata: {},
    });
  });

  it('says everything it may say', async () => {
    const full = {
      ...order,
      description: '2 polos',
      customer: {
        email: 'paid+rosa@example.pe',
        firstName: 'Rosa',
        lastName: 'Quispe Ñahui',
        phone: '+51987654321',
        documentType: 'DNI',
        documentNumber: '40226700',
      },
      items: [
        { sku: 'POLO-M', name: 'Polo M', quantity: 2, unitPrice: '64.95' },
        { sku: 'BAG', quantity: 1, unitPrice: '0.00' },
      ],
      expiresAt: '2026-11-23T18:30:00-05:00',
      returnUrl: 'https://shop.example/thanks?order=A-1001#top',
      metadata: { channel: 'web', note: 'two\nlines', empty: '' },
    };
    expect(toCheckoutRequest(await read(full))).toEqual({
      orderId: 'A-1001',
      amountMinor: 12990n,
      currency: 'PEN',
      description: '2 polos',
      customer: full.customer,
      items: [
        { sku: 'POLO-M', name: 'Polo M', quantity: 2, unitPriceMinor: 6495n },
        { sku: 'BAG', name: null, quantity: 1, unitPriceMinor: 0n },
      ],
      expiresAt: new Date('2026-11-23T23:30:00Z'),
      returnUrl: full.returnUrl,
      metadata: full.metadata,
    });
  });

  it('takes null for a field that may be left out', async () => {
    const nulls = { description: null, items: null, expiresAt: null, returnUrl: null, metadata: null };
    const customer = { ...order.customer, firstName: null, phone: null };
    expect(toCheckoutRequest(await read({ ...order, ...nulls, customer }))).toEqual(
      toCheckoutRequest(await read(order)),
    );
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    ['nothing', {}, ['orderId required', 'amount required', 'currency required', 'customer required']],
    ['an unknown field', { ...order, coupon: 'X' }, ['coupon unknown_field']],
    ['an unknown field inside', { ...order, customer: { ...order.customer, age: 3 } }, ['customer.age unknown_field']],
    ['no customer', { ...order, customer: null }, ['customer wrong_type']],
    ['a list for a customer', { ...order, customer: [] }, ['customer wrong_type']],
    ['a text for a customer', { ...order, customer: 'rosa@example.pe' }, ['customer wrong_type']],
    ['no list of items', { ...order, items: { sku: 'A', quantity: 1 } }, ['items wrong_type']],
    ['a list for an item', { ...order, items: [[]] }, ['items wrong_type']],
    ['nothing for an item', { ...order, items: [null] }, ['items wrong_type', 'items[0] wrong_type']],
    ['a text for an item', { ...order, items: ['POLO-M'] }, ['items wrong_type', 'items[0] wrong_type']],
    ['an item without its words', { ...order, items: [{}] }, ['items[0].sku required', 'items[0].quantity required']],
  ])('of %s is refused by the field', async (_what, body, expected) => {
    expect(await refusals(body)).toEqual(expected);
  });

  const wrong: Record<string, [unknown, string][]> = {
    orderId: [
      [1001, 'wrong_type'],
      ['', 'wrong_length'],
      ['x'.repeat(65), 'wrong_length'],
      ['A\u0000', 'wrong_format'],
      ['A\n1', 'wrong_format'],
      [' A-1', 'wrong_format'],
      ['A-1\u00a0', 'wrong_format'],
      ['A\u202e1', 'wrong_format'],
      ['A\ud83d', 'wrong_format'],
      ['A-🛒', 'wrong_format'],
    ],
    amount: [
      [129.9, 'wrong_format'],
      ['129.9', 'wrong_format'],
      ['129', 'wrong_format'],
      ['0.00', 'wrong_format'],
      ['-1.00', 'wrong_format'],
      ['+1.00', 'wrong_format'],
      ['1e3', 'wrong_format'],
      ['0129.90', 'wrong_format'],
      ['1,299.00', 'wrong_format'],
      [' 129.90', 'wrong_format'],
      ['99999999999999999.00', 'wrong_format'],
      [['129.90'], 'wrong_format'],
    ],
    currency: [
      ['EUR', 'not_allowed'],
      ['pen', 'not_allowed'],
      [604, 'not_allowed'],
    ],
    description: [
      ['', 'wrong_length'],
      ['x'.repeat(201), 'wrong_length'],
      [`x${'\ufe0f'.repeat(500)}`, 'wrong_length'],
      ['two\nlines', 'wrong_format'],
      [{}, 'wrong_type'],
    ],
    expiresAt: [
      ['2026-11-23T18:30:00', 'wrong_format'],
      ['2026-02-30T00:00:00Z', 'wrong_format'],
      [1_763_900_000, 'wrong_format'],
    ],
    returnUrl: [
      ['javascript:alert(1)', 'wrong_format'],
      ['/thanks', 'wrong_format'],
      ['https://', 'wrong_format'],
      ['https://user:secret@shop.example', 'wrong_format'],
      [`https://shop.example/${'a'.repeat(2048)}`, 'wrong_format'],
      ['https://shop.example/\n', 'wrong_format'],
    ],
    metadata: [
      [[], 'wrong_format'],
      ['web', 'wrong_format'],
      [{ a: 1 }, 'wrong_format'],
      [{ a: { b: 'c' } }, 'wrong_format'],
      [{ a: 'x'.repeat(501) }, 'wrong_format'],
      [{ 'a b': 'x' }, 'wrong_format'],
      [Object.fromEntries(Array.from({ length: 21 }, (_, nth) => [`k${nth}`, ''])), 'wrong_format'],
    ],
    items: [[Array.from({ length: 101 }, () => ({ sku: 'A', quantity: 1 })), 'wrong_length']],
  };
  it.each(Object.entries(wrong).flatMap(([field, cases]) => cases.map(([value, code]) => ({ field, value, code }))))(
    'with $field $value is refused',
    async ({ field, value, code }) => {
      expect(await refusals({ ...order, [field]: value })).toEqual([`${field} ${code}`]);
    },
  );

  const wrongCustomer: Record<string, [unknown, string][]> = {
    email: [
      ['', 'wrong_format'],
      ['rosa', 'wrong_format'],
      ['rosa@example', 'wrong_format'],
      ['rosa@@example.pe', 'wrong_format'],
      ['Rosa <rosa@example.pe>', 'wrong_format'],
      ['ñandú@example.pe', 'wrong_format'],
      [`${'r'.repeat(60)}@${'e'.repeat(60)}.pe`, 'wrong_length'],
      [7, 'wrong_format'],
    ],
    firstName: [
      ['', 'wrong_length'],
      ['x'.repeat(101), 'wrong_length'],
      ['Ro\tsa', 'wrong_format'],
    ],
    phone: [
      ['987 654 321', 'wrong_format'],
      ['12345', 'wrong_format'],
      ['+1234567890123456', 'wrong_format'],
      [987654321, 'wrong_format'],
    ],
    documentType: [['dni', 'not_allowed']],
    documentNumber: [
      ['4022 6700', 'wrong_format'],
      ['1'.repeat(15), 'wrong_format'],
      [40226700, 'wrong_format'],
    ],
  };
  it.each(
    Object.entries(wrongCustomer).flatMap(([field, cases]) => cases.map(([value, code]) => ({ field, value, code }))),
  )('with customer.$field $value is refused', async ({ field, value, code }) => {
    const customer = { ...order.customer, [field]: value };
    expect(await refusals({ ...order, customer })).toEqual([`customer.${field} ${code}`]);
  });

  it.each([
    [{ quantity: 0 }, 'quantity out_of_range'],
    [{ quantity: -1 }, 'quantity out_of_range'],
    [{ quantity: 100_001 }, 'quantity out_of_range'],
    [{ quantity: 1.5 }, 'quantity wrong_type'],
    [{ quantity: '2' }, 'quantity wrong_type'],
    [{ unitPrice: '64.9' }, 'unitPrice wrong_format'],
    [{ unitPrice: 64.95 }, 'unitPrice wrong_format'],
    [{ name: '' }, 'name wrong_length'],
    [{ sku: '' }, 'sku wrong_length'],
    [{ price: '1.00' }, 'price unknown_field'],
  ])('with an item %j is refused where it stands', async (change, expected) => {
    const items = [
      { sku: 'OK', quantity: 1 },
      { sku: 'A', quantity: 1, ...change },
    ];
    expect(await refusals({ ...order, items })).toEqual([`items[1].${expected}`]);
  });

  it('keeps the exact amount, however large', async () => {
    const amount = fc.bigInt({ min: 1n, max: 999_999_999_999_999_999n });
    await fc.assert(
      fc.asyncProperty(amount, async (amountMinor) => {
        const text = amountMinor.toString().padStart(3, '0');
        const request = await read({ ...order, amount: `${text.slice(0, -2)}.${text.slice(-2)}` });
        expect(toCheckoutRequest(request).amountMinor).toBe(amountMinor);
      }),
    );
  });
});
