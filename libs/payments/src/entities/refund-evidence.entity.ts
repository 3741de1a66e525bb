import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { RefundEntity } from './refund.entity.js';

/** What proves that the money went back: the bank's slip as bytes, or a text that says where to find it. Only grows. */
@Entity({ name: 'refund_evidence' })
@Index('ix_refund_evidence_refund', ['refundId'])
@Check('ck_refund_evidence_size', 'octet_length(content) <= 1048576')
export class RefundEvidenceEntity {
  @PrimaryColumn({ name: 'id', type: 'text', primaryKeyConstraintName: 'pk_refund_evidence' })
  id: string;

  @ForeignKey(() => RefundEntity, { name: 'fk_refund_evidence_refund' })
  @Column({ name: 'refund_id', type: 'text' })
  refundId: string;

  @Column({ name: 'name', type: 'text' })
  name: string;

  @Column({ name: 'media_type', type: 'text' })
  mediaType: string;

  @Column({ name: 'sha256', type: 'bytea' })
  sha256: Buffer;

  @Column({ name: 'content', type: 'bytea' })
  content: Buffer;

  @Column({ name: 'added_by', type: 'text' })
  addedBy: string;

  @Column({ name: 'added_at', type: 'timestamptz' })
  addedAt: Date;
}
