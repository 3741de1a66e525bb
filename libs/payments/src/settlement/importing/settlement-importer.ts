import type { DataSource, EntityManager } from 'typeorm';
import type { Clock } from '../../clock.port.js';
import { newId } from '../../identifiers.js';
import type { FeeRules } from '../fees/fee-rules.store.js';
import type { SettlementHints } from '../matching/settlement-hints.js';
import type { PayoutDesk } from '../payouts/payout-desk.js';
import { SettlementFileError } from '../reading/settlement-file.error.js';
import { reportPayouts } from '../reporting/payout-report.js';
import type { ImportOutcome, ImportRequest } from './import-request.js';
import { importLiquidation } from './liquidation.import.js';
import type { ImportedLines } from './staged-rows.js';
import { importTransactions } from './transaction.import.js';

/**
 * Imports files about money (requirement R25), whole or not at all: rows go to a temporary table as they are read, and
 * from there to where they belong in the same transaction. What a file says is a hint (invariant 8): it makes CIPs due
 * to be searched and opens cases, and never moves a payment.
 */
export class SettlementImporter {
  constructor(
    private readonly dataSource: DataSource,
    private readonly hints: SettlementHints,
    private readonly payouts: PayoutDesk,
    private readonly rules: FeeRules,
    private readonly clock: Clock,
  ) {}

  /** Throws SettlementFileError with what is wrong with the file, and the file system's errors as they come. */
  async import(request: ImportRequest): Promise<ImportOutcome> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query(`set local statement_timeout = 0`);
      await manager.query(`set local idle_in_transaction_session_timeout = '10min'`);
      // Files of one account take turns: which of two overlapping files came later must be certain.
      await manager.query(`select pg_advisory_xact_lock(hashtextextended('chasqui:settlement:' || $1, 0))`, [
        request.account.id,
      ]);
      const fileId = newId('stf', this.clock.now());
      const table = request.kind === 'transactions' ? importTransactions : importLiquidation;
      const imported = await table(manager, fileId, request, (lines) => this.register(manager, fileId, request, lines));
      if (imported.kind === 'known') return imported;
      const { report, period } = imported;
      const hints =
        request.kind === 'transactions'
          ? await this.hints.afterImport(manager, { accountId: request.account.id, fileId, period })
          : { searchesDue: 0, casesOpened: await this.judgePayouts(manager, request.account.id, fileId) };
      return { kind: 'imported', report: { ...report, ...hints, fileId } };
    });
  }

  /** Writes the file's own row; an earlier one of the same bytes ends the import. */
  private async register(
    manager: EntityManager,
    fileId: string,
    request: ImportRequest,
    lines: ImportedLines,
  ): Promise<ImportOutcome | null> {
    const { account, kind, name, actor } = request;
    const [known] = await manager.query<{ id: string; name: string; imported_at: Date; kind: string }[]>(
      'select id, name, imported_at, kind from settlement_file where account_id = $1 and sha256 = $2',
      [account.id, lines.sha256],
    );
    if (known) return { kind: 'known', fileId: known.id, name: known.name, importedAt: known.imported_at };
    if (lines.count === 0) throw new SettlementFileError(['The file has a header and no rows. Nothing was imported.']);
    await manager.query(
      `insert into settlement_file (id, account_id, kind, name, sha256, imported_by, imported_at, lines, format, encoding,
         covers_from, covers_until, as_of, warnings)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [
        fileId,
        account.id,
        kind,
        name,
        lines.sha256,
        actor,
        this.clock.now(),
        lines.count,
        lines.format,
        lines.encoding,
        lines.period?.from ?? null,
        lines.period?.until ?? null,
        lines.asOf,
        JSON.stringify(lines.warnings),
      ],
    );
    return null;
  }

  private async judgePayouts(manager: EntityManager, accountId: string, fileId: string): Promise<number> {
    const [days] = await manager.query<{ from: string; to: string }[]>(
      `select min(payout_day)::text as from, max(payout_day)::text as to from settlement_payout_line where file_id = $1`,
      [fileId],
    );
    if (!days) return 0;
    const account = { id: accountId, rules: await this.rules.of(accountId) };
    return this.payouts.judge(manager, accountId, await reportPayouts(manager, account, days));
  }
}
