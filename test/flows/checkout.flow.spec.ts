import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiKeys } from '#payments';
import type { Page, ProblemBody } from './checkout-api.js';
import { lima } from './checkout-api.js';
import { orderBody, Product } from './product.js';

const OTHER_KEY = 'ck_test_without_account_0123456789';

/** Opening payments as storefronts rely on it; of the product nothing but the API runs. */
describe('POST /v1/payments', () => {
  let product: Product;
  let orders = 0;

  beforeAll(async () => {
    product = await Product.start({ apps: ['checkout'] });
    await product.dataSource.query(
      `insert into shop (id, merchant_id, name, livemode) values ('shop_other', 'mer_default', 'Without account', false)`,
    );
    await new ApiKeys(product.dataSource, product.clock).seed({ shopId: 'shop_other', key: OTHER_KEY });
  });
  afterAll(() => product.close());

  let orderId = '';
  beforeEach(() => {
    orderId = `A-${(orders += 1)}`;
  });

  function rows(sql: string, ...values: unknown[]): Promise<Record<string, unknown>[]> {
    return product.database.query(sql, values);
  }

  async function cipsOf(order: string): Promise<string[]> {
    const answer = await product.sandbox<Page<{ cip: number | string; transactionCode: string }>>(
      'GET',
      '/sandbox/cips?limit=100',
    );
    return answer.body.data.filter((cip) => cip.transactionCode.startsWith(`${order}-`)).map((cip) => String(cip.cip));
  }

  it('answers 201 with the payment, its CIP, its page and where to find it', async () => {
    const answer = await product.create(orderId, {
      description: '2 polos',
      customer: {
        email: 'rosa@example.pe',
        firstName: 'Rosa',
        lastName: 'Quispe',
        phone: '+51987654321',
        documentType: 'DNI',
        documentNumber: '40226700',
      },
      returnUrl: 'https://shop.example/thanks',
      metadata: { channel: 'web' },
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.headers.get('location')).toBe(`/v1/payments/${answer.body.id}`);
    expect(answer.headers.get('idempotency-replayed')).toBeNull();
    expect(answer.body).toMatchObject({
      id: expect.stringMatching(/^pay_[0-9a-z]{26}$/),
      object: 'payment',
      livemode: false,
      orderId,
      state: 'pending',
      amount: '129.90',
      currency: 'PEN',
      description: '2 polos',
      cip: { number: expect.stringMatching(/^\d{1,14}$/), state: 'pending' },
      paymentPageUrl: expect.stringMatching(/^http:\/\/shop\.test\/pay\/[0-9a-z]{26}[\w-]{22}$/),
      returnUrl: 'https://shop.example/thanks',
      expiresAt: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}-05:00$/),
      paidAt: null,
      late: false,
      inReview: false,
      failure: null,
      receipts: [],
      refundedAmount: '0.00',
      stock: 'held',
      items: [{ sku: 'POLO-M', name: 'Polo M', quantity: 2, unitPrice: '64.95' }],
      customer: { email: 'rosa@example.pe', firstName: 'Rosa', documentNumber: '40226700' },
      metadata: { channel: 'web' },
    });
    expect(await cipsOf(orderId)).toEqual([answer.body.cip?.number]);
    expect((await product.api('GET', `/v1/payments/${answer.body.id}`)).body).toEqual(answer.body);
  });

  it('needs no more than order, amount, currency and e-mail, and holds no stock then', async () => {
    const answer = await product.create(orderId, { items: undefined });
    expect(answer.body).toMatchObject({ state: 'pending', stock: 'none', items: [], metadata: {} });
  });

  it('keeps the deadline it was given', async () => {
    const expiresAt = '2026-12-24T18:30:00-05:00';
    const inWindow = new Date(expiresAt).getTime() - product.clock.now().getTime();
    // A fixed date would leave the window one day; any instant an hour ahead shows the same.
    const asked = inWindow > 600_000 ? expiresAt : lima(new Date(product.clock.now().getTime() + 3_600_000));
    expect((await product.create(orderId, { expiresAt: asked })).body).toMatchObject({ expiresAt: asked });
  });

  it('opens one payment and asks for one CIP when a key comes twenty times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => product.create(orderId)));
    const statuses = new Set(answers.map((answer) => answer.status));
    expect([...statuses].every((status) => status === 201 || status === 409)).toBe(true);
    const created = answers.filter((answer) => answer.status === 201);
    expect(created.length).toBeGreaterThan(0);
    expect(new Set(created.map((answer) => answer.text)).size).toBe(1);
    for (const answer of answers.filter((other) => other.status === 409)) {
      expect(answer.body).toMatchObject({ code: 'idempotency_key_in_use' });
      expect(answer.headers.get('retry-after')).toBe('1');
    }
    const again = await product.create(orderId);
    expect(again.text).toBe(created[0]?.text);
    expect(await cipsOf(orderId)).toHaveLength(1);
    expect(await rows('select id from payment where order_id = $1', orderId)).toHaveLength(1);
    expect(
      await rows('select h.state from stock_hold h join payment p on p.id = h.payment_id where order_id = $1', orderId),
    ).toEqual([{ state: 'held' }]);
  });

  it('opens one payment when an order comes under twenty keys at once', async () => {
    const keys = Array.from({ length: 20 }, (_, index) => `${orderId}-key-${index}`);
    const answers = await Promise.all(keys.map((key) => product.create(orderId, {}, key)));
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    const refused = answers.filter((answer) => answer.status === 409);
    expect(refused).toHaveLength(19);
    for (const answer of refused) expect(answer.body).toMatchObject({ code: 'order_already_open' });
    expect(await cipsOf(orderId)).toHaveLength(1);
  });

  it('repeats the stored answer byte for byte, headers of its own aside', async () => {
    const first = await product.create(orderId);
    await product.pay(first.body.cip?.number ?? '', { notify: 'never' });
    await product.api('POST', `/v1/payments/${first.body.id}/check`);
    const replayed = await product.create(orderId);
    expect(replayed.status).toBe(201);
    expect(replayed.text).toBe(first.text);
    expect(replayed.headers.get('idempotency-replayed')).toBe('true');
    expect(replayed.headers.get('location')).toBe(first.headers.get('location'));
    expect(replayed.headers.get('content-type')).toBe(first.headers.get('content-type'));
    expect(first.headers.get('idempotency-replayed')).toBeNull();
  });

  it('takes the same request in another spelling for the same request', async () => {
    const first = await product.create(orderId, { metadata: { a: '1', b: '2' }, description: null });
    const respelt = JSON.stringify({ metadata: { b: '2', a: '1' }, ...orderBody(orderId) }, null, 2);
    const again = await product.api('POST', '/v1/payments', respelt, { 'idempotency-key': `key-${orderId}` });
    expect(again.text).toBe(first.text);
  });

  it('refuses a key that belongs to another body', async () => {
    await product.create(orderId);
    const answer = await product.create(orderId, { amount: '129.91' });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ code: 'idempotency_key_reused' });
  });

  it('keeps the keys of two shops apart', async () => {
    await product.create(orderId);
    const key = { 'idempotency-key': `key-${orderId}` };
    const answer = await product.api('POST', '/v1/payments', orderBody('elsewhere'), {
      ...key,
      authorization: `Bearer ${OTHER_KEY}`,
    });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ code: 'currency_not_available' });
  });

  it('names the payment that an order has open or paid, and frees the key again', async () => {
    const first = await product.create(orderId);
    const open = await product.create(orderId, {}, `${orderId}-other`);
    expect(open.status).toBe(409);
    expect(open.headers.get('content-type')).toBe('application/problem+json');
    expect(open.body).toMatchObject({ code: 'order_already_open', paymentId: first.body.id });
    await product.pay(first.body.cip?.number ?? '', { notify: 'never' });
    await product.api('POST', `/v1/payments/${first.body.id}/check`);
    const paid = await product.create(orderId, {}, `${orderId}-other`);
    expect(paid.status).toBe(409);
    expect(paid.body).toMatchObject({ code: 'order_already_paid', paymentId: first.body.id });
    // The key began nothing, so that it may serve another order.
    expect((await product.create(`${orderId}-b`, {}, `${orderId}-other`)).status).toBe(201);
  });

  it('takes the order again under the same key once the payment in the way is gone', async () => {
    const first = await product.create(orderId);
    const key = `${orderId}-other`;
    expect((await product.create(orderId, {}, key)).status).toBe(409);
    await product.api('POST', `/v1/payments/${first.body.id}/cancel`);
    const second = await product.create(orderId, {}, key);
    expect(second.status).toBe(201);
    expect(second.body.id).not.toBe(first.body.id);
  });

  it('stores the refusal of the gateway and repeats it', async () => {
    const change = { customer: { email: 'rejected+rosa@example.pe' } };
    const first = await product.create(orderId, change);
    expect(first.status).toBe(422);
    expect(first.body).toMatchObject({
      code: 'gateway_rejected',
      paymentId: expect.stringMatching(/^pay_/),
      gatewayCode: expect.any(String),
      gatewayMessage: expect.any(String),
    });
    const replayed = await product.create(orderId, change);
    expect(replayed.status).toBe(422);
    expect(replayed.text).toBe(first.text);
    expect(replayed.headers.get('idempotency-replayed')).toBe('true');
    expect(replayed.headers.get('content-type')).toBe('application/problem+json');
    expect(replayed.headers.get('location')).toBeNull();
  });

  it('answers a second try with a valid deadline under the key that a wrong one was sent with', async () => {
    const soon = lima(new Date(product.clock.now().getTime() + 60_000));
    const refused = await product.create(orderId, { expiresAt: soon });
    expect(refused.status).toBe(400);
    expect(refused.body).toMatchObject({
      code: 'invalid_request',
      errors: [{ field: 'expiresAt', code: 'out_of_range' }],
    });
    const later = lima(new Date(product.clock.now().getTime() + 3_600_000));
    expect((await product.create(orderId, { expiresAt: later })).status).toBe(201);
  });

  it('repeats a stored answer after its deadline could no longer be asked for', async () => {
    const expiresAt = lima(new Date(product.clock.now().getTime() + 605_000));
    const first = await product.create(orderId, { expiresAt });
    expect(first.status).toBe(201);
    product.clock.advance(60_000);
    const replayed = await product.create(orderId, { expiresAt });
    expect(replayed.text).toBe(first.text);
  });

  it('resumes a payment whose deadline could no longer be asked for', async () => {
    const expiresAt = lima(new Date(product.clock.now().getTime() + 605_000));
    await product.faults({ status: 429, errorRate: 1, operations: ['create'] });
    const first = await product.create(orderId, { expiresAt });
    await product.faults({ status: null, errorRate: 0 });
    expect(first.status).toBe(502);
    expect(first.headers.get('retry-after')).not.toBeNull();
    product.clock.advance(60_000);
    const resumed = await product.create(orderId, { expiresAt });
    expect(resumed.status).toBe(201);
    expect(resumed.headers.get('idempotency-replayed')).toBeNull();
    expect(resumed.body).toMatchObject({ id: (first.body as { paymentId?: string }).paymentId, expiresAt });
    expect(await cipsOf(orderId)).toHaveLength(1);
  });

  it.each([
    ['no key at all', undefined, 'required'],
    ['an empty key', '', 'required'],
    ['a key of 256 characters', 'k'.repeat(256), 'wrong_length'],
    ['a key that is not ASCII', 'clé', 'wrong_format'],
  ])('refuses %s and names the header', async (_what, key, code) => {
    const headers = key === undefined ? {} : { 'idempotency-key': key };
    const answer = await product.api<ProblemBody>('POST', '/v1/payments', orderBody(orderId), headers);
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('invalid_request');
    expect(answer.body.errors).toMatchObject([{ field: 'Idempotency-Key', code }]);
  });

  it('wakes the relay without letting the caller wait for it', async () => {
    const before = product.log.matching('Wake-up lost').length;
    await product.order(orderId);
    expect(product.log.matching('Wake-up lost')).toHaveLength(before);
    expect(await product.events(orderId)).toEqual(['order.pending']);
  });
});
