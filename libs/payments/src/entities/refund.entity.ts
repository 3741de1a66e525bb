import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { RefundChannel, RefundState } from '../domain/index.js';
import { bigintColumn } from './bigint-column.js';
import { CipEntity } from './cip.entity.js';
import { PaymentEntity } from './payment.entity.js';
import { ReceiptEntity } from './receipt.entity.js';

/** A refund of a receipt, asked for by one pair of eyes and approved by another (requirement R4). */
@Entity({ name: 'refund' })
@Index('ix_refund_payment', ['paymentId'])
@Index('ix_refund_receipt', ['receiptId'])
@Index('ix_refund_state', ['state', 'id'])
@Index('ix_refund_due', ['nextAt'], { where: 'next_at is not null' })
@Unique('uq_refund_code', ['refundCode'])
@Check('ck_refund_amount', 'amount_minor > 0')
@Check('ck_refund_channel', "channel in ('manual', 'api')")
@Check('ck_refund_state', "state in ('requested', 'approved', 'sent', 'done', 'bounced', 'rejected')")
@Check('ck_refund_approved', "state in ('requested', 'rejected') or approved_by is not null")
@Check(
  'ck_refund_destination',
  '(destination_ciphertext is null) = (destination_kind is null or destination_bank is null or destination_tail is null or destination_by is null)',
)
export class RefundEntity {
  @PrimaryColumn({ name: 'id', type: 'text', primaryKeyConstraintName: 'pk_refund' })
  id: string;

  @ForeignKey(() => PaymentEntity, { name: 'fk_refund_payment' })
  @Column({ name: 'payment_id', type: 'text' })
  paymentId: string;

  @ForeignKey(() => ReceiptEntity, { name: 'fk_refund_receipt' })
  @Column({ name: 'receipt_id', type: 'text' })
  receiptId: string;

  @ForeignKey(() => CipEntity, { name: 'fk_refund_cip' })
  @Column({ name: 'cip_id', type: 'text' })
  cipId: string;

  @Column({ name: 'amount_minor', type: 'bigint', transformer: bigintColumn })
  amountMinor: bigint;

  @Column({ name: 'currency', type: 'text' })
  currency: string;

  @Column({ name: 'reason', type: 'text' })
  reason: string;

  @Column({ name: 'channel', type: 'text' })
  channel: RefundChannel;

  @Column({ name: 'state', type: 'text' })
  state: RefundState;

  @Column({ name: 'refund_code', type: 'text' })
  refundCode: string;

  /** The shopper's bank account with its holder, sealed. */
  @Column({ name: 'destination_ciphertext', type: 'text', nullable: true })
  destinationCiphertext: string | null;

  @Column({ name: 'destination_kind', type: 'text', nullable: true })
  destinationKind: 'account' | 'cci' | null;

  @Column({ name: 'destination_bank', type: 'text', nullable: true })
  destinationBank: string | null;

  /** The last digits of the account: what people may see. */
  @Column({ name: 'destination_tail', type: 'text', nullable: true })
  destinationTail: string | null;

  @Column({ name: 'destination_by', type: 'text', nullable: true })
  destinationBy: string | null;

  @Column({ name: 'credit_note', type: 'text', nullable: true })
  creditNote: string | null;

  @Column({ name: 'case_key', type: 'text', nullable: true })
  caseKey: string | null;

  @Column({ name: 'requested_by', type: 'text' })
  requestedBy: string;

  @Column({ name: 'approved_by', type: 'text', nullable: true })
  approvedBy: string | null;

  @Column({ name: 'self_approved', type: 'boolean', default: false })
  selfApproved: boolean;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'decided_at', type: 'timestamptz', nullable: true })
  decidedAt: Date | null;

  @Column({ name: 'sent_at', type: 'timestamptz', nullable: true })
  sentAt: Date | null;

  @Column({ name: 'bank_reference', type: 'text', nullable: true })
  bankReference: string | null;

  @Column({ name: 'settled_at', type: 'timestamptz', nullable: true })
  settledAt: Date | null;

  /** Why it was rejected or bounced. */
  @Column({ name: 'end_reason', type: 'text', nullable: true })
  endReason: string | null;

  /** Why nobody knows whether PagoEfectivo paid it. */
  @Column({ name: 'uncertain', type: 'text', nullable: true })
  uncertain: string | null;

  /** When PagoEfectivo is to be called for it. */
  @Column({ name: 'next_at', type: 'timestamptz', nullable: true })
  nextAt: Date | null;
}
