import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ClosingWorld, DEADLINE, openClosingWorld } from './closing-world.js';
import { dueCip } from './due-orders.js';

/** Requirement R20: a CIP is a case only when it is nobody's. Its create may be answered at any moment while we ask. */
describe('a notification about a CIP whose create is not answered yet', () => {
  const CIP = dueCip(0);
  let world: ClosingWorld;

  beforeEach(async () => {
    world = await openClosingWorld();
    await world.openDue({ count: 1, state: 'pending' });
    const [row] = await world.database.query<{ transaction_code: string }>('select transaction_code from cip');
    world.gateway.codes.set(CIP, row?.transaction_code ?? '');
    world.gateway.usual = 'paid';
    await world.dataSource.query('update cip set number = null');
    await world.dataSource.query(
      `insert into notification (id, received_at, lane, account_id, raw, headers, signature_verdict, source_verdict, body_verdict,
         cip_number, status, next_at, attempts) values ('ntf_1', $1, 'inbox', $2, '{}', '{}', 'valid', 'allowed', 'valid', $3, 'waiting', $1, 6)`,
      [DEADLINE, world.owner.accountId, CIP],
    );
  });
  afterEach(() => world.close());

  const answered = (): Promise<unknown> => world.dataSource.query('update cip set number = $1', [CIP]);

  async function outcome(): Promise<{ cases: number; status: string | undefined }> {
    await world.payments.resolver.resolveDue();
    const cases = await world.database.query('select 1 from review_case');
    const [row] = await world.database.query<{ status: string }>('select status from notification');
    return { cases: cases.length, status: row?.status };
  }

  /** The one who makes the call still waits for its answer. */
  async function hold(): Promise<void> {
    await world.dataSource.query(
      `insert into gateway_command (id, payment_id, cip_id, kind, purpose, status, actor, attempts, next_at, created_at, lease_until)
       values ('gcmd_1', 'pay_due_0', 'cip_due_0', 'create', 'checkout', 'sent', 'storefront', 1, $1, $1, now() + interval '1 minute')`,
      [DEADLINE],
    );
  }

  it('waits while the answer may still come', async () => {
    await hold();
    expect(await outcome()).toEqual({ cases: 0, status: 'waiting' });
  });

  it('is applied when the answer comes while PagoEfectivo is asked', async () => {
    await hold();
    world.gateway.beforeAnswer = answered;
    expect(await outcome()).toEqual({ cases: 0, status: 'pending' });
  });

  it('is applied when the answer comes and PagoEfectivo says that it has no such code', async () => {
    await hold();
    world.gateway.codes.clear();
    world.gateway.beforeAnswer = answered;
    expect(await outcome()).toEqual({ cases: 0, status: 'pending' });
  });

  it('is applied when PagoEfectivo tells our code and nobody waits for the answer any more', async () => {
    expect(await outcome()).toEqual({ cases: 0, status: 'pending' });
  });

  it('is a case when PagoEfectivo tells a code that is not ours', async () => {
    world.gateway.codes.set(CIP, 'OTHER-1');
    expect(await outcome()).toEqual({ cases: 1, status: 'ignored' });
  });

  it('is a case when our code has another number, and PagoEfectivo tells it of this one', async () => {
    await world.dataSource.query('update cip set number = $1', ['123456789']);
    expect(await outcome()).toEqual({ cases: 1, status: 'ignored' });
  });
});
