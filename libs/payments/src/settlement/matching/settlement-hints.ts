import type { EntityManager } from 'typeorm';
import type { Clock } from '../../clock.port.js';
import { formatAmount } from '../../domain/index.js';
import type { Period } from '../importing/staged-rows.js';
import { openSettlementCase } from '../settlement-case.writer.js';
import { matchedLines, ONLY_OURS } from './match-query.js';

/** Beyond this many of a kind a person needs a list, not cases: one case says so. */
const MOST_CASES = 200;

type CaseCause = 'only_theirs' | 'only_ours' | 'amount_differs' | 'state_differs';

interface CaseRow {
  readonly cip_number: string;
  readonly shop_id: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

interface DifferingLine {
  readonly cip_number: string;
  readonly match: CaseCause;
  readonly reference: string | null;
  readonly amount_minor: string;
  readonly status_text: string;
  readonly file_name: string;
  readonly file_row: number;
  readonly payment_id: string | null;
  readonly order_id: string | null;
  readonly shop_id: string | null;
  readonly our_state: string;
  readonly our_amount_minor: string | null;
}

/**
 * What follows from lines that disagree with us: a CIP whose state differs is due to be searched, since only the gateway
 * proves money (invariant 8); the rest, and what a search did not level, is a case (requirement R20). Such cases name the
 * payment and do not touch it: nobody's order is in review because of a spreadsheet.
 */
export class SettlementHints {
  constructor(private readonly clock: Clock) {}

  /** To be called in the transaction that imported the file. */
  async afterImport(
    manager: EntityManager,
    file: { accountId: string; fileId: string; period: Period | null },
  ): Promise<{ searchesDue: number; casesOpened: number }> {
    const { accountId, fileId, period } = file;
    const searchesDue = await this.dueSearches(manager, fileId);
    const lines = await this.differing(
      manager,
      `l.file_id = $1`,
      `(match = 'only_theirs' and status = 'paid') or match = 'amount_differs'`,
      [fileId],
    );
    let casesOpened = await this.openForLines(manager, accountId, fileId, lines);
    if (period) casesOpened += await this.openForMissing(manager, accountId, fileId, period);
    await this.closeLevelled(manager, accountId);
    return { searchesDue, casesOpened };
  }

  /** Opens cases for states that still differ after the gateway was asked, and closes those that are level. Returns how many it opened. */
  async afterSearches(manager: EntityManager, accountId: string, period: Period): Promise<number> {
    const lines = await this.differing(
      manager,
      `l.account_id = $1 and l.issued_at >= $2 and l.issued_at < $3`,
      `match = 'state_differs' and polled_at > file_imported_at`,
      [accountId, period.from, period.until],
    );
    const opened = await this.openForLines(manager, accountId, `${accountId}:searched`, lines);
    await this.closeLevelled(manager, accountId);
    return opened;
  }

  /** Rows that somebody is changing at this moment are left out: waiting for them could end in a deadlock. */
  private async dueSearches(manager: EntityManager, fileId: string): Promise<number> {
    const [, count] = (await manager.query(
      `update cip set poll_at = least(coalesce(poll_at, $2), $2) where id in (
         select id from cip where number is not null and id in (
           select cip_id from (${matchedLines('l.file_id = $1')}) m where match = 'state_differs'
         ) for update skip locked)`,
      [fileId, this.clock.now()],
    )) as [unknown[], number];
    return count;
  }

  private async differing(
    manager: EntityManager,
    lines: string,
    difference: string,
    parameters: unknown[],
  ): Promise<DifferingLine[]> {
    return manager.query<DifferingLine[]>(
      `select cip_number, match, reference, amount_minor, status_text, file_name, file_row, payment_id, order_id, shop_id,
         our_state, our_amount_minor
       from (${matchedLines(lines)}) m where ${difference} order by match, cip_number`,
      parameters,
    );
  }

  private async openForLines(
    manager: EntityManager,
    accountId: string,
    origin: string,
    lines: readonly DifferingLine[],
  ): Promise<number> {
    let opened = 0;
    for (const cause of ['only_theirs', 'amount_differs', 'state_differs'] as const) {
      const rows = lines.filter(({ match }) => match === cause).map(toCaseRow);
      opened += await this.open(manager, { accountId, origin, cause }, rows);
    }
    return opened;
  }

  private async openForMissing(
    manager: EntityManager,
    accountId: string,
    fileId: string,
    period: Period,
  ): Promise<number> {
    const rows = await manager.query<
      { cip_number: string; payment_id: string; order_id: string; shop_id: string; our_amount_minor: string }[]
    >(`${ONLY_OURS} order by c.number`, [accountId, period.from, period.until]);
    return this.open(
      manager,
      { accountId, origin: fileId, cause: 'only_ours' },
      rows.map(({ cip_number, payment_id, order_id, shop_id, our_amount_minor }) => ({
        cip_number,
        shop_id,
        details: {
          cip: cip_number,
          difference: 'only_ours',
          orderId: order_id,
          paymentId: payment_id,
          ourAmount: formatAmount(BigInt(our_amount_minor)),
        },
      })),
    );
  }

  private async open(
    manager: EntityManager,
    what: { accountId: string; origin: string; cause: CaseCause },
    rows: readonly CaseRow[],
  ): Promise<number> {
    const { accountId, origin, cause } = what;
    const tooMany = rows.length > MOST_CASES;
    const cases = tooMany
      ? [
          {
            cip_number: '',
            shop_id: null,
            details: { difference: cause, count: rows.length, see: 'chasqui settlement report --csv' },
          },
        ]
      : rows;
    let opened = 0;
    for (const { cip_number, shop_id, details } of cases) {
      // Money on a CIP that nobody knows is one case, whoever tells of it first.
      const unknown = cause === 'only_theirs' && !tooMany;
      const key = unknown
        ? `unknown_cip:${accountId}:${cip_number}`
        : `settlement:${tooMany ? origin : accountId}:${cause}:${cip_number}`;
      const kind = unknown ? 'unknown_cip' : 'settlement_difference';
      const entry = { key, kind, accountId, shopId: shop_id, details } as const;
      if (await openSettlementCase(manager, entry, this.clock.now())) opened += 1;
    }
    return opened;
  }

  /** A difference that is gone, because a search or a later file levelled it, needs nobody's judgement. */
  private async closeLevelled(manager: EntityManager, accountId: string): Promise<void> {
    await manager.query(
      `update review_case set state = 'resolved', resolution = 'close', resolved_by = 'settlement', resolved_at = $2,
         reason = 'The panel and our books agree now.'
       where state = 'open' and kind = 'settlement_difference' and account_id = $1 and details->>'cip' in (
         select cip_number from (${matchedLines(
           `l.account_id = $1 and l.cip_number in (
              select details->>'cip' from review_case where state = 'open' and kind = 'settlement_difference' and account_id = $1)`,
         )}) m where match in ('matched', 'newer_here'))`,
      [accountId, this.clock.now()],
    );
  }
}

function toCaseRow(line: DifferingLine): CaseRow {
  return {
    cip_number: line.cip_number,
    shop_id: line.shop_id,
    details: {
      cip: line.cip_number,
      difference: line.match,
      transactionCode: line.reference,
      theirAmount: formatAmount(BigInt(line.amount_minor)),
      theirStatus: line.status_text,
      file: line.file_name,
      row: line.file_row,
      ...(line.payment_id === null
        ? {}
        : {
            orderId: line.order_id,
            paymentId: line.payment_id,
            ourState: line.our_state,
            ourAmount: line.our_amount_minor === null ? null : formatAmount(BigInt(line.our_amount_minor)),
          }),
    },
  };
}
