import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '#testing';
import { testDatabase } from '#testing';
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

  it('gives out no more than there is to twenty processes that ask at once', async () => {
    const budget = await budgetWith(5);
    const answers = await Promise.all(Array.from({ length: 20 }, () => budget.take('acc_stage')));
    const taken = answers.filter(Boolean).length;
    expect(taken).toBeGreaterThanOrEqual(5);
    expect(taken).toBeLessThanOrEqual(6);
  });

  it('lets a fresh account search at once, also right after its first create', async () => {
    await dataSource.query('delete from gateway_budget');
    const budget = new GatewayBudget(dataSource, 10);
    await budget.countCreate('acc_stage');
    expect(await budget.take('acc_stage')).toBe(true);
  });

  it('never blocks a create, and lets polls pay for it', async () => {
    const budget = await budgetWith(3);
    for (let n = 0; n < 30; n += 1) await budget.countCreate('acc_stage');
    expect(await budget.take('acc_stage')).toBe(false);
    const [row] = await dataSource.query<{ tokens: number; creates: string }[]>(
      'select tokens, creates from gateway_budget',
    );
    expect(row?.creates).toBe('30');
    // A rush is paid back within a minute, not for the rest of the day.
    expect(row?.tokens).toBeGreaterThanOrEqual(-10);
  });

  it('stops for everybody while the gateway asks for peace, and goes on when it answers again', async () => {
    await dataSource.query('delete from gateway_budget');
    const budget = new GatewayBudget(dataSource, 10);
    expect(await budget.take('acc_stage')).toBe(true);
    await budget.slowDown('acc_stage', 60_000);
    expect(await new GatewayBudget(dataSource, 10).take('acc_stage')).toBe(false);
    await budget.recovered('acc_stage');
    expect(await budget.take('acc_stage')).toBe(true);
  });
});
