import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Who did what to which subject, and when (requirement R22). Append-only. */
@Entity({ name: 'audit_entry' })
@Index('ix_audit_entry_subject', ['subject', 'at'])
export class AuditEntryEntity {
  @PrimaryColumn({ name: 'id', type: 'text', primaryKeyConstraintName: 'pk_audit_entry' })
  id: string;

  @Column({ name: 'at', type: 'timestamptz' })
  at: Date;

  @Column({ name: 'actor', type: 'text' })
  actor: string;

  @Column({ name: 'action', type: 'text' })
  action: string;

  @Column({ name: 'subject', type: 'text' })
  subject: string;

  @Column({ name: 'data', type: 'jsonb', default: {} })
  data: Record<string, unknown>;
}
