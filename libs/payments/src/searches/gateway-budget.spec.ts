import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '#testing';
import { testDatabase } from '#testing';
import type { SearchPriority } from '../domain/index.js';
import { BUDGET_SHARES } from '../domain/index.js';
import { connect, OutboxStage } from '../outbox/outbox.fixture.js';
import { GatewayBudget } from './gateway-budget.js';

describe('GatewayBudget', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  beforeAll(async () => {
    database = await testDatabase();
    dataSource = await connect(database.url);
    await new OutboxStage(dataSource).shop();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  /** Ten a minute: one in six seconds is refilled while a test runs, no more. */
  async function budgetWith(tokens: number): Promise<GatewayBudget> {
    await dataSource.query('delete from gateway_budget');
    await dataSource.query(
      `insert into gateway_budget (account_id, tokens, refilled_at) values ('acc_stage', $1, now())`,
      [tokens],
    );
    return new GatewayBudget(dataSource, 10);
  }

  async function tokens(): Promise<number> {
    const [row] = await dataSource.query<{ tokens: number }[]>('select tokens from gateway_budget');
    return row?.tokens ?? Number.NaN;
  }

  /** Moves the row into the past, as if so many seconds had gone by. */
  async function pass(seconds: number): Promise<void> {
    await dataSource.query(
      `update gateway_budget set refilled_at = refilled_at - $1 * interval '1 second',
         deadline_due_at = deadline_due_at - $1 * interval '1 second', fresh_due_at = fresh_due_at - $1 * interval '1 second',
         old_due_at = old_due_at - $1 * interval '1 second', blocked_until = blocked_until - $1 * interval '1 second'`,
      [seconds],
    );
  }

  it('does not wait for the disk, and leaves its connection as it was', async () => {
    await budgetWith(10);
    const process = await connect(database.url, 1);
    try {
      const budget = new GatewayBudget(process, 10);
      expect(await budget.take('acc_stage', 'fresh')).toBe('granted');
      expect(await budget.takeUpTo('acc_stage', { call: 'delete', priority: 'deadline', count: 2 })).toBe(2);
      await budget.count('acc_stage', 'create');
      expect(await process.query('show synchronous_commit')).toEqual([{ synchronous_commit: 'on' }]);
      const [row] = await dataSource.query<{ spent: Record<string, number> }[]>('select spent from gateway_budget');
      expect(row?.spent).toEqual({ 'search.fresh': 1, delete: 2, create: 1 });
    } finally {
      await process.destroy();
    }
  });

  it('gives out no more than there is to processes that ask at once, over connections of their own', async () => {
    await budgetWith(10);
    const processes = await Promise.all(Array.from({ length: 4 }, () => connect(database.url, 5)));
    try {
      const startedMs = performance.now();
      const answers = await Promise.all(
        processes.flatMap((process) => {
          const budget = new GatewayBudget(process, 10);
          return Array.from({ length: 15 }, () => budget.take('acc_stage', 'fresh'));
        }),
      );
      // Ten in the bucket, of which one is left to deadlines; the guaranteed share adds one, and a slow test a refill.
      const taken = answers.filter((answer) => answer === 'granted').length;
      expect(taken).toBeGreaterThanOrEqual(9);
      expect(taken).toBeLessThanOrEqual(10 + Math.ceil((performance.now() - startedMs) / 6_000));
      expect(answers.every((answer) => answer !== 'blocked')).toBe(true);
    } finally {
      await Promise.all(processes.map((process) => process.destroy()));
    }
  });

  it('takes several calls at once, as many as their priority has, and from racing processes no more than there is', async () => {
    const budget = await budgetWith(10);
    const wanted = { call: 'delete', priority: 'deadline', count: 4 } as const;
    expect(await budget.takeUpTo('acc_stage', wanted)).toBe(4);
    const startedMs = performance.now();
    const taken = await Promise.all(
      Array.from({ length: 12 }, () => budget.takeUpTo('acc_stage', { ...wanted, count: 1 })),
    );
    const sum = 4 + taken.reduce((total, count) => total + count, 0);
    // Ten, the quarter that a deadline may owe, the guaranteed call, and a refill where the test was slow.
    expect(sum).toBeGreaterThanOrEqual(12);
    expect(sum).toBeLessThanOrEqual(13 + Math.ceil((performance.now() - startedMs) / 6_000));
    const [row] = await dataSource.query<{ spent: unknown }[]>('select spent from gateway_budget');
    expect(row?.spent).toEqual({ delete: sum });
    await budget.slowDown('acc_stage', { retryAfterMs: 60_000, trouble: 'Asked for peace.' });
    await pass(30);
    expect(await budget.takeUpTo('acc_stage', wanted)).toBe(0);
    expect(await budget.takeUpTo('acc_stage', { ...wanted, count: 0 })).toBe(0);
  });

  it('counts every one of many calls that race', async () => {
    const budget = await budgetWith(10);
    await Promise.all(Array.from({ length: 40 }, () => budget.count('acc_stage', 'create')));
    const [row] = await dataSource.query<{ spent: unknown }[]>('select spent from gateway_budget');
    expect(row?.spent).toEqual({ create: 40 });
  });

  it('opens one full bucket for an account when many ask for the first time at once', async () => {
    await dataSource.query('delete from gateway_budget');
    const budget = new GatewayBudget(dataSource, 100);
    await Promise.all(Array.from({ length: 20 }, () => budget.take('acc_stage', 'operator')));
    const [row] = await dataSource.query<{ spent: unknown }[]>('select spent from gateway_budget');
    expect(row?.spent).toEqual({ 'search.operator': 20 });
    expect(await tokens()).toBeGreaterThanOrEqual(80);
  });

  it('leaves more in the bucket the less urgent a search is', async () => {
    const budget = await budgetWith(10);
    await dataSource.query(
      `update gateway_budget set deadline_due_at = now() + interval '1 hour', fresh_due_at = now() + interval '1 hour',
         old_due_at = now() + interval '1 hour'`,
    );
    const until = async (priority: SearchPriority): Promise<number> => {
      let granted = 0;
      // Every grant moves its share; put off, and without the refill of this test's own time, the bucket alone decides.
      while ((await budget.take('acc_stage', priority)) === 'granted') {
        granted += 1;
        await dataSource.query(
          `update gateway_budget set ${priority}_due_at = now() + interval '1 hour', tokens = round(tokens), refilled_at = now()`,
        );
      }
      return granted;
    };
    expect(await until('old')).toBe(7);
    expect(await until('fresh')).toBe(2);
    // One that is left, and a quarter of a minute's worth of debt.
    expect(await until('deadline')).toBe(3);
    expect(await budget.take('acc_stage', 'operator')).toBe('granted');
  });

  it('never refuses a person, whose questions are counted and owe a minute at most', async () => {
    const budget = await budgetWith(0);
    for (let n = 0; n < 30; n += 1) expect(await budget.take('acc_stage', 'operator')).toBe('granted');
    expect(await tokens()).toBeGreaterThanOrEqual(-10);
    await budget.slowDown('acc_stage', { retryAfterMs: 60_000, trouble: 'Asked for peace.' });
    expect(await budget.take('acc_stage', 'operator')).toBe('probe');
    expect(await budget.take('acc_stage', 'deadline')).toBe('blocked');
  });

  it('starves nobody under creates at twice the limit: every priority gets its share, and not more', async () => {
    const limit = 60;
    await budgetWith(0);
    const budget = new GatewayBudget(dataSource, limit);
    const granted = { operator: 0, deadline: 0, fresh: 0, old: 0 };
    const minutes = 2;
    const startedMs = performance.now();
    for (let second = 0; second < minutes * 60; second += 1) {
      await pass(1);
      await budget.count('acc_stage', 'create');
      await budget.count('acc_stage', 'create');
      for (const priority of ['deadline', 'fresh', 'old'] as const) {
        if ((await budget.take('acc_stage', priority)) === 'granted') granted[priority] += 1;
      }
      if (second % 60 === 0 && (await budget.take('acc_stage', 'operator')) === 'granted') granted.operator += 1;
    }
    expect(granted.operator).toBe(minutes);
    // The time that the test itself takes is refilled too.
    const passedMinutes = minutes + (performance.now() - startedMs) / 60_000;
    for (const priority of ['deadline', 'fresh', 'old'] as const) {
      const share = BUDGET_SHARES[priority].guaranteed * limit * minutes;
      expect(granted[priority], priority).toBeGreaterThanOrEqual(share * 0.8);
      // What was in the bucket at first comes on top.
      expect(granted[priority], priority).toBeLessThanOrEqual((share / minutes) * passedMinutes + limit / 4);
    }
  });

  it('lets searches near the deadline take what old ones would, and old ones still get their share', async () => {
    const limit = 60;
    await budgetWith(0);
    const budget = new GatewayBudget(dataSource, limit);
    const granted = { deadline: 0, old: 0 };
    for (let second = 0; second < 120; second += 1) {
      await pass(1);
      for (let n = 0; n < 3; n += 1) {
        if ((await budget.take('acc_stage', 'deadline')) === 'granted') granted.deadline += 1;
      }
      if ((await budget.take('acc_stage', 'old')) === 'granted') granted.old += 1;
    }
    expect(granted.deadline).toBeGreaterThan(100);
    expect(granted.old).toBeGreaterThanOrEqual(5);
    expect(granted.old).toBeLessThanOrEqual(10);
  });

  it('pays a rush at the checkout back within a minute', async () => {
    const budget = await budgetWith(3);
    for (let n = 0; n < 30; n += 1) await budget.count('acc_stage', 'create');
    expect(await tokens()).toBeGreaterThanOrEqual(-10);
    await budget.take('acc_stage', 'fresh');
    expect(await budget.take('acc_stage', 'fresh')).toBe('refused');
    await pass(80);
    expect(await budget.take('acc_stage', 'fresh')).toBe('granted');
  });

  it('lets a search go when the smallest of budgets is full', async () => {
    await dataSource.query('delete from gateway_budget');
    const budget = new GatewayBudget(dataSource, 1);
    await budget.count('acc_stage', 'create');
    await dataSource.query(
      `update gateway_budget set old_due_at = now() + interval '1 hour', refilled_at = now() - interval '2 minutes'`,
    );
    expect(await budget.take('acc_stage', 'old')).toBe('granted');
    expect(await budget.take('acc_stage', 'old')).toBe('refused');
  });

  it("goes by the account's own number where it has one", async () => {
    await dataSource.query('delete from gateway_budget');
    await dataSource.query(`update gateway_account set budget_per_minute = 1000 where id = 'acc_stage'`);
    try {
      const budget = new GatewayBudget(dataSource, 1);
      for (let n = 0; n < 20; n += 1) expect(await budget.take('acc_stage', 'old')).toBe('granted');
    } finally {
      await dataSource.query(`update gateway_account set budget_per_minute = null where id = 'acc_stage'`);
    }
  });

  it('stops for everybody while the gateway asks for peace, and goes on when it answers again', async () => {
    await dataSource.query('delete from gateway_budget');
    const budget = new GatewayBudget(dataSource, 10);
    expect(await budget.take('acc_stage', 'fresh')).toBe('granted');
    await budget.slowDown('acc_stage', { retryAfterMs: 60_000, trouble: 'Asked for peace.' });
    expect(await new GatewayBudget(dataSource, 10).take('acc_stage', 'fresh')).toBe('blocked');
    await budget.recovered('acc_stage');
    expect(await budget.take('acc_stage', 'fresh')).toBe('granted');
  });

  it('obeys a Retry-After of years for a quarter of an hour', async () => {
    const budget = await budgetWith(10);
    await budget.slowDown('acc_stage', { retryAfterMs: 10 * 365 * 24 * 60 * 60_000, trouble: 'Asked for peace.' });
    await pass(14 * 60);
    expect(await budget.take('acc_stage', 'fresh')).toBe('blocked');
    await pass(2 * 60);
    expect(await budget.take('acc_stage', 'fresh')).toBe('probe');
  });

  it('sends one probe when the peace is over, of many processes that ask, and another when that one is never answered', async () => {
    const budget = await budgetWith(10);
    await budget.slowDown('acc_stage', { retryAfterMs: null, trouble: 'No answer.' });
    await pass(10);
    const verdicts = await Promise.all(Array.from({ length: 12 }, () => budget.take('acc_stage', 'deadline')));
    expect(verdicts.filter((verdict) => verdict === 'probe')).toHaveLength(1);
    expect(verdicts.filter((verdict) => verdict === 'blocked')).toHaveLength(11);
    await pass(3 * 60);
    expect(await budget.take('acc_stage', 'deadline')).toBe('probe');
  });

  it('pauses longer each time that it fails in a row, up to five minutes', async () => {
    const budget = await budgetWith(10);
    const pauses: number[] = [];
    for (let n = 0; n < 10; n += 1) {
      await budget.slowDown('acc_stage', { retryAfterMs: null, trouble: 'No answer.' });
      const [row] = await dataSource.query<{ s: number }[]>(
        'select extract(epoch from blocked_until - now())::float as s from gateway_budget',
      );
      pauses.push(Math.ceil((row?.s ?? 0) / 2) * 2);
    }
    expect(pauses).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
  });
});
