import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { NotificationEventType } from '../notifications/notification-plan.js';
import { CipEntity } from './cip.entity.js';

export type NotificationState = 'waiting' | 'delivered' | 'undelivered' | 'silenced';

/** One delivery as it went: `status` null means that no answer came and `error` says why. */
export interface Delivery {
  at: string;
  status: number | null;
  error: string | null;
}

/** A message to the merchant. `nextAt` is business time; null when nothing more will be sent. */
@Entity({ schema: 'sandbox', name: 'notification' })
@Index('ix_notification_cip', ['cip'])
@Index('ix_notification_due', ['nextAt'], { where: 'next_at is not null' })
@Check('ck_notification_attempts', 'attempts between 0 and 2')
@Check('ck_notification_state', `state in ('waiting', 'delivered', 'undelivered', 'silenced')`)
export class NotificationEntity {
  @PrimaryGeneratedColumn({ type: 'bigint', primaryKeyConstraintName: 'pk_notification' })
  id: string;

  @Column({ type: 'bigint' })
  @ForeignKey(() => CipEntity, 'number', { name: 'fk_notification_cip' })
  cip: string;

  @Column({ name: 'event_type', type: 'text' })
  eventType: NotificationEventType;

  /** The exact text that is signed and sent. */
  @Column({ type: 'text' })
  body: string;

  @Column({ type: 'boolean' })
  forged: boolean;

  @Column({ type: 'boolean' })
  duplicate: boolean;

  @Column({ type: 'text' })
  state: NotificationState;

  @Column({ type: 'integer', default: 0 })
  attempts: number;

  @Column({ name: 'next_at', type: 'timestamptz', nullable: true })
  nextAt: Date | null;

  /** Database time until which one sender has it in hand. */
  @Column({ name: 'lease_until', type: 'timestamptz', nullable: true })
  leaseUntil: Date | null;

  @Column({ type: 'jsonb', default: () => "'[]'" })
  deliveries: Delivery[];

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
