#!/usr/bin/env node
// npm run simulate: days of orders, troubles and restarts, then the books against the gateway's (test/simulation/README.md).
//   npm run simulate                                            10,000 orders over 10 days, from seed 20260101
//   npm run simulate -- --payments 300 --days 4 --seed 7        fewer, and other ones
//   npm run simulate -- --step 8                                business minutes between two looks (24)
// The exit code is that of `npm test`.
import { runLongSpec } from './long-spec.mjs';

runLongSpec({
  usage:
    'npm run simulate -- [--payments <1 to 100000>] [--days <1 to 60>] [--seed <0 to 4294967295>] [--step <4 to 60>]',
  projectNames: ['postgres'],
  spec: 'test/simulation/simulation.flow.queue.spec.ts',
  options: {
    payments: { variable: 'SIMULATION_ORDERS', min: 1, max: 100_000, absent: '10000' },
    days: { variable: 'SIMULATION_DAYS', min: 1, max: 60 },
    seed: { variable: 'SIMULATION_SEED', min: 0, max: 4_294_967_295 },
    step: { variable: 'SIMULATION_STEP_MINUTES', min: 4, max: 60 },
  },
});
