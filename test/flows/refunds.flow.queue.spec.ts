import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RefundView } from '#payments';
import { waitFor } from '#testing';
import { Product } from './product.js';

const DESTINATION = {
  type: 'cci',
  number: '00219100123456789012',
  holder: 'Rosa Quispe Mamani',
  documentType: 'DNI',
  documentNumber: '40226700',
};

describe('refunds', () => {
  let product: Product;
  beforeAll(async () => {
    product = await Product.start({ env: { LOG_LEVEL: 'debug' } });
    await product.database.query('update gateway_account set refunds_api = true');
  });
  afterEach(() => product.sandbox('PUT', '/sandbox/faults', NO_FAULTS));
  afterAll(() => product.close());

  const NO_FAULTS = {
    operations: null,
    times: null,
    dropAfterHandling: null,
    status: null,
    answerNever: null,
    refundAnnouncedAfter: null,
  };

  async function paid(orderId: string): Promise<{ id: string; cip: string }> {
    const order = await product.order(orderId);
    await product.pay(order.cip.number);
    await product.waitForState(order.id, 'paid');
    return { id: order.id, cip: order.cip.number };
  }

  const ask = (payment: string, key: string, wish: Record<string, unknown> = {}): ReturnType<Product['api']> =>
    product.api(
      'POST',
      `/v1/payments/${payment}/refunds`,
      { reason: 'The goods came back.', ...wish },
      { 'idempotency-key': `refund-${key}` },
    );

  const until = (id: string, state: string): Promise<RefundView> =>
    waitFor(
      async () => {
        const { body } = await product.api<RefundView>('GET', `/v1/refunds/${id}`);
        return body.state === state ? body : undefined;
      },
      { what: `refund ${id} to be ${state}`, timeoutMs: 30_000 },
    );

  it('reserve money once per key, say what is wrong with a wish, and show no account in the clear', async () => {
    const { id } = await paid('R-1');
    const first = await ask(id, 'key-R-1', { amount: '100.00', destination: DESTINATION, creditNote: 'FC01-7' });
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({
      object: 'refund',
      state: 'requested',
      amount: '100.00',
      destination: { type: 'cci', bank: '002', ending: '9012' },
      creditNote: 'FC01-7',
    });
    const again = await ask(id, 'key-R-1', { amount: '100.00', destination: DESTINATION, creditNote: 'FC01-7' });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.text).toBe(first.text);
    expect(await ask(id, 'key-R-1b', { amount: '29.91' })).toMatchObject({
      status: 409,
      body: { code: 'refund_exceeds_receipt' },
    });
    expect(await ask(id, 'key-R-1c', { receipt: 'rcp_none' })).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ field: 'receipt' }] },
    });
    expect(await ask(id, 'key-R-1d', { destination: { ...DESTINATION, number: '123' } })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'destination.number' }] },
    });
    const unpaid = await product.order('R-2');
    expect(await ask(unpaid.id, 'key-R-2')).toMatchObject({ status: 409, body: { code: 'receipt_not_refundable' } });
    const list = await product.api<{ data: RefundView[] }>('GET', `/v1/payments/${id}/refunds`);
    expect(list.body.data.map((refund) => refund.amount)).toEqual(['100.00']);
    const shown = await product.payment(id);
    expect(shown.refunds).toMatchObject([{ amount: '100.00', state: 'requested', receipt: shown.receipts[0]?.id }]);
    expect(shown.refundedAmount).toBe('0.00');
    const logged = JSON.stringify(product.log.lines);
    expect(logged).not.toContain(DESTINATION.number);
    expect(logged).not.toContain(DESTINATION.holder);
  });

  it('are paid by PagoEfectivo and announced by it, and stay one refund and no reversal', async () => {
    const { id, cip } = await paid('R-3');
    const asked = await ask(id, 'key-R-3', { channel: 'api', amount: '129.90', approve: true });
    expect(asked.body).toMatchObject({ state: 'approved', selfApproved: true });
    const refund = asked.body as RefundView;
    await until(refund.id, 'done');
    await product.waitForState(id, 'refunded');
    await applied(cip, 'cip.refunded');
    const event = await product.erp.waitForEvent('order.refunded', 'R-3');
    expect(event.data).toMatchObject({
      refund: { id: refund.id, amount: '129.90', partial: false },
      payment: { state: 'refunded', refundedAmount: '129.90', receipts: [{ reversedAt: null }] },
    });
    expect(await product.events('R-3')).toEqual(['order.pending', 'order.paid', 'order.refunded']);
  });

  it('survive an answer that never came: the same code again is the same refund', async () => {
    const { id, cip } = await paid('R-4');
    await product.faults({ operations: ['refund'], dropAfterHandling: true, times: 1, refundAnnouncedAfter: 'never' });
    const refund = (await ask(id, 'key-R-4', { channel: 'api', amount: '50.00', approve: true })).body as RefundView;
    await until(refund.id, 'sent');
    await waitFor(async () => (await commandOf(id)) === 'unknown' || undefined, { what: 'the call to be unknown' });
    await product.advance('PT1M');
    await until(refund.id, 'done');
    const known = await product.sandbox<{ refunds: { refundCode: string; amount: string }[] }>(
      'GET',
      `/sandbox/cips/${cip}`,
    );
    expect(known.body.refunds).toMatchObject([{ refundCode: refund.id, amount: '50.00' }]);
    expect(await product.payment(id)).toMatchObject({ state: 'paid', refundedAmount: '50.00' });
  });

  it('are settled by an announcement that overtakes the answer', async () => {
    const { id, cip } = await paid('R-5');
    await product.faults({ operations: ['refund'], dropAfterHandling: true });
    const refund = (await ask(id, 'key-R-5', { channel: 'api', approve: true })).body as RefundView;
    await until(refund.id, 'done');
    await product.waitForState(id, 'refunded');
    await applied(cip, 'cip.refunded');
    expect(await product.events('R-5')).toEqual(['order.pending', 'order.paid', 'order.refunded']);
  });

  it('bounce when PagoEfectivo says no, and a reversal that is not ours stays one', async () => {
    const { id, cip } = await paid('R-6');
    await product.faults({ operations: ['refund'], status: 400, times: 1 });
    const refund = (await ask(id, 'key-R-6', { channel: 'api', approve: true })).body as RefundView;
    await until(refund.id, 'bounced');
    await product.sandbox('POST', `/sandbox/cips/${cip}/reverse`, {});
    await product.waitForState(id, 'reversed');
    expect(await product.events('R-6')).toContain('order.reversed');
  });

  async function applied(cip: string, eventType: string): Promise<void> {
    await waitFor(
      async () => {
        const [row] = await product.database.query<{ count: number }>(
          `select count(*)::int as count from notification where cip_number = $1 and event_type = $2 and status = 'applied'`,
          [cip, eventType],
        );
        return row !== undefined && row.count > 0 ? true : undefined;
      },
      { what: `a ${eventType} of ${cip} to be applied`, timeoutMs: 20_000 },
    );
  }

  async function commandOf(paymentId: string): Promise<string | undefined> {
    const [row] = await product.database.query<{ status: string }>(
      `select status from gateway_command where payment_id = $1 and kind = 'refund'`,
      [paymentId],
    );
    return row?.status;
  }
});
