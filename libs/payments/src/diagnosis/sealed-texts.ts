import type { DataSource } from 'typeorm';
import { SEALED_COLUMNS } from '../accounts/sealed-columns.js';

/** One secret at rest, sealed with the master key that its text names. */
export interface SealedText {
  /** What it is, for a message: `secret of account default`. */
  readonly owner: string;
  readonly sealed: string;
}

/** Every secret that this database holds, to be tried with the master key at hand (requirement R26). */
export async function sealedTexts(dataSource: DataSource): Promise<SealedText[]> {
  const selects = SEALED_COLUMNS.map(
    ({ table, column, owner }) =>
      `select ${owner} as owner, ${column} as sealed from ${table} where ${column} is not null`,
  );
  return dataSource.query<SealedText[]>(selects.join(' union all '));
}
