import type { DataSource } from 'typeorm';
import type { Currency, HoldReason } from '../domain/index.js';
import { groupBy } from '../group-by.js';
import { WAITING_FOR_CIP } from '../inbox/waiting-notifications.js';
import type { AskedCip } from '../searches/cip-search.service.js';
import type { DuePayment } from './last-question.js';

/** Longer than one batch can take; on the database's time. An observation that changes the payment ends it. */
const LEASE = `interval '5 minutes'`;

/** Due, not in another worker's hands, and without a call whose outcome is open (invariant 6). */
const CLAIM = `update payment set clock_lease_until = now() + ${LEASE} where id in (
    select p.id from payment p where p.next_at <= $1 and p.state = any($3)
      and (p.clock_lease_until is null or p.clock_lease_until < now())
      and not exists (select 1 from gateway_command g where g.payment_id = p.id and g.status in ('intent', 'sent', 'unknown'))
    order by p.next_at limit $2 for update skip locked)`;

/** The rows that the clock works on: a claim is a lease that keeps other copies of the worker away. */
export class DuePayments {
  constructor(private readonly dataSource: DataSource) {}

  /** Open payments whose deadline has passed. */
  async claimPassed(now: Date, limit: number): Promise<string[]> {
    const [rows] = (await this.dataSource.query(`${CLAIM} returning id`, [now, limit, ['created', 'pending']])) as [
      { id: string }[],
      number,
    ];
    return rows.map((row) => row.id);
  }

  /** Payments whose last question is due, with their CIPs. */
  async claimExpiring(now: Date, limit: number): Promise<DuePayment[]> {
    const [claimed] = (await this.dataSource.query(`${CLAIM} returning id`, [now, limit, ['expiring']])) as [
      { id: string }[],
      number,
    ];
    if (claimed.length === 0) return [];
    const rows: DueRow[] = await this.dataSource.query(
      `select p.id, p.expires_at, p.held_for, exists (
           select 1 from cip c cross join lateral ${WAITING_FOR_CIP} n where c.payment_id = p.id) as waiting,
         c.id as cip_id, c.account_id, c.number, c.transaction_code, c.amount_minor, c.currency
       from payment p left join cip c on c.payment_id = p.id and c.number is not null
       where p.id = any($1) order by p.id, c.id`,
      [claimed.map(({ id }) => id)],
    );
    return [...groupBy(rows, (row) => row.id)].flatMap(([id, ofPayment]) => {
      const [first] = ofPayment;
      if (!first) return [];
      const cips = ofPayment.flatMap((row) => (row.cip_id === null ? [] : [toAsked(row, row.cip_id)]));
      return [{ id, expiresAt: first.expires_at, heldFor: first.held_for, waiting: first.waiting, cips }];
    });
  }

  /** Notifications wait to be applied: they go first, and the clock takes less of the database. */
  async inboxWaits(now: Date): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query(
      `select 1 from notification where status = 'pending' and next_at <= $1 limit 1`,
      [now],
    );
    return rows.length > 0;
  }

  /** Gives them back as they were: due, and anybody's. */
  async release(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.dataSource.query('update payment set clock_lease_until = null where id = any($1)', [ids]);
  }
}

interface DueRow {
  id: string;
  expires_at: Date;
  held_for: HoldReason | null;
  waiting: boolean;
  cip_id: string | null;
  account_id: string;
  number: string;
  transaction_code: string;
  amount_minor: string;
  currency: Currency;
}

function toAsked(row: DueRow, cipId: string): AskedCip {
  return {
    id: cipId,
    paymentId: row.id,
    accountId: row.account_id,
    number: row.number,
    transactionCode: row.transaction_code,
    amountMinor: BigInt(row.amount_minor),
    currency: row.currency,
  };
}
