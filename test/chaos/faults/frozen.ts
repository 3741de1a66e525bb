import type { FaultKind } from '../fault-kind.js';

/** SIGSTOP: a machine that swaps, a paused container, a long pause for garbage. It wakes and believes no time has passed. */
export const frozen: FaultKind = {
  name: 'process frozen',
  group: 'process',
  lastsMs: [800, 3_500],
  weight: 2,
  hits: [1, 2],
  inject: (world, { seats }) => {
    const thaw = world.seats.freeze(seats);
    return Promise.resolve(() => Promise.resolve(thaw()));
  },
};
