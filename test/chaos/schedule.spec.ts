import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Visit } from '../simulation/shoppers.js';
import type { FaultKind, PlannedFault } from './fault-kind.js';
import { FAULTS } from './faults/catalogue.js';
import { LIVE_MS } from './orders.js';
import { bringBeside, describeSchedule, LARGEST_SKEW_MS, scheduleOf } from './schedule.js';

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const withoutRedis = FAULTS.filter((kind) => kind.needs !== 'redis');

const isPaidByMail = ({ deed }: Visit): boolean => deed.kind === 'pay' && deed.which === 'mailed';

function kindOf({ name }: PlannedFault): FaultKind {
  const kind = FAULTS.find((each) => each.name === name);
  if (!kind) throw new Error(`nobody knows ${name}`);
  return kind;
}

it('is the same round whenever it is asked for', () => {
  fc.assert(fc.property(seeds, (seed) => void expect(scheduleOf(seed, FAULTS)).toEqual(scheduleOf(seed, FAULTS))));
});

it('is data: written down and read again it is the same', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const schedule = scheduleOf(seed, FAULTS);
      expect(JSON.parse(JSON.stringify(schedule))).toEqual(schedule);
    }),
  );
});

it('plans only faults that can be done, and everything within the time of a round', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const { faults, skewsMs, orders } = scheduleOf(seed, withoutRedis);
      expect(faults.length).toBeGreaterThan(0);
      for (const fault of faults) {
        expect(kindOf(fault).needs).not.toBe('redis');
        expect(fault.atMs).toBeLessThanOrEqual(fault.untilMs);
        expect(fault.untilMs).toBeLessThanOrEqual(LIVE_MS);
        expect(fault.seats.length > 0).toBe(kindOf(fault).hits !== undefined);
      }
      for (const [, skewMs] of skewsMs) expect(Math.abs(skewMs)).toBeLessThanOrEqual(LARGEST_SKEW_MS);
      expect(new Set(orders.map(({ orderId }) => orderId)).size).toBe(orders.length);
    }),
  );
});

it('takes one thing away once at a time, and lets different things fail at once', () => {
  const overlaps = (one: PlannedFault, other: PlannedFault): boolean =>
    one.atMs <= other.untilMs && other.atMs <= one.untilMs;
  let together = 0;
  fc.assert(
    fc.property(seeds, (seed) => {
      const { faults } = scheduleOf(seed, FAULTS);
      faults.forEach((one, place) => {
        for (const other of faults.slice(place + 1).filter((each) => overlaps(one, each))) {
          together += 1;
          const [group, otherGroup] = [kindOf(one).group, kindOf(other).group];
          expect(group === 'process' || group !== otherGroup).toBe(true);
          expect([group, otherGroup].toSorted()).not.toEqual(['deploy', 'postgres']);
        }
      });
    }),
  );
  expect(together).toBeGreaterThan(50);
});

it('brings more faults beside its own, and leaves out those that cannot be beside them', () => {
  const brought: PlannedFault = { name: 'connections to Postgres cut', atMs: 3_000, untilMs: 3_000, seats: [] };
  fc.assert(
    fc.property(seeds, (seed) => {
      const plain = scheduleOf(seed, FAULTS);
      const schedule = bringBeside(plain, [brought]);
      expect(schedule.faults).toContain(brought);
      expect({ ...schedule, faults: [] }).toEqual({ ...plain, faults: [] });
      const lost = plain.faults.filter((fault) => !schedule.faults.includes(fault));
      expect(lost.filter((fault) => !['postgres', 'deploy'].includes(kindOf(fault).group))).toEqual([]);
      const times = schedule.faults.map(({ atMs }) => atMs);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }),
  );
});

it('loses the calls that it is told to lose of every order, and is the same round otherwise', () => {
  const loses = [{ operation: 'create', nth: 1, kind: 'drop_after' }] as const;
  fc.assert(
    fc.property(seeds, (seed) => {
      const [plain, lossy] = [scheduleOf(seed, FAULTS), scheduleOf(seed, FAULTS, loses)];
      expect({ ...lossy, orders: [] }).toEqual({ ...plain, orders: [] });
      expect(new Set(lossy.orders.map(({ faults }) => faults))).toEqual(new Set([loses]));
      expect(lossy.orders.flatMap(({ visits }) => visits).some(isPaidByMail)).toBe(true);
    }),
  );
});

it('brings every kind of fault within a hundred rounds', () => {
  const brought = new Set(
    Array.from({ length: 100 }, (_, seed) => scheduleOf(seed, FAULTS).faults.map(({ name }) => name)).flat(),
  );
  expect(FAULTS.map(({ name }) => name).filter((name) => !brought.has(name))).toEqual([]);
});

it('is told in a line for every fault', () => {
  const schedule = scheduleOf(7, FAULTS);
  expect(describeSchedule(schedule).split('\n')).toHaveLength(schedule.faults.length + 1);
});
