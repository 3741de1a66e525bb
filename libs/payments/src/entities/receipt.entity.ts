import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { ReceiptCounts } from '../domain/index.js';
import { bigintColumn } from './bigint-column.js';
import { CipEntity } from './cip.entity.js';

/** Money that the gateway took: a projection of `gateway_fact`. */
@Entity({ name: 'receipt' })
@Index('ix_receipt_payment', ['paymentId'])
@ForeignKey(() => CipEntity, ['paymentId', 'cipId'], ['paymentId', 'id'], { name: 'fk_receipt_cip' })
@Check('ck_receipt_counts', "counts in ('applied', 'surplus', 'disputed')")
export class ReceiptEntity {
  @PrimaryColumn({ name: 'id', type: 'text', primaryKeyConstraintName: 'pk_receipt' })
  id: string;

  @Column({ name: 'payment_id', type: 'text' })
  paymentId: string;

  @Column({ name: 'cip_id', type: 'text' })
  cipId: string;

  @Column({ name: 'operation_number', type: 'text', default: '' })
  operationNumber: string;

  @Column({ name: 'amount_minor', type: 'bigint', transformer: bigintColumn })
  amountMinor: bigint;

  @Column({ name: 'currency', type: 'text' })
  currency: string;

  @Column({ name: 'paid_at', type: 'timestamptz', nullable: true })
  paidAt: Date | null;

  @Column({ name: 'reversed_at', type: 'timestamptz', nullable: true })
  reversedAt: Date | null;

  @Column({ name: 'counts', type: 'text' })
  counts: ReceiptCounts;

  @Column({ name: 'fact_ids', type: 'text', array: true })
  factIds: string[];

  @Column({ name: 'recorded_at', type: 'timestamptz', default: () => 'now()' })
  recordedAt: Date;
}
