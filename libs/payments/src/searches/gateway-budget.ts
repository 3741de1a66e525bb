import type { DataSource } from 'typeorm';

/** Tokens after the refill that the elapsed time brings, capped at one minute's worth. */
const REFILLED = `least($2::float, gateway_budget.tokens
  + extract(epoch from now() - gateway_budget.refilled_at) * $2::float / 60)`;

/**
 * One token bucket per account, a row shared by all processes (requirement R12). Polls take from it; creates are
 * counted beside it and never wait. Time is the database's, so that every process agrees.
 */
export class GatewayBudget {
  constructor(
    private readonly dataSource: DataSource,
    private readonly perMinute: number,
  ) {}

  /** True when one more search may go out now. */
  async take(accountId: string): Promise<boolean> {
    await this.open(accountId);
    const [, taken] = await this.dataSource.query(
      `update gateway_budget set polls = polls + 1, refilled_at = now(), tokens = ${REFILLED} - 1
       where account_id = $1 and ${REFILLED} >= 1 and (blocked_until is null or blocked_until <= now())`,
      [accountId, this.perMinute],
    );
    return taken === 1;
  }

  /** Takes as many of `count` calls as may go out now, deletes before closing (R14). Returns how many: 0 to `count`. */
  async takeUpTo(accountId: string, count: number): Promise<number> {
    await this.open(accountId);
    const [rows] = (await this.dataSource.query(
      `with there as (
         select account_id, least($3::int, greatest(0, floor(${REFILLED})))::int as taken from gateway_budget
         where account_id = $1 and (blocked_until is null or blocked_until <= now()) for update)
       update gateway_budget set polls = polls + taken, refilled_at = now(), tokens = ${REFILLED} - taken
       from there where gateway_budget.account_id = there.account_id and taken > 0 returning taken`,
      [accountId, this.perMinute, count],
    )) as [{ taken: number }[], number];
    return rows[0]?.taken ?? 0;
  }

  private async open(accountId: string): Promise<void> {
    await this.dataSource.query(
      `insert into gateway_budget (account_id, tokens, refilled_at) values ($1, $2, now()) on conflict do nothing`,
      [accountId, this.perMinute],
    );
  }

  /**
   * A create never waits, but what it takes is missing to the polls after it. The debt is at most a minute's worth, so
   * that a rush at the checkout slows polling down and does not stop it.
   */
  async countCreate(accountId: string): Promise<void> {
    await this.dataSource.query(
      `insert into gateway_budget (account_id, tokens, refilled_at, creates) values ($1, $2::float - 1, now(), 1)
       on conflict (account_id) do update set creates = gateway_budget.creates + 1, refilled_at = now(),
         tokens = greatest(- $2::float, ${REFILLED} - 1)`,
      [accountId, this.perMinute],
    );
  }

  /** The gateway asked for peace, or failed: all processes pause together, longer each time it happens in a row. */
  async slowDown(accountId: string, retryAfterMs: number | null): Promise<void> {
    await this.dataSource.query(
      `update gateway_budget set failures = failures + 1,
         blocked_until = now() + greatest($2::float, least(300000, 1000 * power(2, least(failures, 9)))) * interval '1 millisecond'
       where account_id = $1`,
      [accountId, retryAfterMs ?? 0],
    );
  }

  async recovered(accountId: string): Promise<void> {
    await this.dataSource.query(
      'update gateway_budget set failures = 0, blocked_until = null where account_id = $1 and failures > 0',
      [accountId],
    );
  }
}
