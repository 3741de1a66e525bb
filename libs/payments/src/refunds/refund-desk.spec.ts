import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_SHOP_ID } from '../accounts/account-seeding.js';
import { Shops } from '../accounts/shops.js';
import { ANA, CCI, granted, LUIS, RefundStage } from './refunds.fixture.js';
import { textEvidence } from './refund-evidence.js';

describe('the desk of refunds', () => {
  let stage: RefundStage;

  beforeAll(async () => {
    stage = await RefundStage.open();
  });
  afterAll(() => stage.close());

  const desk = (): RefundStage['shop']['payments']['refunds'] => stage.shop.payments.refunds;
  const done = (refundId: string, actor = ANA): ReturnType<ReturnType<typeof desk>['markDone']> =>
    desk().markDone({ refundId, actor, bankReference: '0099123', evidence: [textEvidence('Slip 12 of the ledger')] });

  it('takes a refund from the wish to the slip, and tells the shop with its credit note', async () => {
    const { paymentId } = await stage.paid();
    const { id } = await stage.request(paymentId, { creditNote: 'FC01-00000017' });
    const approved = granted(await desk().approve({ refundId: id, actor: LUIS }));
    expect(approved).toMatchObject({ state: 'approved', approvedBy: LUIS, selfApproved: false });
    granted(await desk().markSent({ refundId: id, actor: ANA, bankReference: '0099123' }));
    expect(await desk().markDone({ refundId: id, actor: ANA, bankReference: null, evidence: [] })).toEqual({
      kind: 'refused',
      why: 'refund_evidence_missing',
    });
    const slip = { name: 'slip.pdf', mediaType: 'application/pdf', content: Buffer.from('%PDF-1.7 …') };
    const settled = granted(await desk().markDone({ refundId: id, actor: ANA, bankReference: null, evidence: [slip] }));
    expect(settled).toMatchObject({
      state: 'done',
      bankReference: '0099123',
      destination: { type: 'cci', bank: '002', ending: '9012' },
      evidence: [{ name: 'slip.pdf', mediaType: 'application/pdf', addedBy: ANA }],
    });
    const file = await stage.shop.payments.refundReader.evidence(id, settled.evidence[0]?.id ?? '');
    expect(file?.content.equals(slip.content)).toBe(true);
    expect(await stage.events(paymentId)).toContainEqual({
      type: 'order.refunded',
      data: expect.objectContaining({
        payment: expect.objectContaining({ state: 'refunded', refundedAmount: '129.90' }),
        refund: {
          id,
          amount: '129.90',
          currency: 'PEN',
          receipt: settled.receipt,
          creditNote: 'FC01-00000017',
          partial: false,
        },
      }),
    });
    expect(await stage.dataSource.query('select refunded_minor from payment where id = $1', [paymentId])).toEqual([
      { refunded_minor: '12990' },
    ]);
  });

  it('never promises more than the receipt to fifty that ask at once', async () => {
    const { paymentId } = await stage.paid('100.00');
    const asked = Array.from({ length: 50 }, (_, nth) =>
      desk().request(stage.wish(paymentId, { amountMinor: nth % 2 === 0 ? 300n : 700n })),
    );
    const outcomes = await Promise.all(asked);
    const [{ sum, count }] = await stage.dataSource.query(
      `select sum(amount_minor)::int as sum, count(*)::int as count from refund where payment_id = $1`,
      [paymentId],
    );
    expect(count).toBe(outcomes.filter((outcome) => outcome.kind === 'refund').length);
    expect(sum).toBeLessThanOrEqual(10_000);
    // Nothing that would still have fitted was refused.
    expect(sum).toBeGreaterThan(10_000 - 300);
    expect(outcomes.filter((outcome) => outcome.kind === 'refused').map((outcome) => outcome.why)).not.toContain(
      'unknown_payment',
    );
  });

  it('lets either the approval or the rejection win, and one settlement of many', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { paymentId } = await stage.paid();
      const { id } = await stage.request(paymentId);
      const [approved, rejected] = await Promise.all([
        desk().approve({ refundId: id, actor: LUIS }),
        desk().reject({ refundId: id, actor: LUIS, reason: 'A second look.' }),
      ]);
      const { state } = await stage.shop.payments.refundReader.get(id);
      // An approved one may still be withdrawn, so both can have been done in that order, never in the other.
      expect(rejected.kind).toBe('refund');
      expect(state).toBe('rejected');
      if (approved.kind === 'refused') expect(approved.why).toBe('refund_not_in_state');
    }
    const { paymentId } = await stage.paid();
    const { id } = await stage.request(paymentId);
    granted(await desk().approve({ refundId: id, actor: LUIS }));
    granted(await desk().markSent({ refundId: id, actor: ANA, bankReference: null }));
    const settlements = await Promise.all(Array.from({ length: 10 }, () => done(id)));
    expect(settlements.every((outcome) => outcome.kind === 'refund')).toBe(true);
    expect((await stage.events(paymentId)).filter(({ type }) => type === 'order.refunded')).toHaveLength(1);
    expect((await stage.shop.payments.refundReader.get(id)).evidence).toHaveLength(1);
  });

  it('has one approve up to the shop’s own limit what one asked for, and nobody above it', async () => {
    const { paymentId } = await stage.paid('500.00');
    const small = await stage.request(paymentId, { amountMinor: 20_000n, approve: true });
    expect(small).toMatchObject({ state: 'approved', selfApproved: true, approvedBy: ANA });
    const another = await stage.request(paymentId, { amountMinor: 1n, approve: true });
    expect(another).toMatchObject({ state: 'requested', approvedBy: null });
    const shops = new Shops(stage.dataSource, stage.clock);
    const limit = (aboveMinor: bigint | null): ReturnType<Shops['update']> =>
      shops.update({ id: DEFAULT_SHOP_ID, refundApprovalAboveMinor: aboveMinor, actor: 'test' });
    expect(await limit(0n)).toMatchObject({ kind: 'done', value: { refundApprovalAboveMinor: 0n } });
    const { paymentId: strict } = await stage.paid('5.00');
    expect(await stage.request(strict, { approve: true })).toMatchObject({ state: 'requested' });
    expect(await limit(null)).toMatchObject({ value: { refundApprovalAboveMinor: null } });
    const key = await stage.request((await stage.paid('5.00')).paymentId, { actor: 'api_key:key_1' });
    expect(await desk().approve({ refundId: key.id, actor: 'api_key:key_2' })).toMatchObject({
      why: 'refund_needs_another_approver',
    });
  });

  it('shows the account to whoever orders the bank, says so in the audit log, and to nobody else', async () => {
    const { paymentId } = await stage.paid();
    const { id } = await stage.request(paymentId, { destination: null });
    expect(await desk().approve({ refundId: id, actor: LUIS })).toMatchObject({ why: 'refund_destination_missing' });
    granted(await desk().describe({ refundId: id, actor: ANA, destination: CCI, creditNote: null }));
    expect(await desk().reveal({ refundId: id, actor: LUIS })).toEqual(CCI);
    expect(
      await stage.dataSource.query('select actor, action from audit_entry where subject = $1 order by action', [id]),
    ).toEqual([
      { actor: ANA, action: 'refund.described' },
      { actor: LUIS, action: 'refund.destination_seen' },
      { actor: ANA, action: 'refund.requested' },
    ]);
    const tables = await stage.dataSource.query<{ name: string }[]>(
      `select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
    );
    for (const { name } of tables) {
      const rows = await stage.dataSource.query<{ row: string }[]>(`select to_jsonb(t)::text as row from ${name} t`);
      for (const { row } of rows) {
        expect(row).not.toContain(CCI.number);
        expect(row).not.toContain(CCI.holder);
      }
    }
  });

  it.each([
    [{ ...CCI, number: '0021910012345678901' }, 'destination.number'],
    [{ ...CCI, number: '002-191-00123456789012' }, 'destination.number'],
    [{ ...CCI, number: '00019100123456789012' }, 'destination.number'],
    [{ ...CCI, holder: '' }, 'destination.holder'],
    [{ ...CCI, type: 'account' as const, number: '191-2345678-0-12' }, 'destination.bank'],
    [{ ...CCI, type: 'account' as const, bank: 'BCP', number: '19x' }, 'destination.number'],
    [{ ...CCI, documentNumber: '?' }, 'destination.documentNumber'],
  ])('refuses %j for its %s', async (destination, field) => {
    const { paymentId } = await stage.paid();
    const outcome = await desk().request(stage.wish(paymentId, { destination }));
    expect(outcome).toMatchObject({ kind: 'invalid', problems: [{ field, message: expect.stringContaining(field) }] });
  });

  it('refuses evidence that is empty, too large or misnamed', async () => {
    const { paymentId } = await stage.paid();
    const { id } = await stage.request(paymentId, { amountMinor: 100n, approve: true });
    granted(await desk().markSent({ refundId: id, actor: ANA, bankReference: null }));
    const slip = { name: 'slip.pdf', mediaType: 'application/pdf', content: Buffer.alloc(1_048_577) };
    for (const evidence of [
      slip,
      { ...slip, content: Buffer.alloc(0) },
      { ...slip, content: Buffer.from('x'), name: '../x' },
      { ...slip, content: Buffer.from('x'), mediaType: 'pdf' },
    ]) {
      const outcome = await desk().markDone({ refundId: id, actor: ANA, bankReference: null, evidence: [evidence] });
      expect(outcome.kind).toBe('invalid');
    }
  });
});
