import { setTimeout as pause } from 'node:timers/promises';
import type { FaultGroup, PlannedFault } from './fault-kind.js';
import { FAULTS } from './faults/catalogue.js';
import type { Tally } from './tally.js';
import type { World } from './world.js';

/**
 * Brings each fault at its time and puts it right at its end, beside those of other groups. Where a server took longer to
 * come back than was planned, the next one of its group waits. Resolves when all is right again.
 */
export async function bringFaults(world: World, faults: readonly PlannedFault[], tally: Tally): Promise<void> {
  const beganMs = performance.now();
  const until = (atMs: number): Promise<void> => pause(Math.max(0, beganMs + atMs - performance.now()));
  const latest = new Map<FaultGroup, Promise<void>>();
  const works = faults.map((fault) => {
    const kind = FAULTS.find((each) => each.name === fault.name);
    if (!kind) throw new Error(`nobody knows the fault ${fault.name}`);
    const before = kind.group === 'process' ? undefined : latest.get(kind.group);
    const work = (async () => {
      await until(fault.atMs);
      await before;
      const heal = await kind.inject(world, fault);
      tally.count(`fault: ${fault.name}`, Math.max(1, fault.seats.length));
      await until(fault.untilMs);
      await heal();
    })();
    latest.set(kind.group, work);
    return work;
  });
  await Promise.all(works);
}
