import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NotificationApplier } from '#payments';
import { parseNotification } from '#pagoefectivo';
import { type RunningConsole, startConsole, Visitor } from '../running-console.fixture.js';

describe('the evidence in the console', () => {
  let running: RunningConsole;
  let visitor: Visitor;

  beforeAll(async () => {
    running = await startConsole();
    visitor = await Visitor.signedIn(running.console.url);
  });

  afterAll(() => running.close());

  const ids = async (query: string): Promise<string[]> => {
    const { data } = (await visitor.get(`/api/notifications${query}`)).body as { data: { id: string }[] };
    return data.map(({ id }) => id);
  };

  const orderCip = async (): Promise<{ id: string; cip: string }> => {
    const { payment } = await running.shop.order();
    return { id: payment.id, cip: payment.cips[0]?.number ?? '' };
  };

  it('lists messages with their verdicts, by lane, status and CIP', async () => {
    const { cip } = await orderCip();
    const stored = await running.shop.notify({ cip, amount: '129.90' });
    const foreign = await running.shop.notify({
      cip,
      amount: '129.90',
      lane: 'signed',
      sourceVerdict: 'not_allowed',
      sourceAddress: '203.0.113.9',
    });
    const forged = await running.shop.notify({
      cip,
      amount: '1.00',
      lane: 'quarantine',
      accountId: null,
      signatureVerdict: 'bad_signature',
    });
    expect((await ids(`?cip=000${cip}`)).toSorted()).toEqual([stored, foreign, forged].toSorted());
    expect(await ids(`?cip=${cip}&lane=signed`)).toEqual([foreign]);
    expect(await ids('?lane=quarantine')).toEqual([forged]);
    expect(await ids(`?cip=${cip}&status=pending`)).toEqual([stored]);
    const { body } = await visitor.get('/api/notifications?lane=signed');
    expect(body['data']).toEqual([
      expect.objectContaining({
        cip,
        eventType: 'cip.paid',
        status: 'rejected',
        signatureVerdict: 'valid',
        sourceVerdict: 'not_allowed',
        sourceAddress: '203.0.113.9',
        replayable: true,
        receivedAt: expect.stringMatching(/-05:00$/),
      }),
    ]);
  });

  it('pages from the latest to the first, and skips none', async () => {
    const { cip } = await orderCip();
    const stored: string[] = [];
    for (let minute = 0; minute < 5; minute += 1) {
      running.clock.advance(60_000);
      stored.push(await running.shop.notify({ cip, amount: '129.90', lane: minute % 2 === 0 ? 'inbox' : 'signed' }));
    }
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await visitor.get(`/api/notifications?cip=${cip}&limit=2${cursor}`);
      seen.push(...(body['data'] as { id: string }[]).map(({ id }) => id));
      cursor = body['nextCursor'] === null ? '' : `&cursor=${String(body['nextCursor'])}`;
    } while (cursor !== '');
    expect(seen).toEqual(stored.toReversed());
    expect((await ids('?limit=3')).slice(0, 3)).toEqual(stored.toReversed().slice(0, 3));
  });

  it('shows a message byte by byte, with its headers', async () => {
    const { cip } = await orderCip();
    const raw = Buffer.from([0x7b, 0xff, 0x7d]);
    const id = await running.shop.notify({ cip, amount: '1.00', lane: 'quarantine', raw });
    const { body } = await visitor.get(`/api/notifications/${id}`);
    expect(body).toMatchObject({
      id,
      rawText: '{\uFFFD}',
      rawBase64: raw.toString('base64'),
      rawBytes: 3,
      headers: { 'content-type': 'application/json' },
    });
    expect((await visitor.get('/api/notifications/ntf_none')).body).toMatchObject({ code: 'notification_not_found' });
  });

  it('puts one that was set aside back before the workers, in its lane, under the operator’s name', async () => {
    const order = await orderCip();
    const id = await running.shop.notify({
      cip: order.cip,
      amount: '129.90',
      lane: 'signed',
      sourceVerdict: 'not_allowed',
    });
    const answer = await visitor.post(`/api/notifications/${id}/replay`);
    expect(answer.body).toMatchObject({ id, status: 'pending', lane: 'signed', replayable: false });
    expect(await running.database.query('select actor, action from audit_entry where subject = $1', [id])).toEqual([
      { actor: 'operator:admin@chasqui.test', action: 'notification.replayed' },
    ]);
    // What the worker does when it is woken, or looks by itself.
    const { ledger } = running.shop.payments;
    const applier = new NotificationApplier(running.dataSource, ledger, parseNotification, running.clock);
    expect(await applier.drain()).toBeGreaterThan(0);
    expect((await visitor.get(`/api/payments/${order.id}`)).body).toMatchObject({ payment: { state: 'paid' } });
    expect((await visitor.get(`/api/notifications/${id}`)).body).toMatchObject({
      status: 'applied',
      paymentId: order.id,
    });
  });

  it('replays one that failed to apply', async () => {
    const { cip } = await orderCip();
    const id = await running.shop.notify({ cip, amount: '129.90' });
    await running.database.query(
      `update notification set status = 'failed', next_at = null, outcome = 'boom' where id = $1`,
      [id],
    );
    expect((await visitor.post(`/api/notifications/${id}/replay`)).body).toMatchObject({
      status: 'pending',
      outcome: null,
    });
  });

  it('never lets a message move anything that nobody’s secret signed, nor one that is applied', async () => {
    const { cip } = await orderCip();
    const forged = await running.shop.notify({ cip, amount: '129.90', lane: 'quarantine', accountId: null });
    const applied = await running.shop.notify({ cip, amount: '129.90' });
    await running.database.query(`update notification set status = 'applied' where id = $1`, [applied]);
    for (const id of [forged, applied]) {
      const answer = await visitor.post(`/api/notifications/${id}/replay`);
      expect(answer.body).toMatchObject({ status: 409, code: 'notification_not_replayable' });
      expect(await running.database.query('select 1 from audit_entry where subject = $1', [id])).toEqual([]);
    }
    expect((await visitor.post('/api/notifications/ntf_none/replay')).status).toBe(404);
  });
});
