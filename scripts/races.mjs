#!/usr/bin/env node
// npm run races: orders raced through faults, kills and every interleaving (test/races/README.md).
//   npm run races                                    500 rounds from seed 20260101
//   npm run races -- --rounds 2000 --seed 7          one round per seed, from this one on
//   npm run races -- --rounds 1 --seed 20260162      one round again
// The exit code is that of `npm test`.
import { runLongSpec } from './long-spec.mjs';

runLongSpec({
  usage: 'npm run races -- [--rounds <1 to 100000>] [--seed <0 to 4294967295>]',
  spec: 'test/races/races.flow.spec.ts',
  options: {
    rounds: { variable: 'RACES_ROUNDS', min: 1, max: 100_000, absent: '500' },
    seed: { variable: 'RACES_SEED', min: 0, max: 4_294_967_295 },
  },
});
