import type { DataSource } from 'typeorm';
import type { HoldReason } from '../domain/index.js';

/** Minutes that "lately" means: what was closed in them is the present rate. */
export const RATE_MINUTES = 5;

/** How far the clock is: what it still has to do, what keeps it, and how fast it goes (requirements R7, R14). */
export interface ClosingProgress {
  /** Payments whose deadline passed and that are still shown as payable. */
  readonly deadlinesDue: number;
  /** Payments past the grace, whose last question is due. */
  readonly lastQuestionsDue: number;
  /** When the oldest of both became due; null when nothing is. */
  readonly oldestDueAt: Date | null;
  /** Of the due ones: those that a call of open outcome keeps, until it is settled. */
  readonly waitingForCalls: number;
  /** Deletes of CIPs at closing that are intended or under way, or whose outcome is unknown. */
  readonly deletesOpen: number;
  /** Payments that the clock looks at again later, by reason. */
  readonly held: readonly { readonly why: HoldReason; readonly count: number; readonly nextAt: Date }[];
  /** Payments that the clock closed in the last `RATE_MINUTES`. */
  readonly closedLately: number;
  /** When nothing is due and no delete waits any more at that rate, and no sooner than the budget of calls allows; null without a rate. */
  readonly endsAt: Date | null;
  /** What the budget of calls needs at least for questions and deletes that wait, in minutes; 0 when none does. */
  readonly budgetMinutes: number;
}

export interface CallBudget {
  /** Of an account without a number of its own (GATEWAY_BUDGET_PER_MINUTE). */
  readonly budgetPerMinute: number;
  /** CIPs per search (GATEWAY_SEARCH_BATCH). */
  readonly searchBatch: number;
}

interface ProgressRow {
  deadlinesDue: number;
  lastQuestionsDue: number;
  oldestDueAt: Date | null;
  waitingForCalls: number;
  deletesOpen: number;
  closedLately: number;
  budgetMinutes: number;
}

/** Costs as much as there is due, held and lately closed, whatever is stored. */
export async function closingProgress(
  dataSource: DataSource,
  { now, budget }: { now: Date; budget: CallBudget },
): Promise<ClosingProgress> {
  const since = new Date(now.getTime() - RATE_MINUTES * 60_000);
  const [row] = await dataSource.query<ProgressRow[]>(PROGRESS, [
    now,
    since,
    budget.searchBatch,
    budget.budgetPerMinute,
  ]);
  if (!row) throw new Error('the database told nothing about what is due');
  const held = await dataSource.query<{ why: HoldReason; count: number; nextAt: Date }[]>(HELD, [now]);
  const deletesWait = held.find(({ why }) => why === 'delete_waits')?.count ?? 0;
  const left = row.deadlinesDue + row.lastQuestionsDue + deletesWait;
  const minutes = Math.max((left * RATE_MINUTES) / row.closedLately, row.budgetMinutes);
  const endsAt = left > 0 && row.closedLately > 0 ? new Date(now.getTime() + minutes * 60_000) : null;
  return { ...row, held, endsAt };
}

const PROGRESS = `with due as (
    select account_id, state, next_at, exists (
      select 1 from gateway_command g where g.payment_id = p.id and g.status in ('intent', 'sent', 'unknown')) as called
    from payment p where next_at <= $1)
  select count(*) filter (where state <> 'expiring')::int as "deadlinesDue",
    count(*) filter (where state = 'expiring')::int as "lastQuestionsDue",
    min(next_at) as "oldestDueAt",
    count(*) filter (where called)::int as "waitingForCalls",
    (select count(*)::int from gateway_command where status in ('intent', 'sent', 'unknown') and purpose = 'close') as "deletesOpen",
    (select count(*)::int from payment where closed_at > $2 and closed_at <= $1 and base_state = 'expired') as "closedLately",
    coalesce((select max(minutes) from (
      select sum(c.calls) / coalesce(min(a.budget_per_minute), $4)::numeric as minutes from (
          select account_id, ceil(count(*) / $3::numeric) as calls from due group by account_id
          union all
          select account_id, count(*) from payment where held_for = 'delete_waits' and next_at > $1 group by account_id) c
        join gateway_account a on a.id = c.account_id group by c.account_id) of_account), 0)::float as "budgetMinutes"
  from due`;

const HELD = `select held_for as why, count(*)::int as count, min(next_at) as "nextAt" from payment
  where held_for is not null and next_at > $1 group by held_for order by count(*) desc, held_for`;
