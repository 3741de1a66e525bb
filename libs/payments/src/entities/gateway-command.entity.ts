import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { CommandKind, CommandPurpose, CommandStatus } from '../domain/index.js';
import { CipEntity } from './cip.entity.js';
import { PaymentEntity } from './payment.entity.js';

/** A call to the gateway that has an effect, committed before it is sent; at most one open per payment. */
@Entity({ name: 'gateway_command' })
@Index('uq_gateway_command_open', ['paymentId'], { unique: true, where: "status in ('intent', 'sent', 'unknown')" })
@Index('ix_gateway_command_due', ['nextAt'], { where: "status in ('intent', 'sent', 'unknown')" })
@Index('ix_gateway_command_payment', ['paymentId'])
@Check('ck_gateway_command_kind', "kind in ('create', 'extend', 'delete', 'refund')")
@Check(
  'ck_gateway_command_purpose',
  "purpose in ('checkout', 'replace', 'cancel', 'close', 'extend', 'reissue', 'refund', 'retire')",
)
@Check('ck_gateway_command_status', "status in ('intent', 'sent', 'done', 'refused', 'unknown', 'lost')")
export class GatewayCommandEntity {
  @PrimaryColumn({ name: 'id', type: 'text', primaryKeyConstraintName: 'pk_gateway_command' })
  id: string;

  @ForeignKey(() => PaymentEntity, { name: 'fk_gateway_command_payment' })
  @Column({ name: 'payment_id', type: 'text' })
  paymentId: string;

  @ForeignKey(() => CipEntity, { name: 'fk_gateway_command_cip' })
  @Column({ name: 'cip_id', type: 'text' })
  cipId: string;

  @Column({ name: 'kind', type: 'text' })
  kind: CommandKind;

  @Column({ name: 'purpose', type: 'text' })
  purpose: CommandPurpose;

  @Column({ name: 'status', type: 'text' })
  status: CommandStatus;

  @Column({ name: 'actor', type: 'text' })
  actor: string;

  @Column({ name: 'arguments', type: 'jsonb', default: {} })
  arguments: Record<string, unknown>;

  @Column({ name: 'outcome', type: 'jsonb', nullable: true })
  outcome: Record<string, unknown> | null;

  @Column({ name: 'attempts', type: 'integer', default: 0 })
  attempts: number;

  @Column({ name: 'lease_until', type: 'timestamptz', nullable: true })
  leaseUntil: Date | null;

  @Column({ name: 'answer_until', type: 'timestamptz', nullable: true })
  answerUntil: Date | null;

  @Column({ name: 'next_at', type: 'timestamptz', nullable: true })
  nextAt: Date | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'sent_at', type: 'timestamptz', nullable: true })
  sentAt: Date | null;

  @Column({ name: 'settled_at', type: 'timestamptz', nullable: true })
  settledAt: Date | null;
}
