import type { DataSource } from 'typeorm';
import { ALERT_KIND_NAMES, type AlertKind } from './alert-kinds.js';

export interface AlertCount {
  readonly kind: AlertKind;
  /** Not cleared, acknowledged or not. */
  readonly uncleared: number;
  /** Critical, and nobody has said that they take care. */
  readonly criticalOpen: number;
}

export interface UndeliveredAlerts {
  /** Messages that wait for their next attempt after a failed one. */
  readonly retrying: number;
  /** Given up after three days. */
  readonly failed: number;
  /** What the receiver answered last, or why it could not be reached. */
  readonly lastError: string | null;
}

/** Every kind, also without any: a figure that stands at nothing is seen to work. */
export async function alertCounts(dataSource: DataSource): Promise<AlertCount[]> {
  const rows = await dataSource.query<AlertCount[]>(
    `select kind, count(*)::int as uncleared,
       (count(*) filter (where severity = 'critical' and state = 'open'))::int as "criticalOpen"
     from alert where state <> 'cleared' group by kind`,
  );
  return ALERT_KIND_NAMES.map(
    (kind) => rows.find((row) => row.kind === kind) ?? { kind, uncleared: 0, criticalOpen: 0 },
  );
}

/** Whether the operator's webhook takes what it is told; of messages since `since`. */
export async function undeliveredAlerts(dataSource: DataSource, since: Date): Promise<UndeliveredAlerts> {
  const [row] = await dataSource.query<UndeliveredAlerts[]>(
    `select (count(*) filter (where status = 'pending' and last_error is not null))::int as retrying,
       (count(*) filter (where status = 'failed'))::int as failed,
       (array_agg(last_error order by created_at desc) filter (where status <> 'delivered' and last_error is not null))[1] as "lastError"
     from alert_message where created_at >= $1 and status <> 'delivered'`,
    [since],
  );
  return row ?? { retrying: 0, failed: 0, lastError: null };
}
