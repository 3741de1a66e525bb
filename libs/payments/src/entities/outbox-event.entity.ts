import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { EventType } from '../domain/index.js';
import { bigintColumn } from './bigint-column.js';
import { PaymentEntity } from './payment.entity.js';

/** Something that the world must hear, written in the transaction that caused it (invariant 7). */
@Entity({ name: 'outbox_event' })
@Index('uq_outbox_event_order_paid', ['shopId', 'orderId'], { unique: true, where: "type = 'order.paid'" })
@Index('ix_outbox_event_unnumbered', ['createdAt'], { where: 'position is null' })
@Index('ix_outbox_event_shop', ['shopId', 'position'], { where: 'position is not null' })
@Index('ix_outbox_event_type', ['shopId', 'type', 'position'], {
  where: "position is not null and type not in ('order.pending', 'order.paid', 'order.expired')",
})
@Index('ix_outbox_event_shop_time', ['shopId', 'createdAt'], { where: 'position is not null' })
@Unique('uq_outbox_event_position', ['position'])
@Unique('uq_outbox_event_sequence', ['paymentId', 'sequence'])
export class OutboxEventEntity {
  @PrimaryColumn({ name: 'id', type: 'text', primaryKeyConstraintName: 'pk_outbox_event' })
  id: string;

  @ForeignKey(() => PaymentEntity, { name: 'fk_outbox_event_payment' })
  @Column({ name: 'payment_id', type: 'text' })
  paymentId: string;

  @Column({ name: 'shop_id', type: 'text' })
  shopId: string;

  @Column({ name: 'order_id', type: 'text' })
  orderId: string;

  @Column({ name: 'livemode', type: 'boolean' })
  livemode: boolean;

  @Column({ name: 'type', type: 'text' })
  type: EventType;

  @Column({ name: 'cause', type: 'text' })
  cause: string;

  @Column({ name: 'sequence', type: 'integer' })
  sequence: number;

  /** Whether later events of the payment wait for its delivery. */
  @Column({ name: 'blocking', type: 'boolean' })
  blocking: boolean;

  /** Place in the feed; null until `EventRelay` gave it one. */
  @Column({ name: 'position', type: 'bigint', nullable: true, transformer: bigintColumn })
  position: bigint | null;

  /** Frozen JSON text: sent and fed byte for byte. */
  @Column({ name: 'body', type: 'text' })
  body: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
