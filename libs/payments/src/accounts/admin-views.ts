import { formatAmount } from '../domain/index.js';
import { limaInstant } from '../orders/lima-instant.js';
import type { WebhookEndpoint } from '../outbox/webhook-endpoints.js';
import type { AccountSummary } from './account-summary.js';
import type { AdminKeySummary } from './admin-keys.js';
import type { ApiKeySummary } from './api-keys.js';
import type { Merchant } from './merchants.js';
import type { ChannelSetting } from './shop-offer.js';
import type { CaseDeadlineHours, CasePolicies } from './shop-policies.js';
import type { Shop } from './shops.js';

/** How administrators see things, alike over HTTP and on the command line: instants at Lima's offset, money as decimals. */
type Instants<Record, Names extends keyof Record> = Omit<Record, Names> & {
  readonly [Name in Names]: null extends Record[Name] ? string | null : string;
};

export type MerchantView = Instants<Merchant, 'createdAt'>;

export function toMerchantView({ id, name, createdAt }: Merchant): MerchantView {
  return { id, name, createdAt: limaInstant(createdAt) };
}

export type ShopView = Omit<Instants<Shop, 'createdAt' | 'disabledAt'>, 'policies' | 'refundApprovalAboveMinor'> & {
  /** Null for the product's default. */
  readonly refundApprovalAbove: string | null;
  /** ISO 8601 durations before the deadline; null for the product's default. */
  readonly policies: {
    readonly expiringSoon: readonly string[] | null;
    readonly cases: CasePolicies;
    readonly caseDeadlineHours: CaseDeadlineHours;
  };
};

/** `formatDuration` writes milliseconds as an ISO 8601 duration. */
export function toShopView(
  { refundApprovalAboveMinor, ...shop }: Shop,
  formatDuration: (ms: number) => string,
): ShopView {
  const { expiringSoonS, cases, caseDeadlineHours } = shop.policies;
  return {
    ...shop,
    refundApprovalAbove: amountOrNull(refundApprovalAboveMinor),
    policies: {
      expiringSoon: expiringSoonS?.map((seconds) => formatDuration(seconds * 1000)) ?? null,
      cases,
      caseDeadlineHours,
    },
    createdAt: limaInstant(shop.createdAt),
    disabledAt: orNull(shop.disabledAt),
  };
}

export type ApiKeyView = Instants<ApiKeySummary, 'createdAt' | 'expiresAt' | 'revokedAt' | 'lastUsedAt'>;

export function toApiKeyView(key: ApiKeySummary): ApiKeyView {
  return { ...key, ...keyInstants(key) };
}

export type AdminKeyView = Instants<AdminKeySummary, 'createdAt' | 'expiresAt' | 'revokedAt' | 'lastUsedAt'>;

export function toAdminKeyView(key: AdminKeySummary): AdminKeyView {
  return { ...key, ...keyInstants(key) };
}

export interface ChannelView {
  readonly offered?: boolean;
  /** Null where the published cap is lifted. */
  readonly maxAmount?: string | null;
}

export type AccountView = Omit<
  Instants<AccountSummary, 'createdAt' | 'disabledAt' | 'previousSecretUntil'>,
  'minAmountMinor' | 'maxAmountMinor' | 'channels'
> & {
  readonly minAmount: string | null;
  readonly maxAmount: string | null;
  readonly channels: Readonly<Record<string, ChannelView>>;
};

export function toAccountView({ minAmountMinor, maxAmountMinor, ...account }: AccountSummary): AccountView {
  return {
    ...account,
    minAmount: amountOrNull(minAmountMinor),
    maxAmount: amountOrNull(maxAmountMinor),
    channels: Object.fromEntries(Object.entries(account.channels).map(([id, setting]) => [id, toChannelView(setting)])),
    previousSecretUntil: orNull(account.previousSecretUntil),
    createdAt: limaInstant(account.createdAt),
    disabledAt: orNull(account.disabledAt),
  };
}

export type EndpointView = Instants<WebhookEndpoint, 'createdAt' | 'updatedAt' | 'previousSecretUntil'>;

export function toEndpointView(endpoint: WebhookEndpoint): EndpointView {
  return {
    ...endpoint,
    previousSecretUntil: orNull(endpoint.previousSecretUntil),
    createdAt: limaInstant(endpoint.createdAt),
    updatedAt: limaInstant(endpoint.updatedAt),
  };
}

function toChannelView({ offered, maxAmountMinor }: ChannelSetting): ChannelView {
  return {
    ...(offered === undefined ? {} : { offered }),
    ...(maxAmountMinor === undefined ? {} : { maxAmount: amountOrNull(maxAmountMinor) }),
  };
}

function keyInstants(key: {
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}): { createdAt: string; expiresAt: string | null; revokedAt: string | null; lastUsedAt: string | null } {
  return {
    createdAt: limaInstant(key.createdAt),
    expiresAt: orNull(key.expiresAt),
    revokedAt: orNull(key.revokedAt),
    lastUsedAt: orNull(key.lastUsedAt),
  };
}

function orNull(instant: Date | null): string | null {
  return instant && limaInstant(instant);
}

function amountOrNull(amountMinor: bigint | null): string | null {
  return amountMinor === null ? null : formatAmount(amountMinor);
}
