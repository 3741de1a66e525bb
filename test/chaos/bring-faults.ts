import { setTimeout as pause } from 'node:timers/promises';
import type { PlannedFault } from './fault-kind.js';
import { FAULTS } from './faults/catalogue.js';
import type { Tally } from './tally.js';
import type { World } from './world.js';

/** Brings each fault at its time and puts it right at its end, each beside the others. Resolves when all is right again. */
export async function bringFaults(world: World, faults: readonly PlannedFault[], tally: Tally): Promise<void> {
  const beganMs = performance.now();
  const until = (atMs: number): Promise<void> => pause(Math.max(0, beganMs + atMs - performance.now()));
  await Promise.all(
    faults.map(async (fault) => {
      const kind = FAULTS.find((each) => each.name === fault.name);
      if (!kind) throw new Error(`nobody knows the fault ${fault.name}`);
      await until(fault.atMs);
      const heal = await kind.inject(world, fault);
      tally.count(`fault: ${fault.name}`, Math.max(1, fault.seats.length));
      await until(fault.untilMs);
      await heal();
    }),
  );
}
