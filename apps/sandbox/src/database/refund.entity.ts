import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { CipEntity } from './cip.entity.js';
import { minorUnits } from './minor-units.js';

/** A refund asked for through the API that only this sandbox is known to have (pagoefectivo-api.md §13.5). */
@Entity({ schema: 'sandbox', name: 'refund' })
export class RefundEntity {
  @PrimaryColumn({ type: 'bigint', primaryKeyConstraintName: 'pk_refund' })
  @ForeignKey(() => CipEntity, 'number', { name: 'fk_refund_cip' })
  cip: string;

  /** The merchant's own; a repeated one is the same refund. */
  @PrimaryColumn({ name: 'refund_code', type: 'text', primaryKeyConstraintName: 'pk_refund' })
  refundCode: string;

  @Column({ name: 'amount_minor', type: 'bigint', transformer: minorUnits })
  amountMinor: bigint;

  @Column({ type: 'text' })
  currency: string;

  @Column({ type: 'text', nullable: true })
  reason: string | null;

  @Column({ name: 'refunded_at', type: 'timestamptz' })
  refundedAt: Date;
}
