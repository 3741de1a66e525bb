import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import type { Currency, StoredPollSchedule } from '../domain/index.js';
import { bigintColumn } from './bigint-column.js';
import { MerchantEntity } from './merchant.entity.js';

/** One PagoEfectivo service: environment, idService and currency. Its keys are sealed; see also `gateway_secret`. */
@Entity({ name: 'gateway_account' })
@Unique('uq_gateway_account_slug', ['slug'])
@Check('ck_gateway_account_environment', "environment in ('sandbox', 'integration', 'production')")
@Check('ck_gateway_account_currency', "currency in ('PEN', 'USD')")
@Check('ck_gateway_account_amounts', 'min_amount_minor > 0 and max_amount_minor >= coalesce(min_amount_minor, 1)')
@Check('ck_gateway_account_budget', 'budget_per_minute between 1 and 100000')
@Check('ck_gateway_account_livemode', "livemode = (environment = 'production')")
export class GatewayAccountEntity {
  @PrimaryColumn({ name: 'id', type: 'text', primaryKeyConstraintName: 'pk_gateway_account' })
  id: string;

  @ForeignKey(() => MerchantEntity, { name: 'fk_gateway_account_merchant' })
  @Column({ name: 'merchant_id', type: 'text' })
  merchantId: string;

  @Column({ name: 'slug', type: 'text' })
  slug: string;

  @Column({ name: 'environment', type: 'text' })
  environment: 'sandbox' | 'integration' | 'production';

  @Column({ name: 'livemode', type: 'boolean' })
  livemode: boolean;

  @Column({ name: 'base_url', type: 'text' })
  baseUrl: string;

  @Column({ name: 'service_id', type: 'text' })
  serviceId: string;

  /** Sealed with the master key that its prefix names. */
  @Column({ name: 'access_key_ciphertext', type: 'text' })
  accessKeyCiphertext: string;

  /** Null: since the account was made. */
  @Column({ name: 'access_key_changed_at', type: 'timestamptz', nullable: true })
  accessKeyChangedAt: Date | null;

  @Column({ name: 'currency', type: 'text' })
  currency: Currency;

  @Column({ name: 'require_timestamp', type: 'boolean', default: false })
  requireTimestamp: boolean;

  @Column({ name: 'accept_canonical_signature', type: 'boolean', default: false })
  acceptCanonicalSignature: boolean;

  /** Its contract offers refunds by API, told apart by `refundCode` (pagoefectivo-api.md §13.5). */
  @Column({ name: 'refunds_api', type: 'boolean', default: false })
  refundsApi: boolean;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  /** Least and most that one payment may ask for; null where only PagoEfectivo's own limit holds. */
  @Column({ name: 'min_amount_minor', type: 'bigint', nullable: true, transformer: bigintColumn })
  minAmountMinor: bigint | null;

  @Column({ name: 'max_amount_minor', type: 'bigint', nullable: true, transformer: bigintColumn })
  maxAmountMinor: bigint | null;

  /** What differs from the product's own list of channels, by channel id. */
  @Column({ name: 'channels', type: 'jsonb', default: {} })
  channels: Record<string, unknown>;

  /** An account that takes no new payments; what it has goes on. */
  @Column({ name: 'disabled_at', type: 'timestamptz', nullable: true })
  disabledAt: Date | null;

  /** Calls per minute; null for the product's own number (GATEWAY_BUDGET_PER_MINUTE). */
  @Column({ name: 'budget_per_minute', type: 'integer', nullable: true })
  budgetPerMinute: number | null;

  /** What differs from the product's schedule of polls; null where nothing does. */
  @Column({ name: 'poll_schedule', type: 'jsonb', nullable: true })
  pollSchedule: StoredPollSchedule | null;
}
