import { NOTHING_TO_HEAL, type FaultKind } from '../fault-kind.js';

/** SIGKILL; whoever watches over processes starts it again at once. */
export const killed: FaultKind = {
  name: 'process killed',
  group: 'process',
  lastsMs: [0, 0],
  weight: 3,
  hits: [1, 3],
  inject: async (world, { seats }) => {
    await world.seats.kill(seats);
    return NOTHING_TO_HEAL;
  },
};
