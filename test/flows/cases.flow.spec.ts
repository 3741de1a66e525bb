import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CaseKind, RESOLUTIONS, type Resolution } from '#payments';
import { waitFor } from '#testing';
import { limaText } from '../settlement/panel-export.js';
import { type Case, CaseDesk } from './case-desk.js';
import type { Page } from './checkout-api.js';
import { Product } from './product.js';

let product: Product;
let desk: CaseDesk;

/** Money for an order that was cancelled: nobody can pay its code, and somebody did. */
async function paidLate(operationNumber = '1'): Promise<string> {
  const payment = await product.order(desk.newOrderId());
  await product.api('POST', `/v1/payments/${payment.id}/cancel`);
  await product.notify({ cip: payment.cip.number, operationNumber });
  return payment.id;
}

const byPrefix = (prefix: string) => async (): Promise<string> =>
  (await product.order(desk.newOrderId(), { customer: { email: `${prefix}+rosa@example.pe` } })).id;

async function wrongCurrency(): Promise<string> {
  const payment = await product.order(desk.newOrderId());
  await product.notify({ cip: payment.cip.number, currency: 'USD' });
  return payment.id;
}

/** The shopper pays the code of a payment that was replaced, and the new one too. */
async function paidOnOldCode(): Promise<string> {
  const payment = await product.order(desk.newOrderId());
  const again = await product.api<{ cip: { number: string } }>(
    'POST',
    `/v1/payments/${payment.id}/reissue`,
    undefined,
    {
      'idempotency-key': `again-${payment.id}`,
    },
  );
  expect(again.status).toBe(200);
  await product.notify({ cip: again.body.cip.number, operationNumber: '1' });
  await product.waitForState(payment.id, 'paid');
  await product.notify({ cip: payment.cip.number, operationNumber: '2' });
  return payment.id;
}

/** A closed order that is paid twice, of which the first money was closed away: nothing has shipped. */
async function paidTwiceNeverShipped(): Promise<string> {
  const paymentId = await paidLate();
  const { body } = await product.api<{ cip: { number: string } }>('GET', `/v1/payments/${paymentId}`);
  const late = await desk.openCase({ kind: 'paid_late', paymentId });
  await product.notify({ cip: body.cip.number, operationNumber: '2' });
  await desk.answer(late.id, 'close');
  return paymentId;
}

describe('every kind of case', () => {
  let folder = '';

  beforeAll(async () => {
    product = await Product.start();
    desk = new CaseDesk(product);
    folder = await mkdtemp(join(tmpdir(), 'chasqui-cases-'));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await product.close();
  });

  /** A line of the panel's export that names another amount than ours. */
  async function settlementDifference(): Promise<string> {
    const payment = await product.order(desk.newOrderId());
    await product.pay(payment.cip.number);
    const paid = await product.waitForState(payment.id, 'paid');
    const path = join(folder, `${payment.cip.number}.csv`);
    const at = limaText(new Date(paid.paidAt ?? ''));
    const rows = `CIP;Monto;Estado;Fec.Emisión;Fec.Cancelación;Fec.Actualizacion\n${payment.cip.number};100.00;Cancelado;${at};${at};${at}\n`;
    await writeFile(path, rows);
    expect(await desk.cli('settlement', 'import', path)).toMatchObject({ err: '' });
    return payment.cip.number;
  }

  type Produced = { readonly paymentId?: string; readonly cip?: string };
  const ofPayment = (produce: () => Promise<string>) => async (): Promise<Produced> => ({ paymentId: await produce() });

  /** How each kind comes about, what it takes, and what becomes of the payment by each answer. */
  const KINDS: readonly {
    readonly what: string;
    readonly kind: CaseKind;
    readonly produce: () => Promise<Produced>;
    readonly takes: Readonly<
      Partial<Record<Resolution, { state: string; stock: string; paid: number; back: string[] }>>
    >;
  }[] = [
    {
      what: 'money after closing',
      kind: 'paid_late',
      produce: ofPayment(paidLate),
      takes: {
        accept: { state: 'paid', stock: 'committed', paid: 1, back: [] },
        refund: { state: 'paid', stock: 'released', paid: 0, back: ['12990'] },
        close: { state: 'paid', stock: 'released', paid: 0, back: [] },
      },
    },
    {
      what: 'another amount, as the sandbox pays it',
      kind: 'wrong_amount',
      produce: ofPayment(byPrefix('wrong-amount')),
      takes: {
        accept: { state: 'paid', stock: 'committed', paid: 1, back: [] },
        refund: { state: 'pending', stock: 'held', paid: 0, back: ['12890'] },
        close: { state: 'pending', stock: 'held', paid: 0, back: [] },
      },
    },
    {
      what: 'another currency',
      kind: 'wrong_amount',
      produce: ofPayment(wrongCurrency),
      takes: {
        accept: { state: 'paid', stock: 'committed', paid: 1, back: [] },
        refund: { state: 'pending', stock: 'held', paid: 0, back: ['12990'] },
        close: { state: 'pending', stock: 'held', paid: 0, back: [] },
      },
    },
    {
      what: 'a second payment, as the sandbox makes it',
      kind: 'paid_twice',
      produce: ofPayment(byPrefix('paid-twice')),
      takes: {
        refund: { state: 'paid', stock: 'committed', paid: 1, back: ['12990'] },
        close: { state: 'paid', stock: 'committed', paid: 1, back: [] },
      },
    },
    {
      what: 'a payment on a code that was replaced',
      kind: 'paid_twice',
      produce: ofPayment(paidOnOldCode),
      takes: {
        refund: { state: 'paid', stock: 'committed', paid: 1, back: ['12990'] },
        close: { state: 'paid', stock: 'committed', paid: 1, back: [] },
      },
    },
    {
      what: 'a second payment of an order that never shipped',
      kind: 'paid_twice',
      produce: ofPayment(paidTwiceNeverShipped),
      takes: { accept: { state: 'paid', stock: 'committed', paid: 1, back: [] } },
    },
    {
      what: 'a reversal after shipping',
      kind: 'reversed',
      produce: ofPayment(byPrefix('reversed')),
      takes: { close: { state: 'reversed', stock: 'committed', paid: 1, back: [] } },
    },
    {
      what: 'another amount in a settlement file',
      kind: 'settlement_difference',
      produce: async () => ({ cip: await settlementDifference() }),
      takes: {
        accept: { state: '', stock: '', paid: 0, back: [] },
        close: { state: '', stock: '', paid: 0, back: [] },
      },
    },
  ];

  const WAYS = KINDS.flatMap((entry) =>
    RESOLUTIONS.flatMap((resolution) => {
      const after = entry.takes[resolution];
      return after === undefined ? [] : [{ ...entry, resolution, after }];
    }),
  );

  it.each(WAYS)('$kind: $what, answered with $resolution', async ({ kind, produce, resolution, after }) => {
    const produced = await produce();
    const opened = await desk.openCase({ kind, ...produced });
    const { paymentId } = produced;
    for (const other of RESOLUTIONS.filter((one) => !opened.resolutions.includes(one))) {
      const refused = await desk.answer(opened.id, other);
      expect([other, refused.status, refused.body.code]).toEqual([other, 409, 'resolution_not_allowed']);
      expect(refused.body.resolutions).toEqual(opened.resolutions);
    }
    expect(opened.resolutions).toContain(resolution);

    const resolved = await desk.answer(opened.id, resolution);
    expect(resolved.body).toMatchObject({ state: 'resolved', resolution, resolutions: [], overdue: false });
    // Again is the same; otherwise is refused, with what it was resolved as.
    expect((await desk.answer(opened.id, resolution, 'Once more.')).body).toEqual(resolved.body);
    const other = RESOLUTIONS.find((one) => one !== resolution);
    const late = await desk.answer(opened.id, other ?? 'close');
    expect([late.status, late.body]).toMatchObject([409, { code: 'case_already_resolved', resolution }]);

    if (paymentId === undefined) return;
    const { state, stock, paid, back } = after;
    expect(await product.payment(paymentId)).toMatchObject({ state, stock });
    expect(await desk.paidEvents(paymentId)).toBe(paid);
    const asked = await desk.refunds(paymentId);
    expect(asked.map(({ amount }) => amount)).toEqual(back);
    expect(resolved.body.refundIds).toEqual(asked.map(({ id }) => id));
    expect(asked.every(({ state: step, by }) => step === 'requested' && by.startsWith('api_key:'))).toBe(true);
    const { dueAt, resolutions } = opened;
    expect(await desk.told(opened.id)).toEqual([
      { type: 'order.review_required', case: { id: opened.id, kind, dueAt, resolutions } },
      {
        type: 'order.review_resolved',
        case: { id: opened.id, kind, resolution, reason: 'As the desk decided.', refundIds: resolved.body.refundIds },
      },
    ]);
    expect(opened.receiptId).toMatch(/^rcp_/);
  });

  it('links the notification that told of it, and says how the order stood when money was reversed', async () => {
    const paymentId = await byPrefix('reversed')();
    const opened = await desk.openCase({ kind: 'reversed', paymentId });
    expect(['announced', 'acknowledged']).toContain(opened.details['orderPaid']);
    const [notification] = await product.database.query<{ event: string }>(
      'select event_type as event from notification where id = $1',
      [opened.notificationId],
    );
    expect(notification?.event).toBe('cip.refunded');
    const late = await paidLate();
    await desk.openCase({ kind: 'paid_late', paymentId: late });
    const { body } = await product.api<{ cip: { number: string } }>('GET', `/v1/payments/${late}`);
    await product.notify({ cip: body.cip.number, operationNumber: '9', eventType: 'cip.refunded' });
    expect((await desk.openCase({ kind: 'reversed', paymentId: late })).details).toMatchObject({ orderPaid: 'never' });
  });

  it('does not accept money while another payment of the order can be paid, or once another has shipped it', async () => {
    const orderId = desk.newOrderId();
    const first = await product.order(orderId);
    await product.api('POST', `/v1/payments/${first.id}/cancel`);
    const second = await product.create(orderId, {}, `second-${orderId}`);
    await product.notify({ cip: first.cip.number, operationNumber: '1' });
    const late = await desk.openCase({ kind: 'paid_late', paymentId: first.id });
    const refused = await desk.answer(late.id, 'accept');
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { code: 'order_already_open', paymentId: second.body.id },
    ]);
    await product.notify({ cip: second.body.cip?.number ?? '', operationNumber: '2' });
    await product.waitForState(second.body.id, 'paid');
    expect((await desk.theCase(late.id)).resolutions).toEqual(['refund', 'close']);
    expect((await desk.answer(late.id, 'accept')).body.code).toBe('resolution_not_allowed');
    expect((await desk.answer(late.id, 'refund')).body).toMatchObject({ resolution: 'refund' });
  });

  it('is resolved once, whoever of fifty answers first', async () => {
    const paymentId = await paidLate();
    const { id } = await desk.openCase({ kind: 'paid_late', paymentId });
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, nth) =>
        desk.answer(id, RESOLUTIONS[nth % RESOLUTIONS.length] ?? 'close', `By ${nth}.`),
      ),
    );
    const { resolution } = await desk.theCase(id);
    const won = answers.filter(({ status }) => status === 200);
    expect(new Set(won.map(({ text }) => text)).size).toBe(1);
    expect(won.every(({ body }) => body.resolution === resolution)).toBe(true);
    expect(answers.filter(({ status }) => status !== 200).map(({ body }) => [body.code, body.resolution])).toEqual(
      Array.from({ length: 50 - won.length }, () => ['case_already_resolved', resolution]),
    );
    expect((await desk.told(id)).map(({ type }) => type)).toEqual(['order.review_required', 'order.review_resolved']);
    expect(await desk.paidEvents(paymentId)).toBe(resolution === 'accept' ? 1 : 0);
    expect(await desk.refunds(paymentId)).toHaveLength(resolution === 'refund' ? 1 : 0);
  });

  it('is answered by the policy of its shop, and left to a person where that cannot be', async () => {
    await desk.policies('paid_late=accept,wrong_amount=refund,paid_twice=refund');
    const shipped = await paidLate();
    await product.erp.waitForEvent('order.paid', (await product.payment(shipped)).orderId);
    const [late] = (await product.api<Page<Case>>('GET', '/v1/cases?kind=paid_late&state=resolved')).body.data;
    expect(late).toMatchObject({ paymentId: shipped, resolution: 'accept', resolvedBy: 'policy' });

    const orderId = desk.newOrderId();
    const first = await product.order(orderId);
    await product.api('POST', `/v1/payments/${first.id}/cancel`);
    await product.create(orderId, {}, `second-${orderId}`);
    await product.notify({ cip: first.cip.number, operationNumber: '1' });
    const { id } = await desk.openCase({ kind: 'paid_late', paymentId: first.id });
    const left = await waitFor(
      async () => {
        const found = await desk.theCase(id);
        return found.note === null ? undefined : found;
      },
      { what: 'the policy to give way' },
    );
    expect(left).toMatchObject({ state: 'open', note: expect.stringContaining('cancel that one first') });
    expect(await product.database.query('select next_at from review_case where id = $1', [id])).toEqual([
      { next_at: null },
    ]);

    const wrong = await byPrefix('wrong-amount')();
    await waitFor(async () => (await desk.refunds(wrong)).length === 1, {
      what: 'the refund by policy',
      timeoutMs: 30_000,
    });
    expect(await desk.refunds(wrong)).toMatchObject([{ amount: '12890', by: 'policy' }]);
    await desk.policies('paid_late=review,wrong_amount=review,paid_twice=review');
  });
});
