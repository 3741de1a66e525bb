import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import { FeeRules } from './fees/fee-rules.store.js';
import { SettlementImporter } from './importing/settlement-importer.js';
import { SettlementHints } from './matching/settlement-hints.js';
import { PayoutDesk } from './payouts/payout-desk.js';
import { SettlementReports } from './reporting/settlement-reports.js';

/** Reconciliation of what PagoEfectivo says with what we know (requirement R25). */
export interface Settlement {
  readonly rules: FeeRules;
  readonly importer: SettlementImporter;
  readonly reports: SettlementReports;
}

export function createSettlement(dataSource: DataSource, clock: Clock): Settlement {
  const rules = new FeeRules(dataSource, clock);
  const hints = new SettlementHints(clock);
  const payouts = new PayoutDesk(clock);
  return {
    rules,
    importer: new SettlementImporter(dataSource, hints, payouts, rules, clock),
    reports: new SettlementReports(dataSource, hints, payouts, rules),
  };
}
