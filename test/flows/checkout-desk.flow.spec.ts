import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiKeys } from '#payments';
import { waitFor } from '#testing';
import type { Page, ProblemBody } from './checkout-api.js';
import { Product } from './product.js';

interface Case {
  id: string;
  kind: string;
  paymentId: string;
}

interface Delivery {
  id: string;
  eventId: string;
  eventType: string;
  status: string;
  attempts: number;
}

const OTHER_KEY = 'ck_test_another_shop_0123456789';

/** What an ERP and the people behind a shop do: cases, events, webhooks. The clock is left out. */
describe('the checkout API', () => {
  let product: Product;
  let orders = 0;

  beforeAll(async () => {
    product = await Product.start({ apps: ['ingest', 'reconciliation', 'fulfillment', 'checkout'] });
    await product.dataSource.query(
      `insert into shop (id, merchant_id, name, livemode) values ('shop_other', 'mer_default', 'Another shop', false)`,
    );
    await new ApiKeys(product.dataSource, product.clock).seed({ shopId: 'shop_other', key: OTHER_KEY });
  });
  afterAll(() => product.close());

  let orderId = '';
  beforeEach(() => {
    orderId = `A-${(orders += 1)}`;
  });

  const asOtherShop = { authorization: `Bearer ${OTHER_KEY}` };

  /** Money for an order that was cancelled. Answers the id of its case. */
  async function lateCase(order: string): Promise<string> {
    const payment = await product.order(order);
    await product.api('POST', `/v1/payments/${payment.id}/cancel`);
    await product.notify({ cip: payment.cip.number, operationNumber: order.slice(-14) });
    expect(await product.waitForState(payment.id, 'paid')).toMatchObject({ late: true, inReview: true });
    const cases = await product.api<Page<Case>>('GET', '/v1/cases?kind=paid_late&state=open');
    const opened = cases.body.data.find((entry) => entry.paymentId === payment.id);
    if (!opened) throw new Error(`no case in ${cases.text}`);
    return opened.id;
  }

  describe('to another shop', () => {
    it('finds nothing of this one', async () => {
      const payment = await product.order(orderId);
      const late = await lateCase(`${orderId}-late`);
      const endpoint = await product.api<{ id: string }>('POST', '/v1/webhook-endpoints', { url: product.erp.url });
      const routes: [string, string, unknown?][] = [
        ['GET', `/v1/payments/${payment.id}`],
        ['GET', `/v1/payments/${payment.id}/timeline`],
        ['POST', `/v1/payments/${payment.id}/cancel`],
        ['POST', `/v1/payments/${payment.id}/check`],
        ['GET', `/v1/cases/${late}`],
        ['POST', `/v1/cases/${late}/resolve`, { resolution: 'accept', reason: 'mine' }],
        ['GET', `/v1/webhook-endpoints/${endpoint.body.id}`],
        ['PATCH', `/v1/webhook-endpoints/${endpoint.body.id}`, { enabled: false }],
        ['DELETE', `/v1/webhook-endpoints/${endpoint.body.id}`],
        ['POST', `/v1/webhook-endpoints/${endpoint.body.id}/rotate-secret`],
        ['POST', `/v1/webhook-endpoints/${endpoint.body.id}/test`],
        ['GET', `/v1/webhook-endpoints/${endpoint.body.id}/deliveries`],
      ];
      for (const [method, path, body] of routes) {
        const answer = await product.api<ProblemBody>(method, path, body, asOtherShop);
        expect([path, answer.status, answer.body?.code]).toEqual([path, 404, 'not_found']);
      }
      for (const path of ['/v1/payments', '/v1/cases', '/v1/events', '/v1/stock-holds', '/v1/webhook-endpoints']) {
        const answer = await product.api<Page<unknown>>('GET', path, undefined, asOtherShop);
        expect([path, answer.status, answer.body.data]).toEqual([path, 200, []]);
      }
      expect((await product.payment(payment.id)).state).toBe('pending');
      await product.api('DELETE', `/v1/webhook-endpoints/${endpoint.body.id}`);
    });
  });

  it('shows no payment of one mode to a key of the other', async () => {
    const payment = await product.order(orderId);
    await product.database.query('update api_key set livemode = true where shop_id = $1', ['shop_default']);
    const shown = await product.api('GET', `/v1/payments/${payment.id}`);
    const cancelled = await product.api('POST', `/v1/payments/${payment.id}/cancel`);
    const listed = await product.api<Page<unknown>>('GET', `/v1/payments?orderId=${orderId}`);
    await product.database.query('update api_key set livemode = false where shop_id = $1', ['shop_default']);
    expect([shown.status, cancelled.status, listed.body.data]).toEqual([404, 404, []]);
    expect((await product.payment(payment.id)).state).toBe('pending');
  });

  describe('cases', () => {
    it('shows late money and ships the order when it is accepted, once', async () => {
      const id = await lateCase(orderId);
      const opened = await product.api<Record<string, unknown>>('GET', `/v1/cases/${id}`);
      expect(opened.body).toMatchObject({ object: 'case', kind: 'paid_late', state: 'open', orderId });
      expect(opened.body).not.toHaveProperty('shopId');
      const wish = { resolution: 'accept', reason: 'Stock found.' };
      const resolved = await product.api<Record<string, unknown>>('POST', `/v1/cases/${id}/resolve`, wish);
      expect(resolved.status).toBe(200);
      expect(resolved.body).toMatchObject({
        state: 'resolved',
        resolution: 'accept',
        reason: 'Stock found.',
        resolvedBy: expect.stringMatching(/^api_key:key_/),
      });
      const again = await product.api('POST', `/v1/cases/${id}/resolve`, { ...wish, reason: 'Again.' });
      expect(again.body).toEqual(resolved.body);
      expect((await product.events(orderId)).filter((type) => type === 'order.paid')).toHaveLength(1);
    });

    it('refuses an unknown resolution and a missing reason, field by field', async () => {
      const id = await lateCase(orderId);
      const answer = await product.api<ProblemBody>('POST', `/v1/cases/${id}/resolve`, { resolution: 'ship' });
      expect(answer.status).toBe(400);
      expect(answer.body.errors?.map(({ field, code }) => [field, code])).toEqual([
        ['resolution', 'not_allowed'],
        ['reason', 'required'],
      ]);
    });

    it('pages through cases', async () => {
      const ids = [await lateCase(`${orderId}-1`), await lateCase(`${orderId}-2`)];
      const first = await product.api<Page<{ id: string }>>('GET', '/v1/cases?limit=1');
      const second = await product.api<Page<{ id: string }>>(
        'GET',
        `/v1/cases?limit=1&cursor=${first.body.nextCursor}`,
      );
      expect([...second.body.data, ...first.body.data].map(({ id }) => id)).toEqual(ids);
    });
  });

  describe('events', () => {
    it('stand in the feed as the ERP was sent them, in order, each once', async () => {
      const payment = await product.order(orderId);
      await product.pay(payment.cip.number);
      const sent = await product.erp.waitForEvent('order.paid', orderId);
      const delivery = product.erp.deliveries.find((received) => received.id === sent.id);
      const pages: string[] = [];
      const ids: string[] = [];
      let cursor: string | null = null;
      for (let more = true; more;) {
        const query: string = cursor === null ? '' : `&after=${cursor}`;
        const page = await product.api<Page<{ id: string }> & { hasMore: boolean }>(
          'GET',
          `/v1/events?limit=2${query}`,
        );
        pages.push(page.text);
        ids.push(...page.body.data.map((event) => event.id));
        cursor = page.body.nextCursor;
        more = page.body.hasMore;
      }
      expect(new Set(ids).size).toBe(ids.length);
      expect(delivery?.rawBody).toContain(sent.id);
      expect(pages.join('')).toContain(delivery?.rawBody);
      const single = await product.api('GET', `/v1/events/${sent.id}`);
      expect(single.text).toBe(delivery?.rawBody);
      const rest = await product.api<Page<unknown>>('GET', `/v1/events?after=${cursor}`);
      expect(rest.body).toEqual({ data: [], nextCursor: cursor, hasMore: false, retention: 'P13M' });
    });

    it('are filtered by type', async () => {
      await product.order(orderId);
      await product.erp.waitForEvent('order.pending', orderId);
      const page = await product.api<Page<{ type: string }>>('GET', '/v1/events?type=order.pending,order.expired');
      expect(new Set(page.body.data.map((event) => event.type))).toEqual(new Set(['order.pending']));
      const refused = await product.api<ProblemBody>('GET', '/v1/events?type=order.shipped');
      expect(refused.status).toBe(400);
      expect(refused.body.errors).toMatchObject([{ field: 'type', code: 'not_allowed' }]);
    });

    it('refuse a cursor that is none, and one that is ahead of a restored database', async () => {
      const none = await product.api<ProblemBody>('GET', '/v1/events?after=abc');
      expect([none.status, none.body.code]).toEqual([400, 'cursor_invalid']);
      await product.order(orderId);
      await product.erp.waitForEvent('order.pending', orderId);
      const page = await product.api<Page<unknown>>('GET', '/v1/events?limit=500');
      await product.database.query('update relay_state set last_position = last_position - 1');
      const ahead = await product.api<ProblemBody>('GET', `/v1/events?after=${page.body.nextCursor}`);
      await product.database.query('update relay_state set last_position = last_position + 1');
      expect([ahead.status, ahead.body.code]).toEqual([409, 'cursor_ahead']);
    });
  });

  describe('webhook endpoints', () => {
    it('are made, shown without their secret, changed, and deleted', async () => {
      const url = product.erp.url;
      const made = await product.api<{ id: string; secret: string }>('POST', '/v1/webhook-endpoints', {
        url,
        description: 'ERP',
        types: ['order.paid'],
      });
      expect(made.status).toBe(201);
      expect(made.body).toMatchObject({
        id: expect.stringMatching(/^we_/),
        object: 'webhook_endpoint',
        livemode: false,
        url,
        description: 'ERP',
        types: ['order.paid'],
        enabled: true,
        secret: expect.stringMatching(/^whsec_/),
      });
      const path = `/v1/webhook-endpoints/${made.body.id}`;
      const shown = await product.api<Record<string, unknown>>('GET', path);
      expect(shown.body).not.toHaveProperty('secret');
      expect((await product.api('PATCH', path, { enabled: false, description: null })).body).toMatchObject({
        enabled: false,
        description: null,
        types: ['order.paid'],
      });
      const listed = await product.api<Page<{ id: string }>>('GET', '/v1/webhook-endpoints');
      expect(listed.body.data.map(({ id }) => id)).toContain(made.body.id);
      const gone = await product.api('DELETE', path);
      expect([gone.status, gone.text]).toEqual([204, '']);
      expect((await product.api('GET', path)).status).toBe(404);
      expect((await product.api('DELETE', path)).status).toBe(404);
      const audit = await product.database.query<{ action: string }>(
        'select action from audit_entry where subject = $1 order by id',
        [made.body.id],
      );
      expect(audit.map((entry) => entry.action)).toEqual([
        'webhook_endpoint.created',
        'webhook_endpoint.changed',
        'webhook_endpoint.deleted',
      ]);
    });

    it('are sent a test signed with the new secret after a rotation', async () => {
      const made = await product.api<{ id: string }>('POST', '/v1/webhook-endpoints', { url: product.erp.url });
      const path = `/v1/webhook-endpoints/${made.body.id}`;
      const rotated = await product.api<{ secret: string; previousSecretUntil: string }>(
        'POST',
        `${path}/rotate-secret`,
      );
      expect(rotated.status).toBe(200);
      expect(rotated.body.previousSecretUntil).toMatch(/-05:00$/);
      product.erp.trust(rotated.body.secret);
      const tested = await product.api<{ eventId: string; acknowledged: boolean }>('POST', `${path}/test`);
      expect(tested.body).toMatchObject({ acknowledged: true, httpStatus: 200, error: null });
      expect(product.erp.events.find((event) => event.id === tested.body.eventId)?.type).toBe('endpoint.test');
      await product.api('DELETE', path);
    });

    it.each([
      [{ url: 'ftp://erp.example' }, 'url'],
      [{ url: 'http://user:secret@127.0.0.1/x' }, 'url'],
      [{ url: 'https://169.254.169.254/latest' }, 'url'],
      [{ url: 'http://127.0.0.1:1/x', types: ['order.shipped'] }, 'types'],
      [{ url: 'http://127.0.0.1:1/x', enabled: 'yes' }, 'enabled'],
      [{ url: 'http://127.0.0.1:1/x', secret: 'mine' }, 'secret'],
      [{}, 'url'],
    ])('refuse %j', async (body, field) => {
      const answer = await product.api<ProblemBody>('POST', '/v1/webhook-endpoints', body);
      expect(answer.status).toBe(400);
      expect(answer.body.errors?.map((error) => error.field)).toEqual([field]);
    });
  });

  describe('deliveries', () => {
    it('are listed by endpoint and sent again on request, with the same id', async () => {
      const endpoints = await product.api<Page<{ id: string }>>('GET', '/v1/webhook-endpoints');
      const path = `/v1/webhook-endpoints/${endpoints.body.data[0]?.id}/deliveries`;
      await product.order(orderId);
      const event = await product.erp.waitForEvent('order.pending', orderId);
      const delivered = await waitFor(
        async () => {
          const page = await product.api<Page<Delivery>>('GET', `${path}?status=delivered&limit=100`);
          return page.body.data.find((delivery) => delivery.eventId === event.id);
        },
        { what: 'the delivery to be recorded' },
      );
      const again = await product.api<Delivery>('POST', `/v1/deliveries/${delivered.id}/redeliver`);
      expect(again.status).toBe(200);
      expect(again.body).toMatchObject({
        object: 'delivery',
        id: delivered.id,
        eventType: 'order.pending',
        attempts: 0,
      });
      await waitFor(() => product.erp.deliveries.filter((received) => received.id === event.id).length === 2, {
        what: 'the second delivery',
      });
      const first = await product.api<Page<Delivery>>('GET', `${path}?limit=1`);
      const second = await product.api<Page<Delivery>>('GET', `${path}?limit=1&cursor=${first.body.nextCursor}`);
      expect(second.body.data[0]?.id).not.toBe(first.body.data[0]?.id);
      const unknown = await product.api('POST', `/v1/deliveries/dlv_${'0'.repeat(26)}/redeliver`);
      expect(unknown.status).toBe(404);
    });
  });
});
