import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { CipEntity } from './cip.entity.js';
import { minorUnits } from './minor-units.js';

/** Money that an agent, bank or wallet took for a CIP: more than one for a CIP paid twice. */
@Entity({ schema: 'sandbox', name: 'payment' })
@Index('ix_payment_cip', ['cip'])
export class PaymentEntity {
  @PrimaryGeneratedColumn({ type: 'bigint', primaryKeyConstraintName: 'pk_payment' })
  id: string;

  @Column({ type: 'bigint' })
  @ForeignKey(() => CipEntity, 'number', { name: 'fk_payment_cip' })
  cip: string;

  @Column({ name: 'operation_number', type: 'text' })
  @Index('uq_payment_operation', { unique: true })
  operationNumber: string;

  @Column({ type: 'text' })
  channel: string;

  @Column({ name: 'amount_minor', type: 'bigint', transformer: minorUnits })
  amountMinor: bigint;

  @Column({ name: 'paid_at', type: 'timestamptz' })
  paidAt: Date;

  @Column({ name: 'reversed_at', type: 'timestamptz', nullable: true })
  reversedAt: Date | null;
}
