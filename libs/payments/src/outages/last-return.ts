import type { DataSource } from 'typeorm';
import type { WatchedApp } from './heartbeats.js';

/** When an app came back from its latest outage; null when it never was away. */
export async function lastReturn(dataSource: DataSource, app: WatchedApp): Promise<Date | null> {
  const [row] = await dataSource.query<{ back: Date | null }[]>(
    'select max(back_at) as back from outage where app = $1',
    [app],
  );
  return row?.back ?? null;
}
