import type pg from 'pg';

/** What somebody could do now, by kind; what a lease, an open command or a pause of the gateway keeps is not counted. */
export type DueWork = Readonly<Record<string, number>>;

/** `now` is business time. Reads indexes only: it is asked many times in every step. */
export async function readDueWork(pool: pg.Pool, now: Date): Promise<DueWork> {
  const { rows } = await pool.query<{ what: string; count: number }>(DUE, [now]);
  return Object.fromEntries(rows.map((row) => [row.what, row.count]));
}

const OPEN_COMMAND = (payment: string): string =>
  `exists (select 1 from gateway_command g where g.payment_id = ${payment} and g.status in ('intent', 'sent', 'unknown'))`;

const DUE = `select what, count from (
  select 'payments' as what, count(*)::int as count from payment p where p.next_at <= $1
    and p.state in ('created', 'pending', 'expiring') and not ${OPEN_COMMAND('p.id')}
  union all
  select 'polls', count(*)::int from cip c where c.poll_at <= $1 and c.number is not null
    and not exists (select 1 from gateway_budget b where b.account_id = c.account_id and b.blocked_until > now())
  union all
  select 'retirements', count(*)::int from cip c where c.retire_at <= $1 and not ${OPEN_COMMAND('c.payment_id')}
  union all
  select 'commands', count(*)::int from gateway_command g where g.status in ('intent', 'sent', 'unknown') and g.next_at <= $1
    and (g.lease_until is null or g.lease_until < now())
  union all
  select 'inbox', count(*)::int from notification n where n.status in ('pending', 'waiting') and n.next_at <= $1
  union all
  select 'events', count(*)::int from outbox_event e where e.position is null
  union all
  select 'deliveries', count(*)::int from delivery d join webhook_endpoint w on w.id = d.endpoint_id and w.enabled
    where d.status = 'pending' and d.next_at <= $1
      and not exists (select 1 from delivery earlier where earlier.payment_id = d.payment_id
        and earlier.endpoint_id = d.endpoint_id and earlier.sequence < d.sequence and earlier.status = 'pending' and earlier.blocking)
  union all
  select 'messages of the gateway', count(*)::int from sandbox.notification s where s.next_at <= $1 and s.attempts < 2
) as work where count > 0`;
