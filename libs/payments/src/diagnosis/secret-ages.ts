import type { DataSource } from 'typeorm';

export interface SecretInUse {
  readonly accountSlug: string;
  /** When it was entered here. */
  readonly since: Date;
}

export interface EndingKey {
  /** What it is, for a message: `API key ck_live_4f2a… of shop shop_default`. */
  readonly owner: string;
  readonly expiresAt: Date;
}

export interface SecretAges {
  /** The secret that signs, for each account. */
  readonly signing: readonly SecretInUse[];
  /** Keys of shops and administrators that end within the time asked about, or have ended and were still in use lately. */
  readonly ending: readonly EndingKey[];
}

/** How old secrets are and which keys end soon (requirement R16). */
export async function secretAges(
  dataSource: DataSource,
  { now, withinMs }: { now: Date; withinMs: number },
): Promise<SecretAges> {
  const signing = await dataSource.query<SecretInUse[]>(
    `select a.slug as "accountSlug", s.created_at as since from gateway_secret s join gateway_account a on a.id = s.account_id
     where s.signs_requests and a.disabled_at is null order by a.slug`,
  );
  // A key that nobody used within that time is not missed when it ends.
  const ending = await dataSource.query<EndingKey[]>(
    `select * from (
       select 'API key ' || prefix || '… of shop ' || shop_id as owner, expires_at as "expiresAt", last_used_at, revoked_at
         from api_key
       union all
       select 'admin key ' || prefix || '… (' || name || ')', expires_at, last_used_at, revoked_at from admin_key
     ) k
     where k.revoked_at is null and k."expiresAt" <= $2 and (k."expiresAt" > $1 or k.last_used_at > $3)
     order by k."expiresAt", k.owner`,
    [now, new Date(now.getTime() + withinMs), new Date(now.getTime() - withinMs)],
  );
  return { signing, ending };
}
