import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TEST_MASTER_KEY } from '#testing';
import { type ClosingWorld, DEADLINE, openClosingWorld } from './closing-world.js';

/** `npm run bench:closing` sets a hundred thousand. */
const COUNT = Number(process.env['CHASQUI_CLOSING_ORDERS'] ?? 5_000);
const PROGRAM = resolve(import.meta.dirname, 'closing-process.mjs');
const LIBRARY = resolve(import.meta.dirname, '../../dist/libs/payments/src/index.js');
const LIMIT_MS = 1_800_000;
/** The whole process at its largest; V8, Node and code take about a hundred of it. */
const MOST_RESIDENT_MB = 400;
/** A statement per order would be a loop somewhere: batches write rows together. */
const MOST_STATEMENTS_PER_ORDER = 0.5;

/** What a run has to do, and what of it is done. */
const STEPS = [
  { name: 'deadlines passed, then closed: PagoEfectivo says expired', state: 'pending', says: 'expired' },
  { name: 'closed: PagoEfectivo says expired', state: 'expiring', says: 'expired' },
  { name: 'deleted and closed: PagoEfectivo says pending', state: 'expiring', says: 'pending' },
] as const;

describe.each(STEPS)(`${COUNT.toLocaleString('en')} due orders $name`, ({ name, state, says }) => {
  let world: ClosingWorld;

  beforeAll(async () => {
    world = await openClosingWorld();
    await world.openDue({ count: COUNT, state });
  }, LIMIT_MS);
  afterAll(() => world.close());

  it(
    'are each closed once, in few statements and little memory',
    async () => {
      const run = await closeAll(world.database.url, says);
      expect(run).toMatchObject({ code: 0, err: '', failures: 0 });
      const [books] = await world.database.query<Record<string, number>>(
        `select (select count(*)::int from payment where state = 'expired' and stock = 'released' and next_at is null) as closed,
           (select count(*)::int from stock_hold where state = 'released') as released,
           (select count(*)::int from outbox_event where type = 'order.expired') as told,
           (select count(*)::int from cip where status = $1) as ended`,
        [says === 'pending' ? 'removed' : 'expired'],
      );
      expect(books).toEqual({ closed: COUNT, released: COUNT, told: COUNT, ended: COUNT });
      expect(run.statements / COUNT).toBeLessThan(MOST_STATEMENTS_PER_ORDER);
      expect(run.residentMb).toBeLessThan(MOST_RESIDENT_MB);
      if (process.env['CHASQUI_CLOSING_ORDERS'] !== undefined) {
        const perSecond = Math.round(COUNT / run.seconds);
        const perOrder = (run.statements / COUNT).toFixed(3);
        const us = (seconds: number): number => Math.round((seconds / COUNT) * 1e6);
        console.log(
          `${name}: ${perSecond} orders/s (${run.seconds.toFixed(1)} s); CPU per order: ${us(run.cpuSeconds)} µs ours, ` +
            `${us(run.databaseCpuSeconds)} µs Postgres'; ${perOrder} statements per order, ${run.residentMb} MB at most, ${run.calls} calls`,
        );
      }
    },
    LIMIT_MS,
  );
});

interface ClosingRun {
  readonly code: number | null;
  readonly err: string;
  readonly moved: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Of the connections' server processes. */
  readonly databaseCpuSeconds: number;
  readonly statements: number;
  readonly calls: number;
  readonly failures: number;
  /** Peak of the resident memory; 0 where the system does not tell. */
  readonly residentMb: number;
}

async function closeAll(databaseUrl: string, says: string): Promise<ClosingRun> {
  if (!existsSync(LIBRARY)) throw new Error(`${LIBRARY} does not exist: run \`npm run build\` before this test.`);
  const child = spawn(process.execPath, [...nodeOptions(), PROGRAM], {
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: databaseUrl,
      CHASQUI_MASTER_KEY: TEST_MASTER_KEY,
      CLOSING_NOW: new Date(DEADLINE.getTime() + 3_600_000).toISOString(),
      CLOSING_SAYS: says,
    },
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
  const told: unknown = code === 0 ? JSON.parse(out) : {};
  return { ...(told as Omit<ClosingRun, 'code' | 'err' | 'residentMb'>), code, err, residentMb };
}

/** For a profile: CHASQUI_CLOSING_NODE_OPTIONS="--cpu-prof". */
function nodeOptions(): string[] {
  return process.env['CHASQUI_CLOSING_NODE_OPTIONS']?.split(' ') ?? [];
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
