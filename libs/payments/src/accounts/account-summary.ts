import type { EntityManager } from 'typeorm';
import type { Currency, StoredPollSchedule } from '../domain/index.js';
import type { AmountBounds } from './account-fields.js';
import type { GatewayEnvironment } from './gateway-environment.js';
import type { ChannelSetting, StoredChannelSetting } from './shop-offer.js';
import { toChannelSettings } from './shop-offer.js';

/** An account as administrators see it: without its keys. */
export interface AccountSummary extends AmountBounds {
  readonly id: string;
  readonly merchantId: string;
  readonly slug: string;
  readonly environment: GatewayEnvironment;
  readonly livemode: boolean;
  readonly baseUrl: string;
  readonly serviceId: string;
  readonly currency: Currency;
  /** Whether a notification must carry a timestamp. */
  readonly requireTimestamp: boolean;
  /** Whether the five-field signature of older senders is taken. */
  readonly acceptCanonicalSignature: boolean;
  /** Its contract offers refunds by API, told apart by `refundCode` (pagoefectivo-api.md §13.5). */
  readonly refundsApi: boolean;
  /** What differs from the product's own list of channels, by channel id. */
  readonly channels: Readonly<Record<string, ChannelSetting>>;
  /** Calls per minute; null for the product's own number. */
  readonly budgetPerMinute: number | null;
  /** What differs from the product's schedule of polls; null where nothing does. */
  readonly pollSchedule: StoredPollSchedule | null;
  /** Shops whose payments it takes. */
  readonly shopIds: readonly string[];
  /** Until when a secret before the last rotation verifies notifications; null when there is none. */
  readonly previousSecretUntil: Date | null;
  /** When PagoEfectivo stops taking the secret that signs, as far as people said. */
  readonly secretEndsAt: Date | null;
  readonly createdAt: Date;
  /** Since when it takes no new payments; null while it does. */
  readonly disabledAt: Date | null;
}

/** Id of the account that an id or a slug names, its row locked as wanted; null for none. No slug has an underscore. */
export async function accountIdOf(
  manager: EntityManager,
  account: string,
  lock: 'for update' | 'for share' | '' = '',
): Promise<string | null> {
  const [row] = await manager.query<{ id: string }[]>(
    `select id from gateway_account where id = $1 or slug = $1 ${lock}`,
    [account],
  );
  return row?.id ?? null;
}

/** Throws when there is none: for ids that a row vouches for. */
export async function readSummary(manager: EntityManager, id: string): Promise<AccountSummary> {
  const [summary] = await readSummaries(manager, { id, before: null, merchantId: null, limit: 1 });
  if (!summary) throw new Error(`there is no account ${id}`);
  return summary;
}

/** Latest first. */
export async function readSummaries(
  manager: EntityManager,
  query: { id: string | null; before: string | null; merchantId: string | null; limit: number },
): Promise<AccountSummary[]> {
  const rows = await manager.query<SummaryRow[]>(
    `select a.id, a.merchant_id as "merchantId", a.slug, a.environment, a.livemode, a.base_url as "baseUrl",
       a.service_id as "serviceId", a.currency, a.require_timestamp as "requireTimestamp",
       a.accept_canonical_signature as "acceptCanonicalSignature", a.refunds_api as "refundsApi", a.min_amount_minor as "minAmountMinor",
       a.max_amount_minor as "maxAmountMinor", a.channels,
       a.budget_per_minute as "budgetPerMinute", a.poll_schedule as "pollSchedule", a.created_at as "createdAt", a.disabled_at as "disabledAt",
       array(select m.shop_id from shop_account m where m.account_id = a.id order by m.shop_id) as "shopIds",
       (select max(s.valid_until) from gateway_secret s where s.account_id = a.id) as "previousSecretUntil",
       (select s.ends_at from gateway_secret s where s.account_id = a.id and s.signs_requests) as "secretEndsAt"
     from gateway_account a
     where ($1::text is null or a.id = $1) and ($2::text is null or a.id < $2) and ($3::text is null or a.merchant_id = $3)
     order by a.id desc limit $4`,
    [query.id, query.before, query.merchantId, query.limit],
  );
  return rows.map((row) => ({
    ...row,
    minAmountMinor: row.minAmountMinor === null ? null : BigInt(row.minAmountMinor),
    maxAmountMinor: row.maxAmountMinor === null ? null : BigInt(row.maxAmountMinor),
    channels: toChannelSettings(row.channels),
  }));
}

interface SummaryRow extends Omit<AccountSummary, 'minAmountMinor' | 'maxAmountMinor' | 'channels'> {
  readonly minAmountMinor: string | null;
  readonly maxAmountMinor: string | null;
  readonly channels: Record<string, StoredChannelSetting>;
}
