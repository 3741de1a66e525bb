import type { EntityManager } from 'typeorm';
import { type FeeRule, FeeSum, ruleOn } from '../fees/fee-rule.js';
import { payoutDay } from '../payouts/payout-cycle.js';
import { limaDayOf, periodOf, type ReportDays } from './report-period.js';
import { readInPortions } from './read-in-portions.js';

/** What was paid on a day, told by the panel and by us, and what it should cost. */
export interface DaySettlement {
  /** In Lima, `YYYY-MM-DD`. */
  readonly day: string;
  readonly theirCount: number;
  readonly theirGrossMinor: bigint;
  readonly ourCount: number;
  readonly ourGrossMinor: bigint;
  /** Of what the panel tells, by the rule of the day; null where no rule holds. */
  readonly expected: ExpectedPayout | null;
}

export interface ExpectedPayout {
  readonly commissionMinor: bigint;
  readonly igvMinor: bigint;
  readonly netMinor: bigint;
  readonly payoutDay: string;
}

/** The panel's paid lines of a period, as many as share a day and an amount together, by day. */
export const PAID_BY_AMOUNT = `select ${limaDayOf('l.paid_at')} as day, l.amount_minor, count(*)::int as count from settlement_line l
  where l.account_id = $1 and l.status = 'paid' and l.paid_at >= $2 and l.paid_at < $3 group by 1, 2 order by 1`;

export interface PaidAmount {
  readonly day: string;
  readonly amount_minor: string;
  readonly count: number;
}

/** Every day of the period on which either side knows of money, in order. */
export async function reportDays(
  manager: EntityManager,
  account: { readonly id: string; readonly rules: readonly FeeRule[] },
  days: ReportDays,
): Promise<DaySettlement[]> {
  const { from, until } = periodOf(days);
  const theirs = new Map<string, { count: number; grossMinor: bigint; fees: FeeSum }>();
  for await (const paid of readInPortions<PaidAmount>(manager, PAID_BY_AMOUNT, [account.id, from, until])) {
    const known = theirs.get(paid.day) ?? { count: 0, grossMinor: 0n, fees: new FeeSum() };
    const grossMinor = BigInt(paid.amount_minor);
    const rule = ruleOn(account.rules, paid.day);
    if (rule) known.fees.add(rule, { grossMinor, count: paid.count });
    theirs.set(paid.day, {
      count: known.count + paid.count,
      grossMinor: known.grossMinor + grossMinor * BigInt(paid.count),
      fees: known.fees,
    });
  }
  const ours = await ourDays(manager, [account.id, from, until]);
  return [...new Set([...theirs.keys(), ...ours.keys()])].sort().map((day) => {
    const their = theirs.get(day) ?? { count: 0, grossMinor: 0n, fees: new FeeSum() };
    const our = ours.get(day) ?? { count: 0, grossMinor: 0n };
    const rule = ruleOn(account.rules, day);
    const fee = their.fees.total();
    return {
      day,
      theirCount: their.count,
      theirGrossMinor: their.grossMinor,
      ourCount: our.count,
      ourGrossMinor: our.grossMinor,
      expected: rule && {
        ...fee,
        netMinor: their.grossMinor - fee.commissionMinor - fee.igvMinor,
        payoutDay: payoutDay(day, rule.cycle),
      },
    };
  });
}

async function ourDays(
  manager: EntityManager,
  parameters: unknown[],
): Promise<Map<string, { count: number; grossMinor: bigint }>> {
  const rows = await manager.query<{ day: string; count: number; gross: string }[]>(
    `select ${limaDayOf('r.paid_at')} as day, count(*)::int as count, sum(r.amount_minor)::bigint as gross
     from receipt r join cip c on c.id = r.cip_id
     where c.account_id = $1 and r.reversed_at is null and r.paid_at >= $2 and r.paid_at < $3 group by 1`,
    parameters,
  );
  return new Map(rows.map(({ day, count, gross }) => [day, { count, grossMinor: BigInt(gross) }]));
}
