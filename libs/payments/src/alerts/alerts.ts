import type { DataSource, EntityManager } from 'typeorm';
import type { Clock } from '../clock.port.js';
import { newId } from '../identifiers.js';
import { canonicalJson } from '../json.js';
import { limaInstant } from '../orders/lima-instant.js';
import type { AlertKind, AlertSeverity } from './alert-kinds.js';
import { type AlertNumbers, type AlertRow, type AlertState, type AlertView, toAlertView } from './alert-view.js';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 500;

export interface AlertNotice {
  readonly kind: AlertKind;
  /** What it is about, unique while it is not cleared: `gateway_silent:<account id>`. */
  readonly key: string;
  readonly severity: AlertSeverity;
  /** How near it has come, from 0; told again whenever it has grown. */
  readonly stage?: number;
  /** One sentence with the figures that matter. */
  readonly summary: string;
  readonly numbers: AlertNumbers;
}

/** `repeated`: it was known, and nobody is told again. `grown`: it was known and is worse or nearer now, so it is told again. */
export type RaiseOutcome = 'raised' | 'repeated' | 'grown';

export type AcknowledgeOutcome =
  { readonly kind: 'acknowledged'; readonly alert: AlertView } | { readonly kind: 'unknown' };

export interface AlertFilter {
  /** `uncleared`: open or acknowledged. */
  readonly state?: AlertState | 'uncleared' | null;
  /** Alerts before this one (the last id of an earlier page). */
  readonly before?: string | null;
  readonly limit?: number;
}

/**
 * What a person should know of, kept until it is no longer so. An alert and the messages about it are written
 * together; fulfillment-worker delivers the messages to the operator's webhook (Standard Webhooks).
 */
export class Alerts {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /**
   * Idempotent by key: what is known already is counted, with its numbers and summary made fresh, and told again only
   * when its severity or its stage grows (which also takes back an acknowledgement). Neither shrinks before it is
   * cleared.
   * Give the transaction that finds it, where there is one.
   */
  async raise(notice: AlertNotice, within?: EntityManager): Promise<RaiseOutcome> {
    if (!within) return this.dataSource.transaction((manager) => this.raise(notice, manager));
    for (;;) {
      const created = await this.insert(notice, within);
      if (created) return 'raised';
      const repeated = await this.repeat(notice, within);
      // Cleared by somebody between the two statements: then it is new.
      if (repeated) return repeated;
    }
  }

  /** It is no longer so. Returns whether there was something to clear. */
  async clear(key: string, within?: EntityManager): Promise<boolean> {
    if (!within) return this.dataSource.transaction((manager) => this.clear(key, manager));
    const [[row]] = await within.query<[AlertRow[], number]>(
      `update alert set state = 'cleared', cleared_at = $2 where key = $1 and state <> 'cleared' returning ${COLUMNS}`,
      [key, this.clock.now()],
    );
    if (!row) return false;
    await this.tell('alert.cleared', row, within);
    return true;
  }

  /** Clears what begins with `prefix` and is not among `keys`: a check that found these found the others mended. */
  async clearOthers(prefix: string, keys: readonly string[]): Promise<number> {
    const rows = await this.dataSource.query<{ key: string }[]>(
      `select key from alert where state <> 'cleared' and starts_with(key, $1) and not key = any($2)`,
      [prefix, keys],
    );
    for (const { key } of rows) await this.clear(key);
    return rows.length;
  }

  /** Somebody has seen it and takes care. An alert that was cleared stays so; doing it twice keeps the first name. */
  async acknowledge(
    id: string,
    actor: string,
    within: EntityManager = this.dataSource.manager,
  ): Promise<AcknowledgeOutcome> {
    await within.query(
      `update alert set state = 'acknowledged', acknowledged_by = $2, acknowledged_at = $3 where id = $1 and state = 'open'`,
      [id, actor, this.clock.now()],
    );
    const [row] = await within.query<AlertRow[]>(`select ${COLUMNS} from alert where id = $1`, [id]);
    return row ? { kind: 'acknowledged', alert: toAlertView(row) } : { kind: 'unknown' };
  }

  /** Latest first. */
  async list(filter: AlertFilter = {}): Promise<AlertView[]> {
    const limit = Math.min(Math.max(Math.trunc(filter.limit ?? DEFAULT_LIMIT), 1), MAX_LIMIT);
    const state = filter.state ?? null;
    const rows = await this.dataSource.query<AlertRow[]>(
      `select ${COLUMNS} from alert
       where ($1::text[] is null or state = any($1))
         and ($2::text is null or (raised_at, id) < (select b.raised_at, b.id from alert b where b.id = $2))
       order by raised_at desc, id desc limit $3`,
      [state === 'uncleared' ? ['open', 'acknowledged'] : state && [state], filter.before ?? null, limit],
    );
    return rows.map(toAlertView);
  }

  /** Whether this is the case as far as is known. */
  async isUncleared(key: string): Promise<boolean> {
    const found = await this.dataSource.query<unknown[]>(`select 1 from alert where key = $1 and state <> 'cleared'`, [
      key,
    ]);
    return found.length > 0;
  }

  private async insert(notice: AlertNotice, within: EntityManager): Promise<boolean> {
    const now = this.clock.now();
    const [row] = await within.query<AlertRow[]>(
      `insert into alert (id, kind, key, severity, summary, numbers, state, raised_at, last_seen_at, stage)
       values ($1, $2, $3, $4, $5, $6, 'open', $7, $7, $8) on conflict (key) where state <> 'cleared' do nothing returning ${COLUMNS}`,
      [
        newId('alr', now),
        notice.kind,
        notice.key,
        notice.severity,
        notice.summary,
        canonicalJson(notice.numbers),
        now,
        notice.stage ?? 0,
      ],
    );
    if (!row) return false;
    await this.tell('alert.raised', row, within);
    return true;
  }

  private async repeat(notice: AlertNotice, within: EntityManager): Promise<'repeated' | 'grown' | null> {
    const [known] = await within.query<{ id: string; severity: AlertSeverity; stage: number }[]>(
      `select id, severity, stage from alert where key = $1 and state <> 'cleared' for update`,
      [notice.key],
    );
    if (!known) return null;
    const stage = Math.max(known.stage, notice.stage ?? 0);
    const critical = known.severity === 'critical' || notice.severity === 'critical';
    const grown = (critical && known.severity === 'warning') || stage > known.stage;
    const [[row]] = await within.query<[AlertRow[], number]>(
      `update alert set times = times + 1, last_seen_at = $2, summary = $3, numbers = $4,
         severity = $6, stage = $7, state = case when $5 then 'open' else state end,
         acknowledged_by = case when $5 then null else acknowledged_by end,
         acknowledged_at = case when $5 then null else acknowledged_at end
       where id = $1 returning ${COLUMNS}`,
      [
        known.id,
        this.clock.now(),
        notice.summary,
        canonicalJson(notice.numbers),
        grown,
        critical ? 'critical' : 'warning',
        stage,
      ],
    );
    if (grown && row) await this.tell('alert.raised', row, within);
    return grown ? 'grown' : 'repeated';
  }

  /** Call it with the alert's row locked: its messages have an order. */
  private async tell(type: 'alert.raised' | 'alert.cleared', row: AlertRow, within: EntityManager): Promise<void> {
    const now = this.clock.now();
    const id = newId('amsg', now);
    const body = canonicalJson({ id, type, timestamp: limaInstant(now), data: { alert: toAlertView(row) } });
    await within.query(
      `insert into alert_message (id, alert_id, turn, type, body, status, next_at, created_at)
       select $1, $2, 1 + count(*), $3, $4, 'pending', $5, $5 from alert_message where alert_id = $2`,
      [id, row.id, type, body, now],
    );
  }
}

const COLUMNS = `id, kind, key, severity, summary, numbers, state, raised_at, last_seen_at, times, acknowledged_by,
  acknowledged_at, cleared_at`;
