import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import type { Observation } from '../domain/index.js';
import type { CipRecord, Gateway, Gateways } from '../gateway.port.js';
import { groupBy } from '../group-by.js';
import type { PaymentLedger } from '../orders/payment-ledger.js';
import type { GatewayBudget } from './gateway-budget.js';
import type { SearchedCip } from './search-observation.js';
import { searchObservation } from './search-observation.js';

export interface CipSearchOptions {
  /** CIPs per call (GATEWAY_SEARCH_BATCH). */
  readonly batch: number;
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

const LEASE = `interval '3 minutes'`;
const FALLBACK_MS = 30 * 60_000;
const BACKOFF_MS = 60_000;

/** Finds payments that no notification announced (requirement R3): searches due CIPs in batches, within the budget. */
export class CipSearch {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ledger: PaymentLedger,
    private readonly gateways: Gateways,
    private readonly budget: GatewayBudget,
    private readonly clock: Clock,
    private readonly options: CipSearchOptions,
  ) {}

  /** Searches what is due. Returns how many CIPs it looked at; 0 when nothing is due or the budget is used up. */
  async pollDue(limit = 500): Promise<number> {
    const cips = await this.claim(
      `poll_at <= $1 and number is not null and (poll_lease_until is null or poll_lease_until < now()) order by poll_at limit $2`,
      [this.clock.now(), limit],
    );
    return this.poll(cips, { urgent: false });
  }

  /** Searches all CIPs of a payment now, for an operator or a storefront that asks. Returns how many. */
  async checkPayment(paymentId: string): Promise<number> {
    const cips = await this.claim('payment_id = $1 and number is not null', [paymentId]);
    return this.poll(cips, { urgent: true });
  }

  /**
   * Asks about these CIPs, in batches per account, bisecting a batch that the gateway declines. Changes nothing.
   * `urgent` questions (an operator, the last one before closing) do not wait for the polling budget.
   */
  async ask(cips: readonly AskedCip[], options: { urgent: boolean }): Promise<SearchAnswers> {
    const records = new Map<string, CipRecord>();
    const unasked = new Set(cips.map((cip) => cip.id));
    const deferred = new Set<string>();
    for (const [accountId, ofAccount] of groupBy(cips, (cip) => cip.accountId)) {
      const gateway = await this.gateways.of(accountId);
      for (let from = 0; from < ofAccount.length; from += this.options.batch) {
        const batch = ofAccount.slice(from, from + this.options.batch);
        const allowed = await this.budget.take(accountId);
        if (!allowed && !options.urgent) {
          for (const cip of ofAccount.slice(from)) deferred.add(cip.id);
          break;
        }
        for (const answer of await this.searchBisecting(gateway, accountId, batch)) {
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
      return [seen];
    });
  }

  private odd(cip: AskedCip, what: string): void {
    this.options.onOddity?.({ accountId: cip.accountId, cip: cip.number, what });
  }

  private async claim(condition: string, parameters: unknown[]): Promise<AskedCip[]> {
    const [rows] = (await this.dataSource.query(
      `update cip set poll_lease_until = now() + ${LEASE}
       where id in (select id from cip where ${condition} for update skip locked)
       returning id, payment_id, account_id, number, transaction_code, amount_minor, currency`,
      parameters,
    )) as [CipRow[], number];
    return rows.map((row) => ({
      id: row.id,
      paymentId: row.payment_id,
      accountId: row.account_id,
      number: row.number,
      transactionCode: row.transaction_code,
      amountMinor: BigInt(row.amount_minor),
      currency: row.currency,
    }));
  }

  private async poll(cips: readonly AskedCip[], options: { urgent: boolean }): Promise<number> {
    if (cips.length === 0) return 0;
    const answers = await this.ask(cips, options);
    const observations = this.observations(cips, answers);
    const now = this.clock.now();
    const asked = cips.filter((cip) => !answers.unasked.has(cip.id));
    const { events, casesDue } = await this.dataSource.transaction(async (manager) => {
      const outcome = await this.ledger.observeMany(observations, manager);
      // The ledger plans the next search of what it changed; whatever said nothing is looked at again later.
      await manager.query(
        `update cip set poll_lease_until = null, polled_at = $2, poll_count = poll_count + 1,
           poll_at = case when poll_at <= $2 then $3 else poll_at end where id = any($1)`,
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

  private async searchBisecting(
    gateway: Gateway,
    accountId: string,
    batch: readonly AskedCip[],
  ): Promise<{ cip: AskedCip; record: CipRecord | undefined }[]> {
    const outcome = await gateway.searchCips(batch.map((cip) => cip.number));
    switch (outcome.kind) {
      case 'ok': {
        await this.budget.recovered(accountId);
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
        return [
          ...(await this.searchBisecting(gateway, accountId, batch.slice(0, middle))),
          ...(await this.searchBisecting(gateway, accountId, batch.slice(middle))),
        ];
      }
      case 'rate_limited':
        await this.budget.slowDown(accountId, outcome.retryAfterMs);
        return [];
      case 'unauthorized':
      case 'never_sent':
      case 'unknown':
        await this.budget.slowDown(accountId, null);
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
