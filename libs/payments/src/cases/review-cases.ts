import type { DataSource } from 'typeorm';
import type { CaseKind, Refusal } from '../domain/index.js';
import { limaInstant } from '../orders/lima-instant.js';
import type { PaymentLedger } from '../orders/payment-ledger.js';
import type { Clock } from '../clock.port.js';

/** An anomaly that a person or a policy must judge (requirement R20). */
export interface CaseView {
  id: string;
  kind: CaseKind;
  state: 'open' | 'resolved';
  shopId: string | null;
  paymentId: string | null;
  orderId: string | null;
  details: Record<string, unknown>;
  openedAt: string;
  owner: string | null;
  resolution: string | null;
  reason: string | null;
  resolvedBy: string | null;
  resolvedAt: string | null;
}

export interface CaseFilter {
  readonly state?: 'open' | 'resolved';
  readonly kind?: CaseKind;
  readonly paymentId?: string;
  /** Only this shop's; all when absent. */
  readonly shopId?: string;
  /** Cases opened before this one (an id from an earlier page). */
  readonly before?: string;
  readonly limit: number;
}

export type ResolveOutcome =
  { kind: 'resolved'; case: CaseView } | { kind: 'unknown' } | { kind: 'refused'; why: Refusal };

interface CaseRow {
  id: string;
  dedupe_key: string;
  kind: CaseKind;
  state: 'open' | 'resolved';
  shop_id: string | null;
  payment_id: string | null;
  order_id: string | null;
  details: Record<string, unknown>;
  opened_at: Date;
  owner: string | null;
  resolution: string | null;
  reason: string | null;
  resolved_by: string | null;
  resolved_at: Date | null;
}

const SELECT = `select c.*, p.order_id from review_case c left join payment p on p.id = c.payment_id`;

export class ReviewCases {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ledger: PaymentLedger,
    private readonly clock: Clock,
    private readonly onEvents: () => void,
  ) {}

  /** Newest first. */
  async list(filter: CaseFilter): Promise<CaseView[]> {
    const rows: CaseRow[] = await this.dataSource.query(
      `${SELECT} where ($1::text is null or c.state = $1) and ($2::text is null or c.kind = $2)
         and ($3::text is null or c.payment_id = $3) and ($6::text is null or c.shop_id = $6)
         and ($4::text is null or (c.opened_at, c.id) < (select b.opened_at, b.id from review_case b where b.id = $4))
       order by c.opened_at desc, c.id desc limit $5`,
      [
        filter.state ?? null,
        filter.kind ?? null,
        filter.paymentId ?? null,
        filter.before ?? null,
        filter.limit,
        filter.shopId ?? null,
      ],
    );
    return rows.map(toCaseView);
  }

  async get(id: string): Promise<CaseView | null> {
    const row = await this.row(id);
    return row && toCaseView(row);
  }

  /**
   * `accept` makes late money count: `order.paid` follows if the order never had one. `close` only records what a
   * person did about it. Resolving twice is one resolution.
   */
  async resolve(
    id: string,
    resolution: { readonly resolution: 'accept' | 'close'; readonly reason: string; readonly actor: string },
  ): Promise<ResolveOutcome> {
    const row = await this.row(id);
    if (!row) return { kind: 'unknown' };
    if (row.payment_id === null) {
      if (resolution.resolution === 'accept') return { kind: 'refused', why: 'not_allowed_in_state' };
      await this.dataSource.query(
        `update review_case set state = 'resolved', resolution = $2, reason = $3, resolved_by = $4, resolved_at = $5
         where id = $1 and state = 'open'`,
        [id, resolution.resolution, resolution.reason, resolution.actor, this.clock.now()],
      );
    } else {
      const { verdict, events } = await this.ledger.observe({
        kind: 'resolve_case',
        paymentId: row.payment_id,
        caseKey: row.dedupe_key,
        caseKind: row.kind,
        ...resolution,
      });
      if (events > 0) this.onEvents();
      if (verdict.kind === 'refused') return { kind: 'refused', why: verdict.why };
    }
    const after = await this.row(id);
    return after ? { kind: 'resolved', case: toCaseView(after) } : { kind: 'unknown' };
  }

  private async row(id: string): Promise<CaseRow | null> {
    const [row]: CaseRow[] = await this.dataSource.query(`${SELECT} where c.id = $1`, [id]);
    return row ?? null;
  }
}

function toCaseView(row: CaseRow): CaseView {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    shopId: row.shop_id,
    paymentId: row.payment_id,
    orderId: row.order_id,
    details: row.details,
    openedAt: limaInstant(row.opened_at),
    owner: row.owner,
    resolution: row.resolution,
    reason: row.reason,
    resolvedBy: row.resolved_by,
    resolvedAt: row.resolved_at && limaInstant(row.resolved_at),
  };
}
