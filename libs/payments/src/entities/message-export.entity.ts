import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** A month of raw messages that stands in a file, and may therefore be dropped from the database (requirement R17). */
@Entity({ name: 'message_export' })
@Check('ck_message_export_kind', "kind in ('notification', 'gateway_call')")
@Check('ck_message_export_month', "month ~ '^\\d{4}-\\d{2}$'")
export class MessageExportEntity {
  @PrimaryColumn({ name: 'kind', type: 'text', primaryKeyConstraintName: 'pk_message_export' })
  kind: 'notification' | 'gateway_call';

  /** `2025-09`, in UTC as the partitions are. */
  @PrimaryColumn({ name: 'month', type: 'text', primaryKeyConstraintName: 'pk_message_export' })
  month: string;

  @Column({ name: 'file', type: 'text' })
  file: string;

  @Column({ name: 'rows', type: 'integer' })
  rows: number;

  @Column({ name: 'sha256', type: 'bytea' })
  sha256: Buffer;

  @Column({ name: 'exported_by', type: 'text' })
  exportedBy: string;

  @Column({ name: 'exported_at', type: 'timestamptz' })
  exportedAt: Date;

  @Column({ name: 'dropped_by', type: 'text', nullable: true })
  droppedBy: string | null;

  @Column({ name: 'dropped_at', type: 'timestamptz', nullable: true })
  droppedAt: Date | null;
}
