import type { DataSource, EntityManager } from 'typeorm';
import type { FeeRule } from '../fees/fee-rule.js';
import type { FeeRules } from '../fees/fee-rules.store.js';
import type { SettlementHints } from '../matching/settlement-hints.js';
import type { PayoutDesk } from '../payouts/payout-desk.js';
import { type DaySettlement, reportDays } from './day-report.js';
import { countMatches, type Difference, listDifferences, type MatchCounts } from './differences.js';
import { type PayoutSettlement, reportPayouts } from './payout-report.js';
import { periodOf, type ReportDays } from './report-period.js';
import { listStatementDifferences, type StatementDifference } from './statement-lines.js';

/** What a look at the books brings. */
export interface SettlementSight {
  readonly matches: MatchCounts;
  readonly days: readonly DaySettlement[];
  readonly payouts: readonly PayoutSettlement[];
}

export interface SettlementReport extends SettlementSight {
  /** Cases that this look opened: states that still differ after a search, payouts that do not add up. */
  readonly casesOpened: number;
}

/** What of an account's money agrees, what does not, and what should have been paid out. */
export class SettlementReports {
  constructor(
    private readonly dataSource: DataSource,
    private readonly hints: SettlementHints,
    private readonly payouts: PayoutDesk,
    private readonly rules: FeeRules,
  ) {}

  /** Compares the period, and opens the cases that follow. */
  async report(accountId: string, days: ReportDays): Promise<SettlementReport> {
    const rules = await this.rules.of(accountId);
    return this.atOnce(async (manager) => {
      const opened = await this.hints.afterSearches(manager, accountId, periodOf(days));
      const sight = await compare(manager, { id: accountId, rules }, days);
      return { ...sight, casesOpened: opened + (await this.payouts.judge(manager, accountId, sight.payouts)) };
    });
  }

  /** Compares the period and changes nothing. */
  async look(accountId: string, days: ReportDays): Promise<SettlementSight> {
    const rules = await this.rules.of(accountId);
    return this.atOnce((manager) => compare(manager, { id: accountId, rules }, days));
  }

  /** Tells every difference of the period, one by one, however many. */
  async eachDifference(
    accountId: string,
    days: ReportDays,
    tell: (difference: Difference) => Promise<void>,
  ): Promise<void> {
    await this.atOnce(async (manager) => {
      for await (const difference of listDifferences(manager, accountId, days)) await tell(difference);
    });
  }

  /** Tells every line of the period's payout statements that is not what it should be, one by one. */
  async eachStatementDifference(
    accountId: string,
    days: ReportDays,
    tell: (difference: StatementDifference) => Promise<void>,
  ): Promise<void> {
    const account = { id: accountId, rules: await this.rules.of(accountId) };
    await this.atOnce(async (manager) => {
      for await (const difference of listStatementDifferences(manager, account, days)) await tell(difference);
    });
  }

  /** A year's report may take longer than a request. */
  private atOnce<Result>(work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query('set local statement_timeout = 0');
      return work(manager);
    });
  }
}

async function compare(
  manager: EntityManager,
  account: { readonly id: string; readonly rules: readonly FeeRule[] },
  days: ReportDays,
): Promise<SettlementSight> {
  return {
    matches: await countMatches(manager, account.id, days),
    days: await reportDays(manager, account, days),
    payouts: await reportPayouts(manager, account, days),
  };
}
