#!/usr/bin/env node
// npm run chaos: rounds in which everything fails, then everything must be true (docs/reliability.md).
//   npm run chaos                                      20 rounds on each queue backend, from seed 20260101
//   npm run chaos -- --rounds 300 --seed 7             one round per seed, from this one on
//   npm run chaos -- --backend redis                   on one backend only: redis or postgres
//   npm run chaos -- --mutations --rounds 12           each guard of the mutation list taken out, until a round shows it
//   npm run chaos -- --mutations --mutation 3          the third of them only
// The exit code is that of `npm test`.
import { runLongSpec } from './long-spec.mjs';

runLongSpec({
  usage:
    'npm run chaos -- [--rounds <1 to 100000>] [--seed <0 to 4294967295>] [--backend redis|postgres] [--mutations [--mutation <1 to 100>]]',
  projects: { option: 'backend', names: ['postgres', 'redis'] },
  spec: 'test/chaos/chaos.flow.queue.spec.ts',
  options: {
    rounds: { variable: 'CHAOS_ROUNDS', min: 1, max: 100_000, absent: '20' },
    seed: { variable: 'CHAOS_SEED', min: 0, max: 4_294_967_295 },
    mutation: { variable: 'CHAOS_MUTATION', min: 1, max: 100 },
  },
  flags: { mutations: { variable: 'CHAOS_MUTATIONS' } },
});
