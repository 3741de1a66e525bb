import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountDirectory, newId } from '#payments';
import { SecretBox } from '#platform';
import { signNotification } from '#pagoefectivo';
import { waitFor } from '#testing';
import { MASTER_KEY, notificationJson, Product } from './product.js';

interface Evidence extends Record<string, unknown> {
  lane: string;
  status: string;
  signature_verdict: string;
  source_verdict: string;
  body_verdict: string;
  raw: Buffer;
}

describe('webhook ingest', () => {
  let product: Product;
  beforeAll(async () => {
    product = await Product.start({ env: { TRUSTED_PROXIES: '127.0.0.2/32' } });
  });
  afterAll(() => product.close());

  async function evidence(cip: string): Promise<Evidence[]> {
    return product.database.query<Evidence>(
      `select * from notification where position(convert_to($1, 'UTF8') in raw) > 0 order by received_at`,
      [cip],
    );
  }

  async function expectUnchanged(orderId: string, paymentId: string): Promise<void> {
    expect(await product.payment(paymentId)).toMatchObject({
      state: 'pending',
      stock: 'held',
      receipts: [],
      inReview: false,
    });
    expect(await product.events(orderId)).toEqual(['order.pending']);
  }

  it('answers forged and unsigned messages 401, changes nothing and keeps them as evidence', async () => {
    const order = await product.order('I-1');
    const forged = await product.notify({ cip: order.cip.number }, { secret: 'not-the-secret' });
    const unsigned = await product.notify({ cip: order.cip.number }, { secret: '' });
    const garbled = await product.notify({ cip: order.cip.number }, { secret: '', headers: { 'PE-Signature': 'zz' } });
    expect([forged.status, unsigned.status, garbled.status]).toEqual([401, 401, 401]);
    const kept = await evidence(order.cip.number);
    expect(kept.map((row) => row.signature_verdict).sort()).toEqual([
      'bad_signature',
      'malformed_signature',
      'unsigned',
    ]);
    expect(new Set(kept.map((row) => row.lane))).toEqual(new Set(['quarantine']));
    expect(kept[0]?.raw.toString('utf8')).toBe(notificationJson({ cip: order.cip.number }));
    await expectUnchanged('I-1', order.id);
  });

  it('writes down which secret PagoEfectivo signs with, and when it last did', async () => {
    const [before] = await product.database.query<{ lastUsedAt: Date | null }>(
      'select last_used_at as "lastUsedAt" from gateway_secret where signs_requests',
    );
    expect(before).toEqual({ lastUsedAt: null });
    const order = await product.order('I-used');
    await product.notify({ cip: order.cip.number }, { secret: 'not-the-secret' });
    await product.notify({ cip: order.cip.number });
    const used = await waitFor(
      async () => {
        const rows = await product.database.query<{ signs: boolean; lastUsedAt: Date }>(
          'select signs_requests as signs, last_used_at as "lastUsedAt" from gateway_secret where last_used_at is not null',
        );
        return rows.length > 0 ? rows : null;
      },
      { what: 'the use of the secret' },
    );
    expect(used).toEqual([{ signs: true, lastUsedAt: expect.any(Date) }]);
  });

  it('answers a signed message from a wrong address 403, keeps it, searches at once and counts it as no evidence', async () => {
    const strict = await Product.start({ env: { WEBHOOK_ALLOWED_SOURCES: '203.0.113.0/24' } });
    try {
      const order = await strict.order('I-2');
      const answer = await strict.notify({ cip: order.cip.number });
      expect(answer.status).toBe(403);
      const [row] = await strict.database.query<Evidence>('select * from notification');
      expect(row).toMatchObject({
        lane: 'signed',
        status: 'rejected',
        signature_verdict: 'valid',
        source_verdict: 'not_allowed',
      });
      await waitFor(async () => (await strict.requestCount('search')) >= 1, {
        what: 'the search that the message triggers',
        timeoutMs: 20_000,
      });
      expect(await strict.payment(order.id)).toMatchObject({ state: 'pending', receipts: [] });
    } finally {
      await strict.close();
    }
  });

  it('does not believe X-Forwarded-For of a peer that is no trusted proxy', async () => {
    const strict = await Product.start({
      env: { WEBHOOK_ALLOWED_SOURCES: '203.0.113.0/24', TRUSTED_PROXIES: '10.0.0.0/8' },
    });
    try {
      const order = await strict.order('I-3');
      const spoofed = await strict.notify({ cip: order.cip.number }, { headers: { 'x-forwarded-for': '203.0.113.7' } });
      expect(spoofed.status).toBe(403);
      expect(await strict.payment(order.id)).toMatchObject({ state: 'pending', receipts: [] });
    } finally {
      await strict.close();
    }
  });

  it('believes a trusted proxy, from right to left', async () => {
    const proxied = await Product.start({
      env: { WEBHOOK_ALLOWED_SOURCES: '203.0.113.0/24', TRUSTED_PROXIES: '127.0.0.0/8,10.0.0.0/8' },
    });
    try {
      const order = await proxied.order('I-4');
      const wrong = await proxied.notify(
        { cip: order.cip.number },
        { headers: { 'x-forwarded-for': '203.0.113.7, 8.8.8.8' } },
      );
      expect(wrong.status).toBe(403);
      const right = await proxied.notify(
        { cip: order.cip.number },
        { headers: { 'x-forwarded-for': '8.8.8.8, 203.0.113.7, 10.1.1.1' } },
      );
      expect(right.status).toBe(200);
      await proxied.waitForState(order.id, 'paid');
    } finally {
      await proxied.close();
    }
  });

  it("lets another account's secret move only that account's CIPs", async () => {
    const order = await product.order('I-5');
    const secret = randomBytes(20).toString('hex');
    const sealer = SecretBox.fromBase64({ current: MASTER_KEY });
    const accountId = newId('acc', product.clock.now());
    await product.database.query(
      `insert into gateway_account (id, merchant_id, slug, environment, livemode, base_url, service_id, access_key_ciphertext, currency)
       values ($1, 'mer_default', 'usd', 'sandbox', false, $2, '77', $3, 'USD')`,
      [accountId, product.urls.sandbox, sealer.seal('KEY')],
    );
    await product.database.query(
      `insert into gateway_secret (id, account_id, ciphertext, signs_requests, valid_from) values ($1, $2, $3, true, 'epoch')`,
      [newId('gsec', product.clock.now()), accountId, sealer.seal(secret)],
    );
    expect((await new AccountDirectory(product.dataSource, product.clock, sealer).bySlug('usd'))?.secretKey).toBe(
      secret,
    );
    const answer = await waitFor(
      async () => {
        const attempt = await product.notify({ cip: order.cip.number }, { secret });
        return attempt.status === 200 ? attempt : undefined;
      },
      { what: 'the new secret to be known to the ingest' },
    );
    expect(answer.status).toBe(200);
    await waitFor(
      async () => {
        const rows = await product.database.query<{ status: string }>(
          'select status from notification where account_id = $1',
          [accountId],
        );
        return rows.length > 0 && rows.every((row) => row.status !== 'pending');
      },
      { what: 'the other account’s message to be judged' },
    );
    await expectUnchanged('I-5', order.id);
  });

  it('accepts a stamped message within 300 s and keeps a stale one apart', async () => {
    const order = await product.order('I-6');
    const raw = notificationJson({ cip: order.cip.number });
    const stale = new Date(product.clock.now().getTime() - 301_000);
    const late = await product.notify(raw, {
      secret: '',
      headers: headersOf(signNotification(raw, product.secretKey, stale)),
    });
    expect(late.status).toBe(401);
    const [row] = await evidence(order.cip.number);
    expect(row).toMatchObject({ lane: 'signed', signature_verdict: 'stale', status: 'rejected' });
    await expectUnchanged('I-6', order.id);
    const fresh = signNotification(raw, product.secretKey, product.clock.now());
    expect((await product.notify(raw, { secret: '', headers: headersOf(fresh) })).status).toBe(200);
    await product.waitForState(order.id, 'paid');
  });

  it('answers 400 to signed bytes that are no JSON, 413 to too many, and 200 to an event it does not know', async () => {
    expect((await product.notify('{"eventType":')).status).toBe(400);
    expect((await product.notify(`{"pad":"${'x'.repeat(70_000)}"}`)).status).toBe(413);
    const order = await product.order('I-7');
    expect((await product.notify({ cip: order.cip.number, eventType: 'cip.frobnicated' })).status).toBe(200);
    await waitFor(async () => (await evidence(order.cip.number))[0]?.status === 'ignored', {
      what: 'the event to be ignored',
    });
    await expectUnchanged('I-7', order.id);
  });

  it('answers 503 while Postgres cannot be written, so that the second attempt comes', async () => {
    const lonely = await Product.start({ apps: ['ingest'] });
    await lonely.notify({ cip: '1' });
    await lonely.dataSource.destroy();
    const answer = await lonely.notify({ cip: '2' });
    expect(answer.status).toBe(503);
    await lonely.dataSource.initialize();
    await lonely.close();
  });
});

function headersOf(signature: { 'PE-Signature': string; 'PE-Timestamp'?: string }): Record<string, string> {
  return {
    'PE-Signature': signature['PE-Signature'],
    ...(signature['PE-Timestamp'] === undefined ? {} : { 'PE-Timestamp': signature['PE-Timestamp'] }),
  };
}
