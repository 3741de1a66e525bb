import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import { newId } from '../identifiers.js';
import { apiKeyPrefix, claimedLivemode, hashApiKey, newApiKey } from './api-key-format.js';

const MIN_SEEDED_LENGTH = 16;
const MAX_LENGTH = 256;
/** `lastUsedAt` is for people; a write per request would cost more than it tells. */
const USE_NOTED_EVERY_MS = 60_000;

export interface ApiKeySummary {
  readonly id: string;
  readonly prefix: string;
  readonly livemode: boolean;
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
    }
  | { readonly kind: 'unknown' | 'revoked' | 'expired' };

export type KeySeeding =
  | { readonly kind: 'created' | 'already_there' }
  /** `reason` is a sentence for the operator; it never holds the key. */
  | { readonly kind: 'refused'; readonly reason: string };

/** API keys of shops: shown once, stored as a hash, found by it. */
export class ApiKeys {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** A new key for a shop, of the shop's mode. `key` is shown this once. Throws when there is no such shop. */
  async create(wanted: {
    shopId: string;
    expiresAt?: Date | null;
  }): Promise<{ id: string; key: string; prefix: string }> {
    const key = newApiKey(await this.livemodeOf(wanted.shopId));
    const id = await this.insert({ shopId: wanted.shopId, key, expiresAt: wanted.expiresAt ?? null });
    if (id === null) throw new Error('a random API key exists already');
    return { id, key, prefix: apiKeyPrefix(key) };
  }

  /** Gives a shop a key that the operator chose: any string of at least 16 characters (`CHASQUI_API_KEY`). */
  async seed(wanted: { shopId: string; key: string }): Promise<KeySeeding> {
    const { key, shopId } = wanted;
    if (key.length < MIN_SEEDED_LENGTH || key.length > MAX_LENGTH) {
      return refused(`An API key has ${MIN_SEEDED_LENGTH} to ${MAX_LENGTH} characters.`);
    }
    const livemode = await this.livemodeOf(shopId);
    const claimed = claimedLivemode(key);
    if (claimed !== null && claimed !== livemode) {
      return refused(
        `The API key says it is for ${mode(claimed)} money, but the shop "${shopId}" is for ${mode(livemode)}.`,
      );
    }
    if ((await this.insert({ shopId, key, expiresAt: null })) !== null) return { kind: 'created' };
    const verdict = await this.authenticate(key);
    if (verdict.kind !== 'valid') return refused(`The API key was ${verdict.kind} and stays so: choose another.`);
    return verdict.shopId === shopId ? { kind: 'already_there' } : refused('The API key belongs to another shop.');
  }

  /** Whose key this is. Nothing of an unknown key is stored or repeated. */
  async authenticate(key: string): Promise<ApiKeyVerdict> {
    if (key.length === 0 || key.length > MAX_LENGTH) return { kind: 'unknown' };
    const [row] = await this.dataSource.query<KeyRow[]>(
      `select k.id, k.shop_id, s.merchant_id, k.livemode, k.expires_at, k.revoked_at, k.last_used_at
       from api_key k join shop s on s.id = k.shop_id where k.hash = $1`,
      [hashApiKey(key)],
    );
    if (!row) return { kind: 'unknown' };
    const now = this.clock.now();
    if (row.revoked_at !== null) return { kind: 'revoked' };
    if (row.expires_at !== null && row.expires_at <= now) return { kind: 'expired' };
    await this.noteUse(row, now);
    return { kind: 'valid', keyId: row.id, shopId: row.shop_id, merchantId: row.merchant_id, livemode: row.livemode };
  }

  async list(shopId: string): Promise<ApiKeySummary[]> {
    return this.dataSource.query<ApiKeySummary[]>(
      `select id, prefix, livemode, created_at as "createdAt", expires_at as "expiresAt", revoked_at as "revokedAt",
         last_used_at as "lastUsedAt"
       from api_key where shop_id = $1 order by id desc`,
      [shopId],
    );
  }

  /** True when it was valid until now. */
  async revoke(wanted: { shopId: string; keyId: string }): Promise<boolean> {
    const [, count] = await this.dataSource.query<[unknown[], number]>(
      'update api_key set revoked_at = $3 where id = $1 and shop_id = $2 and revoked_at is null',
      [wanted.keyId, wanted.shopId, this.clock.now()],
    );
    return count === 1;
  }

  private async insert(row: { shopId: string; key: string; expiresAt: Date | null }): Promise<string | null> {
    const now = this.clock.now();
    const [inserted] = await this.dataSource.query<{ id: string }[]>(
      `insert into api_key (id, shop_id, prefix, hash, livemode, created_at, expires_at)
       select $1, s.id, $3, $4, s.livemode, $5, $6 from shop s where s.id = $2
       on conflict (hash) do nothing returning id`,
      [newId('key', now), row.shopId, apiKeyPrefix(row.key), hashApiKey(row.key), now, row.expiresAt],
    );
    return inserted?.id ?? null;
  }

  private async livemodeOf(shopId: string): Promise<boolean> {
    const [shop] = await this.dataSource.query<{ livemode: boolean }[]>('select livemode from shop where id = $1', [
      shopId,
    ]);
    if (!shop) throw new Error(`there is no shop ${shopId}`);
    return shop.livemode;
  }

  private async noteUse(row: KeyRow, now: Date): Promise<void> {
    const noted = row.last_used_at?.getTime() ?? 0;
    if (Math.abs(now.getTime() - noted) < USE_NOTED_EVERY_MS) return;
    await this.dataSource.query('update api_key set last_used_at = $2 where id = $1', [row.id, now]);
  }
}

interface KeyRow {
  readonly id: string;
  readonly shop_id: string;
  readonly merchant_id: string;
  readonly livemode: boolean;
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
