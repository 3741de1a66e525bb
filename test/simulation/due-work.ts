import type pg from 'pg';
import type { QueueName } from '#queues';

/** Rows that somebody could take on now. */
export interface DueWork {
  readonly what: string;
  readonly count: number;
  /** Whose sweep takes them on; null: the sandbox's. */
  readonly queue: QueueName | null;
}

/**
 * What is due at `now` of business time; what a lease, an open command or a pause of the gateway keeps is not counted.
 * Reads indexes only: it is asked several times in every step. `sandbox`: where the gateway's books are, if elsewhere.
 */
export async function readDueWork(pool: pg.Pool, now: Date, sandbox: pg.Pool = pool): Promise<DueWork[]> {
  const [ours, theirs] = await Promise.all([
    pool.query<DueWork>(DUE, [now]),
    sandbox.query<DueWork>(DUE_MESSAGES, [now]),
  ]);
  return [...ours.rows, ...theirs.rows];
}

const OPEN_COMMAND = (payment: string): string =>
  `exists (select 1 from gateway_command g where g.payment_id = ${payment} and g.status in ('intent', 'sent', 'unknown'))`;

const DUE = `select what, count, queue from (
  select 'payments' as what, 'expiry' as queue, count(*)::int as count from payment p where p.next_at <= $1
    and p.state in ('created', 'pending', 'expiring') and not ${OPEN_COMMAND('p.id')}
  union all
  select 'reminders', 'expiry', count(*)::int from payment p where p.remind_at <= $1 and p.state = 'pending'
    and not ${OPEN_COMMAND('p.id')}
  union all
  select 'polls', 'gateway-polls', count(*)::int from cip c where c.poll_at <= $1 and c.number is not null
    and not exists (select 1 from gateway_budget b where b.account_id = c.account_id and b.blocked_until > now())
  union all
  select 'retirements', 'gateway-commands', count(*)::int from cip c where c.retire_at <= $1
    and not ${OPEN_COMMAND('c.payment_id')}
  union all
  select 'commands', 'gateway-commands', count(*)::int from gateway_command g
    where g.status in ('intent', 'sent', 'unknown') and g.next_at <= $1 and (g.lease_until is null or g.lease_until < now())
  union all
  select 'inbox', 'inbox-drain', count(*)::int from notification n where n.status in ('pending', 'waiting') and n.next_at <= $1
  union all
  select 'events', 'event-relay', count(*)::int from outbox_event e where e.position is null
  union all
  select 'deliveries', 'deliveries', count(*)::int from delivery d join webhook_endpoint w on w.id = d.endpoint_id and w.enabled
    where d.status = 'pending' and d.next_at <= $1
      and not exists (select 1 from delivery earlier where earlier.payment_id = d.payment_id
        and earlier.endpoint_id = d.endpoint_id and earlier.sequence < d.sequence and earlier.status = 'pending' and earlier.blocking)
) as work where count > 0`;

const DUE_MESSAGES = `select 'messages of the gateway' as what, count(*)::int as count, null as queue
  from sandbox.notification where next_at <= $1 and attempts < 2 having count(*) > 0`;
