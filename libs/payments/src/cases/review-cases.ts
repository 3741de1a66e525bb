import type { DataSource } from 'typeorm';
import { AuditLog } from '../accounts/audit-log.js';
import type { Clock } from '../clock.port.js';
import type { CaseKind, RefundChannel, Refusal, Resolution } from '../domain/index.js';
import { allowsResolution } from '../domain/index.js';
import { newId } from '../identifiers.js';
import type { PaymentLedger } from '../orders/payment-ledger.js';
import type { CaseRow, CaseView } from './case-view.js';
import { SELECT_CASES, toCaseView } from './case-view.js';

/** Of one amount on one code: more often than this nobody pays. */
const MOST_REFUNDS = 10;

export interface CaseFilter {
  readonly state?: 'open' | 'resolved';
  readonly kind?: CaseKind;
  readonly paymentId?: string;
  /** Only open ones past their deadline. */
  readonly overdue?: boolean;
  /** Only this shop's; all when absent. */
  readonly shopId?: string;
  /** Cases opened before this one (an id from an earlier page). */
  readonly before?: string;
  readonly limit: number;
}

export interface CaseAnswer {
  readonly resolution: Resolution;
  readonly reason: string;
  readonly actor: string;
}

export type ResolveOutcome =
  /** `replayed`: it had been resolved in this way before, and stays as it was. */
  | { kind: 'resolved'; case: CaseView; replayed: boolean }
  | { kind: 'unknown' }
  /** In another way, as the case says. */
  | { kind: 'already_resolved'; case: CaseView }
  | { kind: 'refused'; why: Refusal; case: CaseView; paymentId?: string };

export type AssignOutcome =
  | { kind: 'assigned'; case: CaseView }
  | { kind: 'unknown' }
  | { kind: 'already_resolved'; case: CaseView }
  | { kind: 'no_operator'; email: string };

export interface OpenCases {
  readonly kind: CaseKind;
  readonly open: number;
  readonly overdue: number;
}

export class ReviewCases {
  private readonly audit: AuditLog;

  constructor(
    private readonly dataSource: DataSource,
    private readonly ledger: PaymentLedger,
    private readonly clock: Clock,
    private readonly onEvents: () => void,
  ) {
    this.audit = new AuditLog(dataSource, clock);
  }

  /** Newest first. */
  async list(filter: CaseFilter): Promise<CaseView[]> {
    const now = this.clock.now();
    const rows = await this.dataSource.query<CaseRow[]>(
      `${SELECT_CASES} where ($1::text is null or c.state = $1) and ($2::text is null or c.kind = $2)
         and ($3::text is null or c.payment_id = $3) and ($6::text is null or c.shop_id = $6)
         and ($4::text is null or (c.opened_at, c.id) < (select b.opened_at, b.id from review_case b where b.id = $4))
         and ($7::timestamptz is null or (c.state = 'open' and c.due_at < $7))
       order by c.opened_at desc, c.id desc limit $5`,
      [
        filter.state ?? null,
        filter.kind ?? null,
        filter.paymentId ?? null,
        filter.before ?? null,
        filter.limit,
        filter.shopId ?? null,
        filter.overdue === true ? now : null,
      ],
    );
    return rows.map((row) => toCaseView(row, now));
  }

  async get(id: string): Promise<CaseView | null> {
    const row = await this.row(id);
    return row && this.view(row);
  }

  /** What is open now, by kind; kinds without any are left out. */
  async count(): Promise<OpenCases[]> {
    return this.dataSource.query<OpenCases[]>(
      `select kind, count(*)::int as open, (count(*) filter (where due_at < $1))::int as overdue
       from review_case where state = 'open' group by kind`,
      [this.clock.now()],
    );
  }

  /**
   * What each answer does, and to which kinds it can be given, stands in `CASE_RULES`. Answering again is one answer:
   * the first one stays, and another is told how the case was resolved.
   */
  async resolve(id: string, answer: CaseAnswer): Promise<ResolveOutcome> {
    const row = await this.row(id);
    if (!row) return { kind: 'unknown' };
    if (row.state === 'resolved') return this.resolvedBefore(row, answer);
    const refusal =
      row.payment_id === null
        ? await this.resolveAlone(row, answer)
        : await this.resolveWithPayment(row, row.payment_id, answer);
    const after = (await this.row(id)) ?? row;
    if (refusal === 'already') return this.resolvedBefore(after, answer);
    if (refusal !== null) return { kind: 'refused', case: this.view(after), ...refusal };
    return { kind: 'resolved', case: this.view(after), replayed: false };
  }

  /** Gives an open case to an operator, or to nobody. `to` is the e-mail that the operator signs in with. */
  async assign(id: string, { to, actor }: { to: string | null; actor: string }): Promise<AssignOutcome> {
    const email = to?.trim().toLowerCase() ?? null;
    return this.dataSource.transaction(async (manager): Promise<AssignOutcome> => {
      const [before] = await manager.query<{ owner: string | null; state: string }[]>(
        'select owner, state from review_case where id = $1 for update',
        [id],
      );
      const row = await this.row(id);
      if (!before || !row) return { kind: 'unknown' };
      if (before.state === 'resolved') return { kind: 'already_resolved', case: this.view(row) };
      if (email !== null) {
        const known = await manager.query<unknown[]>(
          'select 1 from operator where email = $1 and disabled_at is null',
          [email],
        );
        if (known.length === 0) return { kind: 'no_operator', email };
      }
      if (before.owner !== email) {
        await manager.query('update review_case set owner = $2 where id = $1', [id, email]);
        const data = { from: before.owner, to: email };
        await this.audit.record({ actor, action: 'case.assigned', subject: id, data }, manager);
      }
      return { kind: 'assigned', case: this.view({ ...row, owner: email }) };
    });
  }

  /** A case about no payment of ours has no order to tell of it. */
  private async resolveAlone(row: CaseRow, answer: CaseAnswer): Promise<{ why: Refusal } | 'already' | null> {
    const { resolution, reason, actor } = answer;
    if (!allowsResolution(row.kind, resolution)) return { why: 'resolution_not_allowed' };
    const [, resolved] = (await this.dataSource.query(
      `update review_case set state = 'resolved', resolution = $2, reason = $3, resolved_by = $4, resolved_at = $5,
         next_at = null, lease_until = null
       where id = $1 and state = 'open'`,
      [row.id, resolution, reason, actor, this.clock.now()],
    )) as [unknown[], number];
    return resolved === 0 ? 'already' : null;
  }

  private async resolveWithPayment(
    row: CaseRow,
    paymentId: string,
    answer: CaseAnswer,
  ): Promise<{ why: Refusal; paymentId?: string } | 'already' | null> {
    const { resolution, reason, actor } = answer;
    const { verdict, events } = await this.ledger.observe({
      kind: 'resolve_case',
      paymentId,
      caseKey: row.dedupe_key,
      caseKind: row.kind,
      resolution,
      reason,
      actor,
      ...(resolution === 'refund' ? { refund: await this.refundWay(row) } : {}),
    });
    if (events > 0) this.onEvents();
    switch (verdict.kind) {
      case 'applied':
        return null;
      case 'already':
        return 'already';
      case 'refused':
        return { why: verdict.why, ...(verdict.paymentId === undefined ? {} : { paymentId: verdict.paymentId }) };
    }
  }

  /** By PagoEfectivo itself where the account's contract offers it, by a person at the bank elsewhere. */
  private async refundWay(row: CaseRow): Promise<{ channel: RefundChannel; ids: string[] }> {
    const [account] = await this.dataSource.query<{ refunds_api: boolean }[]>(
      'select refunds_api from gateway_account where id = $1',
      [row.account_id],
    );
    const ids = Array.from({ length: MOST_REFUNDS }, () => newId('rfd', this.clock.now()));
    return { channel: account?.refunds_api === true ? 'api' : 'manual', ids };
  }

  private resolvedBefore(row: CaseRow, answer: CaseAnswer): ResolveOutcome {
    const view = this.view(row);
    return row.resolution === answer.resolution
      ? { kind: 'resolved', case: view, replayed: true }
      : { kind: 'already_resolved', case: view };
  }

  private view(row: CaseRow): CaseView {
    return toCaseView(row, this.clock.now());
  }

  private async row(id: string): Promise<CaseRow | null> {
    const [row] = await this.dataSource.query<CaseRow[]>(`${SELECT_CASES} where c.id = $1`, [id]);
    return row ?? null;
  }
}
