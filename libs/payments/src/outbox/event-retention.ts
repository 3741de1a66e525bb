import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';

export interface EventRetentionOptions {
  /** Months that the feed reaches back at least. */
  readonly feedMonths: number;
}

/**
 * Says how far back the feed reaches. The rows stay, because they prove what was shipped; a reader without a cursor
 * begins behind the horizon, and a cursor before it is refused, for it would skip events in silence.
 */
export class EventRetention {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly options: EventRetentionOptions,
  ) {}

  /** Moves the horizon; it never moves back. Returns how many positions it retired. */
  async retire(): Promise<number> {
    const keptSince = monthsBefore(this.clock.now(), this.options.feedMonths);
    return this.dataSource.transaction(async (manager) => {
      // A statement of its own: the next one must see every event of the positions that are given out by then.
      const [before] = await manager.query<{ retired_position: string }[]>(
        'select retired_position from relay_state where id = 1 for update',
      );
      if (!before) throw new Error('relay_state has lost its row; restore it from a backup');
      const [after] = await manager.query<{ retired_position: string }[]>(
        `with moved as (
           update relay_state set retired_position = coalesce(
             (select e.position - 1 from outbox_event e
              where e.position > retired_position and e.created_at >= $1 order by e.position limit 1),
             last_position) where id = 1
           returning retired_position
         ) select retired_position from moved`,
        [keptSince],
      );
      return Number(after?.retired_position ?? before.retired_position) - Number(before.retired_position);
    });
  }
}

/** The same day so many months earlier, by UTC; the last of the month where it has no such day. */
function monthsBefore(instant: Date, months: number): Date {
  const moved = new Date(instant);
  moved.setUTCMonth(moved.getUTCMonth() - months);
  if (moved.getUTCDate() !== instant.getUTCDate()) moved.setUTCDate(0);
  return moved;
}
