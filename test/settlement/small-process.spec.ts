import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Difference } from '#payments';
import { TEST_MASTER_KEY } from '#testing';
import { bookStatements, plant, writePanelCsv, writePanelXlsx } from './panel-export.js';
import { openSettlementWorld, type SettlementWorld } from './settlement-world.js';

/** `npm run bench:settlement` sets a million. */
const COUNT = Number(process.env['CHASQUI_SETTLEMENT_LINES'] ?? 100_000);
const FORMATS = (process.env['CHASQUI_SETTLEMENT_FORMATS'] ?? 'csv').split(',');
/** Heap of the process that imports, in MB: far less than the file, and than its lines as objects. */
const HEAP_MB = 192;
/** The whole process at its largest; V8, Node and code take about a hundred of it. */
const MOST_RESIDENT_MB = 300;
const OCTOBER = { from: '2026-10-01', to: '2026-10-31' };
const MAIN = resolve(import.meta.dirname, '../../dist/apps/cli/src/main.js');
const LIMIT_MS = 1_800_000;

describe.each(FORMATS)(`${COUNT.toLocaleString('en')} lines of %s in a process of ${HEAP_MB} MB heap`, (format) => {
  let world: SettlementWorld;
  let path = '';
  const { planted, lines } = plant(COUNT, 7);

  beforeAll(async () => {
    world = await openSettlementWorld();
    const runner = world.dataSource.createQueryRunner();
    // The books are not what is tested: a million rows without waiting for foreign keys.
    await runner.query(`set session_replication_role = replica; set statement_timeout = 0`);
    for (const statement of bookStatements(COUNT)) await runner.query(statement);
    await runner.query(`reset session_replication_role; reset statement_timeout`);
    await runner.release();
    path = join(world.folder, `export.${format}`);
    await (format === 'xlsx' ? writePanelXlsx(path, lines()) : writePanelCsv(path, lines()));
  }, LIMIT_MS);

  afterAll(() => world.close());

  it(
    'are imported, and exactly the planted differences come out',
    async () => {
      const run = await importInSmallProcess(world.database.url, path);
      expect(run).toMatchObject({ code: 0, err: '' });
      expect(run.out).toContain(`${COUNT} line(s) imported`);
      expect(run.residentMb).toBeLessThan(MOST_RESIDENT_MB);
      const found: Record<string, string[]> = {};
      await world.settlement.reports.eachDifference(world.account.id, OCTOBER, async ({ match, cip }: Difference) => {
        (found[match] ??= []).push(cip);
      });
      expect(found).toEqual(planted);
      if (COUNT >= 1_000_000) console.log(`${format}: ${run.seconds} s, ${run.residentMb} MB at most`);
    },
    LIMIT_MS,
  );
});

interface SmallRun {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly seconds: number;
  /** Peak of the resident memory; 0 where the system does not tell. */
  readonly residentMb: number;
}

async function importInSmallProcess(databaseUrl: string, path: string): Promise<SmallRun> {
  if (!existsSync(MAIN)) throw new Error(`${MAIN} does not exist: run \`npm run build\` before this test.`);
  const startedAt = performance.now();
  const child = spawn(process.execPath, [`--max-old-space-size=${HEAP_MB}`, MAIN, 'settlement', 'import', path], {
    env: { PATH: process.env['PATH'], DATABASE_URL: databaseUrl, CHASQUI_MASTER_KEY: TEST_MASTER_KEY },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => (out += String(chunk)));
  child.stderr.on('data', (chunk) => (err += String(chunk)));
  let residentMb = 0;
  const watch = setInterval(() => (residentMb = Math.max(residentMb, peakMb(child.pid))), 50);
  const [code] = (await once(child, 'close')) as [number | null];
  clearInterval(watch);
  return { code, out, err, residentMb, seconds: Math.round((performance.now() - startedAt) / 1000) };
}

/** The kernel's own high-water mark. */
function peakMb(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Math.round(Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}
