import type { ReceiverBehaviour } from '#testing';
import type { FaultKind } from '../fault-kind.js';

function behaves(name: string, behaviour: ReceiverBehaviour): FaultKind {
  return {
    name: `ERP: ${name}`,
    group: 'erp',
    weight: 1,
    lastsMs: [500, 4_000],
    inject: (world) => {
      world.erp.always(behaviour);
      return Promise.resolve(async () => world.erp.always({}));
    },
  };
}

export const ERP_FAULTS: readonly FaultKind[] = [
  behaves('answers 500', { status: 500 }),
  behaves('answers 429', { status: 429, headers: { 'retry-after': '60' } }),
  behaves('cuts the connection', { drop: true }),
  behaves('never answers', { hang: true }),
  behaves('slow', { delayMs: 700 }),
];
