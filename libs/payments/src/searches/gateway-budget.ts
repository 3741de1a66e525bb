import type { DataSource } from 'typeorm';
import type { PollPriority, SearchPriority } from '../domain/index.js';
import { InTurn } from '../in-turn.js';
import { runAlone, statement } from '../statements.js';
import { BUDGET_SHARES, DEEPEST_DEBT, POLL_PRIORITIES, SHARE_KEEPS_SECONDS } from '../domain/index.js';

/** Calls that are counted and never refused. */
export type CountedCall = 'authorize' | 'create' | 'extend' | 'delete' | 'refund' | 'search.command' | 'search.bisect';

/**
 * `probe`: granted, and what comes of it decides whether the gateway is left in peace any longer. `refused`: too little
 * is left for this priority. `blocked`: the gateway is to be left in peace.
 */
export type BudgetVerdict = 'granted' | 'probe' | 'refused' | 'blocked';

/** An account that has something due, and how many searches of each priority it may make now. */
export interface BudgetRoom {
  readonly accountId: string;
  readonly calls: Readonly<Record<PollPriority, number>>;
}

/** Calls per minute: the account's own number or the product's, which is parameter $2 everywhere. */
export const LIMIT = `coalesce(a.budget_per_minute, $2)::float`;
/** Tokens after the refill that the elapsed time brings, capped at one minute's worth. */
export const REFILLED = `least(${LIMIT}, b.tokens + extract(epoch from now() - b.refilled_at) * ${LIMIT} / 60)`;
/** Calls of the kind that parameter $3 names: how many stands in `count`. */
const spend = (count: string): string => `update gateway_budget b set refilled_at = now(),
  tokens = greatest(- ${DEEPEST_DEBT} * ${LIMIT}, ${REFILLED} - ${count}),
  spent = b.spent || jsonb_build_object($3::text, coalesce((b.spent->>$3::text)::bigint, 0) + ${count})`;
/**
 * Every call of an account updates its one row, so each would wait for the disk after the other. A bucket that a crash of
 * Postgres fills again by some calls is no harm: the commit does not wait.
 */
const NOT_WAITING = `(select set_config('synchronous_commit', 'off', true)) not_waiting`;
const OF_ACCOUNT = `from gateway_account a, ${NOT_WAITING} where b.account_id = $1 and a.id = b.account_id`;
const COUNT = `${spend('$4::int')} ${OF_ACCOUNT}`;
/** The first call after a block is a probe: until it is answered, or must have been, nobody else sends one. */
const PROBE_LEASE = `case when b.blocked_until <= now() then now() + interval '2 minutes' else b.blocked_until end`;
/** What its column holds: three weeks of a wrong clock. */
const WIDEST_CLOCK_MS = 2_000_000_000;
/** Longest time that a gateway's Retry-After is obeyed: a typing error there must not end polling here. */
const LONGEST_BLOCK_MS = 15 * 60_000;
const FIRST_BACKOFF_MS = 2_000;
const LONGEST_BACKOFF_MS = 5 * 60_000;

/**
 * One token bucket per account, a row shared by all processes (requirement R12); an account is one service in one
 * currency. Searches take from it by priority, all other calls are counted beside it and never wait. Time is the
 * database's, so that every process agrees.
 */
export class GatewayBudget {
  private readonly opened = new Set<string>();
  /** By account and kind: calls that come while others are written are written together. */
  private readonly counters = new Map<string, InTurn<void, void>>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly perMinute: number,
  ) {}

  /** Whether one more search of this priority may go out now; when granted it is counted already. */
  async take(accountId: string, priority: SearchPriority): Promise<BudgetVerdict> {
    await this.openRow(accountId);
    const [[granted]] = (await this.dataSource.query(
      `${spend('1')}, blocked_until = ${PROBE_LEASE}${shareUsed(priority)} ${OF_ACCOUNT} and ${mayTake(priority)}
       returning b.blocked_until is not null as probe`,
      [accountId, this.perMinute, `search.${priority}`],
    )) as [{ probe: boolean }[], number];
    if (granted) return granted.probe ? 'probe' : 'granted';
    const [row] = await this.dataSource.query<{ blocked: boolean }[]>(
      'select coalesce(blocked_until > now(), false) as blocked from gateway_budget where account_id = $1',
      [accountId],
    );
    return row?.blocked ? 'blocked' : 'refused';
  }

  /**
   * Takes as many of `wanted` calls of one kind as their priority has now, all at once; they are counted already.
   * Returns how many: 0 to `wanted`, and 0 while the gateway is to be left in peace.
   */
  async takeUpTo(
    accountId: string,
    wanted: { readonly call: CountedCall; readonly priority: PollPriority; readonly count: number },
  ): Promise<number> {
    await this.openRow(accountId);
    const column = `${wanted.priority}_due_at`;
    const [rows] = (await this.dataSource.query(
      `with room as (
         select b.account_id, least($4::int, ${callsLeft(wanted.priority)}) as taken
         from gateway_budget b join gateway_account a on a.id = b.account_id
         where b.account_id = $1 and (b.blocked_until is null or b.blocked_until <= now()) for update of b)
       update gateway_budget b set refilled_at = now(),
         tokens = greatest(- ${DEEPEST_DEBT} * ${LIMIT}, ${REFILLED} - room.taken),
         spent = b.spent || jsonb_build_object($3::text, coalesce((b.spent->>$3::text)::bigint, 0) + room.taken),
         ${column} = least(now(), ${shareIdleSince(wanted.priority)} + (room.taken - 1) * ${periodOf(wanted.priority)})
           + ${periodOf(wanted.priority)}
       from room, gateway_account a, ${NOT_WAITING}
       where b.account_id = room.account_id and a.id = b.account_id and room.taken > 0 returning room.taken`,
      [accountId, this.perMinute, wanted.call, wanted.count],
    )) as [{ taken: number }[], number];
    return rows[0]?.taken ?? 0;
  }

  /**
   * A call that never waits; what it takes is missing to the polls after it. The debt is at most a minute's worth, so
   * that a rush at the checkout slows polling down and does not stop it.
   */
  async count(accountId: string, call: CountedCall): Promise<void> {
    await this.openRow(accountId);
    await this.counterOf(accountId, call).ask();
  }

  private counterOf(accountId: string, call: CountedCall): InTurn<void, void> {
    const key = `${accountId} ${call}`;
    const known = this.counters.get(key);
    if (known) return known;
    const counter = new InTurn<void, void>(async (calls) => {
      await runAlone(this.dataSource, statement(COUNT, [accountId, this.perMinute, call, calls.length]));
      return calls;
    });
    this.counters.set(key, counter);
    return counter;
  }

  /** Accounts with polls due at `now` that may be made; those that are left in peace, or have no call to give, are not among them. */
  async rooms(now: Date): Promise<BudgetRoom[]> {
    const rows = await this.dataSource.query<(Record<PollPriority, number> & { accountId: string })[]>(
      `select a.id as "accountId", ${POLL_PRIORITIES.map((priority) => `${callsLeft(priority)} as ${priority}`).join(', ')}
       from gateway_account a left join gateway_budget b on b.account_id = a.id
       where (b.blocked_until is null or b.blocked_until <= now()) and exists (
         select 1 from unnest($3::text[]) p(priority) join lateral (
           select 1 from cip c where c.account_id = a.id and c.poll_priority = p.priority and c.poll_at <= $1 limit 1
         ) due on true)
       order by a.id`,
      [now, this.perMinute, POLL_PRIORITIES],
    );
    return rows
      .map(({ accountId, deadline, fresh, old }) => ({ accountId, calls: { deadline, fresh, old } }))
      .filter(({ calls }) => POLL_PRIORITIES.some((priority) => calls[priority] > 0));
  }

  /**
   * Leaves the gateway in peace: all processes pause together, longer each time it happens in a row, and as long as the
   * gateway asked for. `trouble` says why, in a sentence.
   */
  async slowDown(accountId: string, why: { retryAfterMs: number | null; trouble: string }): Promise<void> {
    await this.openRow(accountId);
    await this.dataSource.query(
      `update gateway_budget set failures = failures + 1, opened_at = coalesce(opened_at, now()), trouble = $3,
         blocked_until = now() + interval '1 millisecond' *
           greatest($2::float, least(${LONGEST_BACKOFF_MS}, ${FIRST_BACKOFF_MS} * power(2, least(failures, 12))))
       where account_id = $1`,
      [accountId, Math.min(why.retryAfterMs ?? 0, LONGEST_BLOCK_MS), why.trouble.slice(0, 300)],
    );
  }

  /** The gateway answers again. */
  async recovered(accountId: string): Promise<void> {
    await this.dataSource.query(
      `update gateway_budget set failures = 0, blocked_until = null, opened_at = null, trouble = null
       where account_id = $1 and failures > 0`,
      [accountId],
    );
  }

  /** The gateway answered a question that a sweep sent after the pause: one that began meanwhile stays. */
  async answeredAfterPause(accountId: string): Promise<void> {
    await this.dataSource.query(
      `update gateway_budget set failures = 0, blocked_until = null, opened_at = null, trouble = null
       where account_id = $1 and failures > 0 and blocked_until <= now()`,
      [accountId],
    );
  }

  /** How far the gateway's clock is ahead of ours by its `Date`: a wrong clock makes signatures and deadlines doubtful. */
  async heardClock(accountId: string, aheadMs: number): Promise<void> {
    await this.openRow(accountId);
    await this.dataSource.query(
      'update gateway_budget set clock_ahead_ms = $2, clock_heard_at = now() where account_id = $1',
      [accountId, Math.round(Math.max(-WIDEST_CLOCK_MS, Math.min(WIDEST_CLOCK_MS, aheadMs)))],
    );
  }

  /** Once per process and account: rows are never deleted. */
  private async openRow(accountId: string): Promise<void> {
    if (this.opened.has(accountId)) return;
    await this.dataSource.query(
      `insert into gateway_budget (account_id, tokens, refilled_at)
       select id, coalesce(budget_per_minute, $2), now() from gateway_account where id = $1 on conflict do nothing`,
      [accountId, this.perMinute],
    );
    this.opened.add(accountId);
  }
}

/** What must be left in the bucket before a call of this priority; with a small budget a full bucket is always enough. */
function floorOf(priority: PollPriority): string {
  return `least(${BUDGET_SHARES[priority].floor} * ${LIMIT}, ${LIMIT} - 1)`;
}

function periodOf(priority: PollPriority): string {
  return `(60 / (${BUDGET_SHARES[priority].guaranteed} * ${LIMIT})) * interval '1 second'`;
}

function mayTake(priority: SearchPriority): string {
  if (priority === 'operator') return 'true';
  return `(b.blocked_until is null or b.blocked_until <= now()) and (${REFILLED} - 1 >= ${floorOf(priority)}
    or b.${priority}_due_at is null or b.${priority}_due_at <= now())`;
}

/** A call that the bucket gave counts against the guaranteed share too, by one period at most: the share is for hunger, not on top. */
function shareUsed(priority: SearchPriority): string {
  if (priority === 'operator') return '';
  return `, ${priority}_due_at = least(now(), ${shareIdleSince(priority)}) + ${periodOf(priority)}`;
}

function shareIdleSince(priority: PollPriority): string {
  return `greatest(coalesce(b.${priority}_due_at, now()), now() - interval '${SHARE_KEEPS_SECONDS} seconds')`;
}

/** Whole calls of this priority that bucket and share give at this moment; a row that is not there yet is a full bucket. */
function callsLeft(priority: PollPriority): string {
  const column = `${priority}_due_at`;
  const fromBucket = `floor(coalesce(${REFILLED}, ${LIMIT}) - ${floorOf(priority)})`;
  const idle = `now() - greatest(coalesce(b.${column}, now()), now() - interval '${SHARE_KEEPS_SECONDS} seconds')`;
  const fromShare = `case when coalesce(b.${column}, now()) <= now()
    then 1 + floor(extract(epoch from ${idle}) / extract(epoch from ${periodOf(priority)})) else 0 end`;
  const most = `case when b.blocked_until is null then 1e6 else 1 end`;
  return `least(greatest(0, ${fromBucket}, ${fromShare}), ${most})::int`;
}
