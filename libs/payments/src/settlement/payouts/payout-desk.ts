import type { EntityManager } from 'typeorm';
import type { Clock } from '../../clock.port.js';
import { formatAmount } from '../../domain/index.js';
import type { PayoutSettlement, PayoutSums } from '../reporting/payout-report.js';
import { openSettlementCase } from '../settlement-case.writer.js';

/** Payouts that do not add up are cases; one that adds up after all, by a later file or rule, closes its case. */
export class PayoutDesk {
  constructor(private readonly clock: Clock) {}

  /** Returns how many cases it opened. What has no statement yet, or no rule, is not judged. */
  async judge(manager: EntityManager, accountId: string, payouts: readonly PayoutSettlement[]): Promise<number> {
    let opened = 0;
    for (const { payoutDay, expected, stated, difference } of payouts) {
      if (!expected || !stated || !difference) continue;
      const key = `settlement:${accountId}:payout:${payoutDay}`;
      const isLevel = Object.values(difference).every((minor) => minor === 0n);
      if (isLevel) {
        await manager.query(
          `update review_case set state = 'resolved', resolution = 'close', resolved_by = 'settlement', resolved_at = $2,
             reason = 'Statement and expectation agree now.' where dedupe_key = $1 and state = 'open'`,
          [key, this.clock.now()],
        );
        continue;
      }
      const details = {
        difference: 'payout',
        payoutDay,
        expected: amounts(expected),
        stated: amounts(stated),
        statedLessExpected: amounts(difference),
      };
      const entry = { key, kind: 'settlement_difference' as const, accountId, details };
      if (await openSettlementCase(manager, entry, this.clock.now())) opened += 1;
    }
    return opened;
  }
}

function amounts(sums: Omit<PayoutSums, 'count'>): Record<string, string> {
  return {
    gross: formatAmount(sums.grossMinor),
    commission: formatAmount(sums.commissionMinor),
    igv: formatAmount(sums.igvMinor),
    net: formatAmount(sums.netMinor),
  };
}
