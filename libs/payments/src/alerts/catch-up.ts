import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';

export interface CatchUpOptions {
  /** Calls per minute and account (GATEWAY_BUDGET_PER_MINUTE), and CIPs per call (GATEWAY_SEARCH_BATCH). */
  readonly budgetPerMinute: number;
  readonly searchBatch: number;
}

/** Renewed at every look while there is a reason, so that it ends by itself when nobody looks any more. */
const LASTS = `interval '10 minutes'`;
/** While catching up, an open CIP is searched again after this long, instead of after up to half an hour. */
const SEARCH_AGAIN_MS = 3 * 60_000;
/** Looks come twice a minute; together they make due at most half of what the budget can search in that time. */
const SHARE_PER_LOOK = 1 / 4;

/**
 * A larger share of the gateway's budget for searches of open CIPs, while announcements go missing or time is made up
 * for (requirement R3). It brings searches forward and never spends more than the budget.
 */
export class CatchUp {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly options: CatchUpOptions,
  ) {}

  async begin(accountId: string): Promise<void> {
    await this.dataSource.query(
      `insert into gateway_budget (account_id, tokens, refilled_at, catch_up_until) values ($1, $2, now(), now() + ${LASTS})
       on conflict (account_id) do update set catch_up_until = excluded.catch_up_until`,
      [accountId, this.options.budgetPerMinute],
    );
  }

  async end(accountId: string): Promise<void> {
    await this.dataSource.query('update gateway_budget set catch_up_until = null where account_id = $1', [accountId]);
  }

  /** Makes searches due for accounts that catch up, latest CIPs first: they are the likeliest to be paid. Returns how many. */
  async bringForward(): Promise<number> {
    const accounts = await this.dataSource.query<{ id: string; budgetPerMinute: number }[]>(
      `select a.id, coalesce(a.budget_per_minute, $1) as "budgetPerMinute"
       from gateway_budget b join gateway_account a on a.id = b.account_id where b.catch_up_until > now()`,
      [this.options.budgetPerMinute],
    );
    const now = this.clock.now();
    let brought = 0;
    for (const { id, budgetPerMinute } of accounts) {
      const limit = Math.ceil(budgetPerMinute * this.options.searchBatch * SHARE_PER_LOOK);
      const [, count] = await this.dataSource.query<[unknown[], number]>(
        `update cip set poll_at = $2, poll_priority = case poll_priority when 'old' then 'fresh' else poll_priority end
         where id in (
           select c.id from cip c join payment p on p.id = c.payment_id
           where c.account_id = $1 and c.poll_at > $2 and c.number is not null and c.status = 'pending'
             and coalesce(c.polled_at, c.created_at) <= $3 and p.state in ('pending', 'expiring')
           order by c.created_at desc
           limit greatest(0, $4 - (select count(*) from cip due where due.account_id = $1 and due.poll_at <= $2))
           for update of c skip locked)`,
        [id, now, new Date(now.getTime() - SEARCH_AGAIN_MS), limit],
      );
      brought += count;
    }
    return brought;
  }
}
