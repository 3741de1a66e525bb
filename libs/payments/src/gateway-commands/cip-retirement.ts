import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import { newId } from '../identifiers.js';
import { inParallel } from '../in-parallel.js';
import type { PaymentLedger } from '../orders/payment-ledger.js';
import type { GatewayCommandRunner } from './gateway-command.runner.js';
import { CALLS_AT_ONCE } from './gateway-command.runner.js';

/**
 * Deletes CIPs that can still be paid and that nobody should pay any more: orphans whose number became known, the old
 * one of a reissue that was paid, what an unconfirmed close left behind. Which these are, `decide` says (`retire_at`).
 */
export class CipRetirement {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ledger: PaymentLedger,
    private readonly runner: GatewayCommandRunner,
    private readonly clock: Clock,
  ) {}

  /** Takes on what is due. Returns how many commands it carried out. */
  async sweep(limit = 50): Promise<number> {
    const due: { id: string; payment_id: string }[] = await this.dataSource.query(
      `select c.id, c.payment_id from cip c where c.retire_at <= $1
         and not exists (select 1 from gateway_command g where g.payment_id = c.payment_id and g.status in ('intent', 'sent', 'unknown'))
       order by c.retire_at limit $2`,
      [this.clock.now(), limit],
    );
    const carriedOut = await inParallel(due, CALLS_AT_ONCE, async (cip) => {
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
      return verdict.kind === 'applied' && (await this.runner.run(commandId));
    });
    return carriedOut.filter(Boolean).length;
  }
}
