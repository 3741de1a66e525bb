import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import type { SecretSealer } from '../secret-sealer.port.js';
import { AuditLog } from './audit-log.js';
import { SEALED_COLUMNS, type SealedColumn } from './sealed-columns.js';

/** Seals under the current master key, opens under that and the one before. */
export interface TwoKeySealer extends SecretSealer {
  isCurrent(sealed: string): boolean;
}

export interface MasterKeyChangeReport {
  /** Secrets that the current key opens now: sealed anew by this run, or before. */
  readonly resealed: number;
  readonly already: number;
  /** Secrets that no key here opens, left as they are: which, and why. */
  readonly locked: readonly { readonly owner: string; readonly reason: string }[];
}

interface SealedRow {
  readonly id: string;
  readonly owner: string;
  readonly sealed: string;
}

const PAGE = 200;

/**
 * Moves every secret at rest to the current master key (requirement R16). Safe beside a running product: a row is
 * replaced only where it still holds what was opened, so a secret that is rotated meanwhile is not set back. May be
 * stopped and run again at any moment.
 */
export class MasterKeyChange {
  private readonly audit: AuditLog;

  constructor(
    private readonly dataSource: DataSource,
    clock: Clock,
    private readonly sealer: TwoKeySealer,
  ) {
    this.audit = new AuditLog(dataSource, clock);
  }

  async run(actor: string): Promise<MasterKeyChangeReport> {
    let resealed = 0;
    let already = 0;
    const locked: MasterKeyChangeReport['locked'][number][] = [];
    for (const column of SEALED_COLUMNS) {
      for await (const row of this.rows(column)) {
        if (this.sealer.isCurrent(row.sealed)) {
          already += 1;
          continue;
        }
        try {
          if (await this.reseal(column, row)) resealed += 1;
          else already += 1;
        } catch (error) {
          locked.push({ owner: row.owner, reason: error instanceof Error ? error.message : String(error) });
        }
      }
    }
    const data = { resealed, already, locked: locked.length };
    await this.audit.record({ actor, action: 'master_key.changed', subject: 'secrets', data });
    return { resealed, already, locked };
  }

  private async reseal({ table, column }: SealedColumn, row: SealedRow): Promise<boolean> {
    const anew = this.sealer.seal(this.sealer.open(row.sealed));
    const [, count] = await this.dataSource.query<[unknown[], number]>(
      `update ${table} set ${column} = $3 where id = $1 and ${column} = $2`,
      [row.id, row.sealed, anew],
    );
    return count === 1;
  }

  private async *rows({ table, column, owner }: SealedColumn): AsyncGenerator<SealedRow> {
    let after = '';
    for (;;) {
      const page = await this.dataSource.query<SealedRow[]>(
        `select id, ${owner} as owner, ${column} as sealed from ${table}
         where ${column} is not null and id > $1 order by id limit $2`,
        [after, PAGE],
      );
      yield* page;
      const last = page.at(-1);
      if (!last) return;
      after = last.id;
    }
  }
}
