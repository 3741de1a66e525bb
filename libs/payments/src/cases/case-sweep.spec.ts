import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RefundStage } from '../refunds/refunds.fixture.js';
import { CountedGateways } from '../gateway-commands/counted-gateways.js';
import { SweepQuestions } from '../gateway-commands/sweep-questions.js';
import { GatewayBreaker } from '../searches/gateway-breaker.js';
import { GatewayBudget } from '../searches/gateway-budget.js';
import { CaseSweep } from './case-sweep.js';
import { UnknownCipWatch } from './unknown-cip.watch.js';

interface Row {
  readonly id: string;
  readonly state: string;
  readonly resolution: string | null;
  readonly resolved_by: string | null;
  readonly note: string | null;
  readonly next_at: Date | null;
}

describe('the sweep of cases', () => {
  let stage: RefundStage;
  const failures: string[] = [];

  beforeAll(async () => {
    stage = await RefundStage.open();
  });

  afterAll(() => stage.close());

  beforeEach(() => policies({ paid_late: 'accept', wrong_amount: 'refund' }));

  async function policies(cases: Record<string, string>): Promise<void> {
    await stage.dataSource.query('update shop set policies = $1', [JSON.stringify({ cases })]);
  }

  /** A second worker, which hears of failures instead of failing. */
  function anotherWorker(): CaseSweep {
    const { dataSource, clock } = stage;
    const { cases, ledger, gateways } = stage.shop.payments;
    const budget = new GatewayBudget(dataSource, 1_000);
    const questions = new SweepQuestions(budget, new CountedGateways(gateways, budget, new GatewayBreaker(budget)));
    const watch = new UnknownCipWatch({ dataSource, ledger, questions, clock, onFound: () => undefined });
    return new CaseSweep(dataSource, cases, watch, clock, (_error, what) => void failures.push(what));
  }

  /** Money for an order that has expired; answers its payment and its case. */
  async function paidLate(): Promise<{ paymentId: string; row: () => Promise<Row> }> {
    const { payments, notify, order } = stage.shop;
    const { payment } = await order();
    const { id: paymentId } = payment;
    const deadline = stage.clock.now();
    await stage.dataSource.query('update payment set expires_at = $2 where id = $1', [paymentId, deadline]);
    await payments.ledger.observeMany([
      { kind: 'deadline', paymentId, graceMs: 0 },
      {
        kind: 'cip_status',
        paymentId,
        cipId: payment.cips[0]?.id ?? '',
        status: 'expired',
        observedAt: deadline,
      },
      { kind: 'close', paymentId, deadline, answer: 'expired' },
    ]);
    await notify({ cip: payment.cips[0]?.number ?? '', amount: '129.90' });
    await payments.applier.drain();
    return { paymentId: payment.id, row: () => theCase(payment.id) };
  }

  async function theCase(paymentId: string): Promise<Row> {
    const [row] = await stage.dataSource.query<Row[]>(
      'select id, state, resolution, resolved_by, note, next_at from review_case where payment_id = $1',
      [paymentId],
    );
    if (!row) throw new Error('no case');
    return row;
  }

  const types = async (paymentId: string): Promise<string[]> =>
    (await stage.events(paymentId)).map(({ type }) => type).slice(-3);

  it('leaves the money’s own transaction without an answer, and gives it right after', async () => {
    const { paymentId, row } = await paidLate();
    expect(await row()).toMatchObject({ state: 'open', next_at: stage.clock.now() });
    expect(await types(paymentId)).not.toContain('order.paid');
    expect(await stage.shop.payments.caseSweep.sweep()).toBe(1);
    expect(await row()).toMatchObject({
      state: 'resolved',
      resolution: 'accept',
      resolved_by: 'policy',
      next_at: null,
    });
    expect(await types(paymentId)).toEqual(['order.review_required', 'order.paid', 'order.review_resolved']);
    expect(await stage.shop.payments.caseSweep.sweep()).toBe(0);
  });

  it('answers once, however many workers sweep at once', async () => {
    const made = [await paidLate(), await paidLate(), await paidLate()];
    const swept = await Promise.all(Array.from({ length: 8 }, () => anotherWorker().sweep(2)));
    await anotherWorker().sweep();
    expect(swept.reduce((sum, count) => sum + count, 0)).toBe(3);
    for (const { paymentId, row } of made) {
      expect(await row()).toMatchObject({ state: 'resolved', resolution: 'accept' });
      expect(await types(paymentId)).toEqual(['order.review_required', 'order.paid', 'order.review_resolved']);
    }
  });

  it('goes on with what a dead worker had claimed, once its lease is over', async () => {
    const { row } = await paidLate();
    const { id } = await row();
    await stage.dataSource.query(`update review_case set lease_until = now() + interval '1 minute' where id = $1`, [
      id,
    ]);
    expect(await stage.shop.payments.caseSweep.sweep()).toBe(0);
    await stage.dataSource.query(`update review_case set lease_until = now() - interval '1 second' where id = $1`, [
      id,
    ]);
    expect(await stage.shop.payments.caseSweep.sweep()).toBe(1);
    expect(await row()).toMatchObject({ state: 'resolved', resolution: 'accept' });
  });

  it('finds a case resolved that a worker answered before it died, and says nothing twice', async () => {
    const { paymentId, row } = await paidLate();
    const { id } = await row();
    await stage.shop.payments.cases.resolve(id, { resolution: 'accept', reason: 'as policy', actor: 'policy' });
    await stage.dataSource.query('update review_case set next_at = $2 where id = $1', [id, stage.clock.now()]);
    expect(await stage.shop.payments.caseSweep.sweep()).toBe(1);
    expect((await stage.events(paymentId)).filter(({ type }) => type === 'order.paid')).toHaveLength(1);
    await stage.dataSource.query('update review_case set next_at = null where id = $1', [id]);
  });

  it('leaves a case to a person where the shop has thought better of its policy', async () => {
    const { row } = await paidLate();
    await policies({});
    await stage.shop.payments.caseSweep.sweep();
    expect(await row()).toMatchObject({ state: 'open', note: null, next_at: null });
  });

  it('says why a policy was not applied, and does not try again', async () => {
    const { paymentId, row } = await paidLate();
    await stage.dataSource.query(`update receipt set reversed_at = now() where payment_id = $1`, [paymentId]);
    await stage.dataSource.query(
      `insert into gateway_fact (id, payment_id, cip_id, kind, source, operation_number, amount_minor, currency, observed_at)
       select id || 'r', payment_id, cip_id, 'reversed', source, operation_number, amount_minor, currency, observed_at
       from gateway_fact where payment_id = $1`,
      [paymentId],
    );
    await stage.shop.payments.caseSweep.sweep();
    expect(await row()).toMatchObject({
      state: 'open',
      note: 'The policy to accept was not applied. The money of this case is not there any more, it was reversed or refunded: close the case.',
      next_at: null,
    });
  });

  it('asks PagoEfectivo itself for the refund where the account’s contract offers it', async () => {
    const { payments, notify, order } = stage.shop;
    const { payment } = await order();
    await notify({ cip: payment.cips[0]?.number ?? '', amount: '100.00' });
    await payments.applier.drain();
    await payments.caseSweep.sweep();
    const refunds =
      'select channel, state, requested_by, amount_minor::text as amount from refund where payment_id = $1';
    expect(await stage.dataSource.query(refunds, [payment.id])).toEqual([
      { channel: 'api', state: 'requested', requested_by: 'policy', amount: '10000' },
    ]);
  });

  it('does not hold the others up for one that fails, and comes back to it', async () => {
    // Its keys were sealed for another account, so they cannot be opened.
    await stage.dataSource.query(
      `insert into gateway_account select (jsonb_populate_record(a, '{"id": "acc_broken", "slug": "broken"}')).* from gateway_account a limit 1`,
    );
    await stage.dataSource.query(
      `insert into review_case (id, dedupe_key, kind, state, account_id, details, opened_at, due_at, next_at)
       values ('case_broken', 'broken', 'unknown_cip', 'open', 'acc_broken', '{"cip": "1"}', $1::timestamptz, $1::timestamptz, $1::timestamptz - interval '1 day')`,
      [stage.clock.now()],
    );
    const { row } = await paidLate();
    expect(await anotherWorker().sweep()).toBe(2);
    expect(failures).toEqual(['case case_broken could not be looked at']);
    expect(await row()).toMatchObject({ state: 'resolved' });
    const [broken] = await stage.dataSource.query<Row[]>(`select * from review_case where id = 'case_broken'`);
    expect(broken).toMatchObject({ state: 'open', next_at: new Date(stage.clock.now().getTime() + 5 * 60_000) });
  });

  it('counts what is open and overdue', async () => {
    await policies({});
    const count = async () =>
      (await stage.shop.payments.cases.count()).find(({ kind }) => kind === 'paid_late') ?? { open: 0, overdue: 0 };
    const before = await count();
    await paidLate();
    expect(await count()).toMatchObject({ open: before.open + 1, overdue: before.overdue });
    stage.clock.advance(24 * 3_600_000 + 1);
    expect(await count()).toMatchObject({ open: before.open + 1, overdue: before.open + 1 });
  });
});
