import { afterEach, describe, expect, it } from 'vitest';
import { ClosingMetrics } from '../../apps/expiry-worker/src/closing-metrics.js';
import { closingProgress, newId } from '#payments';
import { Metrics } from '#platform';
import { waitFor } from '#testing';
import { type ClosingWorld, type ClosingWorldOptions, DEADLINE, openClosingWorld } from './closing-world.js';
import { dueCip } from './due-orders.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe('closing in batches', () => {
  let world: ClosingWorld;
  const open = async (options?: ClosingWorldOptions): Promise<void> => {
    world = await openClosingWorld(options);
  };
  afterEach(() => world.close());

  async function payment(index: number): Promise<Record<string, unknown>> {
    const [row] = await world.database.query<Record<string, unknown>>(
      `select state, stock, held_for, unconfirmed, in_review, clock_lease_until is not null as leased from payment where id = $1`,
      [`pay_due_${index}`],
    );
    return row ?? {};
  }

  it('passes deadlines, and closes after the grace what the gateway says is expired', async () => {
    await open();
    await world.openDue({ count: 120, state: 'pending' });
    expect(await world.payments.closing.sweep()).toBe(120);
    expect(await world.states()).toEqual({ expiring: 120 });
    expect(await world.payments.closing.sweep()).toBe(0);
    expect(world.gateway.calls).toBe(0);
    world.clock.advance(10 * MINUTE_MS);
    expect(await world.payments.closing.sweep()).toBe(120);
    expect(await world.states()).toEqual({ expired: 120 });
    expect(world.gateway.searches).toBeLessThanOrEqual(4);
    expect(await payment(7)).toMatchObject({ stock: 'released', unconfirmed: false, leased: false });
  });

  it('deletes what is still open and closes it with that, and counts money that the last question finds', async () => {
    await open();
    await world.openDue({ count: 60, state: 'expiring' });
    world.gateway.usual = 'pending';
    for (const index of [3, 30]) world.gateway.says.set(dueCip(index), 'paid');
    expect(await world.payments.closing.sweep()).toBe(60);
    expect(await world.states()).toEqual({ expired: 58, paid: 2 });
    expect(world.gateway.deleted).toHaveLength(58);
    expect(await payment(3)).toMatchObject({ stock: 'committed', leased: false });
    const open_ = await world.database.query(`select 1 from gateway_command where status <> 'done'`);
    expect(open_).toEqual([]);
    expect(world.failures).toEqual([]);
  });

  it('lets a delete that hangs keep nobody waiting, and settles it when it is answered', async () => {
    await open();
    await world.openDue({ count: 40, state: 'expiring' });
    world.gateway.usual = 'pending';
    world.gateway.hang(dueCip(5));
    await world.payments.closing.sweep();
    expect(await world.states()).toEqual({ expired: 39, expiring: 1 });
    expect(await payment(5)).toMatchObject({ state: 'expiring', stock: 'held' });
    await world.openDue({ count: 10, from: 40, state: 'expiring' });
    await world.payments.closing.sweep();
    expect(await world.states()).toEqual({ expired: 49, expiring: 1 });
    world.gateway.release();
    await waitFor(async () => (await world.states())['expired'] === 50, { what: 'the delete to be settled' });
  });

  it('deletes no more than the budget gives, and lets what needs no delete pass', async () => {
    await open({ budgetPerMinute: 12 });
    await world.openDue({ count: 60, state: 'expiring' });
    for (let index = 0; index < 40; index += 1) world.gateway.says.set(dueCip(index), 'pending');
    while ((await world.payments.closing.sweep()) > 0);
    // A full bucket, the quarter that a deadline may owe, and what a second brings.
    expect(world.gateway.calls).toBeLessThanOrEqual(16);
    const deleted = world.gateway.deleted.length;
    expect(deleted).toBeGreaterThan(0);
    expect(await world.states()).toEqual({ expired: 20 + deleted, expiring: 40 - deleted });
    const [held] = await world.database.query<{ count: number }>(
      `select count(*)::int as count from payment where held_for = 'delete_waits' and next_at > $1 and clock_lease_until is null`,
      [world.clock.now()],
    );
    expect(held?.count).toBe(40 - deleted);
  });

  it('gives back as they were the orders that the budget of questions does not reach', async () => {
    await open({ budgetPerMinute: 4, searchBatch: 5 });
    await world.openDue({ count: 200, state: 'expiring' });
    while ((await world.payments.closing.sweep()) > 0);
    expect(world.gateway.calls).toBeGreaterThan(0);
    expect(world.gateway.calls).toBeLessThanOrEqual(6);
    const [left] = await world.database.query<Record<string, number>>(
      `select count(*)::int as due, count(clock_lease_until)::int as leased, count(held_for)::int as held
       from payment where state = 'expiring' and next_at = $1`,
      [DEADLINE],
    );
    expect(left).toEqual({ due: 200 - 5 * world.gateway.calls, leased: 0, held: 0 });
  });

  it('closes all others when one cannot be written', async () => {
    await open();
    await world.openDue({ count: 50, state: 'expiring' });
    await world.database.query(
      `create function refuse() returns trigger language plpgsql as $$ begin
         if new.payment_id = 'pay_due_17' then raise exception 'this one is broken' using errcode = '22000'; end if; return new; end $$`,
    );
    await world.database.query(
      'create trigger broken before insert on outbox_event for each row execute function refuse()',
    );
    await world.payments.closing.sweep();
    expect(await world.states()).toEqual({ expired: 49, expiring: 1 });
    expect(await payment(17)).toMatchObject({ state: 'expiring', stock: 'held', leased: true });
    expect(world.failures).toEqual([expect.stringContaining('pay_due_17')]);
  });

  it('asks about the other accounts when the keys of one cannot be opened', async () => {
    await open();
    await world.openDue({ count: 10, state: 'expiring' });
    await world.database.query(
      `insert into gateway_account (id, merchant_id, slug, environment, livemode, base_url, service_id, access_key_ciphertext, currency)
       select 'acc_keyless', merchant_id, 'keyless', environment, livemode, base_url, '7', 'k1:nothing', currency from gateway_account`,
    );
    await world.openDue({ count: 10, from: 10, state: 'expiring', accountId: 'acc_keyless' });
    await world.payments.closing.sweep();
    expect(await world.states()).toEqual({ expired: 10, expiring: 10 });
    expect(await payment(12)).toMatchObject({ held_for: 'gateway_unreachable' });
  });

  it('holds for a stored notification without asking, and closes nothing over a CIP that turned up since the question', async () => {
    await open();
    await world.openDue({ count: 2, state: 'expiring' });
    await world.database.query(
      `insert into cip (id, payment_id, account_id, transaction_code, number, amount_minor, currency, current, status, expires_at, created_at)
       select 'cip_orphan', payment_id, account_id, 'ORPHAN', null, amount_minor, currency, false, 'lost', $1, created_at
       from cip where payment_id = 'pay_due_0'`,
      [DEADLINE],
    );
    world.gateway.says.set('999000111', 'unknown');
    const asked = world.gateway.searchCips.bind(world.gateway);
    world.gateway.searchCips = async (numbers) => {
      const answer = await asked(numbers);
      await world.payments.ledger.observe({
        kind: 'cip_found',
        paymentId: 'pay_due_0',
        cipId: 'cip_orphan',
        number: '999000111',
      });
      return answer;
    };
    await world.payments.closing.sweep();
    // The other lane may have asked about the new code meanwhile, and been told nothing.
    const held = await payment(0);
    expect(held).toMatchObject({ state: 'expiring', stock: 'held' });
    expect(['new_code', 'no_status']).toContain(held.held_for);
    expect(await payment(1)).toMatchObject({ state: 'expired' });
    world.clock.advance(6 * MINUTE_MS);
    world.gateway.says.set('999000111', 'pending');
    await world.payments.closing.sweep();
    expect(world.gateway.deleted).toEqual(['999000111']);
    expect(await payment(0)).toMatchObject({ state: 'expired', unconfirmed: false });
  });

  it('gives up a delete of unknown outcome after EXPIRY_MAX_HOLD, closes unconfirmed, and goes on watching', async () => {
    await open();
    await world.openDue({ count: 1, state: 'expiring' });
    world.gateway.usual = 'pending';
    const { deleteCip } = world.gateway;
    world.gateway.deleteCip = () => Promise.resolve({ kind: 'unknown', reason: 'cut off' });
    await world.payments.closing.sweep();
    world.gateway.unreachable = true;
    world.clock.set(new Date(DEADLINE.getTime() + 71 * HOUR_MS));
    await world.payments.commandSweep.settleDue(10);
    expect(await world.payments.closing.sweep()).toBe(0);
    expect(await payment(0)).toMatchObject({ state: 'expiring', stock: 'held' });

    world.clock.set(new Date(DEADLINE.getTime() + 73 * HOUR_MS));
    await world.payments.commandSweep.settleDue(10);
    await world.payments.closing.sweep();
    expect(await payment(0)).toMatchObject({ state: 'expired', unconfirmed: true, in_review: true, stock: 'released' });

    world.gateway.unreachable = false;
    world.gateway.deleteCip = deleteCip;
    // The pause after the outage is over.
    await world.dataSource.query(`update gateway_budget set blocked_until = now() - interval '1 second'`);
    await world.payments.retirement.sweep();
    expect(world.gateway.deleted).toEqual([dueCip(0)]);
    world.gateway.says.set(dueCip(0), 'paid');
    await world.payments.search.checkPayment('pay_due_0');
    const cases = await world.database.query<{ kind: string }>('select kind from review_case order by kind');
    expect(cases.map(({ kind }) => kind)).toEqual(['paid_late', 'unconfirmed_close']);
    expect(await payment(0)).toMatchObject({ state: 'paid', stock: 'released' });
  });

  it('does not close unconfirmed at the first refusal after a downtime of ours', async () => {
    await open();
    await world.openDue({ count: 3, state: 'expiring' });
    world.gateway.unreachable = true;
    world.clock.set(new Date(DEADLINE.getTime() + 100 * HOUR_MS));
    await world.payments.closing.sweep();
    expect(await world.states()).toEqual({ expiring: 3 });
    world.gateway.unreachable = false;
    await world.payments.search.checkPayment('pay_due_0');
    world.clock.advance(5 * MINUTE_MS);
    await world.payments.closing.sweep();
    expect(await world.states()).toEqual({ expired: 3 });
    expect(await payment(1)).toMatchObject({ unconfirmed: false });
  });
});

describe('what is due', () => {
  it('is shown by step, with what is held and why, what was closed and when it ends', async () => {
    const world = await openClosingWorld();
    try {
      await world.openDue({ count: 30, state: 'expiring' });
      for (let index = 0; index < 10; index += 1) world.gateway.says.set(dueCip(index), 'unknown');
      await world.payments.closing.sweep();
      await world.openDue({ count: 12, from: 30, state: 'pending' });
      await world.openDue({ count: 8, from: 42, state: 'expiring' });
      const now = world.clock.now();
      const command = newId('gcmd', now);
      await world.payments.ledger.observe({
        kind: 'begin_command',
        paymentId: 'pay_due_42',
        commandId: command,
        cipId: 'cip_due_42',
        command: 'delete',
        purpose: 'close',
        actor: 'clock',
        deadline: DEADLINE,
      });
      const progress = await closingProgress(world.dataSource, {
        now,
        budget: { budgetPerMinute: 2, searchBatch: 5 },
      });
      expect(progress).toEqual({
        deadlinesDue: 12,
        lastQuestionsDue: 8,
        oldestDueAt: DEADLINE,
        waitingForCalls: 1,
        deletesOpen: 1,
        held: [{ why: 'no_status', count: 10, nextAt: new Date(now.getTime() + 5 * MINUTE_MS) }],
        closedLately: 20,
        // Twenty are left at twenty in five minutes, and four questions at two a minute.
        endsAt: new Date(now.getTime() + 5 * MINUTE_MS),
        budgetMinutes: 2,
      });
      const metrics = new Metrics();
      const told = new ClosingMetrics(metrics, { ...world, budget: { budgetPerMinute: 2, searchBatch: 5 } });
      told.count(30);
      const text = await metrics.text();
      for (const line of [
        'payments_due{step="deadline"} 12',
        'payments_due{step="last_question"} 8',
        'payments_due{step="delete"} 1',
        'payments_due{step="hold"} 10',
        'payments_due_oldest_seconds 3600',
        'payments_closed_lately 20',
        'payments_clock_moved_total 30',
      ])
        expect(text).toContain(line);
    } finally {
      await world.close();
    }
  });
});
