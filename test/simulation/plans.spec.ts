import { describe, expect, it } from 'vitest';
import { DAY, planOrders } from './shoppers.js';
import { nameOf, planTroubles } from './troubles.js';

const SPAN = { orders: 2_000, days: 10, seed: 7 };

describe('the plan of a simulation', () => {
  it('is decided by its seed alone', () => {
    expect(planOrders({ ...SPAN, orders: 50 })).toEqual(planOrders({ ...SPAN, orders: 50 }));
    expect(planOrders({ ...SPAN, orders: 50 })).not.toEqual(planOrders({ ...SPAN, orders: 50, seed: 8 }));
    expect(planTroubles(SPAN)).toEqual(planTroubles(SPAN));
    expect(planTroubles(SPAN)).not.toEqual(planTroubles({ ...SPAN, seed: 8 }));
  });

  it('has every order begin with its create within the days, and more of them in the evening than at night', () => {
    const orders = planOrders(SPAN);
    const arrivals = orders.map(({ visits }) => visits[0]);
    expect(arrivals.every((visit) => visit?.deed.kind === 'create' && visit.atMs < SPAN.days * DAY)).toBe(true);
    const between = (from: number, to: number): number =>
      arrivals.filter((visit) => {
        const hour = ((visit?.atMs ?? 0) % DAY) / 3_600_000;
        return hour >= from && hour < to;
      }).length;
    expect(between(18, 21)).toBeGreaterThan(5 * between(2, 5));
  });

  it('brings every story, deed, way of notifying and lost call within two thousand orders', () => {
    const orders = planOrders(SPAN);
    const deeds = orders.flatMap(({ visits }) => visits.map(({ deed }) => deed));
    expect(new Set(orders.map(({ story }) => story)).size).toBe(10);
    expect(new Set(deeds.map((deed) => deed.kind)).size).toBe(6);
    const payments = deeds.flatMap((deed) => (deed.kind === 'pay' ? [deed] : []));
    expect(new Set(payments.map(({ notify }) => notify)).size).toBe(6);
    expect(new Set(payments.map(({ which }) => which)).size).toBe(3);
    expect(new Set(orders.flatMap(({ faults }) => faults.map(({ kind }) => kind))).size).toBe(9);
  });

  it('meets every kind of trouble in ten days, ends each before the last day does, and has none of a group at once', () => {
    for (let seed = 0; seed < 50; seed += 1) {
      const { spells, kills } = planTroubles({ ...SPAN, seed });
      expect(spells.every(({ fromMs, untilMs }) => fromMs < untilMs && untilMs < SPAN.days * DAY)).toBe(true);
      expect(new Set(spells.map(({ trouble }) => trouble.kind)).size).toBe(5);
      expect(kills).toHaveLength(2 * SPAN.days);
      for (const kind of ['silence', 'down', 'erp'] as const) {
        const own = spells.filter(({ trouble }) => trouble.kind === kind);
        own.forEach((spell, place) =>
          expect(spell.fromMs, nameOf(spell.trouble)).toBeGreaterThan(own[place - 1]?.untilMs ?? -1),
        );
      }
    }
  });
});
