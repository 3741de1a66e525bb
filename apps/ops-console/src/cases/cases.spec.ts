import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningConsole, startConsole, Visitor } from '../running-console.fixture.js';

describe('cases in the console', () => {
  let running: RunningConsole;
  let visitor: Visitor;

  beforeAll(async () => {
    running = await startConsole();
    visitor = await Visitor.signedIn(running.console.url);
  });

  afterAll(() => running.close());

  /** An order whose money is not what was asked for: a case. */
  async function wrongAmount(): Promise<{ paymentId: string; caseId: string }> {
    const { payment } = await running.shop.order();
    await running.shop.notify({ cip: payment.cips[0]?.number ?? '', amount: '100.00' });
    await visitor.post(`/api/payments/${payment.id}/check`);
    const page = await visitor.get(`/api/payments/${payment.id}`);
    const [entry] = page.body['cases'] as { id: string }[];
    return { paymentId: payment.id, caseId: entry?.id ?? '' };
  }

  it('lists what waits for a person, by state and kind', async () => {
    const { caseId, paymentId } = await wrongAmount();
    expect((await visitor.get('/api/cases?state=open&kind=wrong_amount')).body).toEqual({
      data: [expect.objectContaining({ id: caseId, kind: 'wrong_amount', state: 'open', paymentId })],
      nextCursor: null,
    });
    expect((await visitor.get('/api/cases?state=resolved')).body).toEqual({ data: [], nextCursor: null });
    expect((await visitor.get('/api/cases?kind=paid_late')).body).toEqual({ data: [], nextCursor: null });
    expect((await visitor.get('/api/cases?kind=odd')).status).toBe(400);
  });

  it('closes a case under the name of who did it, in its history and in the audit log', async () => {
    const { caseId, paymentId } = await wrongAmount();
    const reason = 'Refunded by bank transfer 4711';
    const answer = await visitor.post(`/api/cases/${caseId}/resolve`, { resolution: 'close', reason });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      id: caseId,
      state: 'resolved',
      resolution: 'close',
      reason,
      resolvedBy: 'operator:admin@chasqui.test',
    });
    expect(
      await running.database.query(`select actor, action, data from audit_entry where subject = $1`, [caseId]),
    ).toEqual([
      { actor: 'operator:admin@chasqui.test', action: 'case.resolved', data: { resolution: 'close', reason } },
    ]);
    expect((await visitor.get(`/api/payments/${paymentId}`)).body).toMatchObject({ payment: { inReview: false } });
  });

  it('lets a person accept what was received, once, and says how a case was resolved before', async () => {
    const { caseId, paymentId } = await wrongAmount();
    expect((await visitor.get(`/api/cases/${caseId}`)).body).toMatchObject({
      resolutions: ['accept', 'refund', 'close'],
      details: { expectedAmount: '129.90', receivedAmount: '100.00' },
    });
    const wish = { resolution: 'accept', reason: 'The customer gets it cheaper.' };
    const answer = await visitor.post(`/api/cases/${caseId}/resolve`, wish);
    expect(answer.body).toMatchObject({ state: 'resolved', resolution: 'accept', resolutions: [] });
    expect((await visitor.post(`/api/cases/${caseId}/resolve`, wish)).body).toEqual(answer.body);
    expect((await visitor.get(`/api/payments/${paymentId}`)).body).toMatchObject({
      payment: { state: 'paid', amount: '129.90', receipts: [{ amount: '100.00', counts: 'applied' }] },
    });
    const other = await visitor.post(`/api/cases/${caseId}/resolve`, { ...wish, resolution: 'close' });
    expect(other.body).toMatchObject({ status: 409, code: 'case_already_resolved' });
    expect(await running.database.query(`select 1 from audit_entry where subject = $1`, [caseId])).toHaveLength(1);
  });

  it('asks for a refund in the name of the operator', async () => {
    const { caseId } = await wrongAmount();
    const wish = { resolution: 'refund', reason: 'Not what was ordered.' };
    const { body } = await visitor.post(`/api/cases/${caseId}/resolve`, wish);
    expect(
      await running.database.query(
        'select id, amount_minor::text as amount, state, reason, requested_by from refund where id = any($1)',
        [body['refundIds']],
      ),
    ).toEqual([
      {
        id: (body['refundIds'] as string[])[0],
        amount: '10000',
        state: 'requested',
        reason: 'Not what was ordered.',
        requested_by: 'operator:admin@chasqui.test',
      },
    ]);
  });

  it('refuses an answer that the case does not take, with those that it does', async () => {
    await running.database.query(
      `insert into review_case (id, dedupe_key, kind, state, shop_id, opened_at, due_at)
       values ('case_lonely', 'lonely', 'unknown_cip', 'open', 'shop_default', now(), now())`,
    );
    const answer = await visitor.post('/api/cases/case_lonely/resolve', { resolution: 'refund', reason: 'to whom?' });
    expect(answer.body).toMatchObject({
      status: 409,
      code: 'case_not_resolvable',
      detail: 'A case unknown_cip takes close as its resolution.',
    });
    expect(await running.database.query(`select 1 from audit_entry where subject = 'case_lonely'`)).toEqual([]);
    await running.database.query(`delete from review_case where id = 'case_lonely'`);
  });

  it('gives a case to an operator and to nobody, and writes it down', async () => {
    const { caseId } = await wrongAmount();
    const assign = (owner: string | null) => visitor.post(`/api/cases/${caseId}/assign`, { owner });
    expect((await assign('nobody@chasqui.test')).body).toMatchObject({ status: 404, code: 'operator_not_found' });
    expect((await assign('Admin@chasqui.test')).body).toMatchObject({ owner: 'admin@chasqui.test' });
    expect((await assign('admin@chasqui.test')).body).toMatchObject({ owner: 'admin@chasqui.test' });
    expect((await assign(null)).body).toMatchObject({ owner: null });
    expect((await visitor.post(`/api/cases/${caseId}/assign`, { owner: 7 })).status).toBe(400);
    expect(
      await running.database.query(
        `select action, data from audit_entry where subject = $1 order by data->>'to' nulls last`,
        [caseId],
      ),
    ).toEqual([
      { action: 'case.assigned', data: { from: null, to: 'admin@chasqui.test' } },
      { action: 'case.assigned', data: { from: 'admin@chasqui.test', to: null } },
    ]);
    await visitor.post(`/api/cases/${caseId}/resolve`, { resolution: 'close', reason: 'done' });
    expect((await assign('admin@chasqui.test')).body).toMatchObject({ status: 409, code: 'case_already_resolved' });
  });

  it('marks a case whose deadline has passed, and lists those alone', async () => {
    const { caseId } = await wrongAmount();
    const overdue = async (): Promise<string[]> =>
      ((await visitor.get('/api/cases?overdue=true&limit=100')).body['data'] as { id: string }[]).map(({ id }) => id);
    expect(await overdue()).not.toContain(caseId);
    running.clock.advance(24 * 3_600_000 + 1000);
    visitor = await Visitor.signedIn(running.console.url);
    expect(await overdue()).toContain(caseId);
    expect((await visitor.get(`/api/cases/${caseId}`)).body).toMatchObject({ overdue: true });
    expect((await visitor.get('/api/cases?overdue=perhaps')).status).toBe(400);
  });

  it('wants a resolution it knows and a reason', async () => {
    const answer = await visitor.post('/api/cases/case_1/resolve', { resolution: 'forget' });
    expect(answer.status).toBe(400);
    expect(answer.body['errors']).toEqual([
      expect.objectContaining({ field: 'resolution', code: 'not_allowed' }),
      expect.objectContaining({ field: 'reason', code: 'required' }),
    ]);
    const unknown = await visitor.post('/api/cases/case_1/resolve', { resolution: 'close', reason: 'none' });
    expect(unknown.body).toMatchObject({ status: 404, code: 'case_not_found' });
  });

  it('pages through cases, newest first', async () => {
    running.clock.advance(60_000);
    const newest = await wrongAmount();
    const first = await visitor.get('/api/cases?limit=1');
    expect(first.body['data']).toEqual([expect.objectContaining({ id: newest.caseId })]);
    const rest = await visitor.get(`/api/cases?cursor=${String(first.body['nextCursor'])}`);
    const older = (rest.body['data'] as { id: string }[]).map(({ id }) => id);
    expect(older).not.toContain(newest.caseId);
    expect(older.length).toBeGreaterThan(0);
  });
});
