/**
 * How a line of the panel and our books agree. `newer_here`: we know of something that happened after the file was made.
 * `only_ours`: money of ours whose CIP a file should hold and does not.
 */
export const MATCHES = [
  'matched',
  'newer_here',
  'only_ours',
  'only_theirs',
  'amount_differs',
  'state_differs',
  'state_unknown',
] as const;
export type Match = (typeof MATCHES)[number];

/** Clocks of two machines at a border between days. */
const BORDER = `interval '5 minutes'`;

/**
 * Lines beside what we know of their CIPs; give a condition over `l` (settlement_line) and `f` (settlement_file). Unpaid is
 * one state: whether a CIP that nobody paid is pending, expired or removed is no matter of money.
 */
export function matchedLines(condition: string): string {
  return `select l.*, f.name as file_name, f.imported_at as file_imported_at, c.id as cip_id, c.polled_at, c.payment_id,
      p.order_id, p.shop_id, ours.state as our_state, coalesce(ours.paid_minor, c.amount_minor) as our_amount_minor,
      case
        when c.id is null then 'only_theirs'
        when l.status = 'unknown' then 'state_unknown'
        when theirs.state <> ours.state and ours.latest_at > f.as_of then 'newer_here'
        when theirs.state <> ours.state then 'state_differs'
        when l.amount_minor <> coalesce(ours.paid_minor, c.amount_minor) or l.currency <> coalesce(ours.currency, c.currency)
          then 'amount_differs'
        else 'matched'
      end as match
    from settlement_line l
    join settlement_file f on f.id = l.file_id
    left join cip c on c.account_id = l.account_id and c.number = l.cip_number
    left join payment p on p.id = c.payment_id
    cross join lateral (
      select case when l.status in ('paid', 'reversed') then l.status else 'unpaid' end as state
    ) theirs
    cross join lateral (
      select case when count(r.id) filter (where r.reversed_at is null) > 0 then 'paid'
                  when count(r.id) > 0 then 'reversed' else 'unpaid' end as state,
        sum(r.amount_minor) filter (where r.reversed_at is null)::bigint as paid_minor,
        min(r.currency) filter (where r.reversed_at is null) as currency,
        max(coalesce(greatest(r.paid_at, r.reversed_at), r.recorded_at)) as latest_at
      from receipt r where r.payment_id = c.payment_id and r.cip_id = c.id
    ) ours
    where ${condition}`;
}

/**
 * Money of ours that no line tells, on CIPs issued in a time that files cover: $1 account, $2 and $3 from when to when.
 * Files that follow one another are one time, so that only its outer borders are left out.
 */
export const ONLY_OURS = `select c.id as cip_id, c.number as cip_number, c.payment_id, p.order_id, p.shop_id, sum(r.amount_minor)::bigint as our_amount_minor,
    min(r.currency) as currency, min(r.paid_at) as paid_at
  from (select unnest(range_agg(tstzrange(covers_from, covers_until))) as span from settlement_file
        where account_id = $1 and covers_from < covers_until) covered
  join cip c on c.account_id = $1 and c.number is not null and c.created_at >= lower(covered.span) + ${BORDER}
    and c.created_at < upper(covered.span) - ${BORDER} and c.created_at >= $2 and c.created_at < $3
  join payment p on p.id = c.payment_id
  join receipt r on r.payment_id = c.payment_id and r.cip_id = c.id and r.reversed_at is null
  where not exists (select 1 from settlement_line l where l.account_id = $1 and l.cip_number = c.number)
  group by c.id, c.number, c.payment_id, p.order_id, p.shop_id`;
