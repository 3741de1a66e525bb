import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { CaseKind, CaseOutcome } from '../domain/index.js';
import { PaymentEntity } from './payment.entity.js';

/** Something that a person or a policy must judge; `dedupeKey` makes the same cause one case, ever (requirement R20). */
@Entity({ name: 'review_case' })
@Index('ix_review_case_state', ['state', 'openedAt'])
@Index('ix_review_case_payment', ['paymentId'], { where: 'payment_id is not null' })
@Index('ix_review_case_next', ['nextAt'], { where: 'next_at is not null' })
@Index('ix_review_case_overdue', ['dueAt'], { where: "state = 'open'" })
@Unique('uq_review_case_dedupe', ['dedupeKey'])
@Check(
  'ck_review_case_kind',
  "kind in ('paid_late', 'wrong_amount', 'paid_twice', 'reversed', 'unknown_cip', 'unconfirmed_close', 'settlement_difference')",
)
@Check('ck_review_case_state', "state in ('open', 'resolved')")
@Check('ck_review_case_resolution', "resolution in ('accept', 'refund', 'close', 'confirmed', 'superseded')")
export class ReviewCaseEntity {
  @PrimaryColumn({ name: 'id', type: 'text', primaryKeyConstraintName: 'pk_review_case' })
  id: string;

  @Column({ name: 'dedupe_key', type: 'text' })
  dedupeKey: string;

  @Column({ name: 'kind', type: 'text' })
  kind: CaseKind;

  @Column({ name: 'state', type: 'text' })
  state: 'open' | 'resolved';

  @Column({ name: 'shop_id', type: 'text', nullable: true })
  shopId: string | null;

  @Column({ name: 'account_id', type: 'text', nullable: true })
  accountId: string | null;

  @ForeignKey(() => PaymentEntity, { name: 'fk_review_case_payment' })
  @Column({ name: 'payment_id', type: 'text', nullable: true })
  paymentId: string | null;

  @Column({ name: 'receipt_id', type: 'text', nullable: true })
  receiptId: string | null;

  @Column({ name: 'notification_id', type: 'text', nullable: true })
  notificationId: string | null;

  @Column({ name: 'details', type: 'jsonb', default: {} })
  details: Record<string, unknown>;

  @Column({ name: 'owner', type: 'text', nullable: true })
  owner: string | null;

  @Column({ name: 'opened_at', type: 'timestamptz' })
  openedAt: Date;

  /** Until when somebody should have judged it. */
  @Column({ name: 'due_at', type: 'timestamptz' })
  dueAt: Date;

  /** When the policy of its shop is applied, or an unknown CIP is searched again; null while only a person can go on. */
  @Column({ name: 'next_at', type: 'timestamptz', nullable: true })
  nextAt: Date | null;

  @Column({ name: 'lease_until', type: 'timestamptz', nullable: true })
  leaseUntil: Date | null;

  /** Looks that the product took by itself. */
  @Column({ name: 'attempts', type: 'integer', default: 0 })
  attempts: number;

  /** Why the policy could not be applied, so that a person is needed. */
  @Column({ name: 'note', type: 'text', nullable: true })
  note: string | null;

  @Column({ name: 'resolution', type: 'text', nullable: true })
  resolution: CaseOutcome | null;

  @Column({ name: 'reason', type: 'text', nullable: true })
  reason: string | null;

  @Column({ name: 'resolved_by', type: 'text', nullable: true })
  resolvedBy: string | null;

  @Column({ name: 'resolved_at', type: 'timestamptz', nullable: true })
  resolvedAt: Date | null;
}
