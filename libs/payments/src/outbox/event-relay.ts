import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import { runTransaction, statement } from '../statements.js';
import { FEED_CHANNEL } from './feed-channel.js';

/** Events numbered in one transaction. Larger batches hold the lock longer and gain nothing. */
const BATCH = 500;

export interface EventRelayOptions {
  readonly batch?: number;
}

/**
 * Numbers committed events. Writers commit in any order, so neither a sequence nor a time can be a cursor: a reader
 * would skip what commits late. One relay at a time gives out positions after the fact, without gaps, and what it
 * gives out becomes visible in that order; therefore a reader by position can never skip an event (invariant 7).
 */
export class EventRelay {
  /** Whatever is left when no more than these were numbered was committed later. */
  readonly batch: number;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    options: EventRelayOptions = {},
  ) {
    this.batch = options.batch ?? BATCH;
  }

  /**
   * Numbers one batch of events and creates their deliveries in the same transaction. Returns how many events got
   * their position: 0 means that nothing is left. Waits for a relay that runs elsewhere.
   */
  async relay(): Promise<number> {
    const [[state], [outcome]] = await runTransaction(this.dataSource, [
      statement<{ taken: string }>(TAKE_TURN, []),
      statement<{ numbered: number }>(NUMBER_AND_FAN_OUT, [this.batch, this.clock.now()]),
    ]);
    if (!state) throw new Error('relay_state has lost its row; restore it from a backup before relaying');
    return outcome?.numbered ?? 0;
  }

  /**
   * Makes every cursor given out so far invalid, for after a backup was restored: positions will be given out again to
   * other events, and a reader that kept its cursor would skip them without noticing. Returns the new epoch.
   */
  async beginEpoch(): Promise<string> {
    const [state] = await this.dataSource.query<{ epoch: string }[]>(
      `with begun as (
         update relay_state set epoch = substr(md5(random()::text || clock_timestamp()::text), 1, 8) where id = 1
         returning epoch
       ) select epoch from begun`,
    );
    if (!state) throw new Error('relay_state has lost its row; restore it from a backup before relaying');
    return state.epoch;
  }
}

/** Where the first statement of a relay says to the second from where to number; empty outside of the transaction. */
const LAST_POSITION = 'chasqui.last_position';

/** Waits for a relay that runs elsewhere. A statement of its own: the next one must see what that one committed. */
const TAKE_TURN = `
  with state as materialized (
    select last_position from relay_state where id = 1 for update
  )
  select set_config('${LAST_POSITION}', last_position::text, true) as taken from state`;

/**
 * $1 batch, $2 now. Numbers nothing outside of the transaction that took its turn. Creation time only says roughly what to
 * take first, because clocks of different machines disagree; so whatever precedes a taken event within its payment is
 * taken along, and no event sorts before one that precedes it in its payment. Disabled endpoints get their deliveries too:
 * they wait there. Whoever waits at the feed is told at the commit (`FeedWatch`).
 */
export const NUMBER_AND_FAN_OUT = `
  with turn as materialized (
    select nullif(current_setting('${LAST_POSITION}', true), '')::bigint as last_position
  ), first_look as (
    select payment_id, sequence from outbox_event
    where position is null and (select last_position from turn) is not null order by created_at limit $1
  ), reach as (
    select payment_id, max(sequence) as sequence from first_look group by payment_id
  ), taken as (
    select e.id, e.payment_id, e.sequence,
      max(e.created_at) over (partition by e.payment_id order by e.sequence) as not_before
    from reach r cross join lateral (
      select id, payment_id, sequence, created_at, position from outbox_event
      where payment_id = r.payment_id and sequence <= r.sequence offset 0
    ) e
    where e.position is null
  ), ranked as materialized (
    select id, row_number() over (order by not_before, payment_id, sequence) as rank from taken
  ), numbered as (
    update outbox_event e set position = (select last_position from turn) + t.rank
    from ranked t where e.id = t.id and e.id = any(array(select id from ranked))
    returning e.id, e.shop_id, e.livemode, e.payment_id, e.sequence, e.type, e.blocking
  ), counted as (
    update relay_state set last_position = last_position + (select count(*) from numbered)
    where id = 1 and (select last_position from turn) is not null
  ), fanned_out as (
    insert into delivery (id, event_id, endpoint_id, payment_id, sequence, event_type, blocking, status, next_at, created_at)
    select 'dlv_' || substr(encode(sha256(convert_to(n.id || ' ' || w.id, 'UTF8')), 'hex'), 1, 26),
      n.id, w.id, n.payment_id, n.sequence, n.type, n.blocking, 'pending', $2, $2
    from numbered n
    join webhook_endpoint w on w.shop_id = n.shop_id and w.livemode = n.livemode and w.deleted_at is null
      and (w.types = '{}' or n.type = any(w.types))
    on conflict (event_id, endpoint_id) do nothing
  ), told as (
    select pg_notify('${FEED_CHANNEL}', shop_id) from (select distinct shop_id from numbered) shops
  )
  select count(*)::int as numbered, (select count(*)::int from told) as shops from numbered`;
