import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { CipStatus, CipTimeline, PastCipState } from '../cips/cip-state.js';
import type { Scenario } from '../cips/scenario.js';
import { minorUnits } from './minor-units.js';

/** A CIP as the gateway keeps it. The shopper is not stored, only a digest that recognises the same e-mail again. */
@Entity({ schema: 'sandbox', name: 'cip' })
@Index('ix_cip_transaction_code', ['transactionCode'])
@Index('ix_cip_shopper', ['shopperDigest'])
@Check('ck_cip_status', `status in ('pending', 'paid', 'removed')`)
@Check('ck_cip_amount', 'amount_minor > 0')
@Check('ck_cip_paid', `(status = 'paid') = (paid_at is not null and paid_minor is not null)`)
@Check('ck_cip_removed', `(status = 'removed') = (removed_at is not null)`)
export class CipEntity implements CipTimeline {
  /** Nine digits from a sequence that is never reset. */
  @PrimaryColumn({ type: 'bigint', primaryKeyConstraintName: 'pk_cip' })
  number: string;

  /** The GUID of the page behind `cipUrl`. */
  @Column({ type: 'text' })
  @Index('uq_cip_token', { unique: true })
  token: string;

  @Column({ name: 'transaction_code', type: 'text' })
  transactionCode: string;

  @Column({ type: 'text' })
  currency: string;

  @Column({ name: 'amount_minor', type: 'bigint', transformer: minorUnits })
  amountMinor: bigint;

  @Column({ name: 'payment_concept', type: 'text', nullable: true })
  paymentConcept: string | null;

  @Column({ name: 'shopper_digest', type: 'text' })
  shopperDigest: string;

  @Column({ type: 'text' })
  scenario: Scenario;

  @Column({ type: 'text' })
  status: CipStatus;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt: Date;

  @Column({ name: 'paid_at', type: 'timestamptz', nullable: true })
  paidAt: Date | null;

  @Column({ name: 'paid_minor', type: 'bigint', nullable: true, transformer: minorUnits })
  paidMinor: bigint | null;

  @Column({ name: 'removed_at', type: 'timestamptz', nullable: true })
  removedAt: Date | null;

  @Column({ type: 'jsonb', default: () => "'[]'" })
  history: PastCipState[];
}
