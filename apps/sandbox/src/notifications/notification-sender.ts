import { signNotification } from '#pagoefectivo';
import { parseDuration, type Log } from '#platform';
import type { DataSource } from 'typeorm';
import type { SandboxClock } from '../clock/sandbox-clock.js';
import type { SandboxCredentials } from '../credentials.js';
import { NotificationEntity, type Delivery } from '../database/notification.entity.js';
import type { FaultSwitchboard } from '../faults/fault-switchboard.js';

export interface NotificationSenderParts {
  dataSource: DataSource;
  clock: SandboxClock;
  faults: FaultSwitchboard;
  credentials: SandboxCredentials;
  /** The one URL registered with PagoEfectivo. A function where it is known only once the listener is up. */
  notifyUrl: string | (() => string);
  log: Log;
}

/** One notification in hand for one delivery. */
interface Claim {
  id: string;
  cip: string;
  body: string;
  forged: boolean;
  duplicate: boolean;
  /** Counted already: 1 for the first delivery, 2 for the last. */
  attempts: number;
}

const MAX_IN_FLIGHT = 64;
const ANSWER_LIMIT_MS = 15_000;
const DUPLICATE_AFTER_MS = 1_000;

/** A secret that is nobody's, for messages that must not be believed. */
const FORGED_SECRET = 'a secret that PagoEfectivo never issued';

/**
 * Sends what is due, each message twice at most (§5): the second time when the first was not answered with 200, or
 * when it is a duplicate on purpose. A delivery is counted before it is made, so a crash cannot make a third.
 */
export class NotificationSender {
  private readonly inFlight = new Map<string, Promise<void>>();
  private readonly closing = new AbortController();

  constructor(private readonly parts: NotificationSenderParts) {}

  /** Starts the deliveries that are due and that there is room for; `onFree` is told when one is over. Answers how many. */
  async sendDue(onFree: () => void): Promise<number> {
    const room = MAX_IN_FLIGHT - this.inFlight.size;
    if (room <= 0 || this.closing.signal.aborted) return 0;
    if (this.parts.faults.current.silentNotifications) {
      // Nothing is claimed: what becomes due a moment later is silenced by the next look.
      await this.silenceDue();
      return 0;
    }
    const claims = await this.claim(room);
    for (const [cip, own] of byCip(claims)) {
      const delivery = this.deliverInOrder(own).finally(() => {
        this.inFlight.delete(cip);
        onFree();
      });
      this.inFlight.set(cip, delivery);
    }
    return claims.length;
  }

  /** Cuts deliveries short and waits until each has been written down. */
  async stop(): Promise<void> {
    this.closing.abort();
    await Promise.all(this.inFlight.values());
  }

  /**
   * Claims in order of due time. The row is counted and set to its second attempt in the same statement: whatever
   * happens to this process, what is left to do stands there.
   */
  private async claim(limit: number): Promise<Claim[]> {
    const now = this.parts.clock.now();
    const retryAt = new Date(now.getTime() + parseDuration(this.parts.faults.current.notificationRetryAfter));
    return this.parts.dataSource.query<Claim[]>(
      `with due as (
         select id, next_at from sandbox.notification n
          where next_at <= $1 and attempts < 2 and (lease_until is null or lease_until < now())
            and cip <> all($4::bigint[])
          order by next_at, id limit $3 for update skip locked
       ), claimed as (
         update sandbox.notification n
            set attempts = attempts + 1, lease_until = now() + interval '1 minute',
                next_at = case when attempts = 0 then $2::timestamptz end
           from due where n.id = due.id
         returning n.id, n.cip, n.body, n.forged, n.duplicate, n.attempts, due.next_at as due_at
       )
       select id, cip, body, forged, duplicate, attempts from claimed order by due_at, id`,
      [now, retryAt, limit, [...this.inFlight.keys()]],
    );
  }

  private async deliverInOrder(claims: readonly Claim[]): Promise<void> {
    for (const claim of claims) await this.deliver(claim);
  }

  private async deliver(claim: Claim): Promise<void> {
    try {
      const delivery = await this.post(claim);
      await this.writeDown(claim, delivery);
    } catch (error) {
      this.parts.log.warn({ err: error, cip: claim.cip }, 'a notification could not be written down');
    }
  }

  private async post(claim: Claim): Promise<Delivery> {
    const { notifyUrl, faults, credentials, clock } = this.parts;
    const { stamp } = clock.moment();
    const secret = claim.forged ? FORGED_SECRET : credentials.secretKey;
    const signature = faults.current.timestampedNotifications
      ? signNotification(claim.body, secret, stamp)
      : signNotification(claim.body, secret);
    try {
      const response = await fetch(typeof notifyUrl === 'string' ? notifyUrl : notifyUrl(), {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...signature },
        body: claim.body,
        redirect: 'manual',
        signal: AbortSignal.any([this.closing.signal, AbortSignal.timeout(ANSWER_LIMIT_MS)]),
      });
      // Read to its end, so that the connection serves the next message too.
      await response.arrayBuffer();
      return { at: stamp.toISOString(), status: response.status, error: null };
    } catch (error) {
      return { at: stamp.toISOString(), status: null, error: reasonOf(error) };
    }
  }

  private async writeDown(claim: Claim, delivery: Delivery): Promise<void> {
    const answered = delivery.status === 200;
    const again = claim.attempts === 1 && (!answered || claim.duplicate);
    const now = this.parts.clock.now();
    await this.parts.dataSource.query(
      `update sandbox.notification
          set deliveries = deliveries || $2::jsonb, lease_until = null,
              state = case when state = 'delivered' then state else $3 end,
              next_at = case when not $4::boolean then null when $5::boolean then $6::timestamptz else next_at end
        where id = $1`,
      [
        claim.id,
        JSON.stringify([delivery]),
        answered ? 'delivered' : again ? 'waiting' : 'undelivered',
        again,
        answered,
        new Date(now.getTime() + DUPLICATE_AFTER_MS),
      ],
    );
  }

  /** What was answered with 200 before stays delivered: its repetition is dropped. */
  private async silenceDue(): Promise<void> {
    await this.parts.dataSource.manager
      .createQueryBuilder()
      .update(NotificationEntity)
      .set({ state: () => `case when state = 'delivered' then state else 'silenced' end`, nextAt: null })
      .where('next_at <= :now and lease_until is null', { now: this.parts.clock.now() })
      .execute();
  }
}

function byCip(claims: readonly Claim[]): Map<string, Claim[]> {
  const groups = new Map<string, Claim[]>();
  for (const claim of claims) groups.set(claim.cip, [...(groups.get(claim.cip) ?? []), claim]);
  return groups;
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return (cause instanceof Error ? cause.message || cause.name : String(cause)).slice(0, 300);
}
