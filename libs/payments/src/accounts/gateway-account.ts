import type { EntityManager } from 'typeorm';
import type { Currency } from '../domain/index.js';
import type { SecretSealer } from '../secret-sealer.port.js';
import type { GatewayEnvironment } from './gateway-environment.js';

/** An account with its keys opened: never log one, never put one into a job. */
export interface GatewayAccount {
  readonly id: string;
  readonly merchantId: string;
  /** Names the account in addresses: `/webhooks/pagoefectivo/<slug>`. */
  readonly slug: string;
  readonly environment: GatewayEnvironment;
  readonly livemode: boolean;
  readonly baseUrl: string;
  readonly serviceId: string;
  readonly accessKey: string;
  /** The version of the secret that signs requests. */
  readonly secretKey: string;
  readonly currency: Currency;
  /** Whether a notification must carry a timestamp. */
  readonly requireTimestamp: boolean;
  /** Whether the five-field signature of older senders is taken. */
  readonly acceptCanonicalSignature: boolean;
  /** Since when it takes no new payments; what it has goes on. Null while it does. */
  readonly disabledAt: Date | null;
}

/** A secret that notifications may be signed with; the one that matches names the account. */
export interface VerificationSecret {
  readonly id: string;
  readonly value: string;
  readonly accountId: string;
  readonly accountSlug: string;
  readonly requireTimestamp: boolean;
  readonly acceptCanonicalSignature: boolean;
}

export type AccountFilter = 'a.id = $1' | 'a.slug = $1' | 'sa.shop_id = $1 and sa.currency = $2' | 'true';

export async function readAccounts(
  manager: EntityManager,
  sealer: SecretSealer,
  filter: AccountFilter,
  parameters: readonly string[],
): Promise<GatewayAccount[]> {
  const join = filter.startsWith('sa.') ? 'join shop_account sa on sa.account_id = a.id' : '';
  const rows = await manager.query<SealedAccount[]>(
    `select a.id, a.merchant_id as "merchantId", a.slug, a.environment, a.livemode, a.base_url as "baseUrl",
       a.service_id as "serviceId", a.currency, a.require_timestamp as "requireTimestamp",
       a.accept_canonical_signature as "acceptCanonicalSignature", a.disabled_at as "disabledAt", a.access_key_ciphertext as "sealedAccessKey",
       s.ciphertext as "sealedSecretKey"
     from gateway_account a ${join} join gateway_secret s on s.account_id = a.id and s.signs_requests
     where ${filter} order by a.created_at, a.id`,
    [...parameters],
  );
  return rows.map((row) => openAccount(row, sealer));
}

function openAccount(
  { sealedAccessKey, sealedSecretKey, ...account }: SealedAccount,
  sealer: SecretSealer,
): GatewayAccount {
  return { ...account, accessKey: sealer.open(sealedAccessKey), secretKey: sealer.open(sealedSecretKey) };
}

type SealedAccount = Omit<GatewayAccount, 'accessKey' | 'secretKey'> & {
  readonly sealedAccessKey: string;
  readonly sealedSecretKey: string;
};
