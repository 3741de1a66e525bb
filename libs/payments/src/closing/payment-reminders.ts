import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import { WAITING_FOR_CIP } from '../inbox/waiting-notifications.js';
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
    const due: { id: string }[] = await this.dataSource.query(DUE, [this.clock.now(), limit]);
    const { verdicts, events } = await this.ledger.observeMany(
      due.map(({ id }) => ({ kind: 'remind', paymentId: id })),
    );
    if (events > 0) this.options.onEvents();
    return verdicts.filter((verdict) => verdict.kind === 'applied').length;
  }
}

/**
 * Nobody is reminded of what may be paid already: while a verified notification waits to be applied, and, after a time
 * in which no ingest ran, until the code has been searched since.
 */
const DUE = `
  select p.id from payment p where p.remind_at <= $1
    and not exists (select 1 from gateway_command g where g.payment_id = p.id and g.status in ('intent', 'sent', 'unknown'))
    and not exists (
      select 1 from cip c cross join lateral ${WAITING_FOR_CIP} n where c.payment_id = p.id)
    and not exists (
      select 1 from outage o join cip c on c.payment_id = p.id and c.number is not null and c.status = 'pending'
        and c.poll_at is not null and c.created_at < o.back_at and (c.polled_at is null or c.polled_at < o.back_at)
      where o.app = 'webhook-ingest' and o.settled_at is null)
  order by p.remind_at limit $2`;
