// The load generator: a process of its own beside the servers, told by messages what to send.
import type { ClosedLoopPlan } from './closed-loop.js';
import { ClosedLoop } from './closed-loop.js';
import type { OpenLoopPlan } from './open-loop.js';
import { runOpenLoop } from './open-loop.js';
import type { PreparedRequest, RequestPlan } from './requests.js';
import { prepareRequests } from './requests.js';

export type GeneratorMessage =
  | { readonly kind: 'prepare'; readonly requests: RequestPlan }
  | { readonly kind: 'run'; readonly origin: string; readonly plan: ClosedLoopPlan | OpenLoopPlan }
  /** To a closed loop that runs: no more than this many in all. */
  | { readonly kind: 'allow'; readonly count: number };

let requests: PreparedRequest[] = [];
let running: ClosedLoop | undefined;

process.on('message', (message: GeneratorMessage) => {
  switch (message.kind) {
    case 'prepare':
      requests = prepareRequests(message.requests);
      process.send?.({ prepared: requests.length });
      return;
    case 'allow':
      running?.allow(message.count);
      return;
    case 'run':
      void run(message).then((report) => process.send?.(report));
  }
});
// Nobody is left who would stop it.
process.on('disconnect', () => process.exit(0));
process.stdout.write('ready\n');

function run({ origin, plan }: Extract<GeneratorMessage, { kind: 'run' }>) {
  if (plan.kind === 'open') return runOpenLoop(origin, requests, plan);
  running = new ClosedLoop(origin, requests, plan);
  return running.run();
}
