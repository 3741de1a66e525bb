import type { DataSource, EntityManager } from 'typeorm';
import type { Clock } from '../clock.port.js';
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
  private readonly batch: number;

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
    return this.dataSource.transaction(async (manager) => {
      // A statement of its own: the next one must see what the relay before us committed while we waited here.
      const [state] = await rows<{ last_position: string }>(
        manager,
        'select last_position from relay_state where id = 1 for update',
      );
      if (!state) throw new Error('relay_state has lost its row; restore it from a backup before relaying');
      const [outcome] = await rows<{ numbered: number }>(manager, NUMBER_AND_FAN_OUT, [
        this.batch,
        state.last_position,
        this.clock.now(),
      ]);
      return outcome?.numbered ?? 0;
    });
  }

  /**
   * Makes every cursor given out so far invalid, for after a backup was restored: positions will be given out again to
   * other events, and a reader that kept its cursor would skip them without noticing. Returns the new epoch.
   */
  async beginEpoch(): Promise<string> {
    const [state] = await rows<{ epoch: string }>(
      this.dataSource.manager,
      `with begun as (
         update relay_state set epoch = substr(md5(random()::text || clock_timestamp()::text), 1, 8) where id = 1
         returning epoch
       ) select epoch from begun`,
    );
    if (!state) throw new Error('relay_state has lost its row; restore it from a backup before relaying');
    return state.epoch;
  }
}

async function rows<Row>(manager: EntityManager, sql: string, parameters: unknown[] = []): Promise<Row[]> {
  return manager.query<Row[]>(sql, parameters);
}

/**
 * $1 batch, $2 last position given, $3 now. Creation time only says roughly what to take first, because clocks of
 * different machines disagree; so whatever precedes a taken event within its payment is taken along, and no event sorts
 * before one that precedes it in its payment. Disabled endpoints get their deliveries too: they wait there. Whoever waits
 * at the feed is told at the commit (`FeedWatch`).
 */
const NUMBER_AND_FAN_OUT = `
  with first_look as (
    select payment_id, sequence from outbox_event where position is null order by created_at limit $1
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
  ), numbered as (
    update outbox_event e set position = $2::bigint + t.rank
    from (select id, row_number() over (order by not_before, payment_id, sequence) as rank from taken) t
    where e.id = t.id
    returning e.id, e.shop_id, e.livemode, e.payment_id, e.sequence, e.type, e.blocking
  ), counted as (
    update relay_state set last_position = $2::bigint + (select count(*) from numbered) where id = 1
  ), fanned_out as (
    insert into delivery (id, event_id, endpoint_id, payment_id, sequence, event_type, blocking, status, next_at, created_at)
    select 'dlv_' || substr(encode(sha256(convert_to(n.id || ' ' || w.id, 'UTF8')), 'hex'), 1, 26),
      n.id, w.id, n.payment_id, n.sequence, n.type, n.blocking, 'pending', $3, $3
    from numbered n
    join webhook_endpoint w on w.shop_id = n.shop_id and w.livemode = n.livemode and w.deleted_at is null
      and (w.types = '{}' or n.type = any(w.types))
    on conflict (event_id, endpoint_id) do nothing
  ), told as (
    select pg_notify('${FEED_CHANNEL}', shop_id) from (select distinct shop_id from numbered) shops
  )
  select count(*)::int as numbered, (select count(*)::int from told) as shops from numbered`;
