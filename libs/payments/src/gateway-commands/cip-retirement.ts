import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import { groupBy } from '../group-by.js';
import { newId } from '../identifiers.js';
import { inParallel } from '../in-parallel.js';
import type { PaymentLedger } from '../orders/payment-ledger.js';
import type { GatewayCommandRunner } from './gateway-command.runner.js';
import { CALLS_AT_ONCE } from './gateway-command.runner.js';
import type { SweepQuestions } from './sweep-questions.js';

interface DueCip {
  readonly id: string;
  readonly payment_id: string;
  readonly account_id: string;
}

/** Per account, so that one whose gateway is away hides nobody else's. */
const DUE = `select id, payment_id, account_id from (
    select c.id, c.payment_id, c.account_id, c.retire_at, row_number() over (partition by c.account_id order by c.retire_at) as place
    from cip c where c.retire_at <= $1
      and not exists (select 1 from gateway_command g where g.payment_id = c.payment_id and g.status in ('intent', 'sent', 'unknown'))
  ) due where place <= $2 order by retire_at`;

/**
 * Deletes CIPs that can still be paid and that nobody should pay any more: orphans whose number became known, the old
 * one of a reissue that was paid, what an unconfirmed close left behind. Which these are, `decide` says (`retire_at`).
 */
export class CipRetirement {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ledger: PaymentLedger,
    private readonly runner: GatewayCommandRunner,
    private readonly questions: SweepQuestions,
    private readonly clock: Clock,
  ) {}

  /** Takes on what is due, as much as the budget of questions gives: a delete looks first. Returns how many commands it carried out. */
  async sweep(limit = 50): Promise<number> {
    const due = await this.dataSource.query<DueCip[]>(DUE, [this.clock.now(), limit]);
    const turns: DueCip[] = [];
    for (const [accountId, ofAccount] of groupBy(due, (cip) => cip.account_id)) {
      turns.push(...ofAccount.slice(0, await this.questions.take(accountId, ofAccount.length)));
    }
    const carriedOut = await inParallel(turns, CALLS_AT_ONCE, async (cip) => {
      const commandId = newId('gcmd', this.clock.now());
      const { verdict } = await this.ledger.observe({
        kind: 'begin_command',
        paymentId: cip.payment_id,
        commandId,
        cipId: cip.id,
        command: 'delete',
        purpose: 'retire',
        actor: 'clock',
      });
      return verdict.kind === 'applied' && (await this.runner.run(commandId, this.questions.gateways));
    });
    return carriedOut.filter(Boolean).length;
  }
}
