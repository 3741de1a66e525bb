import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig, variables } from '#platform';
import { flowEnvironment } from '../flows/product.js';
import { fuzzed, FUZZ_TIMEOUT_MS, mutated } from './fuzz-runs.js';
import { ODD_TEXTS } from './odd-values.js';

const RIGHT: Readonly<Record<string, string>> = flowEnvironment(
  { url: 'postgres://chasqui:secret@127.0.0.1:5432/chasqui' } as Parameters<typeof flowEnvironment>[0],
  { url: 'redis://127.0.0.1:6379', prefix: '{chasqui}' },
);

describe('the environment', () => {
  it(
    'gives a configuration or one line that names a variable, whatever stands in it',
    { timeout: FUZZ_TIMEOUT_MS },
    () => {
      const seen = { taken: 0, refused: 0 };
      const value = (name: string): fc.Arbitrary<string> => {
        const known = RIGHT[name] ?? variables.find((variable) => variable.name === name)?.example ?? '1';
        return fc.oneof(
          mutated(Buffer.from(known)).map((bytes) => bytes.toString('latin1')),
          fc.constantFrom(...ODD_TEXTS),
          fc.string({ unit: 'binary', maxLength: 200 }),
          fc.constant('9'.repeat(100_000)),
          fc.constant('P1D'.repeat(10_000)),
          fc.constant(',::1'.repeat(10_000)),
        );
      };
      const spoilt = fc
        .constantFrom(...variables.map(({ name }) => name))
        .chain((name) => value(name).map((text) => ({ name, text })));
      fc.assert(
        fc.property(spoilt, ({ name, text }) => {
          try {
            loadConfig({ ...RIGHT, [name]: text }, 'app');
            seen.taken += 1;
          } catch (error) {
            expect(error).toBeInstanceOf(ConfigError);
            const { message } = error as ConfigError;
            expect(message).toContain(name);
            expect(message.length).toBeLessThan(2000);
            seen.refused += 1;
          }
        }),
        fuzzed(1500),
      );
      expect(seen.taken).toBeGreaterThan(10);
      expect(seen.refused).toBeGreaterThan(100);
    },
  );
});
