import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SettlementFileError } from '#payments';
import { plant, writePanelCsv, writePanelXlsx } from '../settlement/panel-export.js';
import { openSettlementWorld, type SettlementWorld } from '../settlement/settlement-world.js';
import { fuzzed, FUZZ_TIMEOUT_MS, mutated } from './fuzz-runs.js';

const COUNT = 40;
const MEMORY_BYTES = 300 * 1024 ** 2;
const ROWS = `select (select count(*)::int from settlement_file) as files, (select count(*)::int from settlement_line) as lines`;

describe.each(['csv', 'xlsx'] as const)('a spoilt settlement file (%s)', (format) => {
  let world: SettlementWorld;
  let valid: Buffer;

  beforeAll(async () => {
    world = await openSettlementWorld();
    const path = join(world.folder, `valid.${format}`);
    const { lines } = plant(COUNT, 7);
    await (format === 'xlsx' ? writePanelXlsx(path, lines()) : writePanelCsv(path, lines()));
    valid = await readFile(path);
  });
  afterAll(() => world.close());

  async function attempt(bytes: Buffer): Promise<'imported' | 'refused' | 'known'> {
    const path = join(world.folder, `spoilt.${format}`);
    await writeFile(path, bytes);
    const [before] = await world.dataSource.query(ROWS);
    try {
      const { kind } = await world.import(path);
      return kind === 'imported' ? 'imported' : 'known';
    } catch (error) {
      expect(error).toBeInstanceOf(SettlementFileError);
      expect((error as SettlementFileError).problems.length).toBeLessThanOrEqual(21);
      expect(await world.dataSource.query(ROWS)).toEqual([before]);
      return 'refused';
    }
  }

  it(
    'is imported or refused in a sentence, and of what is refused nothing stays',
    { timeout: FUZZ_TIMEOUT_MS },
    async () => {
      const memory = process.memoryUsage().rss;
      const seen = new Set<string>();
      const cut = fc.nat({ max: valid.length }).map((end) => valid.subarray(0, end));
      const random = fc.uint8Array({ maxLength: 4000 }).map((bytes) => Buffer.from(bytes));
      const mixed = fc.tuple(mutated(valid), random).map(([start, end]) => Buffer.concat([start, end]));
      await fc.assert(
        fc.asyncProperty(fc.oneof({ weight: 5, arbitrary: mutated(valid) }, cut, random, mixed), async (bytes) => {
          seen.add(await attempt(bytes));
        }),
        fuzzed(150),
      );
      expect(seen).toContain('refused');
      expect(process.memoryUsage().rss - memory).toBeLessThan(MEMORY_BYTES);
      // The file itself is still taken, once.
      expect(['imported', 'known']).toContain(await attempt(valid));
      expect(await attempt(valid)).toBe('known');
    },
  );
});
