import type { DataSource, EntityManager } from 'typeorm';
import type { Clock } from '../clock.port.js';
import { newId } from '../identifiers.js';
import { runAlone, statement } from '../statements.js';
import { checkExpiry, checkName, checkRate, checkScopes } from './admin-fields.js';
import type { AdminOutcome, ListQuery } from './admin-outcome.js';
import { done, notFound, refusalOf } from './admin-outcome.js';
import { apiKeyPrefix, claimedLivemode, hashApiKey, MAX_KEY_LENGTH, newApiKey } from './api-key-format.js';
import type { Scope } from './api-key-scopes.js';
import { AuditLog } from './audit-log.js';
import { isUseWorthNoting } from './key-use.js';

const MIN_SEEDED_LENGTH = 16;

export interface ApiKeySummary {
  readonly id: string;
  readonly shopId: string;
  /** What it is for, in its maker's words; null where nobody said. */
  readonly name: string | null;
  readonly prefix: string;
  readonly livemode: boolean;
  readonly scopes: readonly string[];
  /** Requests per minute; null for the product's own limit. */
  readonly ratePerMinute: number | null;
  /** Who made it; null for keys that the environment named. */
  readonly createdBy: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

export type ApiKeyVerdict =
  | {
      readonly kind: 'valid';
      readonly keyId: string;
      readonly shopId: string;
      readonly merchantId: string;
      readonly livemode: boolean;
      readonly scopes: readonly string[];
      /** Requests per minute; null for the product's own limit. */
      readonly ratePerMinute: number | null;
      /** The shop takes no new payments. */
      readonly shopDisabled: boolean;
    }
  | { readonly kind: 'unknown' | 'revoked' | 'expired' };

export type KeySeeding =
  | { readonly kind: 'created' | 'already_there' }
  /** `reason` is a sentence for the operator; it never holds the key. */
  | { readonly kind: 'refused'; readonly reason: string };

export interface NewApiKey {
  readonly shopId: string;
  readonly name?: string | null;
  /** Everything when absent. */
  readonly scopes?: readonly Scope[];
  readonly expiresAt?: Date | null;
  readonly ratePerMinute?: number | null;
  readonly actor: string;
}

const KEY = `select k.id, k.shop_id, s.merchant_id, k.livemode, k.scopes, k.rate_per_minute, s.disabled_at,
    k.expires_at, k.revoked_at, k.last_used_at
  from api_key k join shop s on s.id = k.shop_id where k.hash = $1`;

/** API keys of shops: shown once, stored as a hash, found by it. Every change is in the audit log. */
export class ApiKeys {
  private readonly audit: AuditLog;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {
    this.audit = new AuditLog(dataSource, clock);
  }

  /** A new key for a shop, of the shop's mode. `key` is shown this once. */
  async create(wanted: NewApiKey): Promise<AdminOutcome<ApiKeySummary & { readonly key: string }>> {
    const { shopId, name = null, scopes = ['*'], expiresAt = null, ratePerMinute = null, actor } = wanted;
    const now = this.clock.now();
    const refusal = refusalOf([
      ...(name === null ? [] : checkName(name)),
      ...checkScopes(scopes),
      ...checkExpiry(expiresAt, now),
      ...checkRate(ratePerMinute),
    ]);
    if (refusal) return refusal;
    return this.dataSource.transaction(async (manager) => {
      const livemode = await livemodeOf(manager, shopId);
      if (livemode === null) return notFound('shop', shopId);
      const key = newApiKey(livemode);
      const row = { ...wanted, name, scopes: [...new Set(scopes)], expiresAt, ratePerMinute, createdBy: actor, key };
      const made = await this.insert(manager, row);
      if (!made) throw new Error('a random API key exists already');
      const data = { shopId, name, prefix: made.prefix, scopes: made.scopes, expiresAt, ratePerMinute };
      await this.audit.record({ actor, action: 'api_key.created', subject: made.id, data }, manager);
      return done({ ...made, key });
    });
  }

  /** Gives a shop a key that the operator chose: any string of at least 16 characters (`CHASQUI_API_KEY`). */
  async seed(wanted: { shopId: string; key: string }): Promise<KeySeeding> {
    const { key, shopId } = wanted;
    if (key.length < MIN_SEEDED_LENGTH || key.length > MAX_KEY_LENGTH) {
      return refused(`An API key has ${MIN_SEEDED_LENGTH} to ${MAX_KEY_LENGTH} characters.`);
    }
    const livemode = await livemodeOf(this.dataSource.manager, shopId);
    if (livemode === null) throw new Error(`there is no shop ${shopId}`);
    const claimed = claimedLivemode(key);
    if (claimed !== null && claimed !== livemode) {
      return refused(
        `The API key says it is for ${mode(claimed)} money, but the shop "${shopId}" is for ${mode(livemode)}.`,
      );
    }
    const row = { shopId, key, name: null, scopes: ['*'], expiresAt: null, ratePerMinute: null, createdBy: null };
    if (await this.insert(this.dataSource.manager, row)) return { kind: 'created' };
    const verdict = await this.authenticate(key);
    if (verdict.kind !== 'valid') return refused(`The API key was ${verdict.kind} and stays so: choose another.`);
    return verdict.shopId === shopId ? { kind: 'already_there' } : refused('The API key belongs to another shop.');
  }

  /** Whose key this is. Nothing of an unknown key is stored or repeated. */
  async authenticate(key: string): Promise<ApiKeyVerdict> {
    if (key.length === 0 || key.length > MAX_KEY_LENGTH) return { kind: 'unknown' };
    const [row] = await runAlone(this.dataSource, statement<KeyRow>(KEY, [hashApiKey(key)]));
    if (!row) return { kind: 'unknown' };
    const now = this.clock.now();
    if (row.revoked_at !== null) return { kind: 'revoked' };
    if (row.expires_at !== null && row.expires_at <= now) return { kind: 'expired' };
    if (isUseWorthNoting(row.last_used_at, now)) {
      await this.dataSource.query('update api_key set last_used_at = $2 where id = $1', [row.id, now]);
    }
    return {
      kind: 'valid',
      keyId: row.id,
      shopId: row.shop_id,
      merchantId: row.merchant_id,
      livemode: row.livemode,
      scopes: row.scopes,
      ratePerMinute: row.rate_per_minute,
      shopDisabled: row.disabled_at !== null,
    };
  }

  /** Latest first. */
  async list(query: ListQuery & { shopId: string }): Promise<ApiKeySummary[]> {
    return this.dataSource.query<ApiKeySummary[]>(
      `select ${COLUMNS} from api_key where shop_id = $1 and ($2::text is null or id < $2) order by id desc limit $3`,
      [query.shopId, query.before ?? null, query.limit],
    );
  }

  /** From now on it opens nothing. Revoking again changes nothing; another shop's key is not found. */
  async revoke(wanted: { shopId: string; keyId: string; actor: string }): Promise<AdminOutcome<ApiKeySummary>> {
    const { shopId, keyId, actor } = wanted;
    return this.dataSource.transaction(async (manager) => {
      const [before] = await manager.query<ApiKeySummary[]>(
        `select ${COLUMNS} from api_key where id = $1 and shop_id = $2 for update`,
        [keyId, shopId],
      );
      if (!before) return notFound('api_key', keyId);
      if (before.revokedAt !== null) return done(before);
      const revokedAt = this.clock.now();
      await manager.query('update api_key set revoked_at = $2 where id = $1', [keyId, revokedAt]);
      const data = { shopId, prefix: before.prefix };
      await this.audit.record({ actor, action: 'api_key.revoked', subject: keyId, data }, manager);
      return done({ ...before, revokedAt });
    });
  }

  /** Null when the key exists already. */
  private async insert(
    manager: EntityManager,
    row: {
      readonly shopId: string;
      readonly key: string;
      readonly name: string | null;
      readonly scopes: readonly string[];
      readonly expiresAt: Date | null;
      readonly ratePerMinute: number | null;
      readonly createdBy: string | null;
    },
  ): Promise<ApiKeySummary | null> {
    const now = this.clock.now();
    const [inserted] = await manager.query<ApiKeySummary[]>(
      `insert into api_key (id, shop_id, prefix, hash, livemode, created_at, expires_at, name, scopes, rate_per_minute, created_by)
       select $1, s.id, $3, $4, s.livemode, $5, $6, $7, $8, $9, $10 from shop s where s.id = $2
       on conflict (hash) do nothing returning ${COLUMNS}`,
      [
        newId('key', now),
        row.shopId,
        apiKeyPrefix(row.key),
        hashApiKey(row.key),
        now,
        row.expiresAt,
        row.name,
        row.scopes,
        row.ratePerMinute,
        row.createdBy,
      ],
    );
    return inserted ?? null;
  }
}

const COLUMNS = `id, shop_id as "shopId", name, prefix, livemode, scopes, rate_per_minute as "ratePerMinute",
  created_by as "createdBy", created_at as "createdAt", expires_at as "expiresAt", revoked_at as "revokedAt",
  last_used_at as "lastUsedAt"`;

async function livemodeOf(manager: EntityManager, shopId: string): Promise<boolean | null> {
  const [shop] = await manager.query<{ livemode: boolean }[]>('select livemode from shop where id = $1', [shopId]);
  return shop?.livemode ?? null;
}

interface KeyRow {
  readonly id: string;
  readonly shop_id: string;
  readonly merchant_id: string;
  readonly livemode: boolean;
  readonly scopes: string[];
  readonly rate_per_minute: number | null;
  readonly disabled_at: Date | null;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
  readonly last_used_at: Date | null;
}

function refused(reason: string): KeySeeding {
  return { kind: 'refused', reason };
}

function mode(livemode: boolean): string {
  return livemode ? 'live' : 'test';
}
