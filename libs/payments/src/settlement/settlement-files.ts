import type { DataSource } from 'typeorm';

/** A file that was imported. */
export interface SettlementFile {
  readonly id: string;
  readonly kind: 'transactions' | 'liquidation';
  readonly name: string;
  readonly lines: number;
  readonly importedBy: string;
  readonly importedAt: Date;
  /** What a transactions file says to cover; null for a liquidation. */
  readonly coversFrom: Date | null;
  readonly coversUntil: Date | null;
}

/** The files of an account, the last imported first. */
export function settlementFiles(dataSource: DataSource, accountId: string, limit: number): Promise<SettlementFile[]> {
  return dataSource.query(
    `select id, kind, name, lines, imported_by as "importedBy", imported_at as "importedAt", covers_from as "coversFrom",
       covers_until as "coversUntil"
     from settlement_file where account_id = $1 order by imported_at desc, id desc limit $2`,
    [accountId, limit],
  );
}
