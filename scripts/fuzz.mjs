#!/usr/bin/env node
// npm run fuzz: every door of the product under spoilt bytes, from a new seed each time (docs/limits.md).
//   npm run fuzz                                     20 times as many runs of each property as in npm test
//   npm run fuzz -- --times 500                      more
//   npm run fuzz -- --times 1 --seed 7               from this seed
// The exit code is that of `npm test`.
import { runLongSpec } from './long-spec.mjs';

runLongSpec({
  usage: 'npm run fuzz -- [--times <1 to 10000>] [--seed <0 to 2147483647>]',
  spec: 'test/doors/',
  options: {
    times: { variable: 'CHASQUI_FUZZ_TIMES', min: 1, max: 10_000, absent: '20' },
    seed: { variable: 'CHASQUI_FUZZ_SEED', min: 0, max: 2_147_483_647 },
  },
});
