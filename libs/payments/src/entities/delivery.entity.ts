import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { EventType } from '../domain/index.js';
import { OutboxEventEntity } from './outbox-event.entity.js';
import { WebhookEndpointEntity } from './webhook-endpoint.entity.js';

/** One event on its way to one endpoint. */
@Entity({ name: 'delivery' })
@Index('ix_delivery_due_first', ['endpointId', 'nextAt', 'sequence'], { where: "status = 'pending' and attempts = 0" })
@Index('ix_delivery_due_retry', ['endpointId', 'nextAt', 'sequence'], { where: "status = 'pending' and attempts > 0" })
@Index('ix_delivery_leased', ['endpointId', 'leaseUntil'], { where: "status = 'pending' and lease_until is not null" })
@Index('ix_delivery_failed', ['endpointId', 'createdAt'], { where: "status = 'failed'" })
@Index('ix_delivery_order', ['paymentId', 'endpointId', 'sequence'], { where: "status = 'pending'" })
@Index('ix_delivery_endpoint', ['endpointId', 'createdAt'])
@Unique('uq_delivery_event_endpoint', ['eventId', 'endpointId'])
@Check('ck_delivery_status', "status in ('pending', 'delivered', 'failed', 'resolved')")
@Check('ck_delivery_resolved', "(status = 'resolved') = (resolved_at is not null)")
export class DeliveryEntity {
  @PrimaryColumn({ name: 'id', type: 'text', primaryKeyConstraintName: 'pk_delivery' })
  id: string;

  @ForeignKey(() => OutboxEventEntity, { name: 'fk_delivery_event' })
  @Column({ name: 'event_id', type: 'text' })
  eventId: string;

  @ForeignKey(() => WebhookEndpointEntity, { name: 'fk_delivery_endpoint' })
  @Column({ name: 'endpoint_id', type: 'text' })
  endpointId: string;

  @Column({ name: 'payment_id', type: 'text' })
  paymentId: string;

  @Column({ name: 'sequence', type: 'integer' })
  sequence: number;

  @Column({ name: 'event_type', type: 'text' })
  eventType: EventType;

  @Column({ name: 'blocking', type: 'boolean' })
  blocking: boolean;

  @Column({ name: 'status', type: 'text' })
  status: 'pending' | 'delivered' | 'failed' | 'resolved';

  /** Attempts begun; also the token by which a sender proves that the row is still its own. */
  @Column({ name: 'attempts', type: 'integer', default: 0 })
  attempts: number;

  /** Business time; null once nothing more is due. */
  @Column({ name: 'next_at', type: 'timestamptz', nullable: true })
  nextAt: Date | null;

  /** Database time; a sender that died is replaced after it. */
  @Column({ name: 'lease_until', type: 'timestamptz', nullable: true })
  leaseUntil: Date | null;

  @Column({ name: 'last_status', type: 'integer', nullable: true })
  lastStatus: number | null;

  @Column({ name: 'last_error', type: 'text', nullable: true })
  lastError: string | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'delivered_at', type: 'timestamptz', nullable: true })
  deliveredAt: Date | null;

  /** When a person decided that it need not be sent any more. */
  @Column({ name: 'resolved_at', type: 'timestamptz', nullable: true })
  resolvedAt: Date | null;

  @Column({ name: 'resolved_by', type: 'text', nullable: true })
  resolvedBy: string | null;

  @Column({ name: 'resolved_reason', type: 'text', nullable: true })
  resolvedReason: string | null;
}
