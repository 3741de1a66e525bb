import { limaInstant } from '../orders/lima-instant.js';
import { ALERT_KINDS, isAlertKind, type AlertKind, type AlertSeverity } from './alert-kinds.js';

export type AlertState = 'open' | 'acknowledged' | 'cleared';
export const ALERT_STATES = ['open', 'acknowledged', 'cleared'] as const satisfies readonly AlertState[];

/** What goes with an alert: counts, ids and instants; no secrets and no personal data, as it leaves the house. */
export type AlertNumbers = Readonly<Record<string, unknown>>;

/** An alert as people, their programs and the webhook see it. Instants are ISO 8601 at Lima's offset. */
export interface AlertView {
  readonly id: string;
  readonly kind: AlertKind;
  readonly key: string;
  readonly severity: AlertSeverity;
  readonly title: string;
  readonly summary: string;
  readonly means: string;
  readonly mend: string;
  readonly numbers: AlertNumbers;
  readonly state: AlertState;
  readonly raisedAt: string;
  readonly lastSeenAt: string;
  /** How often it was found to be the case. */
  readonly times: number;
  readonly acknowledgedBy: string | null;
  readonly acknowledgedAt: string | null;
  readonly clearedAt: string | null;
}

export interface AlertRow {
  readonly id: string;
  readonly kind: string;
  readonly key: string;
  readonly severity: AlertSeverity;
  readonly summary: string;
  readonly numbers: AlertNumbers;
  readonly state: AlertState;
  readonly raised_at: Date;
  readonly last_seen_at: Date;
  readonly times: number;
  readonly acknowledged_by: string | null;
  readonly acknowledged_at: Date | null;
  readonly cleared_at: Date | null;
}

/** Throws on a kind that this version does not know: the row was written by a later one. */
export function toAlertView(row: AlertRow): AlertView {
  if (!isAlertKind(row.kind)) throw new Error(`Alert ${row.id} has the kind "${row.kind}", which is not known here.`);
  return {
    id: row.id,
    kind: row.kind,
    key: row.key,
    severity: row.severity,
    title: ALERT_KINDS[row.kind].title,
    summary: row.summary,
    means: ALERT_KINDS[row.kind].means,
    mend: ALERT_KINDS[row.kind].mend,
    numbers: row.numbers,
    state: row.state,
    raisedAt: limaInstant(row.raised_at),
    lastSeenAt: limaInstant(row.last_seen_at),
    times: row.times,
    acknowledgedBy: row.acknowledged_by,
    acknowledgedAt: row.acknowledged_at && limaInstant(row.acknowledged_at),
    clearedAt: row.cleared_at && limaInstant(row.cleared_at),
  };
}
