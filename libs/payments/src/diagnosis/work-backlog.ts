import type { DataSource } from 'typeorm';

/** A kind of work with its rows; the name of the sweep that should have taken them. */
export type WorkKind =
  'notifications' | 'gateway_commands' | 'gateway_polls' | 'deadlines' | 'cases' | 'events' | 'deliveries';

export interface OverdueWork {
  readonly kind: WorkKind;
  readonly count: number;
  /** When the oldest of them became due; null when there is none. */
  readonly oldestDueAt: Date | null;
}

/** What only a person can move on. */
export interface LeftToPeople {
  readonly failedNotifications: number;
  readonly failedDeliveries: number;
  readonly openCases: number;
  /** Those of them whose deadline has passed. */
  readonly overdueCases: number;
}

/**
 * Work that has been due for longer than `toleranceMs` and that nobody took: with the workers alive there is none,
 * whatever the queue does (invariant 1). Every kind is listed, also without any.
 */
export async function overdueWork(
  dataSource: DataSource,
  { now, toleranceMs }: { now: Date; toleranceMs: number },
): Promise<OverdueWork[]> {
  return dataSource.query<OverdueWork[]>(OVERDUE, [new Date(now.getTime() - toleranceMs)]);
}

export async function leftToPeople(dataSource: DataSource, now: Date): Promise<LeftToPeople> {
  const [row] = await dataSource.query<LeftToPeople[]>(LEFT, [now]);
  return row ?? { failedNotifications: 0, failedDeliveries: 0, openCases: 0, overdueCases: 0 };
}

/** A delivery that waits behind an earlier one, or for an endpoint that is switched off, is not late. */
const OVERDUE = `
  select 'notifications' as kind, count(*)::int as count, min(next_at) as "oldestDueAt"
    from notification where status in ('pending', 'waiting') and next_at <= $1
  union all
  select 'gateway_commands', count(*)::int, min(next_at)
    from gateway_command where status in ('intent', 'sent', 'unknown') and next_at <= $1
  union all
  select 'gateway_polls', count(*)::int, min(poll_at) from cip where poll_at <= $1 and number is not null
  union all
  select 'deadlines', count(*)::int, min(next_at) from payment where next_at <= $1
  union all
  select 'cases', count(*)::int, min(next_at) from review_case where next_at <= $1
  union all
  select 'events', count(*)::int, min(created_at) from outbox_event where position is null and created_at <= $1
  union all
  select 'deliveries', count(*)::int, min(d.next_at)
    from delivery d join webhook_endpoint w on w.id = d.endpoint_id and w.enabled and w.deleted_at is null
    where d.status = 'pending' and d.next_at <= $1 and not exists (
      select 1 from delivery earlier where earlier.payment_id = d.payment_id and earlier.endpoint_id = d.endpoint_id
        and earlier.sequence < d.sequence and earlier.status = 'pending' and earlier.blocking)`;

const LEFT = `
  select (select count(*)::int from notification where lane in ('inbox', 'signed') and status = 'failed') as "failedNotifications",
    (select count(*)::int from delivery where status = 'failed') as "failedDeliveries",
    (select count(*)::int from review_case where state = 'open') as "openCases",
    (select count(*)::int from review_case where state = 'open' and due_at < $1) as "overdueCases"`;
