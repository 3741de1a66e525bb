import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { FactKind, FactSource } from '../domain/index.js';
import { bigintColumn } from './bigint-column.js';
import { CipEntity } from './cip.entity.js';

/** One thing the gateway said about money. Append-only; two equal sayings are one fact (requirement R11). */
@Entity({ name: 'gateway_fact' })
@Index('ix_gateway_fact_payment', ['paymentId'])
@ForeignKey(() => CipEntity, ['paymentId', 'cipId'], ['paymentId', 'id'], { name: 'fk_gateway_fact_cip' })
@Check('ck_gateway_fact_kind', "kind in ('paid', 'reversed')")
@Check('ck_gateway_fact_source', "source in ('notification', 'search')")
export class GatewayFactEntity {
  @PrimaryColumn({ name: 'id', type: 'text', primaryKeyConstraintName: 'pk_gateway_fact' })
  id: string;

  @Column({ name: 'payment_id', type: 'text' })
  paymentId: string;

  @Column({ name: 'cip_id', type: 'text' })
  cipId: string;

  @Column({ name: 'kind', type: 'text' })
  kind: FactKind;

  @Column({ name: 'source', type: 'text' })
  source: FactSource;

  @Column({ name: 'operation_number', type: 'text', default: '' })
  operationNumber: string;

  @Column({ name: 'amount_minor', type: 'bigint', transformer: bigintColumn })
  amountMinor: bigint;

  @Column({ name: 'currency', type: 'text' })
  currency: string;

  @Column({ name: 'occurred_at', type: 'timestamptz', nullable: true })
  occurredAt: Date | null;

  @Column({ name: 'observed_at', type: 'timestamptz' })
  observedAt: Date;

  @Column({ name: 'evidence', type: 'text', nullable: true })
  evidence: string | null;

  @Column({ name: 'recorded_at', type: 'timestamptz', default: () => 'now()' })
  recordedAt: Date;
}
