import type { ReportDays } from './report-period.js';
import {
  type Cells,
  dayCells,
  differenceCells,
  payoutCells,
  SETTLEMENT_HEADINGS,
  type SettlementView,
  statementCells,
} from './report-tables.js';
import type { SettlementReport, SettlementReports } from './settlement-reports.js';

/** Takes a row: as the object that it is, and as the cells of a table. The next one comes when it has resolved. */
export type TellRow = (entry: object, cells: Cells) => Promise<void>;

/** A report as rows, whichever way it is looked at; differences are read as they are told, however many. */
export class ReportRows {
  constructor(
    private readonly reports: SettlementReports,
    private readonly report: Pick<SettlementReport, 'days' | 'payouts'>,
    private readonly of: { readonly accountId: string; readonly days: ReportDays },
  ) {}

  heading(view: SettlementView): readonly string[] {
    return SETTLEMENT_HEADINGS[view];
  }

  async each(view: SettlementView, tell: TellRow): Promise<void> {
    const { accountId, days } = this.of;
    switch (view) {
      case 'day':
        for (const day of this.report.days) await tell(day, dayCells(day));
        return;
      case 'payout':
        for (const payout of this.report.payouts) await tell(payout, payoutCells(payout));
        return;
      case 'difference':
        return this.reports.eachDifference(accountId, days, (found) => tell(found, differenceCells(found)));
      case 'statement':
        return this.reports.eachStatementDifference(accountId, days, (found) => tell(found, statementCells(found)));
    }
  }
}
