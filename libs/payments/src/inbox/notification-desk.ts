import type { DataSource, EntityManager } from 'typeorm';
import type { Clock } from '../clock.port.js';

const MAX_LIMIT = 200;

export const NOTIFICATION_LANES = ['inbox', 'signed', 'quarantine'] as const;
export type NotificationLane = (typeof NOTIFICATION_LANES)[number];

export const NOTIFICATION_STATUSES = ['pending', 'waiting', 'applied', 'ignored', 'failed', 'rejected'] as const;
export type NotificationStatus = (typeof NOTIFICATION_STATUSES)[number];

/** One received message as people look at it: what was checked, what came of it. */
export interface StoredNotification {
  readonly id: string;
  readonly receivedAt: Date;
  /** `inbox` is applied; `signed` failed a check after the signature; `quarantine` is evidence only. */
  readonly lane: NotificationLane;
  /** Whose secret signed it; null when none did. */
  readonly accountId: string | null;
  readonly sourceAddress: string | null;
  readonly peerAddress: string | null;
  readonly signatureVerdict: string;
  readonly sourceVerdict: string;
  readonly bodyVerdict: string;
  readonly eventType: string | null;
  readonly cip: string | null;
  readonly operationNumber: string | null;
  readonly transactionCode: string | null;
  readonly status: NotificationStatus;
  readonly attempts: number;
  readonly nextAt: Date | null;
  readonly settledAt: Date | null;
  /** What came of it, in a word or a sentence. */
  readonly outcome: string | null;
  readonly paymentId: string | null;
  /** Whether `replay` would take it. */
  readonly replayable: boolean;
}

export interface NotificationEvidence extends StoredNotification {
  /** Exactly as received. */
  readonly raw: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

export interface NotificationFilter {
  readonly lane?: NotificationLane | null;
  readonly status?: NotificationStatus | null;
  /** Leading zeros do not matter. */
  readonly cip?: string | null;
  readonly cursor?: string | null;
  readonly limit: number;
}

export interface NotificationPage {
  readonly data: readonly StoredNotification[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

export type ReplayOutcome =
  | { readonly kind: 'replayed'; readonly notification: StoredNotification }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'not_replayable'; readonly lane: NotificationLane; readonly status: NotificationStatus };

/** The evidence that PagoEfectivo's messages are (requirement R17), and the way back in for one that was not applied. */
export class NotificationDesk {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Latest first. A cursor that is none of ours reads from the start. */
  async list(filter: NotificationFilter): Promise<NotificationPage> {
    const limit = Math.min(Math.max(Math.trunc(filter.limit), 1), MAX_LIMIT);
    const from = filter.cursor ? parseCursor(filter.cursor) : null;
    const cip = filter.cip ? filter.cip.replace(/^0+(?=\d)/, '') : null;
    const conditions = `($1::text is null or n.status = $1)
      and ($2::timestamptz is null or (n.received_at, n.id) < ($2, $3))`;
    const order = 'order by n.received_at desc, n.id desc limit $4';
    const parameters: unknown[] = [filter.status ?? null, from?.receivedAt ?? null, from?.id ?? null, limit + 1];
    const found = await (cip === null
      ? // Lane by lane, so that each is read from the end of its index, however many rows are stored.
        this.dataSource.query<StoredNotification[]>(
          `select n.* from unnest($5::text[]) as wanted (lane) cross join lateral (
             select ${COLUMNS} from notification n where n.lane = wanted.lane and ${conditions} ${order}
           ) n order by n."receivedAt" desc, n.id desc limit $4`,
          [...parameters, filter.lane ? [filter.lane] : NOTIFICATION_LANES],
        )
      : this.dataSource.query<StoredNotification[]>(
          `select ${COLUMNS} from notification n
           where n.cip_number = $5 and ($6::text is null or n.lane = $6) and ${conditions} ${order}`,
          [...parameters, cip, filter.lane ?? null],
        ));
    const data = found.slice(0, limit);
    const last = data.at(-1);
    return { data, nextCursor: found.length > limit && last ? toCursor(last) : null };
  }

  async get(id: string): Promise<NotificationEvidence | null> {
    const [row] = await this.dataSource.query<NotificationEvidence[]>(
      `select ${COLUMNS}, n.raw, n.headers from notification n where n.id = $1`,
      [id],
    );
    return row ?? null;
  }

  /**
   * Makes a message due again that failed to apply, or that came with a valid signature and failed a later check (its
   * lane stays, as what was found wrong stays true). Whoever asks answers for it: give the transaction that writes the
   * audit entry, and wake `inbox-drain` after it. Never takes a message whose signature nobody's secret made.
   */
  async replay(id: string, within: EntityManager = this.dataSource.manager): Promise<ReplayOutcome> {
    const [replayed] = await within.query<[StoredNotification[], number]>(
      `update notification n set status = 'pending', next_at = $2, lease_until = null, settled_at = null, outcome = null
       where n.id = $1 and ${REPLAYABLE} returning ${COLUMNS}`,
      [id, this.clock.now()],
    );
    const [notification] = replayed;
    if (notification) return { kind: 'replayed', notification };
    const [other] = await within.query<{ lane: NotificationLane; status: NotificationStatus }[]>(
      'select lane, status from notification where id = $1',
      [id],
    );
    return other ? { kind: 'not_replayable', ...other } : { kind: 'unknown' };
  }
}

/** Without the account whose secret signed it, a message could move nothing. */
const REPLAYABLE = `(n.lane in ('inbox', 'signed') and n.status in ('failed', 'rejected') and n.account_id is not null)`;

const COLUMNS = `n.id, n.received_at as "receivedAt", n.lane, n.account_id as "accountId",
  n.source_address as "sourceAddress", n.peer_address as "peerAddress", n.signature_verdict as "signatureVerdict",
  n.source_verdict as "sourceVerdict", n.body_verdict as "bodyVerdict", n.event_type as "eventType",
  n.cip_number as cip, n.operation_number as "operationNumber", n.transaction_code as "transactionCode", n.status,
  n.attempts, n.next_at as "nextAt", n.settled_at as "settledAt", n.outcome, n.payment_id as "paymentId",
  ${REPLAYABLE} as replayable`;

function toCursor({ receivedAt, id }: StoredNotification): string {
  return Buffer.from(`${receivedAt.getTime()}.${id}`).toString('base64url');
}

function parseCursor(cursor: string): { receivedAt: Date; id: string } | null {
  const [, time, id] = /^(\d{1,15})\.(\w{1,64})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  return time === undefined || id === undefined ? null : { receivedAt: new Date(Number(time)), id };
}
