/**
 * Makes what waited for these deliveries due: they no longer stand in the way. Idempotent. $1 ids of deliveries that are
 * settled, $2 now.
 */
export const RELEASE_FOLLOWERS = `
  update delivery d
  set next_at = case when d.status = 'pending' and d.attempts = 0 and d.next_at > $2 then $2 else d.next_at end
  where d.id = any(array(
    select later.id from unnest($1::text[]) as settled(id)
    cross join lateral (
      select payment_id, endpoint_id, sequence from delivery
      where id = settled.id and blocking and status <> 'pending' offset 0
    ) head
    cross join lateral (
      select id, attempts, next_at from delivery
      where payment_id = head.payment_id and endpoint_id = head.endpoint_id and sequence > head.sequence
        and status = 'pending' offset 0
    ) later
    where later.attempts = 0 and later.next_at > $2))`;

/**
 * What waits for a delivery is not due before it, so that looks for work do not walk over it. Only that: whether it may
 * be sent is decided when it is claimed. $1 the delivery, $2 when it is tried again.
 */
export const HOLD_FOLLOWERS = `
  update delivery d set next_at = $2 from delivery head
  where head.id = $1 and head.blocking and d.payment_id = head.payment_id and d.endpoint_id = head.endpoint_id
    and d.sequence > head.sequence and d.status = 'pending' and d.attempts = 0 and d.next_at < $2`;
