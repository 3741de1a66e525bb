import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { CipStatus, PollPriority } from '../domain/index.js';
import { bigintColumn } from './bigint-column.js';
import { GatewayAccountEntity } from './gateway-account.entity.js';
import { PaymentEntity } from './payment.entity.js';

/** A payment code (Código de Identificación de Pago) asked for at the gateway, and when to ask about it next. */
@Entity({ name: 'cip' })
@Index('uq_cip_current', ['paymentId'], { unique: true, where: 'current' })
@Index('ix_cip_poll', ['accountId', 'pollPriority', 'pollAt'], { where: 'poll_at is not null' })
@Index('ix_cip_poll_deadline', ['accountId', 'expiresAt'], {
  where: "poll_at is not null and status = 'pending' and poll_priority <> 'deadline'",
})
@Index('ix_cip_paid', ['accountId', 'statusAt'], { where: "status = 'paid'" })
@Index('ix_cip_retire', ['retireAt'], { where: 'retire_at is not null' })
@Unique('uq_cip_payment', ['paymentId', 'id'])
@Unique('uq_cip_transaction_code', ['accountId', 'transactionCode'])
@Unique('uq_cip_number', ['accountId', 'number'])
@Check('ck_cip_poll_priority', "poll_priority in ('deadline', 'fresh', 'old')")
@Check('ck_cip_status', "status in ('requested', 'pending', 'expired', 'removed', 'paid', 'lost', 'refused')")
export class CipEntity {
  @PrimaryColumn({ name: 'id', type: 'text', primaryKeyConstraintName: 'pk_cip' })
  id: string;

  @ForeignKey(() => PaymentEntity, { name: 'fk_cip_payment' })
  @Column({ name: 'payment_id', type: 'text' })
  paymentId: string;

  @ForeignKey(() => GatewayAccountEntity, { name: 'fk_cip_account' })
  @Column({ name: 'account_id', type: 'text' })
  accountId: string;

  @Column({ name: 'transaction_code', type: 'text' })
  transactionCode: string;

  /** Without leading zeros; null until the gateway told it. */
  @Column({ name: 'number', type: 'text', nullable: true })
  number: string | null;

  @Column({ name: 'url', type: 'text', nullable: true })
  url: string | null;

  @Column({ name: 'amount_minor', type: 'bigint', transformer: bigintColumn })
  amountMinor: bigint;

  @Column({ name: 'currency', type: 'text' })
  currency: string;

  @Column({ name: 'current', type: 'boolean' })
  current: boolean;

  @Column({ name: 'status', type: 'text' })
  status: CipStatus;

  @Column({ name: 'status_at', type: 'timestamptz', nullable: true })
  statusAt: Date | null;

  @Column({ name: 'status_raw', type: 'integer', nullable: true })
  statusRaw: number | null;

  /** Times of the latest searches that said "not paid". */
  @Column({ name: 'pending_seen', type: 'timestamptz', array: true, default: '{}' })
  pendingSeen: Date[];

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt: Date;

  @Column({ name: 'poll_at', type: 'timestamptz', nullable: true })
  pollAt: Date | null;

  @Column({ name: 'poll_priority', type: 'text', default: 'old' })
  pollPriority: PollPriority;

  @Column({ name: 'poll_count', type: 'integer', default: 0 })
  pollCount: number;

  @Column({ name: 'poll_lease_until', type: 'timestamptz', nullable: true })
  pollLeaseUntil: Date | null;

  @Column({ name: 'polled_at', type: 'timestamptz', nullable: true })
  polledAt: Date | null;

  @Column({ name: 'announced_at', type: 'timestamptz', nullable: true })
  announcedAt: Date | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  /** When to have it deleted: it can still be paid, and nobody should pay it any more. */
  @Column({ name: 'retire_at', type: 'timestamptz', nullable: true })
  retireAt: Date | null;
}
