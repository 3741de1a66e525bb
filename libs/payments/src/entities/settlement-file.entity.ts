import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { GatewayAccountEntity } from './gateway-account.entity.js';

/** A file that was imported whole; the same bytes are imported once (requirement R25). */
@Entity({ name: 'settlement_file' })
@Unique('uq_settlement_file_content', ['accountId', 'sha256'])
@Check('ck_settlement_file_kind', "kind in ('transactions', 'liquidation')")
@Check('ck_settlement_file_format', "format in ('csv', 'xlsx')")
@Check('ck_settlement_file_covers', 'covers_from <= covers_until')
export class SettlementFileEntity {
  @PrimaryColumn({ name: 'id', type: 'text', primaryKeyConstraintName: 'pk_settlement_file' })
  id: string;

  @ForeignKey(() => GatewayAccountEntity, { name: 'fk_settlement_file_account' })
  @Column({ name: 'account_id', type: 'text' })
  accountId: string;

  @Column({ name: 'kind', type: 'text' })
  kind: 'transactions' | 'liquidation';

  @Column({ name: 'name', type: 'text' })
  name: string;

  @Column({ name: 'sha256', type: 'bytea' })
  sha256: Buffer;

  @Column({ name: 'imported_by', type: 'text' })
  importedBy: string;

  @Column({ name: 'imported_at', type: 'timestamptz' })
  importedAt: Date;

  @Column({ name: 'lines', type: 'integer' })
  lines: number;

  @Column({ name: 'format', type: 'text' })
  format: 'csv' | 'xlsx';

  /** What its text was encoded in; null for XLSX, which says so itself. */
  @Column({ name: 'encoding', type: 'text', nullable: true })
  encoding: string | null;

  /** CIPs issued from here … */
  @Column({ name: 'covers_from', type: 'timestamptz', nullable: true })
  coversFrom: Date | null;

  /** … until here, exclusive, stand in the file: one of ours that does not is missing there. */
  @Column({ name: 'covers_until', type: 'timestamptz', nullable: true })
  coversUntil: Date | null;

  /** The latest instant it speaks of: what happened after it, it cannot know. */
  @Column({ name: 'as_of', type: 'timestamptz', nullable: true })
  asOf: Date | null;

  @Column({ name: 'warnings', type: 'jsonb', default: [] })
  warnings: string[];
}
