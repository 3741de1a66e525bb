import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { PaymentEntity } from './payment.entity.js';

/** History of a payment: append-only, each row chained to the one before by its digest (requirement R22). */
@Entity({ name: 'payment_event' })
export class PaymentEventEntity {
  @ForeignKey(() => PaymentEntity, { name: 'fk_payment_event_payment' })
  @PrimaryColumn({ name: 'payment_id', type: 'text', primaryKeyConstraintName: 'pk_payment_event' })
  paymentId: string;

  @PrimaryColumn({ name: 'sequence', type: 'integer', primaryKeyConstraintName: 'pk_payment_event' })
  sequence: number;

  @Column({ name: 'type', type: 'text' })
  type: string;

  @Column({ name: 'at', type: 'timestamptz' })
  at: Date;

  @Column({ name: 'actor', type: 'text' })
  actor: string;

  @Column({ name: 'data', type: 'jsonb' })
  data: Record<string, unknown>;

  @Column({ name: 'digest', type: 'bytea' })
  digest: Buffer;

  /** SHA-256 of the data as they were, where words of a person were erased; null everywhere else. */
  @Column({ name: 'data_digest', type: 'bytea', nullable: true })
  dataDigest: Buffer | null;
}
