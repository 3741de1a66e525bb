import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { RefundStage } from './refunds.fixture.js';

describe('refunds by API', () => {
  let stage: RefundStage;

  beforeAll(async () => {
    stage = await RefundStage.open();
  });
  afterEach(() => {
    stage.gateway.mode = 'well';
    stage.gateway.refundMode = 'well';
  });
  afterAll(() => stage.close());

  const calls = (): RefundStage['shop']['payments']['refundCalls'] => stage.shop.payments.refundCalls;
  const find = (id: string): Promise<{ state: string; uncertain: string | null; endReason: string | null }> =>
    stage.shop.payments.refundReader.get(id);
  const types = async (paymentId: string): Promise<string[]> =>
    (await stage.events(paymentId)).map(({ type }) => type).filter((type) => type !== 'order.pending');

  it('are paid by PagoEfectivo once, whoever looks, and its announcement reverses nothing', async () => {
    const { paymentId, cip } = await stage.paid();
    const id = await stage.approvedByApi(paymentId, { amountMinor: 5_000n });
    await Promise.all([calls().sweep(), calls().sweep(), calls().sweep()]);
    expect(await find(id)).toMatchObject({ state: 'done' });
    expect(stage.gateway.refunds.get(id)).toEqual({ cip, amount: 50 });
    await stage.announce(cip, '50.00', '900');
    expect(await types(paymentId)).toEqual(['order.paid', 'order.refunded']);
    expect(await stage.state(paymentId)).toBe('paid');
  });

  it('are asked for again under the same code when the answer is lost', async () => {
    const { paymentId } = await stage.paid();
    const id = await stage.approvedByApi(paymentId);
    stage.gateway.refundMode = 'silent';
    await calls().sweep();
    expect(await find(id)).toMatchObject({ state: 'sent' });
    stage.gateway.refundMode = 'well';
    expect(await stage.shop.payments.commandSweep.settleDue(10)).toBe(0);
    stage.clock.advance(20_000);
    expect(await stage.shop.payments.commandSweep.settleDue(10)).toBe(1);
    expect(await find(id)).toMatchObject({ state: 'done' });
    expect([...stage.gateway.refunds.keys()].filter((code) => code === id)).toHaveLength(1);
    expect(await types(paymentId)).toEqual(['order.paid', 'order.refunded']);
  });

  it('are settled by an announcement that comes while the answer is out, and called no more', async () => {
    const { paymentId, cip } = await stage.paid();
    const id = await stage.approvedByApi(paymentId);
    stage.gateway.refundMode = 'silent';
    await calls().sweep();
    await stage.announce(cip, '129.90', '901');
    expect(await find(id)).toMatchObject({ state: 'done' });
    expect(await stage.state(paymentId)).toBe('refunded');
    const asked = stage.gateway.asked.length;
    stage.clock.advance(3_600_000);
    await stage.shop.payments.commandSweep.settleDue(10);
    await calls().sweep();
    expect(stage.gateway.asked.length).toBe(asked);
    expect(await types(paymentId)).toEqual(['order.paid', 'order.refunded']);
  });

  it('are finished by another process when the first died between the call and its answer', async () => {
    const { paymentId, cip } = await stage.paid();
    const id = await stage.approvedByApi(paymentId);
    const { payment } = await stage.shop.payments.reader.get(paymentId);
    await stage.shop.payments.ledger.observe({
      kind: 'begin_command',
      paymentId,
      commandId: 'gcmd_dead',
      cipId: payment.cips[0]?.id ?? '',
      command: 'refund',
      purpose: 'refund',
      actor: 'clock',
      refundId: id,
    });
    // What the dead process left: claimed, sent and paid, its lease run out.
    stage.gateway.refunds.set(id, { cip, amount: 129.9 });
    await stage.dataSource.query(
      `update gateway_command set status = 'sent', attempts = 1, sent_at = now(), lease_until = now() - interval '1 s',
         next_at = $1 where id = 'gcmd_dead'`,
      [stage.clock.now()],
    );
    expect(await calls().sweep()).toBe(0);
    expect(await stage.shop.payments.commandSweep.settleDue(10)).toBe(1);
    expect(await find(id)).toMatchObject({ state: 'done' });
    expect(await types(paymentId)).toEqual(['order.paid', 'order.refunded']);
  });

  it('bounce when PagoEfectivo refuses the only attempt, and a reversal after that is one', async () => {
    const { paymentId, cip } = await stage.paid();
    const id = await stage.approvedByApi(paymentId);
    stage.gateway.refundMode = 'refused';
    await calls().sweep();
    expect(await find(id)).toMatchObject({ state: 'bounced', endReason: expect.stringContaining('amount') });
    await stage.announce(cip, '129.90', '902');
    expect(await types(paymentId)).toContain('order.reversed');
  });

  it('go to a person when a repeated attempt is refused', async () => {
    const { paymentId } = await stage.paid();
    const id = await stage.approvedByApi(paymentId);
    stage.gateway.refundMode = 'silent';
    await calls().sweep();
    stage.gateway.refundMode = 'refused';
    stage.clock.advance(20_000);
    await stage.shop.payments.commandSweep.settleDue(10);
    expect(await find(id)).toMatchObject({ state: 'sent', uncertain: expect.stringContaining('repeated attempt') });
    const again = await stage.shop.payments.refunds.request(stage.wish(paymentId, { amountMinor: 1n }));
    expect(again).toEqual({ kind: 'refused', why: 'receipt_not_refundable' });
  });

  it('wait and are called later when PagoEfectivo cannot be reached', async () => {
    const { paymentId } = await stage.paid();
    const id = await stage.approvedByApi(paymentId);
    const reach = async (baseUrl: string): Promise<void> => {
      await stage.dataSource.query('update gateway_account set base_url = $1', [baseUrl]);
      // A client is made anew for an account that was looked at long enough ago.
      stage.clock.advance(120_000);
    };
    await reach('http://127.0.0.1:1');
    await calls().sweep();
    expect(await find(id)).toMatchObject({ state: 'approved' });
    await reach(stage.gateway.url);
    expect(await calls().sweep()).toBe(0);
    stage.clock.advance(300_000);
    expect(await calls().sweep()).toBe(1);
    expect(await find(id)).toMatchObject({ state: 'done' });
  });

  it('are not offered, and not called, where the account has no such contract', async () => {
    const { paymentId } = await stage.paid();
    const id = await stage.approvedByApi(paymentId, { amountMinor: 100n });
    await stage.dataSource.query('update gateway_account set refunds_api = false');
    const refused = await stage.shop.payments.refunds.request(stage.wish(paymentId, { channel: 'api' }));
    expect(refused).toEqual({ kind: 'refused', why: 'refund_channel_unavailable' });
    expect(await calls().sweep()).toBe(0);
    await stage.dataSource.query('update gateway_account set refunds_api = true');
    expect(await calls().sweep()).toBe(1);
    expect(await find(id)).toMatchObject({ state: 'done' });
  });
});
