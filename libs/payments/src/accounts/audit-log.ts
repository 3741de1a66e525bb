import type { DataSource, EntityManager } from 'typeorm';
import type { Clock } from '../clock.port.js';
import { newId } from '../identifiers.js';
import { canonicalJson } from '../json.js';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 500;

export interface AuditEntry {
  readonly id: string;
  readonly at: Date;
  /** `operator:<email>`, `api_key:<id>`, `cli`, `clock`… */
  readonly actor: string;
  /** What was done, as `<subject>.<verb>`: `case.resolved`, `api_key.created`. */
  readonly action: string;
  /** Id of what it was done to. */
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

/** Who did what to what, and when (requirement R22). Only grows. */
export class AuditLog {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Give the transaction that does the thing, so that neither stands without the other. `data` must hold no secret. */
  async record(
    entry: { actor: string; action: string; subject: string; data?: Readonly<Record<string, unknown>> },
    within: EntityManager = this.dataSource.manager,
  ): Promise<void> {
    const at = this.clock.now();
    await within.query(
      'insert into audit_entry (id, at, actor, action, subject, data) values ($1, $2, $3, $4, $5, $6)',
      [newId('aud', at), at, entry.actor, entry.action, entry.subject, canonicalJson(entry.data ?? {})],
    );
  }

  /** Latest first; ids sort by time, so the last one of a page is its cursor. */
  async list(query: { subject?: string | null; cursor?: string | null; limit?: number } = {}): Promise<AuditPage> {
    const limit = Math.min(Math.max(Math.trunc(query.limit ?? DEFAULT_LIMIT), 1), MAX_LIMIT);
    const found = await this.dataSource.query<AuditEntry[]>(
      `select id, at, actor, action, subject, data from audit_entry
       where ($1::text is null or subject = $1) and ($2::text is null or id < $2) order by id desc limit $3`,
      [query.subject ?? null, query.cursor ?? null, limit + 1],
    );
    const entries = found.slice(0, limit);
    return { entries, nextCursor: found.length > limit ? (entries.at(-1)?.id ?? null) : null };
  }
}
