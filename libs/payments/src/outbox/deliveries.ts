import type { DataSource, EntityManager } from 'typeorm';
import { Alerts } from '../alerts/alerts.js';
import type { Clock } from '../clock.port.js';
import type { EventType } from '../domain/index.js';
import { newId } from '../identifiers.js';
import { InTurn } from '../in-turn.js';
import { runTransaction, statement } from '../statements.js';
import type { Acknowledgement } from './acknowledgements.js';
import { recordAcknowledgements } from './acknowledgements.js';
import { CLAIM, FORGETTABLE, LOCK_ENDPOINTS } from './delivery-claim.js';
import { HOLD_FOLLOWERS, RELEASE_FOLLOWERS } from './delivery-followers.js';
import { nextAttemptAt } from './delivery-schedule.js';
import { toNotice } from './endpoint-alerts.js';
import type { SealedConnection } from './endpoint-state.js';
import { disableGoneEndpoint, noteFailure } from './endpoint-state.js';
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
  /**
   * Called when something may be left that could be claimed, as somebody else was just claiming for its endpoint, or more
   * endpoints have something due than were looked at: look again shortly.
   */
  readonly onLeft?: () => void;
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
  private readonly acknowledgements: InTurn<Acknowledgement, boolean>;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    options: DeliveriesOptions = {},
  ) {
    this.chance = options.chance ?? Math.random;
    this.alerts = new Alerts(dataSource, clock);
    const parts = { dataSource, clock, alerts: this.alerts };
    this.acknowledgements = new InTurn((acknowledged) => recordAcknowledgements(parts, acknowledged));
  }

  /**
   * Claims due deliveries to enabled endpoints, within what each endpoint's concurrency, rate and circuit allow to all
   * processes together. A delivery waits while an earlier blocking one of the same payment and endpoint is pending, so
   * that a receiver never hears of a refund before the payment. Due by the business clock, leased by the database's.
   */
  async claim(request: ClaimRequest): Promise<ClaimedDelivery[]> {
    const now = this.clock.now();
    const { limit, retryLimit = limit, leaseMs = LEASE_MS } = request;
    const retryLeads = this.chance() >= 1 - RETRY_LEADS;
    const [, [endpoints], claimed] = await runTransaction(this.dataSource, [
      statement(FORGETTABLE, []),
      statement<{ due: number; locked: number }>(LOCK_ENDPOINTS, [now, limit]),
      statement<ClaimedRow>(CLAIM, [now, limit, retryLimit, retryLeads, leaseMs]),
    ]);
    const { due, locked } = endpoints ?? { due: 0, locked: 0 };
    const unseen = due === limit && claimed.length > 0 && claimed.length < limit;
    if (locked < due || unseen) request.onLeft?.();
    return claimed.map(toClaimed);
  }

  /**
   * Records one attempt and decides what follows. An acknowledgement counts even from a sender that lost its claim;
   * those of one moment are recorded together.
   */
  async record(claimed: ClaimedDelivery, answer: WebhookAnswer): Promise<DeliveryOutcome> {
    if (isAcknowledged(answer))
      return (await this.acknowledgements.ask({ claimed, answer })) ? 'delivered' : 'superseded';
    return this.dataSource.transaction(async (manager) => {
      // The endpoint's row before any of its deliveries, as everybody who locks both does it.
      await this.noteFailure(manager, claimed, answer);
      await this.insertAttempt(manager, claimed, answer);
      return this.postpone(manager, claimed, answer);
    });
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

/** For a delivery that was settled just now. */
export async function releaseFollowers(manager: EntityManager, deliveryId: string, now: Date): Promise<void> {
  await manager.query(RELEASE_FOLLOWERS, [[deliveryId], now]);
}

type ClaimedRow = Omit<ClaimedDelivery, 'sealedSecrets'> & {
  readonly secret: string;
  readonly previousSecret: string | null;
};

function toClaimed({ previousSecret, secret, ...claimed }: ClaimedRow): ClaimedDelivery {
  return { ...claimed, sealedSecrets: previousSecret === null ? [secret] : [secret, previousSecret] };
}
