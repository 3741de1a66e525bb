import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { bigintColumn } from './bigint-column.js';
import { GatewayAccountEntity } from './gateway-account.entity.js';

/** What the contract of an account says from a day on: commission, IGV and when money is paid out (requirement R25). */
@Entity({ name: 'settlement_rule' })
@Check('ck_settlement_rule_percentage', 'percentage_bp between 0 and 10000')
@Check('ck_settlement_rule_fixed', 'fixed_minor >= 0')
@Check('ck_settlement_rule_minimum', 'minimum_minor >= 0')
@Check('ck_settlement_rule_igv', 'igv_bp between 0 and 10000')
@Check('ck_settlement_rule_rounding', "rounding in ('line', 'invoice')")
@Check('ck_settlement_rule_cycle', "cycle in ('t+1', 't+3', 'weekly')")
@Check('ck_settlement_rule_weekday', 'weekday between 1 and 5')
export class SettlementRuleEntity {
  @ForeignKey(() => GatewayAccountEntity, { name: 'fk_settlement_rule_account' })
  @PrimaryColumn({ name: 'account_id', type: 'text', primaryKeyConstraintName: 'pk_settlement_rule' })
  accountId: string;

  /** The first day in Lima it holds for, `YYYY-MM-DD`. */
  @PrimaryColumn({ name: 'valid_from', type: 'date', primaryKeyConstraintName: 'pk_settlement_rule' })
  validFrom: string;

  /** Hundredths of a percent of the amount. */
  @Column({ name: 'percentage_bp', type: 'integer' })
  percentageBp: number;

  @Column({ name: 'fixed_minor', type: 'bigint', transformer: bigintColumn })
  fixedMinor: bigint;

  @Column({ name: 'minimum_minor', type: 'bigint', transformer: bigintColumn })
  minimumMinor: bigint;

  /** Hundredths of a percent of the commission. */
  @Column({ name: 'igv_bp', type: 'integer' })
  igvBp: number;

  @Column({ name: 'rounding', type: 'text' })
  rounding: 'line' | 'invoice';

  @Column({ name: 'cycle', type: 'text' })
  cycle: 't+1' | 't+3' | 'weekly';

  /** Of weekly payouts, Monday being 1. */
  @Column({ name: 'weekday', type: 'integer' })
  weekday: number;

  @Column({ name: 'created_by', type: 'text' })
  createdBy: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
