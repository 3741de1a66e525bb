import fc from 'fast-check';

/** `npm run fuzz` sets it. */
const TIMES = process.env['CHASQUI_FUZZ_TIMES'];
const SEED = process.env['CHASQUI_FUZZ_SEED'];
const IN_NPM_TEST = { seed: 20_260_101, endOnFailure: true };

/**
 * Parameters of a property: `usual` runs from one seed in `npm test`, so that it finds the same each time; so many times
 * as many as CHASQUI_FUZZ_TIMES says, from CHASQUI_FUZZ_SEED or any seed, in `npm run fuzz`.
 */
export function fuzzed(usual: number): { numRuns: number; seed?: number; endOnFailure?: boolean } {
  if (TIMES === undefined) return { numRuns: usual, ...IN_NPM_TEST };
  return { numRuns: usual * Number(TIMES), ...(SEED === undefined ? {} : { seed: Number(SEED) }) };
}

/** Time for a test whose property may run thousands of times. */
export const FUZZ_TIMEOUT_MS = 60_000 * Number(TIMES ?? 1);

/** Bytes that parsers stumble over: ends of lines and texts, separators, broken UTF-8. */
const TRICKY = [
  '\r',
  '\n',
  '\0',
  ' ',
  ':',
  ';',
  ',',
  '%',
  '"',
  '\\',
  '{',
  '[',
  '-',
  '9',
  '\x7f',
  '\x80',
  '\xc3',
  '\xff',
];

/** Spoils bytes as a bad line, a bad proxy or somebody curious would: cut, turned, doubled, inserted. */
export function mutated(original: Buffer): fc.Arbitrary<Buffer> {
  const at = fc.nat({ max: Math.max(0, original.length - 1) });
  const change = fc.oneof(
    fc.record({ kind: fc.constant('flip' as const), at, bit: fc.nat({ max: 7 }) }),
    fc.record({ kind: fc.constant('insert' as const), at, text: fc.constantFrom(...TRICKY) }),
    fc.record({ kind: fc.constant('remove' as const), at, count: fc.integer({ min: 1, max: 20 }) }),
    fc.record({ kind: fc.constant('repeat' as const), at, count: fc.integer({ min: 1, max: 200 }) }),
    fc.record({ kind: fc.constant('cut' as const), at }),
  );
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => changes.reduce(applied, original));
}

type Change =
  | { kind: 'flip'; at: number; bit: number }
  | { kind: 'insert'; at: number; text: string }
  | { kind: 'remove' | 'repeat'; at: number; count: number }
  | { kind: 'cut'; at: number };

function applied(bytes: Buffer, change: Change): Buffer {
  const { at } = change;
  const before = bytes.subarray(0, at);
  switch (change.kind) {
    case 'flip': {
      const turned = Buffer.from(bytes);
      turned[at] = (turned[at] ?? 0) ^ (1 << change.bit);
      return at < bytes.length ? turned : bytes;
    }
    case 'insert':
      return Buffer.concat([before, Buffer.from(change.text, 'latin1'), bytes.subarray(at)]);
    case 'remove':
      return Buffer.concat([before, bytes.subarray(at + change.count)]);
    case 'repeat':
      return Buffer.concat([before, bytes.subarray(at, at + change.count), bytes.subarray(at)]);
    case 'cut':
      return before;
  }
}
