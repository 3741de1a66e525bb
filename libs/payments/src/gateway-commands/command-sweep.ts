import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import { groupBy } from '../group-by.js';
import { inParallel } from '../in-parallel.js';
import type { GatewayCommandRunner } from './gateway-command.runner.js';
import { CALLS_AT_ONCE } from './gateway-command.runner.js';
import type { SweepQuestions } from './sweep-questions.js';

interface DueCommand {
  readonly id: string;
  readonly account_id: string;
  /** Its first call is a search. */
  readonly asks: boolean;
  /** The gateway is left in peace, and the payment has waited for this command as long as it may. */
  readonly hopeless: boolean;
}

/** As the runner carries commands out: a delete looks first, an extend from its second attempt on. */
const ASKS = `(g.kind = 'delete' or g.kind = 'extend' and g.attempts > 0)`;

/** Per account, so that one whose gateway is away hides nobody else's. */
const DUE = `select id, account_id, asks, hopeless from (
    select g.id, c.account_id, g.next_at, ${ASKS} as asks,
      ${ASKS} and coalesce(b.blocked_until > now(), false) and p.state in ('created', 'pending', 'expiring')
        and p.expires_at <= $3 as hopeless,
      row_number() over (partition by c.account_id, ${ASKS} order by g.next_at) as place
    from gateway_command g join cip c on c.id = g.cip_id join payment p on p.id = g.payment_id
      left join gateway_budget b on b.account_id = c.account_id
    where g.status in ('intent', 'sent', 'unknown') and g.next_at <= $1 and (g.lease_until is null or g.lease_until < now())
  ) due where place <= $2 order by next_at`;

/** Settles commands whose sender died or whose outcome is unknown. */
export class CommandSweep {
  constructor(
    private readonly dataSource: DataSource,
    private readonly runner: GatewayCommandRunner,
    private readonly questions: SweepQuestions,
    private readonly clock: Clock,
    /** How long past its deadline an open payment waits for a delete or an extend of unknown outcome, in ms. */
    private readonly givesUpAfterMs: number,
  ) {}

  /**
   * Settles up to `limit` commands of each account that call at once, and as many of those that ask first as the budget
   * gives. Returns how many it handled.
   */
  async settleDue(limit: number): Promise<number> {
    const now = this.clock.now();
    const due = await this.dataSource.query<DueCommand[]>(DUE, [
      now,
      limit,
      new Date(now.getTime() - this.givesUpAfterMs),
    ]);
    const asking = await this.turnsOf(due.filter((command) => command.asks));
    const settled = await inParallel(due, CALLS_AT_ONCE, (command) => {
      if (!command.asks) return this.runner.settle(command.id);
      if (asking.has(command.id)) return this.runner.settle(command.id, this.questions.gateways);
      return command.hopeless ? this.runner.giveUp(command.id) : Promise.resolve(false);
    });
    return settled.filter(Boolean).length;
  }

  /** Those that may ask now: the ones due longest of each account. */
  private async turnsOf(commands: readonly DueCommand[]): Promise<Set<string>> {
    const turns = new Set<string>();
    for (const [accountId, ofAccount] of groupBy(commands, (command) => command.account_id)) {
      const taken = await this.questions.take(accountId, ofAccount.length);
      for (const { id } of ofAccount.slice(0, taken)) turns.add(id);
    }
    return turns;
  }
}
