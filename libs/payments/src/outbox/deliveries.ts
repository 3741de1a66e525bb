import type { DataSource, EntityManager } from 'typeorm';
import { Alerts } from '../alerts/alerts.js';
import type { Clock } from '../clock.port.js';
import type { EventType } from '../domain/index.js';
import { newId } from '../identifiers.js';
import { CLAIM, LOCK_ENDPOINTS } from './delivery-claim.js';
import { nextAttemptAt } from './delivery-schedule.js';
import { failingKey, toNotice } from './endpoint-alerts.js';
import type { SealedConnection } from './endpoint-state.js';
import { closeCircuit, disableGoneEndpoint, noteFailure } from './endpoint-state.js';
import type { WebhookAnswer } from './webhook-sender.js';
import { isAcknowledged } from './webhook-sender.js';

/** Much longer than a send may take, so that only a sender that died loses its claim. */
const LEASE_MS = 60_000;
const GONE = 410;
/** How often a retry goes before a first attempt where only one of them may. */
const RETRY_LEADS = 0.25;

/** A delivery whose sending is ours until its lease ends. */
export interface ClaimedDelivery extends SealedConnection {
  readonly id: string;
  readonly eventId: string;
  readonly eventType: EventType;
  /** Frozen text of the event. */
  readonly body: string;
  readonly endpointId: string;
  /** 1 for the first. Proves with `id` that the claim is still ours. */
  readonly attempt: number;
  readonly createdAt: Date;
}

export interface ClaimRequest {
  /** At most this many. */
  readonly limit: number;
  /** At most this many of them retries, so that they never take all that a process can send; `limit` when absent. */
  readonly retryLimit?: number;
  readonly leaseMs?: number;
  /** Called when somebody else was claiming for an endpoint that has something due: look again shortly. */
  readonly onContended?: () => void;
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

export interface DeliveriesOptions {
  /** In [0, 1): spreads retries, and lets one of them go first now and then. */
  readonly chance?: () => number;
}

/** Sending side of the outbox: which deliveries are due, and what came of each attempt. */
export class Deliveries {
  private readonly chance: () => number;
  private readonly alerts: Alerts;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    options: DeliveriesOptions = {},
  ) {
    this.chance = options.chance ?? Math.random;
    this.alerts = new Alerts(dataSource, clock);
  }

  /**
   * Claims due deliveries to enabled endpoints, within what each endpoint's concurrency, rate and circuit allow to all
   * processes together. A delivery waits while an earlier blocking one of the same payment and endpoint is pending, so
   * that a receiver never hears of a refund before the payment. Due by the business clock, leased by the database's.
   */
  async claim(request: ClaimRequest): Promise<ClaimedDelivery[]> {
    const now = this.clock.now();
    return this.dataSource.transaction(async (manager) => {
      // A statement of its own: the next one must see what another process claimed for them until just now.
      const due = await manager.query<{ id: string; locked: boolean }[]>(LOCK_ENDPOINTS, [now, request.limit]);
      const endpointIds = due.filter(({ locked }) => locked).map(({ id }) => id);
      if (endpointIds.length < due.length) request.onContended?.();
      if (endpointIds.length === 0) return [];
      const claimed = await manager.query<ClaimedRow[]>(CLAIM, [
        now,
        endpointIds,
        request.limit,
        request.retryLimit ?? request.limit,
        this.chance() >= 1 - RETRY_LEADS,
        request.leaseMs ?? LEASE_MS,
      ]);
      return claimed.map(toClaimed);
    });
  }

  /** Records one attempt and decides what follows. An acknowledgement counts even from a sender that lost its claim. */
  async record(claimed: ClaimedDelivery, answer: WebhookAnswer): Promise<DeliveryOutcome> {
    return this.dataSource.transaction(async (manager) => {
      // The endpoint's row before any of its deliveries, as everybody who locks both does it.
      if (isAcknowledged(answer)) {
        await this.noteSuccess(manager, claimed.endpointId);
        await this.insertAttempt(manager, claimed, answer);
        return this.settle(manager, claimed, answer);
      }
      await this.noteFailure(manager, claimed, answer);
      await this.insertAttempt(manager, claimed, answer);
      return this.postpone(manager, claimed, answer);
    });
  }

  /** What failed while the endpoint was ill need not wait for the schedule now that it is well. */
  private async noteSuccess(manager: EntityManager, endpointId: string): Promise<void> {
    const { told, wasOpen } = await closeCircuit(manager, endpointId);
    if (told) await this.alerts.clear(failingKey(endpointId), manager);
    if (wasOpen) await manager.query(BRING_FORWARD, [endpointId, this.clock.now()]);
  }

  private async noteFailure(manager: EntityManager, claimed: ClaimedDelivery, answer: WebhookAnswer): Promise<void> {
    const { httpStatus, retryAfterMs } = answer;
    const failing = await noteFailure(manager, claimed, {
      deliveryId: claimed.id,
      httpStatus,
      retryAfterMs,
      now: this.clock.now(),
      chance: this.chance(),
      error: answer.error,
    });
    // Told first, switched off then (requirement R21).
    if (failing) await this.alerts.raise(toNotice(failing, this.clock.now()), manager);
    if (httpStatus === GONE) await disableGoneEndpoint(manager, { ...claimed, now: this.clock.now() });
  }

  private async insertAttempt(manager: EntityManager, claimed: ClaimedDelivery, answer: WebhookAnswer): Promise<void> {
    const at = this.clock.now();
    await manager.query(
      `insert into delivery_attempt (id, delivery_id, endpoint_id, at, http_status, duration_ms, response, error)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        newId('att', at),
        claimed.id,
        claimed.endpointId,
        at,
        answer.httpStatus,
        answer.durationMs,
        answer.response,
        answer.error,
      ],
    );
  }

  private async settle(
    manager: EntityManager,
    claimed: ClaimedDelivery,
    answer: WebhookAnswer,
  ): Promise<DeliveryOutcome> {
    const now = this.clock.now();
    const [, count] = await manager.query<[unknown[], number]>(
      `update delivery set status = 'delivered', delivered_at = $2, next_at = null, lease_until = null, last_status = $3,
         last_error = null where id = $1 and status = 'pending'`,
      [claimed.id, now, answer.httpStatus],
    );
    if (count !== 1) return 'superseded';
    await releaseFollowers(manager, claimed.id, now);
    return 'delivered';
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
          ageMs: now.getTime() - claimed.createdAt.getTime(),
        });
    const [, count] = await manager.query<[unknown[], number]>(
      `update delivery set status = $3, next_at = $4, lease_until = null, last_status = $5, last_error = $6
       where id = $1 and status = 'pending' and attempts = $2`,
      [claimed.id, claimed.attempt, nextAt ? 'pending' : 'failed', nextAt, answer.httpStatus, answer.error],
    );
    if (count !== 1) return 'superseded';
    if (nextAt) await manager.query(HOLD_FOLLOWERS, [claimed.id, nextAt]);
    else await releaseFollowers(manager, claimed.id, now);
    return gone ? 'endpoint_gone' : nextAt ? 'retry' : 'failed';
  }
}

/** Makes what waited for this delivery due: it no longer stands in the way. Idempotent. */
export async function releaseFollowers(manager: EntityManager, deliveryId: string, now: Date): Promise<void> {
  await manager.query(
    `update delivery d set next_at = $2 from delivery head
     where head.id = $1 and head.blocking and d.payment_id = head.payment_id and d.endpoint_id = head.endpoint_id
       and d.sequence > head.sequence and d.status = 'pending' and d.attempts = 0 and d.next_at > $2`,
    [deliveryId, now],
  );
}

/**
 * What waits for a delivery is not due before it, so that looks for work do not walk over it. Only that: whether it may
 * be sent is decided when it is claimed.
 */
const HOLD_FOLLOWERS = `
  update delivery d set next_at = $2 from delivery head
  where head.id = $1 and head.blocking and d.payment_id = head.payment_id and d.endpoint_id = head.endpoint_id
    and d.sequence > head.sequence and d.status = 'pending' and d.attempts = 0 and d.next_at < $2`;

/** Rows that somebody else changes right now are left alone: they are being decided on. */
const BRING_FORWARD = `
  with waiting as (
    select id from delivery
    where endpoint_id = $1 and status = 'pending' and attempts > 0 and next_at > $2 for no key update skip locked
  )
  update delivery d set next_at = $2 from waiting where d.id = waiting.id`;

type ClaimedRow = Omit<ClaimedDelivery, 'sealedSecrets'> & {
  readonly secret: string;
  readonly previousSecret: string | null;
};

function toClaimed({ previousSecret, secret, ...claimed }: ClaimedRow): ClaimedDelivery {
  return { ...claimed, sealedSecrets: previousSecret === null ? [secret] : [secret, previousSecret] };
}
