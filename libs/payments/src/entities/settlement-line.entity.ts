import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { bigintColumn } from './bigint-column.js';
import { SettlementFileEntity } from './settlement-file.entity.js';

/** A line of a settlement file and what it was matched with. */
@Entity({ name: 'settlement_line' })
@Index('ix_settlement_line_cip', ['cipNumber'])
export class SettlementLineEntity {
  @ForeignKey(() => SettlementFileEntity, { name: 'fk_settlement_line_file' })
  @PrimaryColumn({ name: 'file_id', type: 'text', primaryKeyConstraintName: 'pk_settlement_line' })
  fileId: string;

  @PrimaryColumn({ name: 'line', type: 'integer', primaryKeyConstraintName: 'pk_settlement_line' })
  line: number;

  @Column({ name: 'cip_number', type: 'text' })
  cipNumber: string;

  @Column({ name: 'reference', type: 'text', nullable: true })
  reference: string | null;

  @Column({ name: 'amount_minor', type: 'bigint', transformer: bigintColumn })
  amountMinor: bigint;

  @Column({ name: 'commission_minor', type: 'bigint', nullable: true, transformer: bigintColumn })
  commissionMinor: bigint | null;

  @Column({ name: 'tax_minor', type: 'bigint', nullable: true, transformer: bigintColumn })
  taxMinor: bigint | null;

  @Column({ name: 'net_minor', type: 'bigint', nullable: true, transformer: bigintColumn })
  netMinor: bigint | null;

  @Column({ name: 'currency', type: 'text' })
  currency: string;

  @Column({ name: 'state', type: 'text', nullable: true })
  state: string | null;

  @Column({ name: 'paid_at', type: 'timestamptz', nullable: true })
  paidAt: Date | null;

  @Column({ name: 'match', type: 'text', nullable: true })
  match: string | null;
}
