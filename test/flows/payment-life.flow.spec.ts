import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PaymentView } from '#payments';
import { waitFor } from '#testing';
import type { Answer } from './product.js';
import { Product } from './product.js';

interface SandboxCip {
  readonly cip: string;
  readonly status: string;
  readonly expiresAt: string;
  readonly transactionCode: string;
}

let product: Product;
beforeEach(async () => {
  product = await Product.start();
});
afterEach(() => product.close());

const HOUR = 60 * 60_000;
const inHours = (hours: number): string =>
  new Date(Math.floor((product.clock.now().getTime() + hours * HOUR) / 1000) * 1000).toISOString();
const extend = (id: string, expiresAt: string): Promise<Answer<PaymentView>> =>
  product.api<PaymentView>('POST', `/v1/payments/${id}/extend`, { expiresAt });
const reissue = (id: string, key: string, body?: unknown): Promise<Answer<PaymentView>> =>
  product.api<PaymentView>('POST', `/v1/payments/${id}/reissue`, body, { 'idempotency-key': key });
const cancel = (id: string): Promise<Answer<PaymentView>> => product.api('POST', `/v1/payments/${id}/cancel`);

async function atGateway(cip: string | undefined): Promise<SandboxCip> {
  const { body } = await product.sandbox<{ data: SandboxCip[] }>('GET', '/sandbox/cips?limit=100');
  const found = body.data.find((candidate) => String(candidate.cip) === cip);
  if (!found) throw new Error(`the sandbox knows no CIP ${cip}: ${JSON.stringify(body)}`);
  return found;
}

const sameInstant = (one: string, other: string): boolean => Date.parse(one) === Date.parse(other);

describe('extending', () => {
  it('moves the deadline at PagoEfectivo and here, once however often it is asked', async () => {
    const order = await product.order('X-1');
    const later = inHours(48);
    const extended = await extend(order.id, later);
    expect(extended.status).toBe(200);
    expect(sameInstant(extended.body.expiresAt, later)).toBe(true);
    expect(extended.body).toMatchObject({ state: 'pending', cip: { number: order.cip.number, state: 'pending' } });
    expect(sameInstant((await atGateway(order.cip.number)).expiresAt, later)).toBe(true);
    const again = await Promise.all([extend(order.id, later), extend(order.id, later)]);
    expect(again.map((answer) => answer.status)).toEqual([200, 200]);
    expect(await product.requestCount('extend')).toBe(1);
    expect(await product.events('X-1')).toEqual(['order.pending', 'order.pending']);

    await product.advance('PT25H');
    await product.waitForState(order.id, 'pending');
    await product.pay(order.cip.number);
    expect(await product.waitForState(order.id, 'paid')).toMatchObject({ late: false, stock: 'committed' });
  });

  it('opens a payment again whose deadline has passed, with its stock still held', async () => {
    const order = await product.order('X-2', { expiresAt: inHours(1) });
    await product.advance('PT1H1S');
    expect(await product.waitForState(order.id, 'expiring')).toMatchObject({ stock: 'held' });
    const later = inHours(2);
    expect((await extend(order.id, later)).body).toMatchObject({ state: 'pending', stock: 'held' });
    // The old grace passes, and nothing closes; the new deadline counts.
    await product.advance('PT30M');
    expect((await product.payment(order.id)).state).toBe('pending');
    await product.advance('PT1H31M');
    await product.waitForState(order.id, 'expiring');
    await product.advance('PT11M');
    expect(await product.waitForState(order.id, 'expired')).toMatchObject({ stock: 'released' });
    expect((await atGateway(order.cip.number)).status).not.toBe('pending');
  });

  it('refuses an earlier deadline and one out of bounds, by field, and what is no longer open', async () => {
    const order = await product.order('X-3');
    for (const [expiresAt, words] of [
      [inHours(1), 'later than the present deadline'],
      [inHours(0.05), 'at least 10 minutes'],
      [inHours(24 * 400), 'less than 6 months'],
      ['tomorrow', 'ISO 8601'],
    ] as const) {
      const answer = await extend(order.id, expiresAt);
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({
        code: 'invalid_request',
        errors: [{ field: 'expiresAt', message: expect.stringContaining(words) }],
      });
    }
    expect(await product.requestCount('extend')).toBe(0);
    await cancel(order.id);
    expect((await extend(order.id, inHours(48))).body).toMatchObject({ code: 'payment_not_open', state: 'cancelled' });
  });

  it('tells PagoEfectivo’s no and leaves the payment as it was', async () => {
    const order = await product.order('X-4');
    await product.faults({ status: 400, operations: ['extend'], times: 1 });
    const answer = await extend(order.id, inHours(48));
    expect(answer).toMatchObject({ status: 422, body: { code: 'gateway_rejected' } });
    expect(await product.payment(order.id)).toMatchObject({ state: 'pending', expiresAt: order.expiresAt });
    expect((await extend(order.id, inHours(48))).status).toBe(200);
  });
});

describe('reissuing', () => {
  it('deletes the old code before it asks for a new one, and repeats its answer to the byte', async () => {
    const order = await product.order('R-1');
    const answer = await reissue(order.id, 'reissue-1');
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ state: 'pending', stock: 'held', cip: { state: 'pending' } });
    expect(answer.body.cip?.number).not.toBe(order.cip.number);
    expect((await atGateway(order.cip.number)).status).toBe('removed');
    expect((await atGateway(answer.body.cip?.number)).status).toBe('pending');
    const replayed = await reissue(order.id, 'reissue-1');
    expect(replayed.text).toBe(answer.text);
    expect(replayed.headers.get('idempotency-replayed')).toBe('true');
    expect((await reissue(order.id, 'reissue-1', { expiresAt: inHours(30) })).body).toMatchObject({
      code: 'idempotency_key_reused',
    });
    expect(await product.requestCount('create')).toBe(2);
    expect(await product.events('R-1')).toEqual(['order.pending', 'order.pending']);
    await product.pay(answer.body.cip?.number ?? '');
    expect(await product.waitForState(order.id, 'paid')).toMatchObject({ late: false });
  });

  it('finds money on the old code, counts it for the order and deletes the new one', async () => {
    const order = await product.order('R-2');
    const { body: fresh } = await reissue(order.id, 'reissue-2');
    // The agent took the money just before the delete, and the notification comes after the new code was given.
    await product.notify({ cip: order.cip.number, operationNumber: '9001' });
    const paid = await product.waitForState(order.id, 'paid');
    expect(paid.receipts).toMatchObject([{ cip: order.cip.number, counts: 'applied' }]);
    expect(paid.stock).toBe('committed');
    await waitFor(async () => (await atGateway(fresh.cip?.number)).status === 'removed', {
      what: 'the new code to be deleted',
      timeoutMs: 20_000,
    });
    expect((await product.events('R-2')).filter((type) => type === 'order.paid')).toHaveLength(1);
  });

  it('takes a deadline of its own, and reopens a payment whose time has passed', async () => {
    const order = await product.order('R-3', { expiresAt: inHours(1) });
    await product.advance('PT1H1S');
    await product.waitForState(order.id, 'expiring');
    const later = inHours(5);
    const answer = await reissue(order.id, 'reissue-3', { expiresAt: later });
    expect(answer.body).toMatchObject({ state: 'pending', stock: 'held' });
    expect(sameInstant(answer.body.expiresAt, later)).toBe(true);
    expect(sameInstant(answer.body.cip?.expiresAt ?? '', later)).toBe(true);
    expect((await reissue(order.id, 'reissue-3b', { expiresAt: inHours(0.01) })).body).toMatchObject({
      errors: [{ field: 'expiresAt', code: 'out_of_range' }],
    });
  });

  it('stays open without a code when PagoEfectivo declines a new one; another key asks again', async () => {
    const order = await product.order('R-4');
    await product.faults({ status: 400, operations: ['create'], times: 1 });
    const declined = await reissue(order.id, 'reissue-4');
    expect(declined).toMatchObject({ status: 422, body: { code: 'gateway_rejected', paymentId: order.id } });
    expect((await reissue(order.id, 'reissue-4')).text).toBe(declined.text);
    expect(await product.payment(order.id)).toMatchObject({ state: 'pending', cip: null, stock: 'held' });
    expect((await extend(order.id, inHours(48))).body).toMatchObject({ code: 'payment_has_no_code' });
    const again = await reissue(order.id, 'reissue-4b');
    expect(again.body).toMatchObject({ state: 'pending', cip: { state: 'pending' } });
    expect((await cancel(order.id)).body).toMatchObject({ state: 'cancelled', stock: 'released' });
    expect((await atGateway(again.body.cip?.number)).status).toBe('removed');
  });

  it('is refused for a payment that is paid, and for another shop’s as if there were none', async () => {
    const order = await product.order('R-5');
    await product.pay(order.cip.number);
    await product.waitForState(order.id, 'paid');
    expect((await reissue(order.id, 'reissue-5')).body).toMatchObject({ code: 'payment_not_open', state: 'paid' });
    expect((await reissue('pay_00000000000000000000000000', 'reissue-5')).status).toBe(404);
    expect((await product.api('POST', `/v1/payments/${order.id}/reissue`)).body).toMatchObject({
      errors: [{ field: 'Idempotency-Key', code: 'required' }],
    });
  });
});

describe('at the same moment', () => {
  it('twenty extends, reissues and cancels leave one code that can be paid, or none', async () => {
    for (let round = 0; round < 3; round += 1) {
      const order = await product.order(`P-${round}`);
      const answers = await Promise.all(
        Array.from({ length: 21 }, (_, nth) => {
          if (nth % 3 === 0) return extend(order.id, inHours(30 + nth));
          if (nth % 3 === 1) return reissue(order.id, `p-${round}-${nth % 2}`);
          return nth > 15 ? cancel(order.id) : product.payment(order.id).then(() => extend(order.id, inHours(29)));
        }),
      );
      expect(answers.filter((answer) => answer.status >= 500 && answer.status !== 502)).toEqual([]);
      const settled = await waitFor(
        async () => {
          const open = await product.database.query(
            `select 1 from gateway_command where status in ('intent', 'sent', 'unknown')`,
          );
          return open.length === 0 ? product.payment(order.id) : undefined;
        },
        { what: 'every call to be settled', timeoutMs: 40_000 },
      );
      const { body } = await product.sandbox<{ data: SandboxCip[] }>('GET', '/sandbox/cips?limit=100');
      const payable = body.data.filter(
        (cip) => cip.transactionCode.startsWith(`P-${round}-`) && cip.status === 'pending',
      );
      const shown = settled.cip?.state === 'pending' ? [settled.cip.number] : [];
      expect(payable.map((cip) => String(cip.cip))).toEqual(settled.state === 'pending' ? shown : []);
    }
  });
});

describe('a reminder', () => {
  const types = async (orderId: string): Promise<number> =>
    (await product.events(orderId)).filter((type) => type === 'order.expiring_soon').length;

  it('comes once, two hours before the deadline, and again before a later one', async () => {
    const order = await product.order('S-1');
    await product.advance('PT21H');
    expect(await types('S-1')).toBe(0);
    await product.advance('PT1H1M');
    await waitFor(async () => (await types('S-1')) === 1, { what: 'the reminder' });
    await waitFor(() => product.erp.events.some((event) => event.type === 'order.expiring_soon'), {
      what: 'the reminder at the ERP',
    });
    await product.advance('PT1M');
    expect((await extend(order.id, inHours(10))).status).toBe(200);
    await product.advance('PT8H1M');
    await waitFor(async () => (await types('S-1')) === 2, { what: 'the second reminder' });
  });

  it('never speaks of what is paid, and never after the deadline', async () => {
    const paid = await product.order('S-2');
    const asleep = await product.order('S-3');
    await product.pay(paid.cip.number);
    await product.waitForState(paid.id, 'paid');
    await product.advance('PT24H1S');
    await product.waitForState(asleep.id, 'expiring');
    expect(await types('S-2')).toBe(0);
    expect(await types('S-3')).toBe(0);
  });
});
