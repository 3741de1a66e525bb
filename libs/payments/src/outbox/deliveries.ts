import type { DataSource, EntityManager } from 'typeorm';
import type { Clock } from '../clock.port.js';
import type { EventType } from '../domain/index.js';
import { newId } from '../identifiers.js';
import { nextAttemptAt } from './delivery-schedule.js';
import type { WebhookAnswer } from './webhook-sender.js';
import { isAcknowledged } from './webhook-sender.js';

/** Much longer than a send may take, so that only a sender that died loses its claim. */
const LEASE_MS = 60_000;
const GONE = 410;

/** A delivery whose sending is ours until its lease ends. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly eventId: string;
  readonly eventType: EventType;
  /** Frozen text of the event. */
  readonly body: string;
  readonly endpointId: string;
  readonly url: string;
  /** The current secret, and the one before it while a rotation overlaps. */
  readonly sealedSecrets: readonly string[];
  /** 1 for the first. Proves with `id` that the claim is still ours. */
  readonly attempt: number;
}

export interface ClaimRequest {
  /** At most this many. */
  readonly limit: number;
  /** At most this many of one endpoint at a time, so that a slow one neither floods nor starves. */
  readonly perEndpoint: number;
  /** Sends under way here, by endpoint id; they count against `perEndpoint`. */
  readonly underway?: ReadonlyMap<string, number>;
  readonly leaseMs?: number;
}

export type DeliveryOutcome =
  | 'delivered'
  | 'retry'
  /** The schedule is used up. */
  | 'failed'
  /** The endpoint said 410: it is disabled, and what is due to it waits. */
  | 'endpoint_gone'
  /** The claim was lost meanwhile, to another sender or to a person; the attempt is recorded, nothing else. */
  | 'superseded';

/** Sending side of the outbox: which deliveries are due, and what came of each attempt. */
export class Deliveries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly chance: () => number = Math.random,
  ) {}

  /**
   * Claims due deliveries to enabled endpoints. A delivery waits while an earlier blocking one of the same payment and
   * endpoint is pending, so that a receiver never hears of a refund before the payment. Due by the business clock,
   * leased by the database's.
   */
  async claim(request: ClaimRequest): Promise<ClaimedDelivery[]> {
    const underway = [...(request.underway ?? [])];
    const rows = await this.dataSource.query<[ClaimedRow[], number]>(CLAIM, [
      this.clock.now(),
      request.perEndpoint,
      underway.map(([endpointId]) => endpointId),
      underway.map(([, count]) => count),
      request.limit,
      request.leaseMs ?? LEASE_MS,
    ]);
    return rows[0].map(toClaimed);
  }

  /** Records one attempt and decides what follows. An acknowledgement counts even from a sender that lost its claim. */
  async record(claimed: ClaimedDelivery, answer: WebhookAnswer): Promise<DeliveryOutcome> {
    return this.dataSource.transaction(async (manager) => {
      await this.insertAttempt(manager, claimed, answer);
      if (isAcknowledged(answer)) return this.settle(manager, claimed, answer);
      if (answer.httpStatus === GONE) await this.disableEndpoint(manager, claimed);
      return this.postpone(manager, claimed, answer);
    });
  }

  private async insertAttempt(manager: EntityManager, claimed: ClaimedDelivery, answer: WebhookAnswer): Promise<void> {
    const at = this.clock.now();
    await manager.query(
      `insert into delivery_attempt (id, delivery_id, at, http_status, duration_ms, response, error)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [newId('att', at), claimed.id, at, answer.httpStatus, answer.durationMs, answer.response, answer.error],
    );
  }

  private async settle(
    manager: EntityManager,
    claimed: ClaimedDelivery,
    answer: WebhookAnswer,
  ): Promise<DeliveryOutcome> {
    const [, count] = await manager.query<[unknown[], number]>(
      `update delivery set status = 'delivered', delivered_at = $2, next_at = null, lease_until = null, last_status = $3,
         last_error = null where id = $1 and status = 'pending'`,
      [claimed.id, this.clock.now(), answer.httpStatus],
    );
    return count === 1 ? 'delivered' : 'superseded';
  }

  private async postpone(
    manager: EntityManager,
    claimed: ClaimedDelivery,
    answer: WebhookAnswer,
  ): Promise<DeliveryOutcome> {
    const now = this.clock.now();
    const gone = answer.httpStatus === GONE;
    const nextAt = gone
      ? now
      : nextAttemptAt({
          attempts: claimed.attempt,
          eventType: claimed.eventType,
          now,
          retryAfterMs: answer.retryAfterMs,
          chance: this.chance(),
        });
    const [, count] = await manager.query<[unknown[], number]>(
      `update delivery set status = $3, next_at = $4, lease_until = null, last_status = $5, last_error = $6
       where id = $1 and status = 'pending' and attempts = $2`,
      [claimed.id, claimed.attempt, nextAt ? 'pending' : 'failed', nextAt, answer.httpStatus, answer.error],
    );
    if (count !== 1) return 'superseded';
    return gone ? 'endpoint_gone' : nextAt ? 'retry' : 'failed';
  }

  /** Unless its address was changed while the answer of the old one was on its way. */
  private async disableEndpoint(manager: EntityManager, claimed: ClaimedDelivery): Promise<void> {
    await manager.query(
      `update webhook_endpoint set enabled = false, disabled_reason = 'gone', updated_at = $3
       where id = $1 and url = $2 and enabled`,
      [claimed.endpointId, claimed.url, this.clock.now()],
    );
  }
}

type ClaimedRow = Omit<ClaimedDelivery, 'sealedSecrets'> & {
  readonly secret: string;
  readonly previousSecret: string | null;
};

function toClaimed({ previousSecret, secret, ...claimed }: ClaimedRow): ClaimedDelivery {
  return { ...claimed, sealedSecrets: previousSecret === null ? [secret] : [secret, previousSecret] };
}

/**
 * $1 now, $2 per endpoint, $3 and $4 sends under way, $5 limit, $6 lease in ms. Looks endpoint by endpoint, so that what
 * waits for a disabled one is never walked over, and in random order, so that none is always served last.
 */
const CLAIM = `
  with open_endpoint as materialized (
    select w.id, greatest(0, $2::int - coalesce(u.count, 0)) as room
    from webhook_endpoint w
    left join unnest($3::text[], $4::int[]) as u (endpoint_id, count) on u.endpoint_id = w.id
    where w.enabled and w.deleted_at is null
    order by random()
  ), due as (
    select d.id from open_endpoint w
    cross join lateral (
      select d.id from delivery d
      where d.endpoint_id = w.id and d.status = 'pending' and d.next_at <= $1
        and (d.lease_until is null or d.lease_until <= now())
        and not exists (
          select 1 from delivery earlier
          where earlier.payment_id = d.payment_id and earlier.endpoint_id = d.endpoint_id
            and earlier.sequence < d.sequence and earlier.status = 'pending' and earlier.blocking
        )
      order by d.next_at, d.sequence
      limit w.room
      for update of d skip locked
    ) d
    limit $5
  )
  update delivery d set attempts = d.attempts + 1, lease_until = now() + $6 * interval '1 millisecond'
  from due, webhook_endpoint w, outbox_event e
  where d.id = due.id and w.id = d.endpoint_id and e.id = d.event_id
  returning d.id, d.event_id as "eventId", d.event_type as "eventType", e.body, w.id as "endpointId", w.url,
    w.secret_ciphertext as secret,
    case when w.previous_secret_until > $1 then w.previous_secret_ciphertext end as "previousSecret",
    d.attempts as attempt`;
