import type { DataSource } from 'typeorm';
import type { EventType } from '../domain/index.js';
import { FeedCursorError, decodeCursor, encodeCursor } from './feed-cursor.js';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 500;

export interface FeedEvent {
  readonly id: string;
  readonly type: EventType;
  /** The event as JSON text, frozen when it was written: the same bytes that endpoints are sent. */
  readonly body: string;
}

export interface FeedPage {
  readonly events: readonly FeedEvent[];
  /** Ask with it for what follows; also on an empty page, so that a filtered reader need not look again. */
  readonly nextCursor: string;
  /** Whether asking again at once finds more. */
  readonly hasMore: boolean;
}

export interface FeedQuery {
  readonly shopId: string;
  /** Cursor of an earlier page; null or absent from the beginning. */
  readonly after?: string | null;
  /** Types wanted; empty or absent for all. */
  readonly types?: readonly string[];
  /** Only events written at or after this, and before `until`; null or absent for no bound. */
  readonly since?: Date | null;
  readonly until?: Date | null;
  /** 1 to 500, 100 when absent. */
  readonly limit?: number;
}

/** The pull side of the outbox: events of one shop in the order of their position. */
export class EventFeed {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Throws `FeedCursorError`: `cursor_invalid` for a cursor that is none or of another epoch, `cursor_ahead` for one
   * beyond the feed, which means that the database was restored to an earlier time, `cursor_expired` for one older than
   * what the feed keeps (`EventRetention`).
   */
  async read(query: FeedQuery): Promise<FeedPage> {
    const limit = Math.min(Math.max(Math.trunc(query.limit ?? DEFAULT_LIMIT), 1), MAX_LIMIT);
    // Read before the events and used as their upper bound: what is numbered in between belongs to the next page.
    const state = await this.state();
    const after = query.after ? positionOf(query.after, state) : state.retired;
    const found = await this.dataSource.query<EventRow[]>(
      `select id, type, body, position from outbox_event
       where shop_id = $1 and position > $2 and position <= $3 and ($4::text[] = '{}' or type = any($4))
         and ($5::timestamptz is null or created_at >= $5) and ($6::timestamptz is null or created_at < $6)
       order by position limit $7`,
      [
        query.shopId,
        after.toString(),
        state.position.toString(),
        query.types ?? [],
        query.since ?? null,
        query.until ?? null,
        limit + 1,
      ],
    );
    const page = found.slice(0, limit);
    const hasMore = found.length > limit;
    const last = page.at(-1);
    const position = hasMore && last ? BigInt(last.position) : state.position;
    return {
      events: page.map(({ id, type, body }) => ({ id, type, body })),
      nextCursor: encodeCursor({ epoch: state.epoch, position }),
      hasMore,
    };
  }

  /** One event of the shop's feed; null for another shop's and for one that has no position yet. */
  async get(wanted: { shopId: string; id: string }): Promise<FeedEvent | null> {
    const [event] = await this.dataSource.query<FeedEvent[]>(
      'select id, type, body from outbox_event where id = $1 and shop_id = $2 and position is not null',
      [wanted.id, wanted.shopId],
    );
    return event ?? null;
  }

  private async state(): Promise<FeedState> {
    const [row] = await this.dataSource.query<{ last_position: string; retired_position: string; epoch: string }[]>(
      'select last_position, retired_position, epoch from relay_state where id = 1',
    );
    if (!row) throw new Error('relay_state has lost its row; restore it from a backup');
    return { position: BigInt(row.last_position), retired: BigInt(row.retired_position), epoch: row.epoch };
  }
}

interface EventRow extends FeedEvent {
  readonly position: string;
}

interface FeedState {
  readonly position: bigint;
  readonly retired: bigint;
  readonly epoch: string;
}

function positionOf(cursor: string, state: FeedState): bigint {
  const { epoch, position } = decodeCursor(cursor);
  if (epoch !== state.epoch) {
    throw new FeedCursorError(
      'cursor_invalid',
      'This cursor belongs to the feed before its database was restored. Start anew; events keep their ids, so those you know can be skipped.',
    );
  }
  if (position > state.position) {
    throw new FeedCursorError(
      'cursor_ahead',
      'This cursor is ahead of the feed: its database was restored to an earlier time. Start anew; events keep their ids, so those you know can be skipped.',
    );
  }
  if (position < state.retired) {
    throw new FeedCursorError(
      'cursor_expired',
      'This cursor is older than what the feed keeps, so events may lie between that are read no more. Compare your orders with GET /v1/payments, then start anew without it; events keep their ids.',
    );
  }
  return position;
}
