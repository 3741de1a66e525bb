import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FoundPayment } from '#payments';
import { type RunningConsole, startConsole, Visitor } from '../running-console.fixture.js';

describe('orders in the console', () => {
  let running: RunningConsole;
  let visitor: Visitor;
  let order: FoundPayment;
  let cip = '';

  beforeAll(async () => {
    running = await startConsole();
    visitor = await Visitor.signedIn(running.console.url);
    order = await running.shop.order({ orderId: 'A-1001' });
    cip = cipOf(order);
  });

  afterEach(() => {
    running.gateway.mode = 'well';
  });

  afterAll(() => running.close());

  const ids = async (path: string): Promise<unknown[]> => {
    const { data } = (await visitor.get(path)).body as { data: { id: string }[] };
    return data.map(({ id }) => id);
  };

  it('finds an order by its id, reference, CIP with or without leading zeros, and transaction code', async () => {
    const code = order.payment.cips[0]?.transactionCode ?? '';
    for (const q of [order.payment.id, 'A-1001', cip, `00000${cip}`, code, ` ${cip} `]) {
      expect(await ids(`/api/payments?q=${encodeURIComponent(q)}`)).toEqual([order.payment.id]);
    }
    expect(await ids('/api/payments?q=A-100')).toEqual([]);
    expect(await ids('/api/payments?q=A-1001&state=paid')).toEqual([]);
  });

  it('lists the latest first, a page at a time, by state', async () => {
    running.clock.advance(1000);
    const second = await running.shop.order();
    running.clock.advance(1000);
    const third = await running.shop.order();
    const first = await visitor.get('/api/payments?limit=2');
    expect(first.body['data']).toEqual([
      expect.objectContaining({ id: third.payment.id, state: 'pending', amount: '129.90', currency: 'PEN' }),
      expect.objectContaining({ id: second.payment.id, orderId: second.details.orderId, livemode: false }),
    ]);
    expect(await ids(`/api/payments?limit=2&cursor=${String(first.body['nextCursor'])}`)).toEqual([order.payment.id]);
    expect((await visitor.get(`/api/payments?cursor=${order.payment.id}`)).body).toEqual({
      data: [],
      nextCursor: null,
    });
    expect(await ids('/api/payments?state=expired')).toEqual([]);
    expect((await visitor.get('/api/payments?state=lost')).body).toMatchObject({ code: 'invalid_request' });
  });

  it('shows an order with what stands behind it', async () => {
    const { body } = await visitor.get(`/api/payments/${order.payment.id}`);
    expect(body).toMatchObject({
      payment: { id: order.payment.id, orderId: 'A-1001', state: 'pending', receipts: [], stock: 'held' },
      shopId: 'shop_default',
      cips: [{ number: cip, status: 'pending', current: true, transactionCode: expect.stringMatching(/^A-1001-/) }],
      openCommand: null,
      cases: [],
    });
  });

  it('says how many notifications about an order are stored and not applied yet', async () => {
    const told = await running.shop.order({ orderId: 'A-1501' });
    const page = async (id: string): Promise<unknown> =>
      (await visitor.get(`/api/payments/${id}`)).body['waitingNotifications'];
    expect(await page(told.payment.id)).toBe(0);
    const notification = await running.shop.notify({ cip: cipOf(told), amount: '129.90' });
    expect(await page(told.payment.id)).toBe(1);
    expect(await page(order.payment.id)).toBe(0);
    await running.shop.payments.applier.applyIds([notification]);
    expect(await page(told.payment.id)).toBe(0);
  });

  it('knows no payment that does not exist', async () => {
    for (const path of ['/api/payments/pay_none', '/api/payments/pay_none/timeline']) {
      expect((await visitor.get(path)).body).toMatchObject({ status: 404, code: 'payment_not_found' });
    }
    expect((await visitor.post('/api/payments/pay_none/check')).body).toMatchObject({ code: 'payment_not_found' });
  });

  it('finds money that no notification announced by asking the gateway itself, with no worker running', async () => {
    const unannounced = await running.shop.order({ orderId: 'A-2001' });
    running.gateway.pay(cipOf(unannounced), '2026-11-22T18:30:01-05:00');
    const answer = await visitor.post(`/api/payments/${unannounced.payment.id}/check`);
    expect(answer.body).toEqual({
      before: 'pending',
      after: 'paid',
      notificationsApplied: 0,
      commandSettled: false,
      cipsKnown: 1,
      cipsAsked: 1,
      gatewayError: null,
    });
    const page = await visitor.get(`/api/payments/${unannounced.payment.id}`);
    expect(page.body).toMatchObject({
      payment: {
        state: 'paid',
        paidAt: '2026-11-22T18:30:01-05:00',
        receipts: [{ amount: '129.90', counts: 'applied' }],
      },
    });
    const [entry] = await running.database.query(
      `select actor, action, data from audit_entry where subject = $1 and action = 'payment.checked'`,
      [unannounced.payment.id],
    );
    expect(entry).toEqual({
      actor: 'operator:admin@chasqui.test',
      action: 'payment.checked',
      data: { before: 'pending', after: 'paid' },
    });
  });

  it('applies a stored notification that no worker took, even while the gateway is away', async () => {
    const waiting = await running.shop.order({ orderId: 'A-2002' });
    await running.shop.notify({ cip: cipOf(waiting), amount: '129.90' });
    running.gateway.mode = 'down';
    const answer = await visitor.post(`/api/payments/${waiting.payment.id}/check`);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      before: 'pending',
      after: 'paid',
      notificationsApplied: 1,
      cipsKnown: 1,
      cipsAsked: 0,
      gatewayError: expect.stringMatching(/./),
    });
  });

  it('says why the gateway could not be asked, and asks again when asked again', async () => {
    running.gateway.mode = 'down';
    const unreachable = await visitor.post(`/api/payments/${order.payment.id}/check`);
    expect(unreachable.body).toMatchObject({ before: 'pending', after: 'pending', cipsAsked: 0 });
    expect(unreachable.body['gatewayError']).toEqual(expect.any(String));
    running.gateway.mode = 'well';
    const again = await visitor.post(`/api/payments/${order.payment.id}/check`);
    expect(again.body).toMatchObject({ cipsAsked: 1, gatewayError: null });
  });

  it('tells what happened to an order, in order, whoever did it', async () => {
    const told = await running.shop.order({ orderId: 'A-3001' });
    await running.shop.notify({ cip: cipOf(told), amount: '129.90' });
    await visitor.post(`/api/payments/${told.payment.id}/check`);
    const { body } = await visitor.get(`/api/payments/${told.payment.id}/timeline`);
    const entries = body['data'] as { at: string; kind: string; what: string }[];
    const kinds = entries.map(({ kind, what }) => `${kind} ${what}`);
    expect(kinds).toContain('gateway_call create');
    expect(kinds).toContain('notification cip.paid');
    expect(kinds).toContain('event order.paid');
    expect(entries.every(({ at }) => at.endsWith('-05:00'))).toBe(true);
    expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).toSorted());
  });
});

function cipOf(found: FoundPayment): string {
  return found.payment.cips.find((known) => known.current)?.number ?? '';
}
