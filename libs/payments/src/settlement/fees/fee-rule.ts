import type { PayoutCycle } from '../payouts/payout-cycle.js';

export const ROUNDINGS = ['line', 'invoice'] as const;
/** `line`: commission and IGV of each payment are rounded. `invoice`: their sums are, once per payout. */
export type Rounding = (typeof ROUNDINGS)[number];

/** What a contract charges from a day on. No public source has PagoEfectivo's terms: they are the merchant's to enter. */
export interface FeeRule {
  /** The first day in Lima, `YYYY-MM-DD`, on which payments fall under it. */
  readonly validFrom: string;
  /** Of the amount, in hundredths of a percent. */
  readonly percentageBp: number;
  /** On top, per payment. */
  readonly fixedMinor: bigint;
  /** No payment costs less. */
  readonly minimumMinor: bigint;
  /** IGV on the commission, in hundredths of a percent: 1800. */
  readonly igvBp: number;
  readonly rounding: Rounding;
  readonly cycle: PayoutCycle;
}

export interface Fee {
  readonly commissionMinor: bigint;
  readonly igvMinor: bigint;
}

const BP = 10_000n;

/** The rule in force on a day; null before the first. `rules` in any order. */
export function ruleOn(rules: readonly FeeRule[], day: string): FeeRule | null {
  return rules.reduce<FeeRule | null>(
    (best, rule) => (rule.validFrom <= day && (best === null || rule.validFrom > best.validFrom) ? rule : best),
    null,
  );
}

/** Commission and IGV of one payment, each rounded half up to the céntimo; negative for money taken back. */
export function feeOf(rule: FeeRule, grossMinor: bigint): Fee {
  if (grossMinor < 0n) {
    const { commissionMinor, igvMinor } = feeOf(rule, -grossMinor);
    return { commissionMinor: -commissionMinor, igvMinor: -igvMinor };
  }
  return rounded(rule, commissionInBp(rule, grossMinor));
}

/** Adds up the fees of many payments, rounding as their rules say. */
export class FeeSum {
  private readonly lines = new Map<FeeRule, Fee>();
  /** In ten-thousandths of a céntimo. */
  private readonly invoices = new Map<FeeRule, bigint>();

  /** `count` payments of the same amount. */
  add(rule: FeeRule, payments: { readonly grossMinor: bigint; readonly count: number }): void {
    const { grossMinor } = payments;
    const count = BigInt(payments.count);
    if (rule.rounding === 'invoice') {
      const exact = grossMinor < 0n ? -commissionInBp(rule, -grossMinor) : commissionInBp(rule, grossMinor);
      this.invoices.set(rule, (this.invoices.get(rule) ?? 0n) + exact * count);
    } else {
      const fee = feeOf(rule, grossMinor);
      const sum = this.lines.get(rule) ?? { commissionMinor: 0n, igvMinor: 0n };
      this.lines.set(rule, {
        commissionMinor: sum.commissionMinor + fee.commissionMinor * count,
        igvMinor: sum.igvMinor + fee.igvMinor * count,
      });
    }
  }

  total(): Fee {
    const invoices = [...this.invoices].map(([rule, exact]) => rounded(rule, exact));
    return [...this.lines.values(), ...invoices].reduce(
      (sum, fee) => ({
        commissionMinor: sum.commissionMinor + fee.commissionMinor,
        igvMinor: sum.igvMinor + fee.igvMinor,
      }),
      { commissionMinor: 0n, igvMinor: 0n },
    );
  }
}

function commissionInBp(rule: FeeRule, grossMinor: bigint): bigint {
  const exact = grossMinor * BigInt(rule.percentageBp) + rule.fixedMinor * BP;
  const least = rule.minimumMinor * BP;
  return exact < least ? least : exact;
}

/** IGV is due on the commission as it is invoiced, that is: rounded. */
function rounded(rule: FeeRule, commissionInTenThousandths: bigint): Fee {
  const commissionMinor = halfUp(commissionInTenThousandths);
  return { commissionMinor, igvMinor: halfUp(commissionMinor * BigInt(rule.igvBp)) };
}

/** Divides by ten thousand; half a céntimo is a céntimo, on either side of zero. */
function halfUp(value: bigint): bigint {
  return value < 0n ? -halfUp(-value) : (value + BP / 2n) / BP;
}
