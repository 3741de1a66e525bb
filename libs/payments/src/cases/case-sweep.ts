import type { DataSource } from 'typeorm';
import { readShopPolicies } from '../accounts/shop-policies.js';
import type { Clock } from '../clock.port.js';
import type { CasePolicy, Refusal } from '../domain/index.js';
import { caseRefusalText } from './case-refusal.js';
import type { DueCase } from './due-case.js';
import type { ReviewCases } from './review-cases.js';
import type { UnknownCipWatch } from './unknown-cip.watch.js';

const LEASE = `interval '2 minutes'`;
const BUSY_MS = 15_000;
const FAILED_MS = 5 * 60_000;

/**
 * Does what the product can do about cases by itself: applies the policy of their shop, as its own answer and never in
 * the transaction of the money, and looks whether an unknown CIP is known by now. What a policy cannot do stays for a
 * person, with a note that says why.
 */
export class CaseSweep {
  constructor(
    private readonly dataSource: DataSource,
    private readonly cases: ReviewCases,
    private readonly unknownCips: UnknownCipWatch,
    private readonly clock: Clock,
    private readonly onFailed: (error: unknown, what: string) => void,
  ) {}

  /** Looks at cases whose moment has come. Returns how many. */
  async sweep(limit = 50): Promise<number> {
    const [rows] = (await this.dataSource.query(
      `update review_case c set lease_until = now() + ${LEASE}, attempts = attempts + 1
       where c.id in (
         select id from review_case where next_at <= $1 and (lease_until is null or lease_until < now())
         order by next_at limit $2 for update skip locked)
       returning c.id, c.kind, c.account_id, c.details->>'cip' as cip, c.attempts,
         (select policies from shop s where s.id = c.shop_id) as policies`,
      [this.clock.now(), limit],
    )) as [DueCase[], number];
    for (const row of rows) {
      try {
        await (row.kind === 'unknown_cip' ? this.unknownCips.look(row) : this.applyPolicy(row));
      } catch (error) {
        // It stays due, and the others do not wait for it.
        this.onFailed(error, `case ${row.id} could not be looked at`);
        await this.later(row.id, FAILED_MS);
      }
    }
    return rows.length;
  }

  private async applyPolicy(row: DueCase): Promise<void> {
    const policy: CasePolicy = readShopPolicies(row.policies).cases[row.kind] ?? 'review';
    // The shop has thought better of it since the case was opened.
    if (policy === 'review') return this.leave(row.id, { note: null, nextAt: null });
    const reason = `The shop's policy for ${row.kind} is to ${policy}.`;
    const outcome = await this.cases.resolve(row.id, { resolution: policy, reason, actor: 'policy' });
    if (outcome.kind !== 'refused') return;
    if (TRANSIENT.includes(outcome.why)) return this.later(row.id, BUSY_MS);
    const note = `The policy to ${policy} was not applied. ${caseRefusalText(outcome)}`;
    await this.leave(row.id, { note, nextAt: null });
  }

  private async later(id: string, ms: number): Promise<void> {
    await this.leave(id, { note: null, nextAt: new Date(this.clock.now().getTime() + ms) });
  }

  private async leave(id: string, left: { note: string | null; nextAt: Date | null }): Promise<void> {
    await this.dataSource.query(
      `update review_case set note = $2, next_at = $3, lease_until = null where id = $1 and state = 'open'`,
      [id, left.note, left.nextAt],
    );
  }
}

/** Another moment may be better. */
const TRANSIENT: readonly Refusal[] = ['command_in_progress', 'notification_waiting'];
