import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import type { PollPriority } from '../domain/index.js';
import type { GatewayEnvironment } from '../accounts/gateway-environment.js';
import { LIMIT, REFILLED } from './gateway-budget.js';

export type BreakerState = 'closed' | 'open' | 'half_open';

/** How an account stands with its gateway: the budget, whether it is left in peace, what is due (requirement R12). */
export interface GatewayStanding {
  readonly accountId: string;
  readonly account: string;
  readonly environment: GatewayEnvironment;
  readonly limitPerMinute: number;
  /** Calls in the bucket; negative while a rush is paid back. */
  readonly tokens: number;
  readonly breaker: BreakerState;
  /** Since when it is open. */
  readonly openedAt: Date | null;
  /** Until when nothing but a person's question is sent. */
  readonly blockedUntil: Date | null;
  readonly trouble: string | null;
  /** Calls ever made, by what they were: `create`, `delete`, `search.deadline`… */
  readonly spent: Readonly<Record<string, number>>;
  readonly due: Readonly<Record<PollPriority, number>>;
  readonly oldestDueAt: Date | null;
  /** How far the gateway's clock is ahead of ours; null until it told. */
  readonly clockAheadMs: number | null;
  readonly clockHeardAt: Date | null;
}

export interface CallCount {
  readonly accountId: string;
  readonly operation: string;
  readonly outcome: string;
  readonly calls: number;
}

/** What people and monitoring ask about the calls to PagoEfectivo. Reads rows; asks no gateway. */
export class GatewayReport {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly perMinute: number,
  ) {}

  /** All accounts, in the order of their names. Its cost grows with what is due. */
  async standings(): Promise<GatewayStanding[]> {
    const rows = await this.dataSource.query<StandingRow[]>(STANDINGS, [this.clock.now(), this.perMinute]);
    return rows.map(({ deadline, fresh, old, ...row }) => ({ ...row, due: { deadline, fresh, old } }));
  }

  /** Calls since, by what came of them. */
  async callsSince(since: Date): Promise<CallCount[]> {
    return this.dataSource.query<CallCount[]>(
      `select account_id as "accountId", operation, outcome, count(*)::int as calls from gateway_call where at > $1
       group by account_id, operation, outcome order by account_id, operation, outcome`,
      [since],
    );
  }
}

type StandingRow = Omit<GatewayStanding, 'due'> & Record<PollPriority, number>;

const STANDINGS = `
  select a.id as "accountId", a.slug as account, a.environment, ${LIMIT} as "limitPerMinute",
    round(coalesce(${REFILLED}, ${LIMIT})::numeric, 1)::float as tokens,
    case when b.blocked_until is null then 'closed' when b.blocked_until > now() then 'open' else 'half_open' end as breaker,
    b.opened_at as "openedAt", b.blocked_until as "blockedUntil", b.trouble, coalesce(b.spent, '{}') as spent,
    coalesce(d.deadline, 0) as deadline, coalesce(d.fresh, 0) as fresh, coalesce(d.old, 0) as old, d.oldest as "oldestDueAt",
    b.clock_ahead_ms as "clockAheadMs", b.clock_heard_at as "clockHeardAt"
  from gateway_account a left join gateway_budget b on b.account_id = a.id
  left join lateral (
    select count(*) filter (where poll_priority = 'deadline')::int as deadline,
      count(*) filter (where poll_priority = 'fresh')::int as fresh,
      count(*) filter (where poll_priority = 'old')::int as old, min(poll_at) as oldest
    from cip where account_id = a.id and poll_priority in ('deadline', 'fresh', 'old') and poll_at <= $1 and number is not null
  ) d on true
  order by a.slug`;
