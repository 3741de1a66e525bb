import type { FaultKind } from '../fault-kind.js';

/** Switches of the sandbox, put back afterwards. */
function switches(name: string, on: Readonly<Record<string, unknown>>): FaultKind {
  const off = Object.fromEntries(Object.keys(on).map((key) => [key, null]));
  return {
    name: `gateway: ${name}`,
    group: 'gateway',
    weight: 1,
    lastsMs: [800, 4_000],
    inject: async (world) => {
      await world.faults(on);
      return () => world.faults(off);
    },
  };
}

export const GATEWAY_FAULTS: readonly FaultKind[] = [
  switches('slow', { latency: 'PT0.4S' }),
  switches('fails half of the calls', { status: 500, errorRate: 0.5 }),
  switches('fails after it did what it was asked', { status: 500, errorRate: 0.6, errorAfterHandling: true }),
  switches('answers with a page', { htmlErrors: true, errorRate: 0.5 }),
  switches('limits the rate', { rateLimit: 6 }),
  switches('shows what was ten minutes ago', { searchLag: 'PT10M' }),
  switches('knows no code', { emptySearch: true }),
  switches('lies: a status that nobody knows', { searchOddity: 'unknownStatus' }),
  switches('lies: the code of somebody else', { searchOddity: 'stranger' }),
  switches('lies: another transaction code', { searchOddity: 'foreignCode' }),
  switches('answers creates never', { answerNever: true }),
  switches('cuts creates off', { dropAfterHandling: true }),
  {
    name: 'gateway: not reachable',
    group: 'gateway',
    weight: 2,
    lastsMs: [500, 3_000],
    inject: (world) => {
      world.gateway.unreachable = true;
      return Promise.resolve(async () => void (world.gateway.unreachable = false));
    },
  },
];

/** It sends nothing; what it would have sent is never sent. */
export const silence: FaultKind = {
  name: 'gateway: silent',
  group: 'silence',
  weight: 1,
  lastsMs: [500, 3_000],
  inject: async (world) => {
    await world.faults({ silentNotifications: true });
    return () => world.faults({ silentNotifications: null });
  },
};
