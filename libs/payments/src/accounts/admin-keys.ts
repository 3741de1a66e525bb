import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import { newId } from '../identifiers.js';
import { checkExpiry, checkName } from './admin-fields.js';
import type { AdminOutcome, ListQuery } from './admin-outcome.js';
import { done, notFound, refusalOf } from './admin-outcome.js';
import { apiKeyPrefix, hashApiKey, MAX_KEY_LENGTH, newAdminKey } from './api-key-format.js';
import { AuditLog } from './audit-log.js';
import { isUseWorthNoting } from './key-use.js';

export interface AdminKeySummary {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

export type AdminKeyVerdict =
  { readonly kind: 'valid'; readonly keyId: string } | { readonly kind: 'unknown' | 'revoked' | 'expired' };

/** Keys of programs that administer shops and accounts: shown once, stored as a hash. They see no payment. */
export class AdminKeys {
  private readonly audit: AuditLog;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {
    this.audit = new AuditLog(dataSource, clock);
  }

  /** `key` is shown this once. */
  async create(wanted: {
    name: string;
    expiresAt?: Date | null;
    actor: string;
  }): Promise<AdminOutcome<AdminKeySummary & { readonly key: string }>> {
    const { name, expiresAt = null, actor } = wanted;
    const now = this.clock.now();
    const refusal = refusalOf([...checkName(name), ...checkExpiry(expiresAt, now)]);
    if (refusal) return refusal;
    const key = newAdminKey();
    return this.dataSource.transaction(async (manager) => {
      const [made] = await manager.query<AdminKeySummary[]>(
        `insert into admin_key (id, name, prefix, hash, created_by, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7) returning ${COLUMNS}`,
        [newId('akey', now), name, apiKeyPrefix(key), hashApiKey(key), actor, now, expiresAt],
      );
      if (!made) throw new Error('an admin key was not stored');
      const data = { name, prefix: made.prefix, expiresAt };
      await this.audit.record({ actor, action: 'admin_key.created', subject: made.id, data }, manager);
      return done({ ...made, key });
    });
  }

  /** Nothing of an unknown key is stored or repeated. */
  async authenticate(key: string): Promise<AdminKeyVerdict> {
    if (key.length > MAX_KEY_LENGTH) return { kind: 'unknown' };
    const [row] = await this.dataSource.query<AdminKeySummary[]>(`select ${COLUMNS} from admin_key where hash = $1`, [
      hashApiKey(key),
    ]);
    if (!row) return { kind: 'unknown' };
    const now = this.clock.now();
    if (row.revokedAt !== null) return { kind: 'revoked' };
    if (row.expiresAt !== null && row.expiresAt <= now) return { kind: 'expired' };
    if (isUseWorthNoting(row.lastUsedAt, now)) {
      await this.dataSource.query('update admin_key set last_used_at = $2 where id = $1', [row.id, now]);
    }
    return { kind: 'valid', keyId: row.id };
  }

  /** Latest first. */
  async list({ before = null, limit }: ListQuery): Promise<AdminKeySummary[]> {
    return this.dataSource.query<AdminKeySummary[]>(
      `select ${COLUMNS} from admin_key where ($1::text is null or id < $1) order by id desc limit $2`,
      [before, limit],
    );
  }

  /** From now on it opens nothing. Revoking again changes nothing. */
  async revoke(wanted: { keyId: string; actor: string }): Promise<AdminOutcome<AdminKeySummary>> {
    const { keyId, actor } = wanted;
    return this.dataSource.transaction(async (manager) => {
      const [before] = await manager.query<AdminKeySummary[]>(
        `select ${COLUMNS} from admin_key where id = $1 for update`,
        [keyId],
      );
      if (!before) return notFound('admin_key', keyId);
      if (before.revokedAt !== null) return done(before);
      const revokedAt = this.clock.now();
      await manager.query('update admin_key set revoked_at = $2 where id = $1', [keyId, revokedAt]);
      const { name, prefix } = before;
      await this.audit.record({ actor, action: 'admin_key.revoked', subject: keyId, data: { name, prefix } }, manager);
      return done({ ...before, revokedAt });
    });
  }
}

const COLUMNS = `id, name, prefix, created_by as "createdBy", created_at as "createdAt", expires_at as "expiresAt",
  revoked_at as "revokedAt", last_used_at as "lastUsedAt"`;
