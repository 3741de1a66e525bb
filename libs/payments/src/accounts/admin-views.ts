import type { StoredPollSchedule } from '../domain/index.js';
import { expiryWarning, formatAmount } from '../domain/index.js';
import { limaInstant } from '../orders/lima-instant.js';
import type { EndpointStatistics } from '../outbox/endpoint-statistics.js';
import type { WebhookEndpoint } from '../outbox/webhook-endpoints.js';
import type { CertificateSummary } from '../outbox/endpoint-tls.js';
import type { AccountSummary } from './account-summary.js';
import type { AdminKeySummary } from './admin-keys.js';
import type { ApiKeySummary } from './api-keys.js';
import type { Merchant } from './merchants.js';
import type { SecretRecord } from './secret-inventory.js';
import type { PollMember } from './poll-settings.js';
import { POLL_MEMBERS } from './poll-settings.js';
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
  Instants<AccountSummary, 'createdAt' | 'disabledAt' | 'previousSecretUntil' | 'secretEndsAt'>,
  'minAmountMinor' | 'maxAmountMinor' | 'channels' | 'pollSchedule'
> & {
  readonly minAmount: string | null;
  readonly maxAmount: string | null;
  readonly channels: Readonly<Record<string, ChannelView>>;
  /** ISO 8601 durations; null where the product's own schedule holds. */
  readonly pollSchedule: PollScheduleView | null;
};

export type PollScheduleView = Partial<Record<PollMember, string | readonly string[]>>;

/** `formatDuration` writes milliseconds as an ISO 8601 duration. */
export function toAccountView(
  { minAmountMinor, maxAmountMinor, ...account }: AccountSummary,
  formatDuration: (ms: number) => string,
): AccountView {
  return {
    ...account,
    minAmount: amountOrNull(minAmountMinor),
    maxAmount: amountOrNull(maxAmountMinor),
    channels: Object.fromEntries(Object.entries(account.channels).map(([id, setting]) => [id, toChannelView(setting)])),
    pollSchedule: account.pollSchedule && toPollScheduleView(account.pollSchedule, formatDuration),
    previousSecretUntil: orNull(account.previousSecretUntil),
    secretEndsAt: orNull(account.secretEndsAt),
    createdAt: limaInstant(account.createdAt),
    disabledAt: orNull(account.disabledAt),
  };
}

export function toPollScheduleView(
  schedule: StoredPollSchedule,
  formatDuration: (ms: number) => string,
): PollScheduleView {
  return Object.fromEntries(
    Object.entries(POLL_MEMBERS).flatMap(([name, { key }]) => {
      const value = schedule[key];
      if (value === undefined) return [];
      return [[name, typeof value === 'number' ? formatDuration(value) : value.map(formatDuration)]];
    }),
  );
}

/** A secret in force, with the days that are left of it: 0 once it has ended, null where it has no end. */
export type SecretView = Instants<SecretRecord, 'since' | 'lastUsedAt' | 'endsAt'> & {
  readonly daysLeft: number | null;
};

export function toSecretView(secret: SecretRecord, now: Date): SecretView {
  return {
    ...secret,
    since: limaInstant(secret.since),
    lastUsedAt: orNull(secret.lastUsedAt),
    endsAt: orNull(secret.endsAt),
    daysLeft: secret.endsAt && expiryWarning(secret.endsAt, now).daysLeft,
  };
}

export type CertificateView = Instants<CertificateSummary, 'expiresAt'>;

export type EndpointView = Omit<
  Instants<WebhookEndpoint, 'createdAt' | 'updatedAt' | 'previousSecretUntil' | 'failingSince'>,
  'clientCertificate' | 'caCertificate'
> & {
  readonly clientCertificate: CertificateView | null;
  readonly caCertificate: CertificateView | null;
};

export function toEndpointView(endpoint: WebhookEndpoint): EndpointView {
  return {
    ...endpoint,
    previousSecretUntil: orNull(endpoint.previousSecretUntil),
    clientCertificate: toCertificateView(endpoint.clientCertificate),
    caCertificate: toCertificateView(endpoint.caCertificate),
    failingSince: orNull(endpoint.failingSince),
    createdAt: limaInstant(endpoint.createdAt),
    updatedAt: limaInstant(endpoint.updatedAt),
  };
}

function toCertificateView(certificate: CertificateSummary | null): CertificateView | null {
  return certificate && { subject: certificate.subject, expiresAt: limaInstant(certificate.expiresAt) };
}

export type EndpointStatisticsView = Omit<
  Instants<
    EndpointStatistics,
    'from' | 'until' | 'circuitOpenUntil' | 'failingSince' | 'oldestWaitingAt' | 'lastDeliveredAt'
  >,
  'lastFailure'
> & {
  readonly lastFailure: {
    readonly at: string;
    readonly httpStatus: number | null;
    readonly error: string | null;
  } | null;
};

export function toEndpointStatisticsView({ lastFailure, ...statistics }: EndpointStatistics): EndpointStatisticsView {
  return {
    ...statistics,
    from: limaInstant(statistics.from),
    until: limaInstant(statistics.until),
    circuitOpenUntil: orNull(statistics.circuitOpenUntil),
    failingSince: orNull(statistics.failingSince),
    oldestWaitingAt: orNull(statistics.oldestWaitingAt),
    lastDeliveredAt: orNull(statistics.lastDeliveredAt),
    lastFailure: lastFailure && { ...lastFailure, at: limaInstant(lastFailure.at) },
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
