import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { bigintColumn } from './bigint-column.js';
import { GatewayAccountEntity } from './gateway-account.entity.js';
import { SettlementFileEntity } from './settlement-file.entity.js';

/** What the merchant panel says about a CIP: a hint, never evidence of money (invariant 8). Holds no personal data. */
@Entity({ name: 'settlement_line' })
@Index('ix_settlement_line_file', ['fileId'])
@Index('ix_settlement_line_paid', ['accountId', 'paidAt'], { where: 'paid_at is not null' })
@Index('ix_settlement_line_issued', ['accountId', 'issuedAt'])
@Check('ck_settlement_line_status', "status in ('pending', 'paid', 'expired', 'removed', 'reversed', 'unknown')")
export class SettlementLineEntity {
  @ForeignKey(() => GatewayAccountEntity, { name: 'fk_settlement_line_account' })
  @PrimaryColumn({ name: 'account_id', type: 'text', primaryKeyConstraintName: 'pk_settlement_line' })
  accountId: string;

  @PrimaryColumn({ name: 'cip_number', type: 'text', primaryKeyConstraintName: 'pk_settlement_line' })
  cipNumber: string;

  /** The file that said it last. */
  @ForeignKey(() => SettlementFileEntity, { name: 'fk_settlement_line_file' })
  @Column({ name: 'file_id', type: 'text' })
  fileId: string;

  /** As a spreadsheet counts rows, the first one being 1. */
  @Column({ name: 'file_row', type: 'integer' })
  fileRow: number;

  @Column({ name: 'reference', type: 'text', nullable: true })
  reference: string | null;

  @Column({ name: 'amount_minor', type: 'bigint', transformer: bigintColumn })
  amountMinor: bigint;

  @Column({ name: 'currency', type: 'text' })
  currency: string;

  @Column({ name: 'status', type: 'text' })
  status: 'pending' | 'paid' | 'expired' | 'removed' | 'reversed' | 'unknown';

  /** The panel's own word. */
  @Column({ name: 'status_text', type: 'text' })
  statusText: string;

  @Column({ name: 'issued_at', type: 'timestamptz' })
  issuedAt: Date;

  @Column({ name: 'paid_at', type: 'timestamptz', nullable: true })
  paidAt: Date | null;

  @Column({ name: 'reversed_at', type: 'timestamptz', nullable: true })
  reversedAt: Date | null;

  @Column({ name: 'removed_at', type: 'timestamptz', nullable: true })
  removedAt: Date | null;

  @Column({ name: 'updated_at', type: 'timestamptz', nullable: true })
  updatedAt: Date | null;

  @Column({ name: 'channel', type: 'text', nullable: true })
  channel: string | null;

  @Column({ name: 'service', type: 'text', nullable: true })
  service: string | null;
}
