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

  it('accepts no money that is not merely late', async () => {
    const { caseId } = await wrongAmount();
    const answer = await visitor.post(`/api/cases/${caseId}/resolve`, { resolution: 'accept', reason: 'close enough' });
    expect(answer.body).toMatchObject({ status: 409, code: 'case_not_resolvable' });
    expect(await running.database.query(`select 1 from audit_entry where subject = $1`, [caseId])).toEqual([]);
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
