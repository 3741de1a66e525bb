import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { AlertEntity } from './alert.entity.js';

/** One message about an alert on its way to the operator's webhook; body and id are frozen when it is committed. */
@Entity({ name: 'alert_message' })
@Index('ix_alert_message_due', ['nextAt'], { where: "status = 'pending'" })
@Unique('uq_alert_message_turn', ['alertId', 'turn'])
@Check('ck_alert_message_type', "type in ('alert.raised', 'alert.cleared')")
@Check('ck_alert_message_status', "status in ('pending', 'delivered', 'failed')")
export class AlertMessageEntity {
  @PrimaryColumn({ name: 'id', type: 'text', primaryKeyConstraintName: 'pk_alert_message' })
  id: string;

  @ForeignKey(() => AlertEntity, { name: 'fk_alert_message_alert' })
  @Column({ name: 'alert_id', type: 'text' })
  alertId: string;

  /** Which message about its alert it is, from 1: the order in which they are told. */
  @Column({ name: 'turn', type: 'integer' })
  turn: number;

  @Column({ name: 'type', type: 'text' })
  type: 'alert.raised' | 'alert.cleared';

  /** Sent byte for byte. */
  @Column({ name: 'body', type: 'text' })
  body: string;

  @Column({ name: 'status', type: 'text' })
  status: 'pending' | 'delivered' | 'failed';

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
}
