import type { EntityManager } from 'typeorm';
import { LIQUIDATION_COLUMNS } from '../lines/columns.js';
import { readLiquidation } from '../lines/liquidation-line.js';
import { openTable } from '../lines/settlement-table.js';
import { FileProblems } from '../reading/settlement-file.error.js';
import type { ImportRequest } from './import-request.js';
import { type RegisterFile, type StagedOutcome, StagedRows } from './staged-rows.js';

const STAGE = 'settlement_payout_stage';
const COLUMNS = {
  file_row: 'integer',
  payout_day: 'date',
  reference: 'text',
  cip_number: 'text',
  gross_minor: 'bigint',
  commission_minor: 'bigint',
  igv_minor: 'bigint',
  net_minor: 'bigint',
} as const;

/** A statement may list a CIP twice, paid and taken back; the nth such line of a later file replaces the nth of this one. */
const MERGE = `with merged as (
    insert into settlement_payout_line (account_id, payout_day, reference, cip_number, ordinal, file_id, file_row,
      gross_minor, commission_minor, igv_minor, net_minor, currency)
    select $1, payout_day, reference, cip_number,
      row_number() over (partition by payout_day, reference, cip_number order by file_row), $2, file_row,
      gross_minor, commission_minor, igv_minor, net_minor, $3
    from ${STAGE}
    on conflict (account_id, payout_day, reference, cip_number, ordinal) do update set file_id = excluded.file_id,
      file_row = excluded.file_row, gross_minor = excluded.gross_minor, commission_minor = excluded.commission_minor,
      igv_minor = excluded.igv_minor, net_minor = excluded.net_minor, currency = excluded.currency
    returning (xmax = 0) as added
  )
  select count(*) filter (where added)::int as added, count(*) filter (where not added)::int as updated from merged`;

/** Reads a payout statement into the lines of the account's payouts. */
export async function importLiquidation(
  manager: EntityManager,
  fileId: string,
  request: ImportRequest,
  register: RegisterFile,
): Promise<StagedOutcome> {
  const table = await openTable(request.path, LIQUIDATION_COLUMNS, request.map);
  try {
    const stage = await StagedRows.create(manager, STAGE, COLUMNS);
    const problems = new FileProblems();
    const rules = {
      currency: request.account.currency,
      serialOffset: table.serialOffset,
      headings: table.headings,
      onProblem: (sentence: string) => problems.add(sentence),
    };
    for await (const row of table.rows()) {
      const line = readLiquidation(row, rules);
      if (line === null) continue;
      const { payoutDay, reference, cip, grossMinor, commissionMinor, igvMinor, netMinor } = line;
      await stage.add([line.row, payoutDay, reference, cip, grossMinor, commissionMinor, igvMinor, netMinor]);
    }
    problems.end();
    await stage.end();
    const { sha256, format, encoding, warnings } = table;
    const known = await register({ sha256, format, encoding, count: stage.count, warnings, period: null, asOf: null });
    if (known?.kind === 'known') return known;
    const [merged] = await manager.query<{ added: number; updated: number }[]>(MERGE, [
      request.account.id,
      fileId,
      request.account.currency,
    ]);
    if (!merged) throw new Error('the merge of a payout statement answered nothing');
    return {
      kind: 'merged',
      report: { format, encoding, lines: stage.count, ...merged, outdated: 0, warnings },
      period: null,
    };
  } finally {
    table.close();
  }
}
