import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PaymentView } from '#payments';
import { waitFor } from '#testing';
import type { Page, ProblemBody } from './checkout-api.js';
import { Product } from './product.js';

/** What a storefront does with a payment it opened; of the product nothing but the API runs. */
describe('a payment', () => {
  let product: Product;
  let orders = 0;

  beforeAll(async () => {
    product = await Product.start({ apps: ['checkout'] });
  });
  afterAll(() => product.close());

  let orderId = '';
  beforeEach(() => {
    orderId = `A-${(orders += 1)}`;
  });

  describe('POST /v1/payments/{id}/cancel', () => {
    it('deletes the CIP and releases the stock once, however often it is asked at once', async () => {
      const payment = await product.order(orderId);
      const before = await product.requestCount('delete');
      const path = `/v1/payments/${payment.id}/cancel`;
      const answers = await Promise.all(Array.from({ length: 20 }, () => product.api<PaymentView>('POST', path)));
      for (const answer of answers) {
        expect([200, 409]).toContain(answer.status);
        if (answer.status === 409) expect(answer.body).toMatchObject({ code: 'payment_busy' });
        else expect(answer.body).toMatchObject({ state: 'cancelled', stock: 'released' });
      }
      const after = await product.api<PaymentView>('POST', path);
      expect(after.status).toBe(200);
      expect(after.body).toMatchObject({ id: payment.id, state: 'cancelled', stock: 'released' });
      expect((await product.requestCount('delete')) - before).toBe(1);
      expect(await product.events(orderId)).toEqual(['order.pending', 'order.cancelled']);
      expect(
        await product.database.query(
          'select state, settled_at is not null as settled from stock_hold where payment_id = $1',
          [payment.id],
        ),
      ).toEqual([{ state: 'released', settled: true }]);
      const cips = await product.sandbox<Page<{ cip: unknown; state: string }>>('GET', '/sandbox/cips?limit=100');
      expect(JSON.stringify(cips.body.data.find((cip) => String(cip.cip) === payment.cip.number))).toContain('removed');
    });

    it('refuses to cancel what is paid, and says what it is', async () => {
      const payment = await product.order(orderId);
      await product.pay(payment.cip.number, { notify: 'never' });
      const answer = await product.api<ProblemBody>('POST', `/v1/payments/${payment.id}/cancel`);
      expect(answer.status).toBe(409);
      expect(answer.body).toMatchObject({ code: 'payment_not_open', state: 'paid' });
      expect((await product.payment(payment.id)).stock).toBe('committed');
    });

    it('answers 502 and changes nothing while the gateway cannot confirm', async () => {
      const payment = await product.order(orderId);
      await product.faults({ status: 500, errorRate: 1, operations: ['search', 'delete'] });
      const answer = await product.api<ProblemBody>('POST', `/v1/payments/${payment.id}/cancel`);
      await product.faults({ status: null, errorRate: 0 });
      expect(answer.status).toBe(502);
      expect(answer.body.code).toBe('gateway_unavailable');
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await product.payment(payment.id)).toMatchObject({ state: 'pending', stock: 'held' });
    });
  });

  describe('POST /v1/payments/{id}/check', () => {
    it('finds money that no notification announced', async () => {
      const payment = await product.order(orderId);
      const unpaid = await product.api<PaymentView>('POST', `/v1/payments/${payment.id}/check`);
      expect(unpaid.status).toBe(200);
      expect(unpaid.body.state).toBe('pending');
      await product.pay(payment.cip.number, { notify: 'never' });
      const paid = await product.api<PaymentView>('POST', `/v1/payments/${payment.id}/check`);
      expect(paid.body).toMatchObject({ state: 'paid', stock: 'committed', receipts: [{ counts: 'applied' }] });
      expect(await product.events(orderId)).toEqual(['order.pending', 'order.paid']);
    });

    it('says so when the gateway could not be asked', async () => {
      const payment = await product.order(orderId);
      await product.faults({ status: 500, errorRate: 1, operations: ['search'] });
      const answer = await product.api<ProblemBody>('POST', `/v1/payments/${payment.id}/check`);
      await product.faults({ status: null, errorRate: 0 });
      expect(answer.status).toBe(502);
      expect(answer.body).toMatchObject({ code: 'gateway_unavailable', paymentId: payment.id });
      expect(answer.headers.get('retry-after')).not.toBeNull();
    });
  });

  describe('looking things up', () => {
    it('lists payments by page, latest first, each once', async () => {
      const prefix = `P-${orderId}`;
      const ids: string[] = [];
      for (let nth = 0; nth < 5; nth += 1) ids.unshift((await product.order(`${prefix}-${nth}`)).id);
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const query: string = cursor === null ? '' : `&cursor=${cursor}`;
        const page = await product.api<Page<PaymentView>>('GET', `/v1/payments?limit=2${query}`);
        seen.push(...page.body.data.map((payment) => payment.id));
        cursor = page.body.nextCursor;
      } while (cursor !== null && seen.length < 5);
      expect(seen.slice(0, 5)).toEqual(ids);
      const all = await product.api<Page<PaymentView>>('GET', '/v1/payments?limit=100');
      expect(all.body.nextCursor).toBeNull();
      expect(new Set(all.body.data.map((payment) => payment.id)).size).toBe(all.body.data.length);
    });

    it('filters by order, state and CIP, leading zeros or not', async () => {
      const payment = await product.order(orderId);
      const find = (query: string) => product.api<Page<PaymentView>>('GET', `/v1/payments?${query}`);
      expect((await find(`orderId=${orderId}`)).body.data.map(({ id }) => id)).toEqual([payment.id]);
      expect((await find(`cip=${payment.cip.number}`)).body.data.map(({ id }) => id)).toEqual([payment.id]);
      expect((await find(`cip=${payment.cip.number.padStart(14, '0')}`)).body.data).toHaveLength(1);
      expect((await find(`orderId=${orderId}&state=paid`)).body.data).toEqual([]);
    });

    it.each([
      ['limit=0', 'limit', 'out_of_range'],
      ['limit=101', 'limit', 'out_of_range'],
      ['limit=many', 'limit', 'wrong_type'],
      ['state=done', 'state', 'not_allowed'],
      ['cip=12ab', 'cip', 'wrong_format'],
      ['orderId=', 'orderId', 'wrong_length'],
      ['orderId=a%00b', 'orderId', 'wrong_format'],
      ['page=2', 'page', 'unknown_field'],
    ])('refuses the query %s', async (query, field, code) => {
      const answer = await product.api<ProblemBody>('GET', `/v1/payments?${query}`);
      expect(answer.status).toBe(400);
      expect(answer.body.errors).toMatchObject([{ field, code }]);
    });

    it('refuses a cursor that this list did not give out', async () => {
      const foreign = Buffer.from('["cases","case_0"]').toString('base64url');
      for (const cursor of ['x', 'e30', foreign, Buffer.from('["payments","\\u0000"]').toString('base64url')]) {
        const answer = await product.api<ProblemBody>('GET', `/v1/payments?cursor=${cursor}`);
        expect(answer.status).toBe(400);
        expect(answer.body.code).toBe('cursor_invalid');
      }
    });

    it('tells a payment’s timeline from intent to cancellation', async () => {
      const payment = await product.order(orderId);
      await product.api('POST', `/v1/payments/${payment.id}/cancel`);
      const what = await waitFor(
        async () => {
          const answer = await product.api<{ data: { at: string; kind: string; what: string }[] }>(
            'GET',
            `/v1/payments/${payment.id}/timeline`,
          );
          const kinds = new Set(answer.body.data.map((entry) => entry.kind));
          return kinds.has('gateway_call') ? answer.body.data.map((entry) => entry.what) : undefined;
        },
        { what: 'the gateway calls in the timeline' },
      );
      expect(what).toEqual(
        expect.arrayContaining(['created', 'cip_created', 'order.pending', 'cip_deleted', 'cancelled']),
      );
      expect(what.indexOf('created')).toBeLessThan(what.indexOf('cancelled'));
    });

    it('lists what payments hold of the stock, page by page', async () => {
      const sku = `SKU-${orderId}`;
      const items = [
        { sku, quantity: 1 },
        { sku: 'CAP', quantity: 2 },
        { sku, quantity: 3 },
      ];
      const payment = await product.order(orderId, { items });
      const bySku = await product.api<Page<{ quantity: number; state: string }>>('GET', `/v1/stock-holds?sku=${sku}`);
      expect(bySku.body.data).toMatchObject([
        { paymentId: payment.id, orderId, sku, quantity: 1, state: 'held', settledAt: null },
        { quantity: 3 },
      ]);
      const first = await product.api<Page<{ sku: string }>>('GET', `/v1/stock-holds?orderId=${orderId}&limit=2`);
      expect(first.body.data.map((hold) => hold.sku)).toEqual([sku, 'CAP']);
      const rest = await product.api<Page<{ quantity: number }>>(
        'GET',
        `/v1/stock-holds?orderId=${orderId}&limit=2&cursor=${first.body.nextCursor}`,
      );
      expect(rest.body.data.map((hold) => hold.quantity)).toEqual([3]);
      expect(rest.body.nextCursor).toBeNull();
      await product.api('POST', `/v1/payments/${payment.id}/cancel`);
      const after = await product.api<Page<{ state: string }>>('GET', `/v1/stock-holds?orderId=${orderId}`);
      expect(after.body.data.map((hold) => hold.state)).toEqual(['released', 'released', 'released']);
    });
  });
});
