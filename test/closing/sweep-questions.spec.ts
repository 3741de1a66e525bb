import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GatewayBudget } from '../../libs/payments/src/searches/gateway-budget.js';
import { type ClosingWorld, DEADLINE, openClosingWorld } from './closing-world.js';
import { dueCip } from './due-orders.js';

const PER_MINUTE = 12;
const HOUR_MS = 3_600_000;
const COUNT = 60;

/** Requirement R12: what sweeps ask about single CIPs keeps within the budget; what a person or a shop waits for does not wait. */
describe('questions about single CIPs that nobody waits for', () => {
  let world: ClosingWorld;
  let openedAtMs = 0;

  beforeEach(async () => {
    world = await openClosingWorld({ budgetPerMinute: PER_MINUTE });
    await world.openDue({ count: COUNT, state: 'expiring' });
    world.gateway.usual = 'pending';
    openedAtMs = performance.now();
  });
  afterEach(() => world.close());

  /** The bucket, what a question near a deadline may owe, its share, and what was refilled while the test ran. */
  function allowance(): number {
    const minutes = (performance.now() - openedAtMs) / 60_000;
    return Math.ceil(PER_MINUTE * (1 + 0.25 + (minutes + 1 / 6) * 1.2));
  }

  async function spent(): Promise<Record<string, number>> {
    const [row] = await world.database.query<{ spent: Record<string, number> }>('select spent from gateway_budget');
    return row?.spent ?? {};
  }

  async function commands(): Promise<Record<string, number>> {
    const rows = await world.database.query<{ status: string; count: number }>(
      'select status, count(*)::int as count from gateway_command group by status',
    );
    return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
  }

  async function openDeletes(): Promise<void> {
    await world.dataSource.query(
      `insert into gateway_command (id, payment_id, cip_id, kind, purpose, status, actor, attempts, next_at, created_at)
       select 'gcmd_due_' || i, 'pay_due_' || i, 'cip_due_' || i, 'delete', 'close', 'unknown', 'clock', 1, $1, $1
       from generate_series(0, $2) i`,
      [DEADLINE, COUNT - 1],
    );
  }

  it('take from it for deletes of unknown outcome, and the rest stays due as it was', async () => {
    await openDeletes();
    const settled = await world.payments.commandSweep.settleDue(COUNT);
    expect(settled).toBeGreaterThan(0);
    expect(settled).toBeLessThanOrEqual(allowance());
    expect(world.gateway.searches).toBe(settled);
    expect(await spent()).toMatchObject({ 'search.command': settled, delete: settled });
    expect(await commands()).toEqual({ done: settled, unknown: COUNT - settled });
    const [rest] = await world.database.query<{ attempts: number }>(
      `select max(attempts) as attempts from gateway_command where status = 'unknown'`,
    );
    expect(rest?.attempts).toBe(1);
  });

  it('go on with what comes back to the budget, until all are settled', async () => {
    await openDeletes();
    let settled = 0;
    for (let minute = 0; settled < COUNT; minute += 1) {
      expect(minute).toBeLessThan(COUNT);
      settled += await world.payments.commandSweep.settleDue(COUNT);
      await world.dataSource.query(
        `update gateway_budget set refilled_at = refilled_at - interval '1 minute', deadline_due_at = deadline_due_at - interval '1 minute'`,
      );
    }
    expect(await commands()).toEqual({ done: COUNT });
    expect(new Set(world.gateway.deleted).size).toBe(COUNT);
  });

  it('hide no call that asks nothing', async () => {
    await openDeletes();
    await world.dataSource.query(
      `update gateway_command set kind = 'extend', purpose = 'extend', status = 'intent', attempts = 0,
         next_at = next_at + interval '1 minute', arguments = '{"expiresAt": "2026-11-28T05:00:00Z"}' where id = 'gcmd_due_7'`,
    );
    await new GatewayBudget(world.dataSource, PER_MINUTE).slowDown(world.owner.accountId, {
      retryAfterMs: HOUR_MS,
      trouble: 'Down.',
    });
    expect(await world.payments.commandSweep.settleDue(10)).toBe(1);
    expect(world.gateway.searches).toBe(0);
    expect(await commands()).toEqual({ done: 1, unknown: COUNT - 1 });
  });

  it('are not asked while the gateway is left in peace; beyond EXPIRY_MAX_HOLD their orders close unconfirmed without', async () => {
    await openDeletes();
    const budget = new GatewayBudget(world.dataSource, PER_MINUTE);
    await budget.slowDown(world.owner.accountId, { retryAfterMs: HOUR_MS, trouble: 'Down.' });
    expect(await world.payments.commandSweep.settleDue(COUNT)).toBe(0);
    expect(await commands()).toEqual({ unknown: COUNT });
    world.clock.set(new Date(DEADLINE.getTime() + 73 * HOUR_MS));
    expect(await world.payments.commandSweep.settleDue(COUNT)).toBe(COUNT);
    expect(await commands()).toEqual({ lost: COUNT });
    expect(world.gateway.calls).toBe(0);
  });

  it('end the pause when one is answered after it, so that the others need not wait for a poll', async () => {
    await openDeletes();
    const budget = new GatewayBudget(world.dataSource, PER_MINUTE);
    await budget.slowDown(world.owner.accountId, { retryAfterMs: null, trouble: 'Down.' });
    await world.dataSource.query(`update gateway_budget set blocked_until = now() - interval '1 second'`);
    expect(await world.payments.commandSweep.settleDue(COUNT)).toBe(1);
    expect(await world.payments.commandSweep.settleDue(COUNT)).toBeGreaterThan(1);
  });

  it('take from it for codes that nobody should pay any more', async () => {
    await world.dataSource.query('update cip set retire_at = $1', [DEADLINE]);
    const retired = await world.payments.retirement.sweep(COUNT);
    expect(retired).toBeGreaterThan(0);
    expect(retired).toBeLessThanOrEqual(allowance());
    expect(world.gateway.searches).toBe(retired);
    // Nothing was begun that could not be asked about.
    expect(await commands()).toEqual({ done: retired });
  });

  it('take from it for codes of notifications that are nobody’s, and waiting for a turn brings no case nearer', async () => {
    await world.dataSource.query(
      `insert into notification (id, received_at, lane, account_id, raw, headers, signature_verdict, source_verdict, body_verdict,
         cip_number, status, next_at)
       select 'ntf_' || i, $1, 'signed', $2, '{}', '{}', 'valid', 'allowed', 'valid', (800000000 + i)::text, 'waiting', $1
       from generate_series(1, 50) i`,
      [DEADLINE, world.owner.accountId],
    );
    world.gateway.unreachable = true;
    expect(await world.payments.resolver.resolveDue(50)).toBe(50);
    expect(world.gateway.searches).toBeGreaterThan(0);
    expect(world.gateway.searches).toBeLessThanOrEqual(allowance());
    const [asked] = await world.database.query<{ count: number }>(
      'select count(*)::int as count from notification where attempts = 1',
    );
    expect(asked?.count).toBe(world.gateway.searches);
  });

  it('are sent at once and counted when a person asks, whatever is left', async () => {
    await openDeletes();
    await world.payments.commandSweep.settleDue(COUNT);
    const before = world.gateway.searches;
    const [open] = await world.database.query<{ id: string; payment_id: string }>(
      `select id, payment_id from gateway_command where status = 'unknown' limit 1`,
    );
    expect(await world.payments.commands.settle(open?.id ?? '')).toBe(true);
    expect(world.gateway.searches).toBe(before + 1);
    expect(await spent()).toMatchObject({ 'search.command': before + 1 });
    expect(world.gateway.deleted).toContain(dueCip(Number(open?.payment_id.slice('pay_due_'.length))));
  });
});
