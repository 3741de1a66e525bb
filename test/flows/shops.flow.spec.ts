import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox } from '../../apps/sandbox/src/app.js';
import type { Administration, AdminOutcome, NewApiKey, PaymentView } from '#payments';
import { createAdministration, DEFAULT_MERCHANT_ID, DEFAULT_SHOP_ID } from '#payments';
import { loadConfig, Resources, SecretBox, SystemClock } from '#platform';
import type { TestDatabase } from '#testing';
import { testDatabase, waitFor } from '#testing';
import type { Page, ProblemBody } from './checkout-api.js';
import type { Answer } from './product.js';
import { flowEnvironment, orderBody, Product } from './product.js';

const DOLLARS = { serviceId: '1043', accessKey: 'SANDBOXDOLLARS000001', secretKey: 'dollarsSandboxOnly/0000+0000' };
const ACTOR = 'operator:flow@chasqui.test';

function granted<Value>(outcome: AdminOutcome<Value>): Value {
  if (outcome.kind !== 'done') throw new Error(`refused: ${JSON.stringify(outcome)}`);
  return outcome.value;
}

/** One merchant with two shops, which share an account for soles and one for dollars, each at a gateway of its own. */
describe('two shops of one merchant', () => {
  const resources = new Resources();
  let product: Product;
  let dollarsDatabase: TestDatabase;
  let dollarsUrl = '';
  let admin: Administration;
  let outletId = '';
  let webKey = '';
  let outletKey = '';
  let orders = 0;

  beforeAll(async () => {
    product = resources.add(await Product.start(), (opened) => opened.close());
    dollarsDatabase = resources.add(await testDatabase({ schema: 'empty' }), (opened) => opened.drop());
    const queue = { url: dollarsDatabase.url, prefix: '{dollars}' };
    const sandbox = resources.add(
      await createSandbox(
        loadConfig(flowEnvironment(dollarsDatabase, queue), 'app'),
        { clock: product.clock, log: product.log },
        { credentials: DOLLARS, notifyUrl: `${product.urls.ingest}/webhooks/pagoefectivo/dollars` },
      ),
      (opened) => opened.close(),
    );
    dollarsUrl = sandbox.url;
    admin = createAdministration({
      dataSource: product.dataSource,
      clock: product.clock,
      sealer: SecretBox.fromConfig(product.config.secrets),
      machineClock: new SystemClock(),
    });
    const merchantId = DEFAULT_MERCHANT_ID;
    const outlet = { merchantId, name: 'Outlet', livemode: false, actor: ACTOR };
    outletId = granted(await admin.shops.create(outlet)).id;
    const dollars = {
      merchantId,
      slug: 'dollars',
      baseUrl: sandbox.url,
      currency: 'USD',
      ...DOLLARS,
      actor: ACTOR,
    } as const;
    granted(await admin.accounts.create(dollars));
    for (const [shopId, account] of [
      [DEFAULT_SHOP_ID, 'dollars'],
      [outletId, 'dollars'],
      [outletId, 'default'],
    ] as const) {
      granted(await admin.shopAccounts.attach({ shopId, account, actor: ACTOR }));
    }
    webKey = (await newKey({ shopId: DEFAULT_SHOP_ID })).key;
    outletKey = (await newKey({ shopId: outletId })).key;
  });

  afterAll(() => resources.close());

  async function newKey(wanted: Omit<NewApiKey, 'actor'>): Promise<{ id: string; key: string }> {
    return granted(await admin.apiKeys.create({ ...wanted, actor: ACTOR }));
  }

  function as<Body = ProblemBody>(key: string, method: string, path: string, body?: unknown): Promise<Answer<Body>> {
    orders += 1;
    const headers = { authorization: `Bearer ${key}`, 'idempotency-key': `flow-${orders}` };
    return product.api<Body>(method, path, body, headers);
  }

  async function order(key: string, currency: 'PEN' | 'USD'): Promise<PaymentView & { cip: { number: string } }> {
    const answer = await as<PaymentView>(key, 'POST', '/v1/payments', orderBody(`S-${orders}`, { currency }));
    expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
    return answer.body as PaymentView & { cip: { number: string } };
  }

  async function paid(key: string, id: string): Promise<PaymentView> {
    return waitFor(
      async () => {
        const { body } = await as<PaymentView>(key, 'GET', `/v1/payments/${id}`);
        return body.state === 'paid' ? body : undefined;
      },
      { what: `payment ${id} to be paid`, timeoutMs: 20_000 },
    );
  }

  function payDollars(cip: string): Promise<Response> {
    return fetch(`${dollarsUrl}/sandbox/cips/${cip}/pay`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ channel: 'BCP agente', notify: 'once' }),
    });
  }

  it('take soles and dollars, each currency at its own account, and are told of the money of both', async () => {
    for (const key of [webKey, outletKey]) {
      const [soles, dollars] = [await order(key, 'PEN'), await order(key, 'USD')];
      await product.pay(soles.cip.number);
      expect((await payDollars(dollars.cip.number)).status).toBeLessThan(300);
      expect(await paid(key, soles.id)).toMatchObject({ currency: 'PEN', receipts: [{ currency: 'PEN' }] });
      expect(await paid(key, dollars.id)).toMatchObject({ currency: 'USD', receipts: [{ currency: 'USD' }] });
    }
    const used = await product.database.query(
      `select a.slug, p.currency, count(distinct p.shop_id)::int as shops
       from payment p join gateway_account a on a.id = p.account_id group by 1, 2 order by 1`,
    );
    expect(used).toEqual([
      { slug: 'default', currency: 'PEN', shops: 2 },
      { slug: 'dollars', currency: 'USD', shops: 2 },
    ]);
  });

  it('see nothing of each other', async () => {
    const { id } = await order(webKey, 'PEN');
    for (const [method, path] of [
      ['GET', `/v1/payments/${id}`],
      ['GET', `/v1/payments/${id}/timeline`],
      ['POST', `/v1/payments/${id}/cancel`],
      ['POST', `/v1/payments/${id}/check`],
    ] as const) {
      const answer = await as(outletKey, method, path);
      expect([path, answer.status, answer.body.code]).toEqual([path, 404, 'not_found']);
    }
    expect((await as(webKey, 'GET', `/v1/payments/${id}`)).status).toBe(200);
    const listed = await as<Page<PaymentView>>(outletKey, 'GET', '/v1/payments?limit=100');
    expect(listed.body.data.length).toBeGreaterThan(0);
    expect(listed.body.data.map((payment) => payment.id)).not.toContain(id);
    const shops = await product.database.query<{ id: string }>('select distinct shop_id as id from outbox_event');
    expect(shops.map((shop) => shop.id).sort()).toEqual([DEFAULT_SHOP_ID, outletId].sort());
    const events = await as<Page<{ data: { payment: PaymentView } }>>(outletKey, 'GET', '/v1/events?limit=100');
    expect(events.body.data.map(({ data }) => data.payment.id)).not.toContain(id);
  });

  it('move no payment by a notification that another account signed', async () => {
    const soles = await order(webKey, 'PEN');
    const named = { cip: soles.cip.number, operationNumber: `op-${soles.cip.number}` };
    const foreign = await product.notify(named, { secret: DOLLARS.secretKey, account: 'default' });
    expect(foreign.status).toBe(200);
    const judged = await waitFor(
      async () => {
        const [row] = await product.database.query<{ slug: string; status: string }>(
          `select a.slug, n.status from notification n join gateway_account a on a.id = n.account_id
           where n.cip_number = $1 and n.status <> 'pending'`,
          [soles.cip.number],
        );
        return row;
      },
      { what: 'the notification to be judged', timeoutMs: 20_000 },
    );
    // The secret names the account, whatever address it came to, and that account gave out no such CIP.
    expect(judged.slug).toBe('dollars');
    expect(judged.status).not.toBe('applied');
    expect((await product.payment(soles.id)).state).toBe('pending');
    expect(
      await product.database.query(
        'select 1 from gateway_fact f join cip c on c.id = f.cip_id where c.payment_id = $1 and f.source = $2',
        [soles.id, 'notification'],
      ),
    ).toEqual([]);

    expect((await product.notify(named, { account: 'dollars' })).status).toBe(200);
    expect(await paid(webKey, soles.id)).toMatchObject({ state: 'paid' });
  });

  it('have keys that do what their scopes say, until they expire or are revoked', async () => {
    const now = product.clock.now().getTime();
    const reader = await newKey({ shopId: outletId, scopes: ['payments:read'], expiresAt: new Date(now + 3_600_000) });
    expect((await as(reader.key, 'GET', '/v1/payments')).status).toBe(200);
    const refused = await as(reader.key, 'POST', '/v1/payments', orderBody('never'));
    expect([refused.status, refused.body]).toMatchObject([403, { code: 'scope_missing', scope: 'payments:write' }]);

    granted(await admin.apiKeys.revoke({ shopId: outletId, keyId: reader.id, actor: ACTOR }));
    const revoked = await as(reader.key, 'GET', '/v1/payments');
    expect([revoked.status, revoked.text]).toEqual([401, expect.stringContaining('revoked')]);

    const brief = await newKey({ shopId: outletId, expiresAt: new Date(now + 3_600_000) });
    expect((await as(brief.key, 'GET', '/v1/payments')).status).toBe(200);
    await product.advance('PT1H');
    const expired = await as(brief.key, 'GET', '/v1/payments');
    expect([expired.status, expired.text]).toEqual([401, expect.stringContaining('expired')]);
  });

  it('keep every payment within the amounts of its account', async () => {
    const bounds = (minAmountMinor: bigint | null, maxAmountMinor: bigint | null): Promise<unknown> =>
      admin.accounts.update({ account: 'dollars', change: { minAmountMinor, maxAmountMinor }, actor: ACTOR });
    const open = (amount: string, currency: string): Promise<Answer<ProblemBody>> =>
      as(webKey, 'POST', '/v1/payments', orderBody(`S-bounds-${orders}`, { amount, currency }));
    await bounds(500n, 10_000n);
    try {
      for (const amount of ['4.99', '100.01']) {
        const refused = await open(amount, 'USD');
        expect(refused.status).toBe(400);
        expect(refused.body).toMatchObject({
          code: 'invalid_request',
          errors: [
            { field: 'amount', code: 'out_of_range', message: expect.stringMatching(/5\.00 and at most 100\.00 USD/) },
          ],
        });
      }
      for (const amount of ['5.00', '100.00']) expect((await open(amount, 'USD')).status).toBe(201);
      expect((await open('100.01', 'PEN')).status).toBe(201);
    } finally {
      await bounds(null, null);
    }
    expect((await open('100.01', 'USD')).status).toBe(201);
  });

  it('close one by one: a disabled one opens nothing new, and what it has goes on', async () => {
    const open = await order(outletKey, 'USD');
    granted(await admin.shops.setDisabled({ id: outletId, disabled: true, actor: ACTOR }));
    const refused = await as(outletKey, 'POST', '/v1/payments', orderBody('never-either'));
    expect([refused.status, refused.body.code]).toEqual([403, 'shop_disabled']);
    await order(webKey, 'USD');
    await payDollars(open.cip.number);
    expect(await paid(outletKey, open.id)).toMatchObject({ state: 'paid' });
    granted(await admin.shops.setDisabled({ id: outletId, disabled: false, actor: ACTOR }));
    await order(outletKey, 'USD');
  });

  it('take nothing more in the currency of a disabled account', async () => {
    granted(await admin.accounts.setDisabled({ account: 'dollars', disabled: true, actor: ACTOR }));
    const refused = await as(webKey, 'POST', '/v1/payments', orderBody('no-dollars', { currency: 'USD' }));
    expect([refused.status, refused.body.code]).toEqual([422, 'currency_not_available']);
    await order(webKey, 'PEN');
    granted(await admin.accounts.setDisabled({ account: 'dollars', disabled: false, actor: ACTOR }));
    await order(webKey, 'USD');
  });

  it('open exactly as many payments as the limit of a key lets through, however many ask at once', async () => {
    const { id, key } = await newKey({ shopId: outletId, ratePerMinute: 12 });
    const before = await countOfPayments();
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, index) => as(key, 'POST', '/v1/payments', orderBody(`burst-${id}-${index}`))),
    );
    const statuses = answers.map(({ status }) => status);
    expect([
      statuses.filter((status) => status === 201).length,
      statuses.filter((status) => status === 429).length,
    ]).toEqual([12, 48]);
    expect((await countOfPayments()) - before).toBe(12);
    const refusals = answers.filter(({ status }) => status === 429);
    for (const { headers, body } of refusals) {
      expect(body.code).toBe('rate_limited');
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
  });

  async function countOfPayments(): Promise<number> {
    const [row] = await product.database.query<{ count: number }>('select count(*)::int as count from payment');
    return row?.count ?? 0;
  }
});
