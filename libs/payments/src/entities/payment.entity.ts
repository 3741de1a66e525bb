import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { BaseState, Currency, HoldReason, PaymentState, StockState } from '../domain/index.js';
import { bigintColumn } from './bigint-column.js';
import { GatewayAccountEntity } from './gateway-account.entity.js';
import { ShopEntity } from './shop.entity.js';

/** One attempt to have an order paid. Changed by `PaymentLedger` alone (invariant 2). */
@Entity({ name: 'payment' })
@Index('ix_payment_expiring', ['expiresAt'], { where: "state = 'expiring'" })
@Index('uq_payment_open_order', ['shopId', 'orderId'], {
  unique: true,
  where: "state in ('created', 'pending', 'expiring')",
})
@Index('ix_payment_order', ['shopId', 'orderId', 'id'])
@Index('ix_payment_shop', ['shopId', 'id'])
@Index('ix_payment_state', ['shopId', 'state', 'id'], { where: "state <> 'paid'" })
@Index('ix_payment_due', ['nextAt'], { where: 'next_at is not null' })
@Index('ix_payment_remind', ['remindAt'], { where: 'remind_at is not null' })
@Index('ix_payment_held', ['heldFor'], { where: 'held_for is not null' })
@Index('ix_payment_closed', ['closedAt'], { where: 'closed_at is not null' })
@Check('ck_payment_amount', 'amount_minor > 0')
@Check('ck_payment_currency', "currency in ('PEN', 'USD')")
@Check(
  'ck_payment_state',
  "state in ('created', 'pending', 'expiring', 'paid', 'expired', 'cancelled', 'failed', 'refunded', 'reversed')",
)
@Check('ck_payment_base_state', "base_state in ('created', 'pending', 'expiring', 'expired', 'cancelled', 'failed')")
@Check('ck_payment_stock', "stock in ('none', 'held', 'committed', 'released')")
@Check(
  'ck_payment_held_for',
  "held_for in ('notification_waiting', 'gateway_unreachable', 'no_status', 'other_reference', 'new_code', 'delete_unconfirmed', 'delete_waits')",
)
export class PaymentEntity {
  @PrimaryColumn({ name: 'id', type: 'text', primaryKeyConstraintName: 'pk_payment' })
  id: string;

  @ForeignKey(() => ShopEntity, { name: 'fk_payment_shop' })
  @Column({ name: 'shop_id', type: 'text' })
  shopId: string;

  @ForeignKey(() => GatewayAccountEntity, { name: 'fk_payment_account' })
  @Column({ name: 'account_id', type: 'text' })
  accountId: string;

  @Column({ name: 'livemode', type: 'boolean' })
  livemode: boolean;

  @Column({ name: 'order_id', type: 'text' })
  orderId: string;

  @Column({ name: 'amount_minor', type: 'bigint', transformer: bigintColumn })
  amountMinor: bigint;

  @Column({ name: 'currency', type: 'text' })
  currency: Currency;

  @Column({ name: 'description', type: 'text', nullable: true })
  description: string | null;

  @Column({ name: 'customer', type: 'jsonb' })
  customer: Record<string, unknown>;

  @Column({ name: 'metadata', type: 'jsonb', default: {} })
  metadata: Record<string, unknown>;

  @Column({ name: 'return_url', type: 'text', nullable: true })
  returnUrl: string | null;

  @Column({ name: 'page_token', type: 'text' })
  pageToken: string;

  /** `baseState` folded with the receipts. */
  @Column({ name: 'state', type: 'text' })
  state: PaymentState;

  /** What clock, checkout and operators decided, before money is counted. */
  @Column({ name: 'base_state', type: 'text' })
  baseState: BaseState;

  @Column({ name: 'late', type: 'boolean', default: false })
  late: boolean;

  @Column({ name: 'in_review', type: 'boolean', default: false })
  inReview: boolean;

  /** Closed without the last word of the gateway, which stayed out of reach. */
  @Column({ name: 'unconfirmed', type: 'boolean', default: false })
  unconfirmed: boolean;

  @Column({ name: 'failure_code', type: 'text', nullable: true })
  failureCode: string | null;

  @Column({ name: 'failure_message', type: 'text', nullable: true })
  failureMessage: string | null;

  @Column({ name: 'stock', type: 'text', default: 'none' })
  stock: StockState;

  @Column({ name: 'stock_generation', type: 'integer', default: 0 })
  stockGeneration: number;

  @Column({ name: 'refunded_minor', type: 'bigint', default: 0, transformer: bigintColumn })
  refundedMinor: bigint;

  @Column({ name: 'event_sequence', type: 'integer', default: 0 })
  eventSequence: number;

  @Column({ name: 'history_sequence', type: 'integer', default: 0 })
  historySequence: number;

  @Column({ name: 'history_digest', type: 'bytea', nullable: true })
  historyDigest: Buffer | null;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt: Date;

  @Column({ name: 'next_at', type: 'timestamptz', nullable: true })
  nextAt: Date | null;

  /** Why the clock waits past the last question. */
  @Column({ name: 'held_for', type: 'text', nullable: true })
  heldFor: HoldReason | null;

  @Column({ name: 'clock_lease_until', type: 'timestamptz', nullable: true })
  clockLeaseUntil: Date | null;

  @Column({ name: 'paid_at', type: 'timestamptz', nullable: true })
  paidAt: Date | null;

  @Column({ name: 'closed_at', type: 'timestamptz', nullable: true })
  closedAt: Date | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;

  /** Seconds before the deadline at which the shop is reminded. */
  @Column({ name: 'remind_before_s', type: 'integer', array: true, default: '{}' })
  remindBeforeS: number[];

  @Column({ name: 'remind_at', type: 'timestamptz', nullable: true })
  remindAt: Date | null;

  /** When the shopper's personal data were erased; null while they stand here. */
  @Column({ name: 'erased_at', type: 'timestamptz', nullable: true })
  erasedAt: Date | null;
}
