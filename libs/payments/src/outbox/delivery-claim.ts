/**
 * A claim is a lease: one that a crash of Postgres forgets is a send that is repeated, as after any crash. So nobody
 * waits for the disk before he sends.
 */
export const FORGETTABLE = 'set local synchronous_commit = off';

/** Where the first statement of a claim says to the second which endpoints it has locked; empty outside of the transaction. */
const LOCKED = 'chasqui.locked_endpoints';

/**
 * Endpoints that may be sent to and have something due, locked until the claim is committed: what is under way, the
 * rate and the circuit are shared by all processes, and must not be read by two of them at once. `no key` leaves the
 * relay free to add deliveries meanwhile. Those that somebody else has locked are counted too. $1 now, $2 at most so
 * many.
 */
export const LOCK_ENDPOINTS = `
  with due as materialized (
    select w.id from webhook_endpoint w
    where w.enabled and w.deleted_at is null and (w.circuit_open_until is null or w.circuit_open_until <= $1)
      and (${dueOf('attempts = 0')} or ${dueOf('attempts > 0')})
    order by random() limit $2
  ), locked as materialized (
    select w.id from webhook_endpoint w join due on due.id = w.id for no key update of w skip locked
  )
  select count(*)::int as due, count(locked.id)::int as locked,
    set_config('${LOCKED}', coalesce(string_agg(locked.id, ','), ''), true) as ids
  from due left join locked on locked.id = due.id`;

function dueOf(kind: string): string {
  return `exists (select 1 from delivery d where d.endpoint_id = w.id and d.status = 'pending' and d.${kind} and d.next_at <= $1
      and (d.lease_until is null or d.lease_until <= now()))`;
}

/** A delivery of `w` that may be sent: due, not under way, and no earlier blocking one of its payment is pending. */
function candidates(kind: 'first' | 'retry', room: string): string {
  return `select d.id, ${kind === 'retry'} as retry, row_number() over (order by d.next_at, d.sequence) as place from (
          select d.id, d.next_at, d.sequence from delivery d
          where d.endpoint_id = w.id and d.status = 'pending' and d.attempts ${kind === 'first' ? '= 0' : '> 0'} and d.next_at <= $1
            and (d.lease_until is null or d.lease_until <= now())
            and not exists (
              select 1 from delivery earlier
              where earlier.payment_id = d.payment_id and earlier.endpoint_id = d.endpoint_id
                and earlier.sequence < d.sequence and earlier.status = 'pending' and earlier.blocking
            )
          order by d.next_at, d.sequence
          limit ${room}
        ) d`;
}

/**
 * Claims for the locked endpoints; a statement of its own, as it must see what another process claimed for them until
 * just now. $1 now, $2 at most so many of which $3 retries, $4 whether a retry goes before a first attempt where only one
 * of them may (a probe is a first attempt where there is one), $5 lease in ms.
 *
 * An endpoint's room is what its concurrency leaves beside the leases that run, and what its rate allows; one probe while
 * the circuit is half open. Retries leave one place to first attempts. Both are taken in turns, endpoint by endpoint, so
 * that nobody waits for another's backlog.
 *
 * This is planned once, perhaps while nothing waits, when an index of what waits seems as good as any. So what was chosen
 * is looked up by its id behind `offset 0`, and what is under way is read in the order of its own index.
 */
export const CLAIM = `
  with room as materialized (
    select w.id, w.circuit_open_until is not null as probing, bucket.tokens,
      least(
        case when w.circuit_open_until is null then w.max_concurrent else 1 end - underway.count,
        floor(coalesce(bucket.tokens, w.max_concurrent))::int
      ) as places,
      greatest(1, w.max_concurrent - 1) - underway.retries as retry_places
    from webhook_endpoint w
    cross join lateral (
      select count(*)::int as count, (count(*) filter (where leased.attempts > 1))::int as retries
      from (
        select attempts from delivery
        where endpoint_id = w.id and status = 'pending' and lease_until > now() order by lease_until
      ) leased
    ) underway
    cross join lateral (
      select least(capacity, coalesce(w.rate_tokens, capacity)
        + greatest(0, extract(epoch from now() - coalesce(w.rate_refilled_at, now()))) * w.rate_per_minute / 60.0) as tokens
      from (select greatest(1, w.rate_per_minute / 12.0) as capacity where w.rate_per_minute is not null) burst
      union all select null where w.rate_per_minute is null
    ) bucket
    where w.id = any(string_to_array(current_setting('${LOCKED}', true), ',')) and w.enabled and w.deleted_at is null
      and (w.circuit_open_until is null or w.circuit_open_until <= $1)
  ), candidate as (
    select found.*, row_number() over (partition by found.endpoint_id order by found.place, found.retry <> ($4 and not found.probing)) as turn
    from (
      select w.id as endpoint_id, w.places, w.probing, c.* from room w cross join lateral (
        ${candidates('first', 'greatest(0, w.places)')}
        union all
        ${candidates('retry', 'greatest(0, least(w.places, w.retry_places))')}
      ) c
    ) found
  ), ranked as (
    select id, retry, turn, row_number() over (partition by retry order by turn, random()) as nth
    from candidate where turn <= places
  ), chosen as (
    select id from ranked where not retry or nth <= $3 order by turn, retry <> $4, random() limit $2
  ), due as (
    select d.id from chosen cross join lateral (
      select id, status, next_at, lease_until from delivery where id = chosen.id offset 0 for no key update skip locked
    ) d
    where d.status = 'pending' and d.next_at <= $1 and (d.lease_until is null or d.lease_until <= now())
  ), claimed as (
    update delivery d set attempts = d.attempts + 1, lease_until = now() + $5 * interval '1 millisecond'
    where d.id = any(array(select id from due))
    returning d.*
  ), spent as (
    update webhook_endpoint w set rate_tokens = room.tokens - taken.count, rate_refilled_at = now()
    from room, (select endpoint_id, count(*) from claimed group by endpoint_id) taken
    where w.id = room.id and w.id = taken.endpoint_id and w.rate_per_minute is not null
  )
  select d.id, d.event_id as "eventId", d.event_type as "eventType", e.body, d.endpoint_id as "endpointId", w.url,
    w.secret_ciphertext as secret,
    case when w.previous_secret_until > $1 then w.previous_secret_ciphertext end as "previousSecret",
    w.headers_ciphertext as "sealedHeaders", w.client_certificate as "clientCertificate", w.client_key_ciphertext as "sealedClientKey",
    w.ca_certificate as "caCertificate", w.connect_timeout_ms as "connectTimeoutMs", w.timeout_ms as "timeoutMs",
    d.attempts as attempt, d.created_at as "createdAt"
  from claimed d join webhook_endpoint w on w.id = d.endpoint_id
  cross join lateral (select body from outbox_event where id = d.event_id offset 0) e
  order by d.next_at, d.sequence`;
