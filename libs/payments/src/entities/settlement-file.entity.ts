import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { GatewayAccountEntity } from './gateway-account.entity.js';

/** An import of the merchant panel's export; the same bytes are imported once (requirement R25). */
@Entity({ name: 'settlement_file' })
@Unique('uq_settlement_file_content', ['accountId', 'sha256'])
@Check('ck_settlement_file_kind', "kind in ('transactions', 'liquidation')")
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
}
