import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { bigintColumn } from './bigint-column.js';
import { PaymentEntity } from './payment.entity.js';
import { ReceiptEntity } from './receipt.entity.js';

/** A refund of a receipt, asked for by one pair of eyes and approved by another (requirement R4). */
@Entity({ name: 'refund' })
@Index('ix_refund_payment', ['paymentId'])
@Index('ix_refund_receipt', ['receiptId'])
@Unique('uq_refund_code', ['refundCode'])
@Check('ck_refund_amount', 'amount_minor > 0')
@Check('ck_refund_channel', "channel in ('manual', 'api')")
@Check('ck_refund_state', "state in ('requested', 'approved', 'sent', 'done', 'bounced', 'rejected')")
export class RefundEntity {
  @PrimaryColumn({ name: 'id', type: 'text', primaryKeyConstraintName: 'pk_refund' })
  id: string;

  @ForeignKey(() => PaymentEntity, { name: 'fk_refund_payment' })
  @Column({ name: 'payment_id', type: 'text' })
  paymentId: string;

  @ForeignKey(() => ReceiptEntity, { name: 'fk_refund_receipt' })
  @Column({ name: 'receipt_id', type: 'text' })
  receiptId: string;

  @Column({ name: 'amount_minor', type: 'bigint', transformer: bigintColumn })
  amountMinor: bigint;

  @Column({ name: 'currency', type: 'text' })
  currency: string;

  @Column({ name: 'reason', type: 'text' })
  reason: string;

  @Column({ name: 'channel', type: 'text' })
  channel: 'manual' | 'api';

  @Column({ name: 'state', type: 'text' })
  state: 'requested' | 'approved' | 'sent' | 'done' | 'bounced' | 'rejected';

  @Column({ name: 'refund_code', type: 'text' })
  refundCode: string;

  /** Bank details of the shopper, sealed. */
  @Column({ name: 'destination_ciphertext', type: 'text', nullable: true })
  destinationCiphertext: string | null;

  @Column({ name: 'evidence', type: 'text', nullable: true })
  evidence: string | null;

  @Column({ name: 'requested_by', type: 'text' })
  requestedBy: string;

  @Column({ name: 'approved_by', type: 'text', nullable: true })
  approvedBy: string | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'settled_at', type: 'timestamptz', nullable: true })
  settledAt: Date | null;
}
