import { createPublicKey, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiKeys, publicKeyToPem } from '#payments';
import { waitFor } from '#testing';
import type { Page, ProblemBody } from './checkout-api.js';
import { Product } from './product.js';

interface Endpoint {
  id: string;
  secret?: string;
  publicKey: string | null;
  headerNames: string[];
}

interface Delivery {
  id: string;
  eventId: string;
  eventType: string;
  status: string;
}

const OTHER_KEY = 'ck_test_another_shop_webhooks_01';

/** What an ERP's people set up and look after: endpoints, deliveries, figures. */
describe('webhooks of the checkout API', () => {
  let product: Product;
  let endpoint: Endpoint;
  let path = '';

  beforeAll(async () => {
    product = await Product.start({ apps: ['fulfillment', 'checkout'] });
    await product.dataSource.query(
      `insert into shop (id, merchant_id, name, livemode) values ('shop_other', 'mer_default', 'Another shop', false)`,
    );
    await new ApiKeys(product.dataSource, product.clock).seed({ shopId: 'shop_other', key: OTHER_KEY });
    const made = await product.api<Endpoint>('POST', '/v1/webhook-endpoints', {
      url: product.erp.url,
      signature: 'ed25519',
      headers: { Authorization: 'Bearer of-the-erp' },
      maxConcurrent: 2,
      ratePerMinute: 600,
      timeoutMs: 5_000,
    });
    expect(made.status).toBe(201);
    endpoint = made.body;
    path = `/v1/webhook-endpoints/${endpoint.id}`;
  });
  afterAll(() => product.close());

  async function deliveryOf(eventType: string, status = 'delivered'): Promise<Delivery> {
    return waitFor(
      async () => {
        const { body } = await product.api<Page<Delivery>>('GET', `${path}/deliveries?status=${status}&limit=100`);
        return body.data.find((delivery) => delivery.eventType === eventType);
      },
      { what: `a delivery of ${eventType} to be ${status}` },
    );
  }

  it('shows how an endpoint is reached, and neither secrets nor values of headers', async () => {
    const shown = await product.api<Endpoint>('GET', path);
    expect(shown.body).toMatchObject({
      signature: 'ed25519',
      publicKey: expect.stringMatching(/^whpk_/),
      headerNames: ['Authorization'],
      clientCertificate: null,
      caCertificate: null,
      connectTimeoutMs: 3_000,
      timeoutMs: 5_000,
      maxConcurrent: 2,
      ratePerMinute: 600,
      failingSince: null,
    });
    expect(endpoint.secret).toBeUndefined();
    const kept = await product.database.query(
      `select to_jsonb(w)::text || (select string_agg(to_jsonb(a)::text, '') from audit_entry a) as text from webhook_endpoint w`,
    );
    expect(JSON.stringify([shown.body, kept])).not.toMatch(/of-the-erp|whsk_/);
  });

  it('sends messages that the public key proves, with the headers wanted', async () => {
    await product.order('W-1');
    const { eventId } = await deliveryOf('order.pending');

    const toThisOne = product.erp.deliveries.filter(({ headers }) => headers['authorization'] === 'Bearer of-the-erp');
    const got = toThisOne.find(({ id }) => id === eventId);
    const [, signature = ''] = String(got?.headers['webhook-signature']).split('v1a,');
    const signed = Buffer.from(`${eventId}.${String(got?.headers['webhook-timestamp'])}.${got?.rawBody ?? ''}`);
    const key = createPublicKey(publicKeyToPem(endpoint.publicKey ?? ''));
    expect(verify(null, signed, key, Buffer.from(signature, 'base64'))).toBe(true);
  });

  it('shows a delivery with its body and attempts', async () => {
    const { id, eventId } = await deliveryOf('order.pending');
    const shown = await product.api<{ body: string }>('GET', `/v1/deliveries/${id}`);

    expect(shown.body).toMatchObject({
      id,
      status: 'delivered',
      attemptLog: [{ httpStatus: 200, error: null, at: expect.stringMatching(/-05:00$/) }],
    });
    expect(JSON.parse(shown.body.body)).toMatchObject({ id: eventId, type: 'order.pending' });
    expect((await product.api('GET', `/v1/deliveries/dlv_${'0'.repeat(26)}`)).status).toBe(404);
  });

  it('has a delivery that fails resolved by a person, and sent again after all', async () => {
    product.erp.always({ status: 422, body: 'unknown article' });
    const payment = await product.order('W-2');
    await product.api('POST', `/v1/payments/${payment.id}/cancel`);
    const { id, eventId } = await waitFor(
      async () => {
        const { body } = await product.api<Page<Delivery & { attempts: number; lastStatus: number | null }>>(
          'GET',
          `${path}/deliveries?status=pending`,
        );
        return body.data.find(({ eventType, lastStatus }) => eventType === 'order.cancelled' && lastStatus === 422);
      },
      { what: 'a refused order.cancelled' },
    );
    const refused = await product.api<ProblemBody>('POST', `/v1/deliveries/${id}/resolve`, {});
    expect([refused.status, refused.body.errors?.[0]?.field]).toEqual([400, 'reason']);

    const resolved = await product.api('POST', `/v1/deliveries/${id}/resolve`, { reason: 'Cancelled by hand.' });
    expect(resolved.body).toMatchObject({ status: 'resolved', resolvedReason: 'Cancelled by hand.', nextAt: null });

    product.erp.always({});
    expect((await product.api('POST', `/v1/deliveries/${id}/redeliver`)).body).toMatchObject({ status: 'pending' });
    await waitFor(() => product.erp.deliveries.some((one) => one.id === eventId && one.answered === 200), {
      what: 'the event to be taken',
    });
  });

  it('sends what was given up again, or a time, or a payment, and never everything', async () => {
    const { eventId } = await deliveryOf('order.cancelled');
    await product.database.query(`update delivery set status = 'failed', delivered_at = null where event_id = $1`, [
      eventId,
    ]);
    const again = await product.api('POST', `${path}/redeliver`, { onlyFailed: true });
    expect([again.status, again.body]).toEqual([200, { count: 1 }]);
    expect((await deliveryOf('order.cancelled')).eventId).toBe(eventId);

    const all = await product.api('POST', `${path}/redeliver`, {
      from: '2020-01-01T00:00:00-05:00',
      types: ['order.pending'],
    });
    expect(all.body).toEqual({ count: 2 });
    for (const [body, field] of [
      [{}, 'from'],
      [{ until: '2026-01-01T00:00:00-05:00' }, 'from'],
      [{ from: '2026-01-02T00:00:00-05:00', until: '2026-01-01T00:00:00-05:00' }, 'until'],
      [{ paymentId: 'W-1' }, 'paymentId'],
      [{ onlyFailed: 'yes' }, 'onlyFailed'],
    ] as const) {
      const refused = await product.api<ProblemBody>('POST', `${path}/redeliver`, body);
      expect([refused.status, refused.body.errors?.map((error) => error.field)]).toEqual([400, [field]]);
    }
  });

  it('tells how an endpoint does', async () => {
    const figures = await product.api<{ attempts: { refused: number } }>('GET', `${path}/statistics?hours=48`);
    expect(figures.body).toMatchObject({ endpointId: endpoint.id, circuit: 'closed', failed: 0 });
    expect(figures.body.attempts.refused).toBeGreaterThanOrEqual(1);
    expect((await product.api('GET', `${path}/statistics`)).status).toBe(200);
    expect((await product.api('GET', `${path}/statistics?hours=0`)).status).toBe(400);
  });

  it('moves to another scheme with both signatures meanwhile, or at once', async () => {
    const moved = await product.api<Endpoint>('POST', `${path}/rotate-secret`, { signature: 'hmac-sha256' });
    expect(moved.body).toMatchObject({ publicKey: null, secret: expect.stringMatching(/^whsec_/) });
    product.erp.trust(moved.body.secret ?? '');
    const tested = await product.api<{ eventId: string }>('POST', `${path}/test`);
    const got = product.erp.deliveries.find(({ id }) => id === tested.body.eventId);
    expect(got).toMatchObject({ refusal: null });
    expect(String(got?.headers['webhook-signature'])).toMatch(/^v1,\S+ v1a,\S+$/);

    const leaked = await product.api<Endpoint>('POST', `${path}/rotate-secret`, { overlapHours: 0 });
    expect(leaked.body).toMatchObject({ previousSecretUntil: null });
    const alone = await product.api<{ eventId: string }>('POST', `${path}/test`);
    const last = product.erp.deliveries.find(({ id }) => id === alone.body.eventId);
    expect(last?.refusal).toMatch(/signature/i);
    expect(String(last?.headers['webhook-signature'])).toMatch(/^v1,\S+$/);
    expect((await product.api('POST', `${path}/rotate-secret`, { overlapHours: 169 })).status).toBe(400);
  });

  it.each([
    [{ headers: { 'webhook-id': 'evt_mine' } }, 'headers'],
    [{ headers: { 'X-Token': 'two\nlines' } }, 'headers'],
    [{ headers: ['X-Token'] }, 'headers'],
    [{ headers: { 'X-Token': 5 } }, 'headers'],
    [{ clientCertificate: 'no PEM', clientKey: 'neither' }, 'clientCertificate'],
    [{ clientKey: 'alone' }, 'clientCertificate'],
    [{ caCertificate: 'no PEM' }, 'caCertificate'],
    [{ timeoutMs: 60_000 }, 'timeoutMs'],
    [{ connectTimeoutMs: 1 }, 'connectTimeoutMs'],
    [{ maxConcurrent: 0 }, 'maxConcurrent'],
    [{ ratePerMinute: 1.5 }, 'ratePerMinute'],
    [{ url: 'https://8.8.8.8:25/' }, 'url'],
  ])('refuses %j', async (change, field) => {
    const answer = await product.api<ProblemBody>('PATCH', path, change);
    expect([answer.status, answer.body.errors?.map((error) => error.field)]).toEqual([400, [field]]);
  });

  it('shows another shop nothing of it', async () => {
    const { id } = await deliveryOf('order.pending');
    const asOther = { authorization: `Bearer ${OTHER_KEY}` };
    for (const [method, at, body] of [
      ['GET', `${path}/statistics`, undefined],
      ['POST', `${path}/redeliver`, { onlyFailed: true }],
      ['GET', `/v1/deliveries/${id}`, undefined],
      ['POST', `/v1/deliveries/${id}/resolve`, { reason: 'none of mine' }],
    ] as const)
      expect((await product.api(method, at, body, asOther)).status, at).toBe(404);
  });
});
