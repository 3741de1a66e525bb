import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import type { Observation, PollPriority, SearchPriority } from '../domain/index.js';
import { POLL_PRIORITIES } from '../domain/index.js';
import type { CipRecord, Gateway, Gateways } from '../gateway.port.js';
import { CALLS_AT_ONCE } from '../gateway-commands/gateway-command.runner.js';
import { groupBy } from '../group-by.js';
import { inParallel } from '../in-parallel.js';
import type { PaymentLedger } from '../orders/payment-ledger.js';
import { CIP_COLUMNS, CLAIM_DUE, LEASE } from './claim-due.js';
import type { GatewayBreaker } from './gateway-breaker.js';
import type { BudgetRoom, BudgetVerdict, GatewayBudget } from './gateway-budget.js';
import type { PollSchedules } from './poll-schedules.js';
import type { SearchedCip } from './search-observation.js';
import { doubtfulDate, searchObservation } from './search-observation.js';

export interface CipSearchOptions {
  /** CIPs per call (GATEWAY_SEARCH_BATCH). */
  readonly batch: number;
  /** A poll that is overdue in the last stretch before its CIP dies counts as near the deadline. */
  readonly polls: PollSchedules;
  readonly onEvents?: () => void;
  /** Something the gateway said that changes nothing and wants a person's eye. */
  /** A case waits for its shop's policy. */
  readonly onCasesDue?: () => void;
  readonly onOddity?: (oddity: { accountId: string; cip: string; what: string }) => void;
}

/** What one question to the gateway brought, by CIP id. */
export interface SearchAnswers {
  readonly records: ReadonlyMap<string, CipRecord>;
  /** CIPs that could not be asked: the gateway was unreachable, or declined, or the budget is used up. */
  readonly unasked: ReadonlySet<string>;
  /** Those of them that only wait for the budget. */
  readonly deferred: ReadonlySet<string>;
}

export interface AskedCip extends SearchedCip {
  readonly paymentId: string;
  readonly accountId: string;
  readonly number: string;
}

const FALLBACK_MS = 30 * 60_000;
const BACKOFF_MS = 60_000;

/** Finds payments that no notification announced (requirement R3): searches due CIPs in batches, within the budget. */
export class CipSearch {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ledger: PaymentLedger,
    private readonly gateways: Gateways,
    private readonly budget: GatewayBudget,
    private readonly breaker: GatewayBreaker,
    private readonly clock: Clock,
    private readonly options: CipSearchOptions,
  ) {}

  /**
   * Searches what is due, near the deadline first, then fresh codes, then old ones, per account and as far as its budget
   * goes; accounts wait for each other's gateways as little as can be. Returns how many CIPs were asked about; 0 when
   * nothing is due or the budget is used up.
   */
  async pollDue(limit = 500): Promise<number> {
    const rooms = await this.budget.rooms(this.clock.now());
    const asked = await inParallel(rooms, CALLS_AT_ONCE, (room) => this.pollAccount(room, limit));
    return asked.reduce((sum, count) => sum + count, 0);
  }

  /** Searches all CIPs of a payment now, for an operator or a storefront that asks. Returns how many. */
  async checkPayment(paymentId: string): Promise<number> {
    const cips = await this.claimOfPayment(paymentId);
    return this.poll(cips, 'operator');
  }

  /**
   * Asks about these CIPs, in batches per account, bisecting a batch that the gateway declines. Changes nothing.
   * An operator's question is always sent; the others as their priority allows, and what waits for the budget is `deferred`.
   */
  async ask(cips: readonly AskedCip[], options: { priority: SearchPriority }): Promise<SearchAnswers> {
    const records = new Map<string, CipRecord>();
    const unasked = new Set(cips.map((cip) => cip.id));
    const deferred = new Set<string>();
    for (const [accountId, ofAccount] of groupBy(cips, (cip) => cip.accountId)) {
      const gateway = await this.gatewayOf(accountId, ofAccount);
      if (!gateway) continue;
      for (let from = 0; from < ofAccount.length; from += this.options.batch) {
        const batch = ofAccount.slice(from, from + this.options.batch);
        const verdict = await this.budget.take(accountId, options.priority);
        if (verdict === 'refused') for (const cip of ofAccount.slice(from)) deferred.add(cip.id);
        if (verdict === 'refused' || verdict === 'blocked') break;
        for (const answer of await this.searchBisecting({ gateway, accountId, verdict, batch })) {
          unasked.delete(answer.cip.id);
          if (answer.record) records.set(answer.cip.id, answer.record);
        }
      }
    }
    return { records, unasked, deferred };
  }

  /** What the answers say, as observations; oddities are reported and change nothing (invariant 3). */
  observations(cips: readonly AskedCip[], answers: SearchAnswers): Observation[] {
    const observedAt = this.clock.now();
    return cips.flatMap((cip) => {
      if (answers.unasked.has(cip.id)) return [];
      const record = answers.records.get(cip.id);
      if (!record) {
        this.odd(cip, 'PagoEfectivo answered a search without this CIP.');
        return [];
      }
      const seen = searchObservation({ paymentId: cip.paymentId, cip, record, observedAt });
      if (!seen) {
        this.odd(
          cip,
          record.status === 'unknown' ? `Unknown status number ${record.rawStatus}.` : 'Another transaction code.',
        );
        return [];
      }
      const doubt = doubtfulDate(record, observedAt);
      if (doubt !== null) this.odd(cip, doubt);
      return [seen];
    });
  }

  /** An account whose keys cannot be opened is one that cannot be asked; the others are. */
  private async gatewayOf(accountId: string, [first]: readonly AskedCip[]): Promise<Gateway | null> {
    try {
      return await this.gateways.of(accountId);
    } catch (error) {
      if (first) this.odd(first, error instanceof Error ? error.message : String(error));
      return null;
    }
  }

  private odd(cip: AskedCip, what: string): void {
    this.options.onOddity?.({ accountId: cip.accountId, cip: cip.number, what });
  }

  private async pollAccount(room: BudgetRoom, limit: number): Promise<number> {
    const due = groupBy(await this.claimDue(room, limit), (cip) => cip.priority);
    let asked = 0;
    for (const priority of POLL_PRIORITIES) asked += await this.poll(due.get(priority) ?? [], priority);
    return asked;
  }

  /**
   * One statement that walks the account's index from what is due longest, per priority no more than the budget can
   * serve: its cost grows with what it takes, whatever is stored or waits behind.
   */
  private async claimDue(room: BudgetRoom, limit: number): Promise<(AskedCip & { priority: PollPriority })[]> {
    const now = this.clock.now();
    const scheduleOf = await this.options.polls.read(this.dataSource.manager);
    const { nearDeadlineMs } = scheduleOf(room.accountId);
    const most = (priority: PollPriority): number => Math.min(limit, room.calls[priority] * this.options.batch);
    const [rows] = (await this.dataSource.query(CLAIM_DUE, [
      room.accountId,
      now,
      new Date(now.getTime() + nearDeadlineMs),
      most('deadline'),
      most('fresh'),
      most('old'),
    ])) as [(CipRow & { priority: PollPriority })[], number];
    return rows.map((row) => ({ ...toAsked(row), priority: row.priority }));
  }

  private async claimOfPayment(paymentId: string): Promise<AskedCip[]> {
    const [rows] = (await this.dataSource.query(
      `update cip c set poll_lease_until = now() + ${LEASE}
       where id in (select id from cip where payment_id = $1 and number is not null for update skip locked)
       returning ${CIP_COLUMNS}`,
      [paymentId],
    )) as [CipRow[], number];
    return rows.map(toAsked);
  }

  private async poll(cips: readonly AskedCip[], priority: SearchPriority): Promise<number> {
    if (cips.length === 0) return 0;
    const answers = await this.ask(cips, { priority });
    const observations = this.observations(cips, answers);
    const now = this.clock.now();
    const asked = cips.filter((cip) => !answers.unasked.has(cip.id));
    const { events, casesDue } = await this.dataSource.transaction(async (manager) => {
      const outcome = await this.ledger.observeMany(observations, manager);
      // The ledger plans the next search of what it changed; whatever said nothing is looked at again later.
      await manager.query(
        `update cip set poll_lease_until = null, polled_at = $2, poll_count = poll_count + 1,
           poll_at = case when poll_at <= $2 then $3 else poll_at end,
           poll_priority = case when poll_at <= $2 then 'old' else poll_priority end where id = any($1)`,
        [asked.map((cip) => cip.id), now, new Date(now.getTime() + FALLBACK_MS)],
      );
      // What only waits for the budget stays due; what could not be asked is left in peace for a while.
      await manager.query(
        `update cip set poll_lease_until = null,
           poll_at = case when poll_at <= $2 and not id = any($4) then $3 else poll_at end where id = any($1)`,
        [[...answers.unasked], now, new Date(now.getTime() + BACKOFF_MS), [...answers.deferred]],
      );
      return outcome;
    });
    if (events > 0) this.options.onEvents?.();
    if (casesDue) this.options.onCasesDue?.();
    return asked.length;
  }

  private async searchBisecting(search: {
    gateway: Gateway;
    accountId: string;
    verdict: BudgetVerdict;
    batch: readonly AskedCip[];
  }): Promise<{ cip: AskedCip; record: CipRecord | undefined }[]> {
    const { gateway, accountId, verdict, batch } = search;
    const outcome = await gateway.searchCips(batch.map((cip) => cip.number));
    await this.breaker.heardSearch(accountId, outcome, verdict);
    switch (outcome.kind) {
      case 'ok': {
        const byNumber = new Map(outcome.value.map((record) => [record.number, record]));
        return batch.map((cip) => ({ cip, record: byNumber.get(cip.number) }));
      }
      case 'refused': {
        const [only] = batch;
        if (batch.length <= 1) {
          if (only) this.odd(only, `PagoEfectivo declined a search: ${outcome.code} ${outcome.message}`);
          return [];
        }
        const middle = Math.ceil(batch.length / 2);
        const halves = [batch.slice(0, middle), batch.slice(middle)];
        const answers = [];
        for (const half of halves) {
          // Each half is a call of its own; that it is sent was decided with the whole.
          await this.budget.count(accountId, 'search.bisect');
          answers.push(...(await this.searchBisecting({ ...search, verdict: 'granted', batch: half })));
        }
        return answers;
      }
      case 'rate_limited':
      case 'unauthorized':
      case 'never_sent':
      case 'unknown':
        return [];
    }
  }
}

interface CipRow {
  id: string;
  payment_id: string;
  account_id: string;
  number: string;
  transaction_code: string;
  amount_minor: string;
  currency: string;
}

function toAsked(row: CipRow): AskedCip {
  return {
    id: row.id,
    paymentId: row.payment_id,
    accountId: row.account_id,
    number: row.number,
    transactionCode: row.transaction_code,
    amountMinor: BigInt(row.amount_minor),
    currency: row.currency,
  };
}
