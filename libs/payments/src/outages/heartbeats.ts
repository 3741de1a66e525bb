import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import { newId } from '../identifiers.js';

/** Apps whose absence has consequences that somebody must make good. */
export const WATCHED_APPS = ['webhook-ingest', 'reconciliation-worker', 'expiry-worker'] as const;
export type WatchedApp = (typeof WATCHED_APPS)[number];

/** Longer than any restart takes: PagoEfectivo's second attempt at a notification may be over by then. */
export const AWAY_MS = 3 * 60_000;

/**
 * Writes down that an app is here. A gap longer than `AWAY_MS` in which none of its processes was becomes an outage,
 * noticed by whichever process comes first. Measured by the database's clock.
 */
export class Heartbeats {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Returns how long the app was away, in ms, when this beat ended an outage; 0 otherwise. */
  async beat(app: WatchedApp): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      const [last] = await manager.query<{ ms: number }[]>(
        `select (extract(epoch from clock_timestamp() - seen_at) * 1000)::float as ms from process_heartbeat
         where app = $1 for update`,
        [app],
      );
      await manager.query(
        `insert into process_heartbeat (app, seen_at) values ($1, clock_timestamp())
         on conflict (app) do update set seen_at = excluded.seen_at`,
        [app],
      );
      if (!last || last.ms <= AWAY_MS) return 0;
      const back = this.clock.now();
      await manager.query('insert into outage (id, app, away_from, back_at) values ($1, $2, $3, $4)', [
        newId('out', back),
        app,
        new Date(back.getTime() - Math.round(last.ms)),
        back,
      ]);
      return last.ms;
    });
  }
}
