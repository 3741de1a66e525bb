import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import type { PaymentLedger } from '../orders/payment-ledger.js';

/** Tells shops in time that a deadline comes near: `order.expiring_soon`, at the moments agreed when the payment was opened. */
export class PaymentReminders {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ledger: PaymentLedger,
    private readonly clock: Clock,
    private readonly options: { readonly onEvents: () => void },
  ) {}

  /** Reminds of what is due. Returns how many payments it moved forward. */
  async sweep(limit = 200): Promise<number> {
    // Two workers may look at the same rows: whoever locks second finds the next moment planned, and refuses.
    const due: { id: string }[] = await this.dataSource.query(
      `select p.id from payment p where p.remind_at <= $1
         and not exists (select 1 from gateway_command g where g.payment_id = p.id and g.status in ('intent', 'sent', 'unknown'))
       order by p.remind_at limit $2`,
      [this.clock.now(), limit],
    );
    const { verdicts, events } = await this.ledger.observeMany(
      due.map(({ id }) => ({ kind: 'remind', paymentId: id })),
    );
    if (events > 0) this.options.onEvents();
    return verdicts.filter((verdict) => verdict.kind === 'applied').length;
  }
}
