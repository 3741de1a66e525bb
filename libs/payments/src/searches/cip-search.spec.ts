import type { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestDatabase } from '#testing';
import { testDatabase } from '#testing';
import type { PollPriority } from '../domain/index.js';
import type { CipRecord, Gateway, GatewayOutcome } from '../gateway.port.js';
import { PaymentLedger } from '../orders/payment-ledger.js';
import { connect, OutboxStage } from '../outbox/outbox.fixture.js';
import { CLAIM_DUE } from './claim-due.js';
import { CipSearch } from './cip-search.service.js';
import { GatewayBudget } from './gateway-budget.js';

const NOW = new Date('2026-11-23T12:00:00.000Z');
const MINUTE = 60_000;
const ago = (ms: number): Date => new Date(NOW.getTime() - ms);

/** Stands where the wire begins: answers searches as a spec wants, and keeps what was asked. */
class AskedGateway implements Gateway {
  readonly asked: string[][] = [];
  answer: (numbers: string[]) => GatewayOutcome<CipRecord[]> = () => ({ kind: 'ok', value: [] });

  searchCips(numbers: string[]): Promise<GatewayOutcome<CipRecord[]>> {
    this.asked.push(numbers);
    return Promise.resolve(this.answer(numbers));
  }

  createCip(): never {
    throw new Error('no search creates');
  }

  changeExpiry(): never {
    throw new Error('no search extends');
  }

  deleteCip(): never {
    throw new Error('no search deletes');
  }

  refundCip(): never {
    throw new Error('no search refunds');
  }
}

describe('CipSearch', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let shopId: string;
  let gateways: Map<string, AskedGateway>;
  let nth = 0;

  beforeAll(async () => {
    database = await testDatabase();
    dataSource = await connect(database.url);
    shopId = await new OutboxStage(dataSource).shop();
    await dataSource.query(
      `insert into gateway_account (id, merchant_id, slug, environment, livemode, base_url, service_id, access_key_ciphertext, currency)
       values ('acc_other', 'mer_stage', 'other', 'sandbox', false, 'http://localhost', '2', 'sealed:key', 'PEN')`,
    );
  });
  beforeEach(() => {
    gateways = new Map(['acc_stage', 'acc_other'].map((id) => [id, new AskedGateway()]));
  });
  afterEach(async () => {
    await dataSource.query('delete from cip');
    await dataSource.query('update gateway_budget set tokens = 1000, failures = 0, blocked_until = null');
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  function search(perMinute = 1000, batch = 2): CipSearch {
    return new CipSearch(
      dataSource,
      new PaymentLedger(dataSource, { now: () => NOW }, { publicUrl: 'http://shop.test' }),
      { of: (id) => Promise.resolve(gatewayOf(id)) },
      new GatewayBudget(dataSource, perMinute),
      { now: () => NOW },
      { batch, nearDeadlineMs: 30 * MINUTE },
    );
  }

  function gatewayOf(accountId: string): AskedGateway {
    const gateway = gateways.get(accountId);
    if (!gateway) throw new Error(`no gateway for ${accountId}`);
    return gateway;
  }

  /** A CIP with a poll planned; its number. */
  async function cip(
    priority: PollPriority,
    pollAt: Date,
    options: { accountId?: string; expiresAt?: Date } = {},
  ): Promise<string> {
    nth += 1;
    const { id } = await new OutboxStage(dataSource).payment(shopId);
    await dataSource.query(
      `insert into cip (id, payment_id, account_id, transaction_code, number, amount_minor, currency, current, status, expires_at,
         poll_at, poll_priority, created_at)
       values ($1, $2, $3, $1, $4, 12990, 'PEN', true, 'pending', $5, $6, $7, $8)`,
      [
        `cip_${nth}`,
        id,
        options.accountId ?? 'acc_stage',
        String(100_000 + nth),
        options.expiresAt ?? new Date(NOW.getTime() + 24 * 60 * MINUTE),
        pollAt,
        priority,
        ago(60 * MINUTE),
      ],
    );
    return String(100_000 + nth);
  }

  it('asks about what is near its deadline first, then fresh codes, then old ones, those that wait longest before', async () => {
    const old = [await cip('old', ago(50 * MINUTE)), await cip('old', ago(40 * MINUTE))];
    const fresh = [await cip('fresh', ago(3 * MINUTE)), await cip('fresh', ago(2 * MINUTE))];
    const near = [await cip('deadline', ago(2 * MINUTE)), await cip('deadline', ago(MINUTE))];
    await cip('deadline', new Date(NOW.getTime() + MINUTE));
    expect(await search().pollDue()).toBe(6);
    expect(gatewayOf('acc_stage').asked.map((numbers) => numbers.toSorted())).toEqual([near, fresh, old]);
  });

  it('takes for urgent what waited until its deadline came near', async () => {
    await cip('old', ago(50 * MINUTE));
    await cip('fresh', ago(40 * MINUTE));
    const grown = await cip('old', ago(MINUTE), { expiresAt: new Date(NOW.getTime() + 20 * MINUTE) });
    await search(1000, 1).pollDue();
    expect(gatewayOf('acc_stage').asked[0]).toEqual([grown]);
  });

  it('keeps what the budget cannot serve due, and takes the most urgent when there is a call again', async () => {
    const waiting = await cip('old', ago(50 * MINUTE));
    const near = await cip('deadline', ago(MINUTE));
    await dataSource.query('delete from gateway_budget');
    await dataSource.query(
      `insert into gateway_budget (account_id, tokens, refilled_at, old_due_at, fresh_due_at, deadline_due_at)
       values ('acc_stage', 0, now(), now() + interval '1 hour', now() + interval '1 hour', now() + interval '1 hour')`,
    );
    // One a minute: neither the bucket nor a share has a call, so nothing is claimed and nothing moves.
    expect(await search(1).pollDue()).toBe(0);
    await dataSource.query(`update gateway_budget set deadline_due_at = now() - interval '1 second'`);
    expect(await search(1).pollDue()).toBe(1);
    expect(gatewayOf('acc_stage').asked).toEqual([[near]]);
    const [row] = await dataSource.query<{ poll_at: Date; poll_lease_until: Date | null }[]>(
      'select poll_at, poll_lease_until from cip where number = $1',
      [waiting],
    );
    expect(row).toEqual({ poll_at: ago(50 * MINUTE), poll_lease_until: null });
  });

  it('does not let an account that is left in peace hold up another one', async () => {
    for (let n = 0; n < 5; n += 1) await cip('deadline', ago(60 * MINUTE));
    const other = await cip('old', ago(MINUTE), { accountId: 'acc_other' });
    await new GatewayBudget(dataSource, 1000).slowDown('acc_stage', 60_000);
    expect(await search().pollDue(2)).toBe(1);
    expect(gatewayOf('acc_stage').asked).toEqual([]);
    expect(gatewayOf('acc_other').asked).toEqual([[other]]);
  });

  it('gives each CIP to one of many searches that run at once', async () => {
    const numbers = [];
    for (let n = 0; n < 12; n += 1) numbers.push(await cip(n % 2 === 0 ? 'fresh' : 'old', ago(n * MINUTE)));
    await Promise.all(Array.from({ length: 8 }, () => search().pollDue()));
    expect(gatewayOf('acc_stage').asked.flat().toSorted()).toEqual(numbers.toSorted());
  });

  it('claims from the index: what is stored and not due is not read', { timeout: 120_000 }, async () => {
    const { id } = await new OutboxStage(dataSource).payment(shopId);
    await dataSource.query(
      `insert into cip (id, payment_id, account_id, transaction_code, number, amount_minor, currency, current, status, expires_at,
         poll_at, poll_priority, created_at)
       select 'bulk_' || n, $1, 'acc_stage', 'bulk_' || n, (9000000 + n)::text, 12990, 'PEN', false, 'pending',
         $2::timestamptz + interval '20 hours', $2::timestamptz + (n % 1800 + 1) * interval '1 second',
         (array['deadline', 'fresh', 'old'])[n % 3 + 1], $2 from generate_series(1, 20000) n`,
      [id, NOW],
    );
    const due = await cip('old', ago(MINUTE));
    await dataSource.query('analyze cip');
    const parameters = ['acc_stage', NOW, new Date(NOW.getTime() + 30 * MINUTE), 500, 500, 500];
    const [plan] = await dataSource.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }[]>(
      `explain (analyze, format json) ${CLAIM_DUE}`,
      parameters,
    );
    const nodes = plan ? everyNode(plan['QUERY PLAN'][0].Plan) : [];
    const scans = nodes.filter((node) => node['Relation Name'] === 'cip' && node['Node Type'].includes('Scan'));
    expect(scans.length).toBeGreaterThan(0);
    expect(scans.map((node) => node['Node Type'])).not.toContain('Seq Scan');
    expect(Math.max(...scans.map((node) => node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)))).toBe(1);
    expect(due).toBeTruthy();
  });
});

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Rows Removed by Filter'?: number;
  Plans?: PlanNode[];
}

function everyNode(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(everyNode)];
}
