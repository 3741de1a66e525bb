import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPayments } from '#payments';
import { PagoEfectivoClient, parseNotification } from '#pagoefectivo';
import { SecretBox } from '#platform';
import { waitFor } from '#testing';
import { Product } from './product.js';

const SOON = 11;

describe('expiry', () => {
  let product: Product;
  afterEach(() => product.close());

  const inMinutes = (minutes: number): string =>
    new Date(product.clock.now().getTime() + minutes * 60_000).toISOString();

  /** Past the deadline and past the grace: the clock asks its last question. */
  async function reachLastQuestion(paymentId: string): Promise<void> {
    await product.advance('PT11M');
    await product.waitForState(paymentId, 'expiring');
    await product.advance('PT10M');
  }

  function waitForHold(paymentId: string, times = 1): Promise<unknown> {
    return waitFor(
      async () => {
        const rows = await product.database.query(
          `select 1 from payment_event where payment_id = $1 and type = 'held'`,
          [paymentId],
        );
        return rows.length >= times;
      },
      { what: 'the clock to hold', timeoutMs: 20_000 },
    );
  }

  describe('with every app', () => {
    beforeEach(async () => {
      product = await Product.start();
    });

    it('closes in two steps, deletes the CIP, releases stock once and tells the ERP', async () => {
      const order = await product.order('E-1', { expiresAt: inMinutes(SOON) });
      await product.advance('PT11M');
      expect(await product.waitForState(order.id, 'expiring')).toMatchObject({ stock: 'held' });
      await product.advance('PT10M');
      expect(await product.waitForState(order.id, 'expired')).toMatchObject({ stock: 'released' });
      const event = await product.erp.waitForEvent('order.expired', 'E-1');
      expect(event.data['stockReleased']).toBe(true);
      expect(await product.events('E-1')).toEqual(['order.pending', 'order.expired']);
      const holds = await product.api<{ data: { state: string }[] }>('GET', '/v1/stock-holds?orderId=E-1');
      expect(holds.body.data.map((hold) => hold.state)).toEqual(['released']);
    });

    it('holds while the gateway cannot be asked, and closes unconfirmed only after EXPIRY_MAX_HOLD', async () => {
      const order = await product.order('E-3', { expiresAt: inMinutes(SOON) });
      await product.faults({ errorRate: 1, status: 500 });
      await reachLastQuestion(order.id);
      await waitForHold(order.id);
      expect(await product.payment(order.id)).toMatchObject({ state: 'expiring', stock: 'held' });
      await product.advance('PT73H');
      expect(await product.waitForState(order.id, 'expired')).toMatchObject({ inReview: true, stock: 'released' });
      const cases = await product.database.query<{ kind: string }>('select kind from review_case');
      expect(cases.map((row) => row.kind)).toEqual(['unconfirmed_close']);
    });

    it('holds while the search does not know the CIP', async () => {
      const order = await product.order('E-4', { expiresAt: inMinutes(SOON) });
      await product.faults({ emptySearch: true });
      await reachLastQuestion(order.id);
      await waitForHold(order.id);
      expect(await product.payment(order.id)).toMatchObject({ state: 'expiring', stock: 'held' });
      await product.faults({ emptySearch: false });
      await product.advance('PT5M');
      await product.waitForState(order.id, 'expired');
    });
  });

  it('counts a payment between deadline and close, which only the last question finds, and never releases its stock', async () => {
    // Without the reconciliation worker nothing polls, and no notification comes.
    product = await Product.start({ apps: ['checkout', 'ingest', 'expiry', 'fulfillment'] });
    const order = await product.order('E-2', { expiresAt: inMinutes(SOON) });
    await product.advance('PT11M');
    await product.waitForState(order.id, 'expiring');
    const payment = await product.pay(order.cip.number, { notify: 'never' });
    expect(payment.status).toBeLessThan(300);
    await product.advance('PT10M');
    const paid = await product.waitForState(order.id, 'paid');
    expect(paid).toMatchObject({ stock: 'committed', late: false });
    await product.advance('PT1H');
    expect(await product.events('E-2')).toEqual(['order.pending', 'order.paid']);
  });

  it('closes an order whose code was paid with another amount, asks once, and leaves the money to its case', async () => {
    product = await Product.start({ apps: ['checkout', 'ingest', 'expiry', 'fulfillment'] });
    const order = await product.order('E-7', { expiresAt: inMinutes(SOON) });
    await product.advance('PT11M');
    await product.waitForState(order.id, 'expiring');
    await product.pay(order.cip.number, { notify: 'never', amount: '100.00' });
    await product.advance('PT10M');
    const closed = await product.waitForState(order.id, 'expired');
    expect(closed).toMatchObject({ stock: 'released', inReview: true, receipts: [{ counts: 'disputed' }] });
    const asked = await product.requestCount('search');
    await product.advance('PT1M');
    expect(await product.requestCount('search')).toBe(asked);
    expect(await product.events('E-7')).toEqual(['order.pending', 'order.review_required', 'order.expired']);
  });

  it('does not expire an order whose signed notification waits, though the search still says 22', async () => {
    // No reconciliation worker: the notification stays in the inbox.
    product = await Product.start({ apps: ['checkout', 'ingest', 'expiry', 'fulfillment'] });
    const order = await product.order('E-5', { expiresAt: inMinutes(SOON) });
    expect((await product.notify({ cip: order.cip.number })).status).toBe(200);
    // Whoever asked would hear 22: the search shows the CIP as it was before its expiry.
    await product.faults({ searchLag: 'PT15M' });
    await reachLastQuestion(order.id);
    await waitForHold(order.id);
    // It looks again, and again it neither asks nor deletes.
    await product.advance('PT15S');
    await waitForHold(order.id, 2);
    expect(await product.payment(order.id)).toMatchObject({ state: 'expiring', stock: 'held' });
    expect(await product.requestCount('search')).toBe(0);
    expect(await product.requestCount('delete')).toBe(0);
    await product.startApp('reconciliation');
    expect(await product.waitForState(order.id, 'paid')).toMatchObject({ stock: 'committed', late: false });
  });

  it('releases stock exactly once under fifty sweeps, cancels and a payment at once', async () => {
    product = await Product.start({ apps: ['checkout', 'ingest'] });
    const payments = createPayments({
      dataSource: product.dataSource,
      clock: product.clock,
      settings: product.config,
      sealer: SecretBox.fromConfig(product.config.secrets),
      connect: (account, onCall) =>
        new PagoEfectivoClient({ ...account, now: () => product.clock.now(), timeoutMs: 10_000, onCall }),
      readNotification: parseNotification,
      signals: {
        eventsWritten: () => undefined,
        inboxChanged: () => undefined,
        casesDue: () => undefined,
        oddity: () => undefined,
        notificationFailed: () => undefined,
        failed: () => undefined,
      },
    });
    for (let round = 0; round < 5; round += 1) {
      const order = await product.order(`E-6-${round}`, { expiresAt: inMinutes(SOON) });
      await product.advance('PT11M');
      await payments.closing.sweep();
      await product.advance('PT10M');
      await product.notify({ cip: order.cip.number, operationNumber: `6${round}` });
      await Promise.all([
        ...Array.from({ length: 20 }, () => payments.closing.sweep()),
        ...Array.from({ length: 20 }, () => payments.changes.cancel(order.id, 'test')),
        ...Array.from({ length: 10 }, () => payments.applier.drain()),
      ]);
      await payments.applier.drain();
      const after = await product.payment(order.id);
      const holds = await product.database.query<{ state: string; generation: number }>(
        'select state, generation from stock_hold where payment_id = $1',
        [order.id],
      );
      // A cancel that began first may win; money then is late. Either way the one hold ends once, as the payment says.
      expect(holds).toEqual([{ state: after.stock, generation: 1 }]);
      expect(after.state).toBe('paid');
      expect(after.late).toBe(after.stock === 'released');
      const closings = (await product.events(`E-6-${round}`)).filter((type) => /expired|cancelled/.test(type));
      expect(closings.length).toBe(after.late ? 1 : 0);
    }
    await payments.close();
  });
});
