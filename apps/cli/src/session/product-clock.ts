import type { DataSource } from 'typeorm';
import { AdjustableClock, type Clock, SystemClock } from '#platform';

/**
 * The clock that the product runs on. Beside a sandbox it may have been moved (`PUT /sandbox/clock`), and who looked at
 * such a database with the machine's time would find everything due, or sign requests that the sandbox takes for stale.
 */
export async function productClock(dataSource: DataSource): Promise<Clock> {
  const offsetMs = await sandboxOffsetMs(dataSource);
  return offsetMs === 0 ? new SystemClock() : new AdjustableClock(offsetMs);
}

/** How far the sandbox in this database is ahead of the machine; 0 where there is none. */
async function sandboxOffsetMs(dataSource: DataSource): Promise<number> {
  const [place] = await dataSource.query<{ table: string | null }[]>(
    `select to_regclass('sandbox.settings')::text as "table"`,
  );
  if (place?.table == null) return 0;
  const [settings] = await dataSource.query<{ offset: string }[]>(
    'select clock_offset_ms as "offset" from sandbox.settings where id = 1',
  );
  return Number(settings?.offset ?? 0);
}
