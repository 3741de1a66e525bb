import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { bigintColumn } from './bigint-column.js';
import { GatewayAccountEntity } from './gateway-account.entity.js';
import { SettlementFileEntity } from './settlement-file.entity.js';

const PK = 'pk_settlement_payout_line';

/** A line of a payout statement: what PagoEfectivo kept and what it paid out. Amounts may be negative. */
@Entity({ name: 'settlement_payout_line' })
@Index('ix_settlement_payout_line_file', ['fileId'])
@Index('ix_settlement_payout_line_cip', ['accountId', 'cipNumber'])
export class SettlementPayoutLineEntity {
  @ForeignKey(() => GatewayAccountEntity, { name: 'fk_settlement_payout_line_account' })
  @PrimaryColumn({ name: 'account_id', type: 'text', primaryKeyConstraintName: PK })
  accountId: string;

  /** The day in Lima, `YYYY-MM-DD`. */
  @PrimaryColumn({ name: 'payout_day', type: 'date', primaryKeyConstraintName: PK })
  payoutDay: string;

  @PrimaryColumn({ name: 'reference', type: 'text', primaryKeyConstraintName: PK })
  reference: string;

  /** Empty where the statement does not go down to CIPs. */
  @PrimaryColumn({ name: 'cip_number', type: 'text', primaryKeyConstraintName: PK })
  cipNumber: string;

  /** Lines that agree in day, reference and CIP, in the order in which a statement lists them. */
  @PrimaryColumn({ name: 'ordinal', type: 'integer', primaryKeyConstraintName: PK })
  ordinal: number;

  @ForeignKey(() => SettlementFileEntity, { name: 'fk_settlement_payout_line_file' })
  @Column({ name: 'file_id', type: 'text' })
  fileId: string;

  @Column({ name: 'file_row', type: 'integer' })
  fileRow: number;

  @Column({ name: 'gross_minor', type: 'bigint', transformer: bigintColumn })
  grossMinor: bigint;

  @Column({ name: 'commission_minor', type: 'bigint', transformer: bigintColumn })
  commissionMinor: bigint;

  @Column({ name: 'igv_minor', type: 'bigint', transformer: bigintColumn })
  igvMinor: bigint;

  @Column({ name: 'net_minor', type: 'bigint', transformer: bigintColumn })
  netMinor: bigint;

  @Column({ name: 'currency', type: 'text' })
  currency: string;
}
