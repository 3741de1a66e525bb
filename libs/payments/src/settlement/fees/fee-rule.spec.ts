import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FeeRule, feeOf, FeeSum, ruleOn } from './fee-rule.js';

const RULE: FeeRule = {
  validFrom: '2026-01-01',
  percentageBp: 399,
  fixedMinor: 100n,
  minimumMinor: 350n,
  igvBp: 1800,
  rounding: 'line',
  cycle: { kind: 't+1' },
};

const rules = fc.record({
  validFrom: fc.constant('2026-01-01'),
  percentageBp: fc.integer({ min: 0, max: 10_000 }),
  fixedMinor: fc.bigInt({ min: 0n, max: 5000n }),
  minimumMinor: fc.bigInt({ min: 0n, max: 5000n }),
  igvBp: fc.integer({ min: 0, max: 10_000 }),
  rounding: fc.constantFrom('line' as const, 'invoice' as const),
  cycle: fc.constant({ kind: 't+1' as const }),
});
const amounts = fc.bigInt({ min: 0n, max: 10_000_000n });

describe('feeOf', () => {
  it.each([
    // 129.90 × 3.99 % = 5.18301, + 1.00 = 6.18301; IGV 18 % of 6.18 = 1.1124
    [12_990n, { commissionMinor: 618n, igvMinor: 111n }],
    // 20.00 × 3.99 % + 1.00 = 1.798, less than the minimum of 3.50; IGV 0.63
    [2000n, { commissionMinor: 350n, igvMinor: 63n }],
    [-12_990n, { commissionMinor: -618n, igvMinor: -111n }],
  ])('of %s céntimos', (gross, fee) => {
    expect(feeOf(RULE, gross)).toEqual(fee);
  });

  it('rounds half a céntimo up', () => {
    const rule = { ...RULE, percentageBp: 50, fixedMinor: 0n, minimumMinor: 0n };
    expect(feeOf(rule, 100n).commissionMinor).toBe(1n);
    expect(feeOf(rule, 99n).commissionMinor).toBe(0n);
  });

  it('is never below the minimum, never finer than a céntimo off, and grows with the amount', () => {
    fc.assert(
      fc.property(rules, amounts, amounts, (rule, one, other) => {
        const fee = feeOf(rule, one);
        const exact = Number(one) * (rule.percentageBp / 10_000) + Number(rule.fixedMinor);
        expect(fee.commissionMinor >= rule.minimumMinor).toBe(true);
        expect(Math.abs(Number(fee.commissionMinor) - Math.max(exact, Number(rule.minimumMinor)))).toBeLessThanOrEqual(
          0.5001,
        );
        if (one <= other) expect(fee.commissionMinor <= feeOf(rule, other).commissionMinor).toBe(true);
      }),
    );
  });
});

describe('FeeSum', () => {
  it('adds rounded lines where the rule rounds per line', () => {
    fc.assert(
      fc.property(rules, fc.array(amounts, { maxLength: 30 }), (rule, grosses) => {
        const sum = new FeeSum();
        for (const grossMinor of grosses) sum.add({ ...rule, rounding: 'line' }, { grossMinor, count: 1 });
        const fees = grosses.map((gross) => feeOf(rule, gross));
        expect(sum.total()).toEqual({
          commissionMinor: fees.reduce((total, fee) => total + fee.commissionMinor, 0n),
          igvMinor: fees.reduce((total, fee) => total + fee.igvMinor, 0n),
        });
      }),
    );
  });

  it('rounds the sum once where the rule rounds per invoice', () => {
    const rule: FeeRule = { ...RULE, rounding: 'invoice', percentageBp: 333, fixedMinor: 0n, minimumMinor: 0n };
    const sum = new FeeSum();
    // Three times 0.0333: 3 × 3 = 9 by lines, 9.99 = 10 by invoice.
    sum.add(rule, { grossMinor: 100n, count: 3 });
    expect(sum.total().commissionMinor).toBe(10n);
  });

  it('differs by rounding per invoice by at most half a céntimo a line, and counts like as it counts one by one', () => {
    fc.assert(
      fc.property(rules, fc.array(amounts, { minLength: 1, maxLength: 30 }), (rule, grosses) => {
        const total = (rounding: 'line' | 'invoice'): bigint => {
          const sum = new FeeSum();
          const same = { ...rule, rounding };
          for (const grossMinor of grosses) sum.add(same, { grossMinor, count: 2 });
          return sum.total().commissionMinor;
        };
        const apart = Number(total('line') - total('invoice'));
        expect(Math.abs(apart)).toBeLessThanOrEqual(grosses.length + 0.5);
        const [first = 0n] = grosses;
        const twice = new FeeSum();
        const once = new FeeSum();
        twice.add(rule, { grossMinor: first, count: 2 });
        once.add(rule, { grossMinor: first, count: 1 });
        once.add(rule, { grossMinor: first, count: 1 });
        expect(twice.total()).toEqual(once.total());
      }),
    );
  });
});

describe('ruleOn', () => {
  const old = { ...RULE, validFrom: '2026-01-01' };
  const later = { ...RULE, validFrom: '2026-07-01' };

  it.each([
    ['2025-12-31', null],
    ['2026-01-01', old],
    ['2026-06-30', old],
    ['2026-07-01', later],
    ['2030-01-01', later],
  ])('on %s', (day, rule) => {
    expect(ruleOn([later, old], day)).toBe(rule);
  });
});
