import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { waitFor } from '#testing';
import { type Case, CaseDesk } from './case-desk.js';
import type { Page } from './checkout-api.js';
import { Product } from './product.js';

let product: Product;
let desk: CaseDesk;

/** Hours in which an order waits for a gateway that cannot be asked. */
const MAX_HOLD = 'PT1H';

describe('cases that time brings', () => {
  beforeAll(async () => {
    product = await Product.start({
      env: { EXPIRY_GRACE: 'PT1S', EXPIRY_MAX_HOLD: MAX_HOLD, GATEWAY_TIMEOUT: 'PT20S', GATEWAY_CALLER_WAIT: 'PT10S' },
    });
    desk = new CaseDesk(product);
  });

  afterAll(() => product.close());

  // The pause that the failures of one test earned runs in real time; the next test begins at a gateway that is well.
  afterEach(() =>
    product.database.query(
      'update gateway_budget set blocked_until = null, opened_at = null, failures = 0, trouble = null',
    ),
  );

  /** Closed while PagoEfectivo could not be asked; it answers again afterwards. */
  async function unconfirmed(): Promise<{ id: string; cip: { number: string } }> {
    const expiresAt = new Date(product.clock.now().getTime() + 20 * 60_000).toISOString();
    const order = await product.order(desk.newOrderId(), { expiresAt });
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
    const { id, resolutions } = await desk.openCase({ kind: 'unconfirmed_close', paymentId: order.id });
    expect(resolutions).toEqual(['close']);
    await product.sandbox('DELETE', '/sandbox/faults');
    await waitFor(
      async () => {
        await product.advance('PT1H');
        return (await desk.theCase(id)).state === 'resolved';
      },
      { what: 'the last question to be answered after all', timeoutMs: 60_000, everyMs: 500 },
    );
    expect(await desk.theCase(id)).toMatchObject({ resolution: 'confirmed', resolvedBy: 'gateway' });
    expect((await desk.told(id)).map(({ case: { resolution } }) => resolution)).toEqual([undefined, 'confirmed']);
  });

  it('gives an unconfirmed close up for the case of money that came after all, and lets people close one', async () => {
    const order = await unconfirmed();
    const { id } = await desk.openCase({ kind: 'unconfirmed_close', paymentId: order.id });
    for (const resolution of ['accept', 'refund'] as const) {
      expect((await desk.answer(id, resolution)).body.code).toBe('resolution_not_allowed');
    }
    await product.notify({ cip: order.cip.number, operationNumber: '5' });
    expect(await desk.resolvedCase(id)).toMatchObject({ resolution: 'superseded', resolvedBy: 'gateway' });
    await desk.openCase({ kind: 'paid_late', paymentId: order.id });

    const other = await unconfirmed();
    const closed = await desk.openCase({ kind: 'unconfirmed_close', paymentId: other.id });
    expect((await desk.answer(closed.id, 'close')).body).toMatchObject({ state: 'resolved', resolution: 'close' });
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
    return desk.openCase({ kind: 'unknown_cip', cip });
  }

  it('opens one for money on a code that nobody knows, which takes only the word of a person', async () => {
    const opened = await unknownCip('99887766');
    expect(opened).toMatchObject({ paymentId: null, resolutions: ['close'], notificationId: expect.any(String) });
    for (const resolution of ['accept', 'refund'] as const) {
      const refused = await desk.answer(opened.id, resolution);
      expect([refused.status, refused.body.code]).toEqual([409, 'resolution_not_allowed']);
      expect(refused.body.detail).toBe('A case unknown_cip takes close as its resolution.');
    }
    const closed = await desk.answer(opened.id, 'close');
    expect(closed.body).toMatchObject({ state: 'resolved', resolution: 'close' });
    expect((await desk.answer(opened.id, 'close')).body).toEqual(closed.body);
  });

  it('applies the money of an unknown code once it is known, and ends its case', async () => {
    const order = await product.order(desk.newOrderId(), {
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
        return (await desk.theCase(id)).state === 'resolved';
      },
      { what: 'the code to become known', timeoutMs: 60_000, everyMs: 500 },
    );
    expect(await desk.theCase(id)).toMatchObject({ resolution: 'superseded', resolvedBy: 'gateway' });
    await product.waitForState(order.id, 'paid');
    expect(await desk.paidEvents(order.id)).toBe(1);
  });

  it('opens one for money that the sandbox pays late, with the deadline of its shop, and shows when it has passed', async () => {
    await desk.policies('paid_late=review', 'paid_late=2');
    const expiresAt = new Date(product.clock.now().getTime() + 20 * 60_000).toISOString();
    const { id: paymentId } = await product.order(desk.newOrderId(), {
      expiresAt,
      customer: { email: 'late+rosa@example.pe' },
    });
    await product.advance('PT21M');
    await product.waitForState(paymentId, 'expired');
    await product.advance('PT1M');
    const opened = await desk.openCase({ kind: 'paid_late', paymentId });
    const { openedAt } = (await product.api<{ openedAt: string }>('GET', `/v1/cases/${opened.id}`)).body;
    expect(Date.parse(opened.dueAt) - Date.parse(openedAt)).toBe(2 * 3_600_000);
    const overdue = async (): Promise<string[]> =>
      (await product.api<Page<Case>>('GET', '/v1/cases?overdue=true&kind=paid_late')).body.data.map(({ id }) => id);
    expect(await overdue()).not.toContain(opened.id);
    await product.advance('PT2H1M');
    expect(await overdue()).toContain(opened.id);
    expect((await desk.theCase(opened.id)).overdue).toBe(true);

    const list = await desk.cli('case', 'list', '--overdue', '--kind', 'paid_late', '--json');
    expect((JSON.parse(list.out) as { cases: Case[] }).cases.map(({ id }) => id)).toContain(opened.id);
    expect(await desk.cli('case', 'assign', opened.id, '--to', 'nora@shop.example')).toMatchObject({
      code: 1,
      err: 'There is no operator nora@shop.example: give the e-mail that they sign in with.\n',
    });
    await product.database.query(
      `insert into operator (id, email, password_hash, role) values ('opr_nora', 'nora@shop.example', 'none', 'operator')`,
    );
    expect(await desk.cli('case', 'assign', opened.id, '--to', 'Nora@shop.example')).toMatchObject({
      code: 0,
      err: '',
    });
    expect((await desk.theCase(opened.id)).owner).toBe('nora@shop.example');
    const resolved = await desk.cli(
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
    expect(back.refundIds).toEqual((await desk.refunds(paymentId)).map(({ id }) => id));
    expect(
      await desk.cli('case', 'resolve', opened.id, '--resolution', 'accept', '--reason', 'Found it.'),
    ).toMatchObject({
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
