import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import type { GatewayCommandRunner } from '../gateway-commands/gateway-command.runner.js';
import { CALLS_AT_ONCE } from '../gateway-commands/gateway-command.runner.js';
import { newId } from '../identifiers.js';
import { inParallel } from '../in-parallel.js';
import type { PaymentLedger } from '../orders/payment-ledger.js';

/** Has PagoEfectivo pay approved refunds of the API channel: what is due is a row, and each is one command at a time. */
export class RefundCalls {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ledger: PaymentLedger,
    private readonly runner: GatewayCommandRunner,
    private readonly clock: Clock,
  ) {}

  /** Takes on what is due. Returns how many calls it carried out. */
  async sweep(limit = 50): Promise<number> {
    // What could not begin now (a call under way, an account without the channel, reversed money) is left for later.
    const due: { id: string; payment_id: string; cip_id: string }[] = await this.dataSource.query(
      `select r.id, r.payment_id, r.cip_id from refund r
         join payment p on p.id = r.payment_id
         join gateway_account a on a.id = p.account_id and a.refunds_api
         join receipt c on c.id = r.receipt_id and c.reversed_at is null
       where r.next_at <= $1 and r.state = 'approved' and not exists (select 1 from gateway_command g
         where g.payment_id = r.payment_id and g.status in ('intent', 'sent', 'unknown'))
       order by r.next_at limit $2`,
      [this.clock.now(), limit],
    );
    const carriedOut = await inParallel(due, CALLS_AT_ONCE, async (refund) => {
      const commandId = newId('gcmd', this.clock.now());
      const { verdict } = await this.ledger.observe({
        kind: 'begin_command',
        paymentId: refund.payment_id,
        commandId,
        cipId: refund.cip_id,
        command: 'refund',
        purpose: 'refund',
        actor: 'clock',
        refundId: refund.id,
      });
      return verdict.kind === 'applied' && (await this.runner.run(commandId));
    });
    return carriedOut.filter(Boolean).length;
  }
}
