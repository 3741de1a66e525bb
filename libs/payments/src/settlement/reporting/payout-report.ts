import type { EntityManager } from 'typeorm';
import { type FeeRule, FeeSum, ruleOn } from '../fees/fee-rule.js';
import { addDays } from '../lines/lima-time.js';
import { LONGEST_CYCLE_DAYS, payoutDay } from '../payouts/payout-cycle.js';
import { PAID_BY_AMOUNT, type PaidAmount } from './day-report.js';
import { readInPortions } from './read-in-portions.js';
import { periodOf, type ReportDays } from './report-period.js';

/** Sums of a payout, as they should be or as a statement has them. */
export interface PayoutSums {
  readonly count: number;
  readonly grossMinor: bigint;
  readonly commissionMinor: bigint;
  readonly igvMinor: bigint;
  readonly netMinor: bigint;
}

export interface PayoutSettlement {
  /** In Lima, `YYYY-MM-DD`. */
  readonly payoutDay: string;
  /** From the panel's paid lines and the rules of their days; null where there is none. */
  readonly expected: PayoutSums | null;
  /** From statements; null while none has come. */
  readonly stated: PayoutSums | null;
  /** Stated less expected, to the céntimo; null while one of them is missing. */
  readonly difference: Omit<PayoutSums, 'count'> | null;
}

/** Payouts that fall, or fell, on days of the period, in order. */
export async function reportPayouts(
  manager: EntityManager,
  account: { readonly id: string; readonly rules: readonly FeeRule[] },
  days: ReportDays,
): Promise<PayoutSettlement[]> {
  const expected = await expectedPayouts(manager, account, days);
  const stated = await statedPayouts(manager, account.id, days);
  return [...new Set([...expected.keys(), ...stated.keys()])].sort().map((day) => {
    const should = expected.get(day) ?? null;
    const is = stated.get(day) ?? null;
    return { payoutDay: day, expected: should, stated: is, difference: should && is && less(is, should) };
  });
}

async function expectedPayouts(
  manager: EntityManager,
  account: { readonly id: string; readonly rules: readonly FeeRule[] },
  days: ReportDays,
): Promise<Map<string, PayoutSums>> {
  const { from, until } = periodOf({ from: addDays(days.from, -LONGEST_CYCLE_DAYS), to: days.to });
  const sums = new Map<string, { count: number; grossMinor: bigint; fees: FeeSum }>();
  for await (const paid of readInPortions<PaidAmount>(manager, PAID_BY_AMOUNT, [account.id, from, until])) {
    const rule = ruleOn(account.rules, paid.day);
    if (!rule) continue;
    const day = payoutDay(paid.day, rule.cycle);
    if (day < days.from || day > days.to) continue;
    const known = sums.get(day) ?? { count: 0, grossMinor: 0n, fees: new FeeSum() };
    const grossMinor = BigInt(paid.amount_minor);
    known.fees.add(rule, { grossMinor, count: paid.count });
    sums.set(day, {
      count: known.count + paid.count,
      grossMinor: known.grossMinor + grossMinor * BigInt(paid.count),
      fees: known.fees,
    });
  }
  return new Map(
    [...sums].map(([day, { count, grossMinor, fees }]) => {
      const fee = fees.total();
      return [day, { count, grossMinor, ...fee, netMinor: grossMinor - fee.commissionMinor - fee.igvMinor }];
    }),
  );
}

async function statedPayouts(
  manager: EntityManager,
  accountId: string,
  { from, to }: ReportDays,
): Promise<Map<string, PayoutSums>> {
  const rows = await manager.query<
    { day: string; count: number; gross: string; commission: string; igv: string; net: string }[]
  >(
    `select payout_day::text as day, count(*)::int as count, sum(gross_minor)::bigint as gross,
       sum(commission_minor)::bigint as commission, sum(igv_minor)::bigint as igv, sum(net_minor)::bigint as net
     from settlement_payout_line where account_id = $1 and payout_day between $2 and $3 group by payout_day`,
    [accountId, from, to],
  );
  return new Map(
    rows.map(({ day, count, gross, commission, igv, net }) => [
      day,
      {
        count,
        grossMinor: BigInt(gross),
        commissionMinor: BigInt(commission),
        igvMinor: BigInt(igv),
        netMinor: BigInt(net),
      },
    ]),
  );
}

function less(is: PayoutSums, should: PayoutSums): Omit<PayoutSums, 'count'> {
  return {
    grossMinor: is.grossMinor - should.grossMinor,
    commissionMinor: is.commissionMinor - should.commissionMinor,
    igvMinor: is.igvMinor - should.igvMinor,
    netMinor: is.netMinor - should.netMinor,
  };
}
