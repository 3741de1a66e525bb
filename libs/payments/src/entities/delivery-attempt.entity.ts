import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { DeliveryEntity } from './delivery.entity.js';

/** One attempt of a delivery, with the answer of the receiver (at most 16 kB of it). */
@Entity({ name: 'delivery_attempt' })
@Index('ix_delivery_attempt_delivery', ['deliveryId', 'at'])
@Index('ix_delivery_attempt_endpoint', ['endpointId', 'at'])
export class DeliveryAttemptEntity {
  @PrimaryColumn({ name: 'id', type: 'text', primaryKeyConstraintName: 'pk_delivery_attempt' })
  id: string;

  @ForeignKey(() => DeliveryEntity, { name: 'fk_delivery_attempt_delivery' })
  @Column({ name: 'delivery_id', type: 'text' })
  deliveryId: string;

  /** Of the delivery, kept here for figures by time; the delivery holds the foreign key. */
  @Column({ name: 'endpoint_id', type: 'text' })
  endpointId: string;

  @Column({ name: 'at', type: 'timestamptz' })
  at: Date;

  @Column({ name: 'http_status', type: 'integer', nullable: true })
  httpStatus: number | null;

  @Column({ name: 'duration_ms', type: 'integer' })
  durationMs: number;

  @Column({ name: 'response', type: 'text', nullable: true })
  response: string | null;

  @Column({ name: 'error', type: 'text', nullable: true })
  error: string | null;
}
