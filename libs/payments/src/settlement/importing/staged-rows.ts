import type { EntityManager } from 'typeorm';
import type { ImportOutcome, ImportReport } from './import-request.js';

/** What was read from a file, before any of it counts. */
export interface ImportedLines {
  readonly sha256: Buffer;
  readonly format: 'csv' | 'xlsx';
  readonly encoding: string | null;
  readonly count: number;
  readonly warnings: readonly string[];
  /** CIPs issued in this time stand in the file. */
  readonly period: Period | null;
  /** The latest instant the file speaks of. */
  readonly asOf: Date | null;
}

export interface Period {
  readonly from: Date;
  readonly until: Date;
}

/** Writes the file's row; answers the outcome when the import ends there. */
export type RegisterFile = (lines: ImportedLines) => Promise<ImportOutcome | null>;

export type StagedOutcome =
  | {
      readonly kind: 'merged';
      readonly report: Omit<ImportReport, 'fileId' | 'searchesDue' | 'casesOpened'>;
      readonly period: Period | null;
    }
  | Extract<ImportOutcome, { kind: 'known' }>;

type Cell = string | number | bigint | null;

const BATCH = 2000;

/** Fills a temporary table, column by column, in batches: as many round trips as there are thousands of rows. */
export class StagedRows {
  count = 0;
  private columns: Cell[][];
  private waiting = 0;

  private constructor(
    private readonly manager: EntityManager,
    private readonly table: string,
    private readonly types: Readonly<Record<string, string>>,
  ) {
    this.columns = this.empty();
  }

  /** The table lives as long as the transaction. `types`: column → Postgres type. */
  static async create(
    manager: EntityManager,
    table: string,
    types: Readonly<Record<string, string>>,
  ): Promise<StagedRows> {
    const columns = Object.entries(types).map(([name, type]) => `${name} ${type}`);
    await manager.query(`create temporary table ${table} (${columns.join(', ')}) on commit drop`);
    return new StagedRows(manager, table, types);
  }

  /** In the order of the columns; awaits when a batch is full, which holds the reader back. */
  async add(cells: readonly Cell[]): Promise<void> {
    cells.forEach((cell, column) => this.columns[column]?.push(cell));
    this.count += 1;
    this.waiting += 1;
    if (this.waiting >= BATCH) await this.flush();
  }

  /** Writes what is left and tells the planner what there is. */
  async end(): Promise<void> {
    await this.flush();
    await this.manager.query(`analyze ${this.table}`);
  }

  private async flush(): Promise<void> {
    if (this.waiting === 0) return;
    const lists = Object.values(this.types).map((type, column) => `$${column + 1}::${type}[]`);
    await this.manager.query(`insert into ${this.table} select * from unnest(${lists.join(', ')})`, this.columns);
    this.columns = this.empty();
    this.waiting = 0;
  }

  private empty(): Cell[][] {
    return Object.keys(this.types).map(() => []);
  }
}
