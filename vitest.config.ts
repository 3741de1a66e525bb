import { defineConfig } from 'vitest/config';
import { LongSpecsFirst } from './scripts/long-specs-first.mjs';
import { findChromium, findRedis } from './scripts/test-services.mjs';

const SPECS = '{apps,libs,packages,test}/**/*.spec.ts';
/** Specs of what runs on either queue backend: they run once per backend. */
const QUEUE_SPECS = '{apps,libs,packages,test}/**/*.queue.spec.ts';

/** They look at the process that they run in, or change it: each has one of its own. The others share theirs. */
const ALONE = [
  'apps/cli/src/commands/refund-commands.spec.ts',
  'libs/pagoefectivo/src/client/signed-sender.spec.ts',
  'libs/pagoefectivo/src/wire/lima-time.spec.ts',
  'libs/platform/src/embedded-postgres/*.spec.ts',
  'libs/platform/src/lifecycle/run-app.spec.ts',
  'libs/testing/**/*.spec.ts',
  'test/closing/lima-deadlines.spec.ts',
  'test/doors/{erp-answers,gateway-answers,memory,settlement-files}.spec.ts',
];

const chromium = findChromium();

function queueProject(kind: 'postgres' | 'redis') {
  return { extends: true as const, test: { name: kind, include: [QUEUE_SPECS], env: { CHASQUI_TEST_QUEUE: kind } } };
}

/**
 * Four projects: `main`, `alone` for its specs that need a process of their own, and `postgres` and `redis` for those
 * named `*.queue.spec.ts`. What the specs of `main` import is loaded once per worker, which took a quarter of their time
 * when each loaded it anew; so no spec leaves anything behind in its process. Without Redis its project is left out; scripts/test.mjs says so loudly, and CI forbids it. Browser specs find their Chromium in CHROMIUM_PATH
 * and skip themselves without one.
 */
export default defineConfig({
  ssr: { resolve: { conditions: ['ts-source'] } },
  // The global setup runs in an environment of its own, and there packages are resolved for Node.
  environments: { __vitest__: { resolve: { conditions: ['ts-source', 'node'] } } },
  test: {
    environment: 'node',
    setupFiles: ['reflect-metadata', 'test/contract/setup.ts'],
    globalSetup: ['libs/testing/src/global-setup.ts'],
    env: chromium === null ? {} : { CHROMIUM_PATH: chromium },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Two cores, of which one Postgres and one Redis take their part too.
    maxWorkers: 3,
    sequence: { sequencer: LongSpecsFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'main',
          isolate: false,
          include: [SPECS],
          exclude: [QUEUE_SPECS, ...ALONE, '**/node_modules/**', '**/dist/**'],
        },
      },
      { extends: true, test: { name: 'alone', include: ALONE } },
      queueProject('postgres'),
      ...(findRedis() === null ? [] : [queueProject('redis')]),
    ],
  },
});
