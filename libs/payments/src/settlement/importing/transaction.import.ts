import type { EntityManager } from 'typeorm';
import { fold, TRANSACTION_COLUMNS } from '../lines/columns.js';
import { addDays, limaDay, startOfLimaDay } from '../lines/lima-time.js';
import { openTable } from '../lines/settlement-table.js';
import { readTransaction, type TransactionLine } from '../lines/transaction-line.js';
import { FileProblems } from '../reading/settlement-file.error.js';
import type { ImportRequest } from './import-request.js';
import { type Period, type RegisterFile, type StagedOutcome, StagedRows } from './staged-rows.js';

const STAGE = 'settlement_stage';
const COLUMNS = {
  file_row: 'integer',
  cip_number: 'text',
  reference: 'text',
  amount_minor: 'bigint',
  status: 'text',
  status_text: 'text',
  issued_at: 'bigint',
  paid_at: 'bigint',
  reversed_at: 'bigint',
  removed_at: 'bigint',
  updated_at: 'bigint',
  channel: 'text',
  service: 'text',
} as const;

/** What a file says is newer, or as new, as what is known; without dates the later file counts. */
const MERGE = `with newest as (
    select distinct on (cip_number) * from ${STAGE} order by cip_number, updated_at desc nulls last, file_row desc
  ), merged as (
    insert into settlement_line (account_id, cip_number, file_id, file_row, reference, amount_minor, currency, status,
      status_text, issued_at, paid_at, reversed_at, removed_at, updated_at, channel, service)
    select $1, cip_number, $2, file_row, reference, amount_minor, $3, status, status_text, to_timestamp(issued_at),
      to_timestamp(paid_at), to_timestamp(reversed_at), to_timestamp(removed_at), to_timestamp(updated_at), channel, service
    from newest
    on conflict (account_id, cip_number) do update set file_id = excluded.file_id, file_row = excluded.file_row,
      reference = excluded.reference, amount_minor = excluded.amount_minor, currency = excluded.currency,
      status = excluded.status, status_text = excluded.status_text, issued_at = excluded.issued_at,
      paid_at = excluded.paid_at, reversed_at = excluded.reversed_at, removed_at = excluded.removed_at,
      updated_at = excluded.updated_at, channel = excluded.channel, service = excluded.service
    where coalesce(excluded.updated_at, '-infinity') >= coalesce(settlement_line.updated_at, '-infinity')
    returning (xmax = 0) as added
  )
  select (select count(*)::int from newest) as distinct, count(*) filter (where added)::int as added,
    count(*) filter (where not added)::int as updated from merged`;

/** Reads the panel's export into the lines of the account's CIPs. */
export async function importTransactions(
  manager: EntityManager,
  fileId: string,
  request: ImportRequest,
  register: RegisterFile,
): Promise<StagedOutcome> {
  const table = await openTable(request.path, TRANSACTION_COLUMNS, request.map);
  try {
    const stage = await StagedRows.create(manager, STAGE, COLUMNS);
    const problems = new FileProblems();
    const span = new FileSpan();
    const unknownWords = new Map<string, number>();
    const rules = {
      currency: request.account.currency,
      serialOffset: table.serialOffset,
      headings: table.headings,
      statuses: Object.fromEntries(
        Object.entries(request.statuses ?? {}).map(([word, status]) => [fold(word), status]),
      ),
      onProblem: (sentence: string) => problems.add(sentence),
    };
    for await (const row of table.rows()) {
      const line = readTransaction(row, rules);
      if (line === null) continue;
      span.see(line);
      if (line.status === 'unknown') unknownWords.set(line.statusText, (unknownWords.get(line.statusText) ?? 0) + 1);
      await stage.add(cellsOf(line));
    }
    problems.end();
    await stage.end();
    const warnings = [...table.warnings, ...[...unknownWords].map(([word, times]) => unknownStatus(word, times))];
    const period = request.period ? given(request.period) : span.period();
    const { sha256, format, encoding } = table;
    const known = await register({ sha256, format, encoding, count: stage.count, warnings, period, asOf: span.asOf() });
    if (known?.kind === 'known') return known;
    const [merged] = await manager.query<{ distinct: number; added: number; updated: number }[]>(MERGE, [
      request.account.id,
      fileId,
      request.account.currency,
    ]);
    if (!merged) throw new Error('the merge of a settlement file answered nothing');
    const { added, updated } = merged;
    const twice = stage.count - merged.distinct;
    const report = {
      format,
      encoding,
      lines: stage.count,
      added,
      updated,
      outdated: merged.distinct - added - updated,
      warnings:
        twice === 0 ? warnings : [...warnings, `${twice} row(s) repeat a CIP of the same file: the latest one counts.`],
    };
    return { kind: 'merged', report, period };
  } finally {
    table.close();
  }
}

function unknownStatus(word: string, times: number): string {
  return `"${word}" is no status that Chasqui knows (${times} row(s)): say what it means with --status "${word}=paid".`;
}

function given({ from, to }: { from: string; to: string }): Period {
  return { from: startOfLimaDay(from), until: startOfLimaDay(addDays(to, 1)) };
}

function cellsOf(line: TransactionLine) {
  return [
    line.row,
    line.cip,
    line.reference,
    line.amountMinor,
    line.status,
    line.statusText.slice(0, 100),
    seconds(line.issuedAt),
    seconds(line.paidAt),
    seconds(line.reversedAt),
    seconds(line.removedAt),
    seconds(line.updatedAt),
    line.channel,
    line.service,
  ];
}

function seconds(instant: Date | null): number | null {
  return instant && instant.getTime() / 1000;
}

/** From when to when a file speaks, in memory that does not grow. */
class FileSpan {
  private firstIssued = Infinity;
  private lastIssued = -Infinity;
  private latest = -Infinity;

  see(line: TransactionLine): void {
    this.firstIssued = Math.min(this.firstIssued, line.issuedAt.getTime());
    this.lastIssued = Math.max(this.lastIssued, line.issuedAt.getTime());
    for (const at of [line.issuedAt, line.paidAt, line.reversedAt, line.removedAt, line.updatedAt]) {
      if (at !== null) this.latest = Math.max(this.latest, at.getTime());
    }
  }

  asOf(): Date | null {
    return Number.isFinite(this.latest) ? new Date(this.latest) : null;
  }

  /** Whole days in Lima, as the panel exports them; the last one only as far as the file speaks of anything. */
  period(): Period | null {
    if (!Number.isFinite(this.firstIssued)) return null;
    const from = startOfLimaDay(limaDay(new Date(this.firstIssued)));
    const endOfLastDay = startOfLimaDay(addDays(limaDay(new Date(this.lastIssued)), 1));
    return { from, until: new Date(Math.min(endOfLastDay.getTime(), this.latest)) };
  }
}
