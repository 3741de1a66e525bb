import type { EntityManager } from 'typeorm';
import { type Match, MATCHES, matchedLines, ONLY_OURS } from '../matching/match-query.js';
import { readInPortions } from './read-in-portions.js';
import { periodOf, type ReportDays } from './report-period.js';

/** A CIP on which the panel and we do not agree. */
export interface Difference {
  readonly match: Exclude<Match, 'matched' | 'newer_here'>;
  readonly cip: string;
  readonly orderId: string | null;
  readonly transactionCode: string | null;
  readonly theirStatus: string | null;
  readonly ourState: string | null;
  readonly theirAmountMinor: bigint | null;
  readonly ourAmountMinor: bigint | null;
  readonly currency: string;
  /** When it was paid, as the panel says, else as we know. */
  readonly paidAt: Date | null;
  readonly file: string | null;
  readonly row: number | null;
}

export type MatchCounts = Readonly<Record<Match, number>>;

/** Lines paid in the period, and lines issued in it that nobody paid. */
const IN_PERIOD = `l.account_id = $1 and ((l.paid_at >= $2 and l.paid_at < $3)
  or (l.paid_at is null and l.issued_at >= $2 and l.issued_at < $3))`;

const MISSING = `select * from (${ONLY_OURS.replace('c.created_at >= $2 and c.created_at < $3', 'true')}) m
  where m.paid_at is null or (m.paid_at >= $2 and m.paid_at < $3)`;

export async function countMatches(manager: EntityManager, accountId: string, days: ReportDays): Promise<MatchCounts> {
  const { from, until } = periodOf(days);
  const rows = await manager.query<{ match: Match; count: number }[]>(
    `select match, count(*)::int as count from (${matchedLines(IN_PERIOD)}) m group by match
     union all select 'only_ours', count(*)::int from (${MISSING}) missing`,
    [accountId, from, until],
  );
  const known = new Map(rows.map(({ match, count }) => [match, count]));
  return Object.fromEntries(MATCHES.map((match) => [match, known.get(match) ?? 0])) as Record<Match, number>;
}

/** One by one, by kind and CIP. To be read in a transaction. */
export async function* listDifferences(
  manager: EntityManager,
  accountId: string,
  days: ReportDays,
): AsyncGenerator<Difference> {
  const { from, until } = periodOf(days);
  const query = `select match, cip_number, order_id, reference, status_text, our_state, amount_minor, our_amount_minor, currency,
      paid_at, file_name, file_row
    from (${matchedLines(IN_PERIOD)}) m where match not in ('matched', 'newer_here')
    union all
    select 'only_ours', cip_number, order_id, null, null, 'paid', null, our_amount_minor, currency, paid_at, null, null
    from (${MISSING}) missing
    order by 1, 2`;
  for await (const row of readInPortions<DifferenceRow>(manager, query, [accountId, from, until])) {
    yield {
      match: row.match,
      cip: row.cip_number,
      orderId: row.order_id,
      transactionCode: row.reference,
      theirStatus: row.status_text,
      ourState: row.match === 'only_theirs' ? null : row.our_state,
      theirAmountMinor: row.amount_minor === null ? null : BigInt(row.amount_minor),
      ourAmountMinor: row.our_amount_minor === null ? null : BigInt(row.our_amount_minor),
      currency: row.currency,
      paidAt: row.paid_at,
      file: row.file_name,
      row: row.file_row,
    };
  }
}

interface DifferenceRow {
  readonly match: Difference['match'];
  readonly cip_number: string;
  readonly order_id: string | null;
  readonly reference: string | null;
  readonly status_text: string | null;
  readonly our_state: string;
  readonly amount_minor: string | null;
  readonly our_amount_minor: string | null;
  readonly currency: string;
  readonly paid_at: Date | null;
  readonly file_name: string | null;
  readonly file_row: number | null;
}
