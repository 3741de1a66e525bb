import { NOTHING_TO_HEAL, type FaultKind } from '../fault-kind.js';

/** A deployment: each is asked to stop and replaced, workers with old and new beside each other. */
export const deployed: FaultKind = {
  name: 'deployment',
  group: 'deploy',
  lastsMs: [0, 0],
  weight: 1,
  hits: [2, 4],
  inject: async (world, { seats }) => {
    for (const seat of seats) {
      const hasPort = seat.startsWith('door') || seat.startsWith('inbox');
      await world.seats.replace(seat, { overlap: !hasPort });
    }
    return NOTHING_TO_HEAL;
  },
};
