import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../apps/cli/src/cli.js';
import { type CaseKind, RESOLUTIONS, type Resolution } from '#payments';
import { waitFor } from '#testing';
import { limaText } from '../settlement/panel-export.js';
import type { Page, ProblemBody } from './checkout-api.js';
import { flowEnvironment, Product } from './product.js';

interface Case {
  readonly id: string;
  readonly kind: CaseKind;
  readonly state: string;
  readonly paymentId: string | null;
  readonly receiptId: string | null;
  readonly notificationId: string | null;
  readonly details: Record<string, unknown>;
  readonly dueAt: string;
  readonly overdue: boolean;
  readonly owner: string | null;
  readonly note: string | null;
  readonly resolutions: readonly Resolution[];
  readonly resolution: string | null;
  readonly resolvedBy: string | null;
  readonly refundIds: readonly string[];
}

type Refused = ProblemBody & { resolutions?: readonly Resolution[]; resolution?: string; detail: string };

let product: Product;
let orders = 0;
const newOrderId = (): string => `CASE-${(orders += 1)}`;

function openCase(where: { kind: CaseKind; paymentId?: string; cip?: string }): Promise<Case> {
  const find = async (): Promise<Case | undefined> => {
    const { body } = await product.api<Page<Case>>('GET', `/v1/cases?state=open&kind=${where.kind}&limit=100`);
    return body.data.find(
      (entry) =>
        (where.paymentId === undefined || entry.paymentId === where.paymentId) &&
        (where.cip === undefined || entry.details['cip'] === where.cip),
    );
  };
  return waitFor(find, { what: `a case ${where.kind} of ${where.paymentId ?? where.cip}`, timeoutMs: 30_000 });
}

const answer = (id: string, resolution: Resolution, reason = 'As the desk decided.') =>
  product.api<Case & Refused>('POST', `/v1/cases/${id}/resolve`, { resolution, reason });

const theCase = async (id: string): Promise<Case> => (await product.api<Case>('GET', `/v1/cases/${id}`)).body;

function resolvedCase(id: string): Promise<Case> {
  return waitFor(
    async () => {
      const found = await theCase(id);
      return found.state === 'resolved' ? found : undefined;
    },
    { what: `case ${id} to be resolved`, timeoutMs: 30_000 },
  );
}

/** What the events of a case said about it. */
async function told(caseId: string): Promise<{ type: string; case: Record<string, unknown> }[]> {
  const rows = await product.database.query<{ type: string; body: string }>(
    `select type, body from outbox_event where type like 'order.review_%' and body::jsonb #>> '{data,case,id}' = $1
     order by sequence`,
    [caseId],
  );
  return rows.map(({ type, body }) => {
    const event = JSON.parse(body) as { data: { case: Record<string, unknown> } };
    return { type, case: event.data.case };
  });
}

async function refunds(paymentId: string): Promise<{ id: string; amount: string; state: string; by: string }[]> {
  return product.database.query(
    `select id, amount_minor::text as amount, state, requested_by as by from refund where payment_id = $1 order by id`,
    [paymentId],
  );
}

const paidEvents = async (paymentId: string): Promise<number> =>
  (
    await product.database.query(`select 1 from outbox_event where payment_id = $1 and type = 'order.paid'`, [
      paymentId,
    ])
  ).length;

async function cli(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const { url, prefix } = product.config.queue;
  const env = flowEnvironment(product.database, { url: url ?? '', prefix });
  let [out, err] = ['', ''];
  const io = { env, write: (text: string) => void (out += text), complain: (text: string) => void (err += text) };
  return { code: await runCli(argv, io), out, err };
}

async function policies(change: string, hours?: string): Promise<void> {
  const more = hours === undefined ? [] : ['--case-hours', hours];
  expect(await cli('shop', 'update', '--shop', 'shop_default', '--cases', change, ...more)).toMatchObject({ code: 0 });
}

/** Money for an order that was cancelled: nobody can pay its code, and somebody did. */
async function paidLate(operationNumber = '1'): Promise<string> {
  const payment = await product.order(newOrderId());
  await product.api('POST', `/v1/payments/${payment.id}/cancel`);
  await product.notify({ cip: payment.cip.number, operationNumber });
  return payment.id;
}

const byPrefix = (prefix: string) => async (): Promise<string> =>
  (await product.order(newOrderId(), { customer: { email: `${prefix}+rosa@example.pe` } })).id;

async function wrongCurrency(): Promise<string> {
  const payment = await product.order(newOrderId());
  await product.notify({ cip: payment.cip.number, currency: 'USD' });
  return payment.id;
}

/** The shopper pays the code of a payment that was replaced, and the new one too. */
async function paidOnOldCode(): Promise<string> {
  const payment = await product.order(newOrderId());
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
  const late = await openCase({ kind: 'paid_late', paymentId });
  await product.notify({ cip: body.cip.number, operationNumber: '2' });
  await answer(late.id, 'close');
  return paymentId;
}

describe('every kind of case', () => {
  let folder = '';

  beforeAll(async () => {
    product = await Product.start();
    folder = await mkdtemp(join(tmpdir(), 'chasqui-cases-'));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await product.close();
  });

  /** A line of the panel's export that names another amount than ours. */
  async function settlementDifference(): Promise<string> {
    const payment = await product.order(newOrderId());
    await product.pay(payment.cip.number);
    const paid = await product.waitForState(payment.id, 'paid');
    const path = join(folder, `${payment.cip.number}.csv`);
    const at = limaText(new Date(paid.paidAt ?? ''));
    const rows = `CIP;Monto;Estado;Fec.Emisión;Fec.Cancelación;Fec.Actualizacion\n${payment.cip.number};100.00;Cancelado;${at};${at};${at}\n`;
    await writeFile(path, rows);
    expect(await cli('settlement', 'import', path)).toMatchObject({ err: '' });
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
    const opened = await openCase({ kind, ...produced });
    const { paymentId } = produced;
    for (const other of RESOLUTIONS.filter((one) => !opened.resolutions.includes(one))) {
      const refused = await answer(opened.id, other);
      expect([other, refused.status, refused.body.code]).toEqual([other, 409, 'resolution_not_allowed']);
      expect(refused.body.resolutions).toEqual(opened.resolutions);
    }
    expect(opened.resolutions).toContain(resolution);

    const resolved = await answer(opened.id, resolution);
    expect(resolved.body).toMatchObject({ state: 'resolved', resolution, resolutions: [], overdue: false });
    // Again is the same; otherwise is refused, with what it was resolved as.
    expect((await answer(opened.id, resolution, 'Once more.')).body).toEqual(resolved.body);
    const [other] = RESOLUTIONS.filter((one) => one !== resolution);
    const late = await answer(opened.id, other ?? 'close');
    expect([late.status, late.body]).toMatchObject([409, { code: 'case_already_resolved', resolution }]);

    if (paymentId === undefined) return;
    const { state, stock, paid, back } = after;
    expect(await product.payment(paymentId)).toMatchObject({ state, stock });
    expect(await paidEvents(paymentId)).toBe(paid);
    const asked = await refunds(paymentId);
    expect(asked.map(({ amount }) => amount)).toEqual(back);
    expect(resolved.body.refundIds).toEqual(asked.map(({ id }) => id));
    expect(asked.every(({ state: step, by }) => step === 'requested' && by.startsWith('api_key:'))).toBe(true);
    const { dueAt, resolutions } = opened;
    expect(await told(opened.id)).toEqual([
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
    const opened = await openCase({ kind: 'reversed', paymentId });
    expect(['announced', 'acknowledged']).toContain(opened.details['orderPaid']);
    const [notification] = await product.database.query<{ event: string }>(
      'select event_type as event from notification where id = $1',
      [opened.notificationId],
    );
    expect(notification?.event).toBe('cip.refunded');
    const late = await paidLate();
    await openCase({ kind: 'paid_late', paymentId: late });
    const { body } = await product.api<{ cip: { number: string } }>('GET', `/v1/payments/${late}`);
    await product.notify({ cip: body.cip.number, operationNumber: '9', eventType: 'cip.refunded' });
    expect((await openCase({ kind: 'reversed', paymentId: late })).details).toMatchObject({ orderPaid: 'never' });
  });

  it('does not accept money while another payment of the order can be paid, or once another has shipped it', async () => {
    const orderId = newOrderId();
    const first = await product.order(orderId);
    await product.api('POST', `/v1/payments/${first.id}/cancel`);
    const second = await product.create(orderId, {}, `second-${orderId}`);
    await product.notify({ cip: first.cip.number, operationNumber: '1' });
    const late = await openCase({ kind: 'paid_late', paymentId: first.id });
    const refused = await answer(late.id, 'accept');
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { code: 'order_already_open', paymentId: second.body.id },
    ]);
    await product.notify({ cip: second.body.cip?.number ?? '', operationNumber: '2' });
    await product.waitForState(second.body.id, 'paid');
    expect((await theCase(late.id)).resolutions).toEqual(['refund', 'close']);
    expect((await answer(late.id, 'accept')).body.code).toBe('resolution_not_allowed');
    expect((await answer(late.id, 'refund')).body).toMatchObject({ resolution: 'refund' });
  });

  it('is resolved once, whoever of fifty answers first', async () => {
    const paymentId = await paidLate();
    const { id } = await openCase({ kind: 'paid_late', paymentId });
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, nth) =>
        answer(id, RESOLUTIONS[nth % RESOLUTIONS.length] ?? 'close', `By ${nth}.`),
      ),
    );
    const { resolution } = await theCase(id);
    const won = answers.filter(({ status }) => status === 200);
    expect(new Set(won.map(({ text }) => text)).size).toBe(1);
    expect(won.every(({ body }) => body.resolution === resolution)).toBe(true);
    expect(answers.filter(({ status }) => status !== 200).map(({ body }) => [body.code, body.resolution])).toEqual(
      Array.from({ length: 50 - won.length }, () => ['case_already_resolved', resolution]),
    );
    expect((await told(id)).map(({ type }) => type)).toEqual(['order.review_required', 'order.review_resolved']);
    expect(await paidEvents(paymentId)).toBe(resolution === 'accept' ? 1 : 0);
    expect(await refunds(paymentId)).toHaveLength(resolution === 'refund' ? 1 : 0);
  });

  it('is answered by the policy of its shop, and left to a person where that cannot be', async () => {
    await policies('paid_late=accept,wrong_amount=refund,paid_twice=refund');
    const shipped = await paidLate();
    await product.erp.waitForEvent('order.paid', (await product.payment(shipped)).orderId);
    const [late] = (await product.api<Page<Case>>('GET', '/v1/cases?kind=paid_late&state=resolved')).body.data;
    expect(late).toMatchObject({ paymentId: shipped, resolution: 'accept', resolvedBy: 'policy' });

    const orderId = newOrderId();
    const first = await product.order(orderId);
    await product.api('POST', `/v1/payments/${first.id}/cancel`);
    await product.create(orderId, {}, `second-${orderId}`);
    await product.notify({ cip: first.cip.number, operationNumber: '1' });
    const { id } = await openCase({ kind: 'paid_late', paymentId: first.id });
    const left = await waitFor(
      async () => {
        const found = await theCase(id);
        return found.note === null ? undefined : found;
      },
      { what: 'the policy to give way' },
    );
    expect(left).toMatchObject({ state: 'open', note: expect.stringContaining('cancel that one first') });
    expect(await product.database.query('select next_at from review_case where id = $1', [id])).toEqual([
      { next_at: null },
    ]);

    const wrong = await byPrefix('wrong-amount')();
    await waitFor(async () => (await refunds(wrong)).length === 1, { what: 'the refund by policy', timeoutMs: 30_000 });
    expect(await refunds(wrong)).toMatchObject([{ amount: '12890', by: 'policy' }]);
    await policies('paid_late=review,wrong_amount=review,paid_twice=review');
  });
});

/** Hours in which an order waits for a gateway that cannot be asked. */
const MAX_HOLD = 'PT1H';

describe('cases that time brings', () => {
  beforeAll(async () => {
    product = await Product.start({
      env: { EXPIRY_GRACE: 'PT1S', EXPIRY_MAX_HOLD: MAX_HOLD, GATEWAY_TIMEOUT: 'PT2S', GATEWAY_CALLER_WAIT: 'PT1S' },
    });
  });

  afterAll(() => product.close());

  /** Closed while PagoEfectivo could not be asked; it answers again afterwards. */
  async function unconfirmed(): Promise<{ id: string; cip: { number: string } }> {
    const expiresAt = new Date(product.clock.now().getTime() + 20 * 60_000).toISOString();
    const order = await product.order(newOrderId(), { expiresAt });
    await product.faults({ errorRate: 1, status: 500, operations: ['search', 'delete'] });
    await product.advance('PT21M');
    await waitFor(
      async () => {
        await product.advance('PT15M');
        return (await product.payment(order.id)).state === 'expired';
      },
      { what: 'the order to close unconfirmed', timeoutMs: 60_000, everyMs: 500 },
    );
    return order;
  }

  it('ends an unconfirmed close by itself once PagoEfectivo says that the code is dead', async () => {
    const order = await unconfirmed();
    const { id, resolutions } = await openCase({ kind: 'unconfirmed_close', paymentId: order.id });
    expect(resolutions).toEqual(['close']);
    await product.sandbox('DELETE', '/sandbox/faults');
    await waitFor(
      async () => {
        await product.advance('PT1H');
        return (await theCase(id)).state === 'resolved';
      },
      { what: 'the last question to be answered after all', timeoutMs: 60_000, everyMs: 500 },
    );
    expect(await theCase(id)).toMatchObject({ resolution: 'confirmed', resolvedBy: 'gateway' });
    expect((await told(id)).map(({ case: { resolution } }) => resolution)).toEqual([undefined, 'confirmed']);
  });

  it('gives an unconfirmed close up for the case of money that came after all, and lets people close one', async () => {
    const order = await unconfirmed();
    const { id } = await openCase({ kind: 'unconfirmed_close', paymentId: order.id });
    for (const resolution of ['accept', 'refund'] as const) {
      expect((await answer(id, resolution)).body.code).toBe('resolution_not_allowed');
    }
    await product.notify({ cip: order.cip.number, operationNumber: '5' });
    expect(await resolvedCase(id)).toMatchObject({ resolution: 'superseded', resolvedBy: 'gateway' });
    await openCase({ kind: 'paid_late', paymentId: order.id });

    const other = await unconfirmed();
    const closed = await openCase({ kind: 'unconfirmed_close', paymentId: other.id });
    expect((await answer(closed.id, 'close')).body).toMatchObject({ state: 'resolved', resolution: 'close' });
    await product.sandbox('DELETE', '/sandbox/faults');
  });

  async function unknownCip(cip: string): Promise<Case> {
    await product.notify({ cip, operationNumber: cip.slice(-5) });
    await waitFor(
      async () => {
        await product.advance('PT30M');
        const { body } = await product.api<Page<Case>>('GET', '/v1/cases?state=open&kind=unknown_cip');
        return body.data.some(({ details }) => details['cip'] === cip);
      },
      { what: `a case of CIP ${cip}`, timeoutMs: 60_000, everyMs: 500 },
    );
    return openCase({ kind: 'unknown_cip', cip });
  }

  it('opens one for money on a code that nobody knows, which takes only the word of a person', async () => {
    const opened = await unknownCip('99887766');
    expect(opened).toMatchObject({ paymentId: null, resolutions: ['close'], notificationId: expect.any(String) });
    for (const resolution of ['accept', 'refund'] as const) {
      const refused = await answer(opened.id, resolution);
      expect([refused.status, refused.body.code]).toEqual([409, 'resolution_not_allowed']);
      expect(refused.body.detail).toBe('A case unknown_cip takes close as its resolution.');
    }
    const closed = await answer(opened.id, 'close');
    expect(closed.body).toMatchObject({ state: 'resolved', resolution: 'close' });
    expect((await answer(opened.id, 'close')).body).toEqual(closed.body);
  });

  it('applies the money of an unknown code once it is known, and ends its case', async () => {
    const order = await product.order(newOrderId(), {
      expiresAt: new Date(product.clock.now().getTime() + 90 * 86_400_000).toISOString(),
    });
    // As after a restore: the database has not heard of the code, nor of the reference it was asked for with.
    const [cip] = await product.database.query<{ id: string; code: string }>(
      'select id, transaction_code as code from cip where payment_id = $1',
      [order.id],
    );
    const forget = `update cip set number = null, status = 'lost', transaction_code = 'forgotten' where id = $1`;
    await product.database.query(forget, [cip?.id]);
    const { id } = await unknownCip(order.cip.number);
    expect((await product.payment(order.id)).receipts).toEqual([]);
    await product.database.query('update cip set transaction_code = $2 where id = $1', [cip?.id, cip?.code]);
    await waitFor(
      async () => {
        await product.advance('PT20M');
        return (await theCase(id)).state === 'resolved';
      },
      { what: 'the code to become known', timeoutMs: 60_000, everyMs: 500 },
    );
    expect(await theCase(id)).toMatchObject({ resolution: 'superseded', resolvedBy: 'gateway' });
    await product.waitForState(order.id, 'paid');
    expect(await paidEvents(order.id)).toBe(1);
  });

  it('opens one for money that the sandbox pays late, with the deadline of its shop, and shows when it has passed', async () => {
    await policies('paid_late=review', 'paid_late=2');
    const expiresAt = new Date(product.clock.now().getTime() + 20 * 60_000).toISOString();
    const { id: paymentId } = await product.order(newOrderId(), {
      expiresAt,
      customer: { email: 'late+rosa@example.pe' },
    });
    await product.advance('PT21M');
    await product.waitForState(paymentId, 'expired');
    await product.advance('PT1M');
    const opened = await openCase({ kind: 'paid_late', paymentId });
    const { openedAt } = (await product.api<{ openedAt: string }>('GET', `/v1/cases/${opened.id}`)).body;
    expect(Date.parse(opened.dueAt) - Date.parse(openedAt)).toBe(2 * 3_600_000);
    const overdue = async (): Promise<string[]> =>
      (await product.api<Page<Case>>('GET', '/v1/cases?overdue=true&kind=paid_late')).body.data.map(({ id }) => id);
    expect(await overdue()).not.toContain(opened.id);
    await product.advance('PT2H1M');
    expect(await overdue()).toContain(opened.id);
    expect((await theCase(opened.id)).overdue).toBe(true);

    const list = await cli('case', 'list', '--overdue', '--kind', 'paid_late', '--json');
    expect((JSON.parse(list.out) as { cases: Case[] }).cases.map(({ id }) => id)).toContain(opened.id);
    expect(await cli('case', 'assign', opened.id, '--to', 'nora@shop.example')).toMatchObject({
      code: 1,
      err: 'There is no operator nora@shop.example: give the e-mail that they sign in with.\n',
    });
    await product.database.query(
      `insert into operator (id, email, password_hash, role) values ('opr_nora', 'nora@shop.example', 'none', 'operator')`,
    );
    expect(await cli('case', 'assign', opened.id, '--to', 'Nora@shop.example')).toMatchObject({ code: 0, err: '' });
    expect((await theCase(opened.id)).owner).toBe('nora@shop.example');
    const resolved = await cli(
      'case',
      'resolve',
      opened.id,
      '--resolution',
      'refund',
      '--reason',
      'Sold out.',
      '--json',
    );
    const { case: back } = JSON.parse(resolved.out) as { case: Case };
    expect(back.refundIds).toEqual((await refunds(paymentId)).map(({ id }) => id));
    expect(await cli('case', 'resolve', opened.id, '--resolution', 'accept', '--reason', 'Found it.')).toMatchObject({
      code: 1,
      err: `Case ${opened.id} was resolved before, as refund by cli: that stays.\n`,
    });
    const audit = await product.database.query<{ action: string }>(
      'select action from audit_entry where subject = $1 order by id',
      [opened.id],
    );
    expect(audit.map(({ action }) => action)).toEqual(['case.assigned', 'case.resolved']);
  });
});
