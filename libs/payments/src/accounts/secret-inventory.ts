import type { DataSource } from 'typeorm';
import { certificateSummary } from '../outbox/endpoint-tls.js';

export const SECRET_KINDS = [
  'api_key',
  'admin_key',
  'access_key',
  'secret_key',
  'previous_secret_key',
  'announced_secret_key',
  'endpoint_secret',
  'previous_endpoint_secret',
  'client_certificate',
  'ca_certificate',
  'operator_password',
] as const;
export type SecretKind = (typeof SECRET_KINDS)[number];

/** One secret that is in force: what people must know of it to change it in time (requirement R16). Never its value. */
export interface SecretRecord {
  readonly kind: SecretKind;
  /** Id of the key, secret, account, endpoint or operator that it stands at. */
  readonly id: string;
  /** What it is, to stand inside a sentence: `API key ck_live_4f2a… of shop shop_default`. */
  readonly owner: string;
  readonly since: Date;
  /** To the minute; null where it was not used yet, or where nobody can know. */
  readonly lastUsedAt: Date | null;
  readonly endsAt: Date | null;
}

/** A key that nobody used for that long is not missed when it has ended. */
const MISSED_WITHIN_MS = 14 * 24 * 60 * 60_000;

/**
 * Every secret in force, soonest end first. What has ended is left out, but for a key that was in use lately and a
 * certificate of an endpoint that is on: somebody is shut out. Operators of the console see it, so it holds no value.
 */
export async function secretInventory(
  dataSource: DataSource,
  { now, endingBy = null }: { readonly now: Date; /** Only those that end by then. */ readonly endingBy?: Date | null },
): Promise<SecretRecord[]> {
  const missedSince = new Date(now.getTime() - MISSED_WITHIN_MS);
  const rows = await dataSource.query<SecretRecord[]>(
    `select kind, id, owner, since, "lastUsedAt", "endsAt" from (${SECRETS}) secrets
     where $3::timestamptz is null or "endsAt" <= $3`,
    [now, missedSince, endingBy],
  );
  const certificates = await endpointCertificates(dataSource);
  const ending = certificates.filter(({ endsAt }) => endingBy === null || (endsAt !== null && endsAt <= endingBy));
  return [...rows, ...ending].sort(
    (a, b) =>
      (a.endsAt?.getTime() ?? Infinity) - (b.endsAt?.getTime() ?? Infinity) ||
      SECRET_KINDS.indexOf(a.kind) - SECRET_KINDS.indexOf(b.kind) ||
      (a.id < b.id ? -1 : 1),
  );
}

/** $1 now, $2 since when a use of an ended key shows that it is missed. */
const SECRETS = `
  select 'api_key' as kind, k.id, 'API key ' || k.prefix || '… of shop ' || k.shop_id as owner, k.created_at as since,
    k.last_used_at as "lastUsedAt", k.expires_at as "endsAt"
  from api_key k
  where k.revoked_at is null and (k.expires_at is null or k.expires_at > $1 or k.last_used_at > $2)
  union all
  select 'admin_key', k.id, 'admin key ' || k.prefix || '… (' || k.name || ')', k.created_at, k.last_used_at, k.expires_at
  from admin_key k
  where k.revoked_at is null and (k.expires_at is null or k.expires_at > $1 or k.last_used_at > $2)
  union all
  select 'access_key', a.id, 'access key of account ' || a.slug, coalesce(a.access_key_changed_at, a.created_at),
    b.refilled_at, null
  from gateway_account a left join gateway_budget b on b.account_id = a.id and b.spent <> '{}'
  union all
  select case when s.signs_requests then 'secret_key' when s.valid_until is null then 'announced_secret_key'
      else 'previous_secret_key' end, s.id,
    case when s.signs_requests then 'secretKey of account ' when s.valid_until is null then 'announced secretKey of account '
      else 'secretKey before, of account ' end || a.slug,
    s.created_at, s.last_used_at, case when s.signs_requests then s.ends_at else s.valid_until end
  from gateway_secret s join gateway_account a on a.id = s.account_id
  where s.signs_requests or s.valid_until is null or s.valid_until > $1
  union all
  select 'endpoint_secret', w.id, 'signing secret of webhook endpoint ' || w.id || ' of shop ' || w.shop_id,
    coalesce(w.secret_changed_at, w.created_at),
    (select max(t.at) from delivery_attempt t where t.endpoint_id = w.id and t.at >= coalesce(w.secret_changed_at, w.created_at)),
    null
  from webhook_endpoint w where w.deleted_at is null
  union all
  select 'previous_endpoint_secret', w.id,
    'signing secret before, of webhook endpoint ' || w.id || ' of shop ' || w.shop_id, w.created_at, null, w.previous_secret_until
  from webhook_endpoint w
  where w.deleted_at is null and w.enabled and w.previous_secret_ciphertext is not null and w.previous_secret_until > $1
  union all
  select 'operator_password', o.id, 'password of operator ' || o.email, coalesce(o.password_changed_at, o.created_at),
    o.last_login_at, null
  from operator o where o.disabled_at is null`;

/** The end of a certificate stands in it. */
async function endpointCertificates(dataSource: DataSource): Promise<SecretRecord[]> {
  const rows = await dataSource.query<CertificateRow[]>(
    `select w.id, w.shop_id as "shopId", w.updated_at as since, w.client_certificate as client, w.ca_certificate as ca
     from webhook_endpoint w
     where w.deleted_at is null and w.enabled and (w.client_certificate is not null or w.ca_certificate is not null)`,
  );
  return rows.flatMap(({ id, shopId, since, client, ca }) =>
    [
      { kind: 'client_certificate' as const, what: 'client certificate', pem: client },
      { kind: 'ca_certificate' as const, what: 'certificate authority', pem: ca },
    ].flatMap(({ kind, what, pem }) => {
      const summary = certificateSummary(pem);
      if (summary === null) return [];
      const owner = `${what} of webhook endpoint ${id} of shop ${shopId}`;
      return [{ kind, id, owner, since, lastUsedAt: null, endsAt: summary.expiresAt }];
    }),
  );
}

interface CertificateRow {
  readonly id: string;
  readonly shopId: string;
  readonly since: Date;
  readonly client: string | null;
  readonly ca: string | null;
}
