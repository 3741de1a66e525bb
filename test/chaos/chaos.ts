import type { FaultKind } from './fault-kind.js';
import { FAULTS } from './faults/catalogue.js';
import { Leftovers } from './leftovers.js';
import { judge } from './oracle.js';
import { liveRound } from './round.js';
import { describeSchedule, scheduleOf } from './schedule.js';
import { Services } from './services.js';
import { Tally } from './tally.js';
import { World } from './world.js';

export interface ChaosOptions {
  readonly rounds: number;
  /** Of the first round; the others count on from it. */
  readonly seed: number;
  /** The built product; this project's when absent. */
  readonly folder?: string;
  readonly tell: (line: string) => void;
  /** Ends the run with the first round that breaks a rule. */
  readonly stopAtFirst?: boolean;
}

export interface BrokenRound {
  readonly seed: number;
  readonly broken: readonly string[];
  readonly stories: readonly string[];
}

export interface ChaosReport {
  readonly broken: readonly BrokenRound[];
  readonly tally: Tally;
  /** What could not be done on this machine. */
  readonly skipped: readonly string[];
  /** Of broken rounds: what the processes wrote as errors. */
  readonly errors: readonly string[];
}

/** Then database and processes are new: what a thousand rounds leave behind would slow the look at it. */
const ROUNDS_PER_WORLD = 10;
/** A job of a worker that was killed is taken for stalled after half a minute, and looked for every half. */
const LAST_JOBS_LIMIT_MS = 100_000;

/** One round per seed, on one world after the other. */
export async function chaos(options: ChaosOptions): Promise<ChaosReport> {
  const services = await Services.start();
  try {
    const kinds = FAULTS.filter((kind) => isPossible(kind, services));
    const skipped = FAULTS.filter((kind) => !kinds.includes(kind)).map((kind) => kind.name);
    const tally = new Tally();
    const broken: BrokenRound[] = [];
    const errors: string[] = [];
    for (let done = 0; done < options.rounds; done += ROUNDS_PER_WORLD) {
      const seeds = Array.from(
        { length: Math.min(ROUNDS_PER_WORLD, options.rounds - done) },
        (_, nth) => options.seed + done + nth,
      );
      const found = await liveInOneWorld(services, { ...options, seeds, kinds, tally });
      broken.push(...found.broken);
      errors.push(...found.errors);
      if (broken.length > 0 && options.stopAtFirst) break;
    }
    return { broken, tally, skipped, errors };
  } finally {
    await services.close();
  }
}

async function liveInOneWorld(
  services: Services,
  options: ChaosOptions & { seeds: readonly number[]; kinds: readonly FaultKind[]; tally: Tally },
): Promise<Pick<ChaosReport, 'broken' | 'errors'>> {
  const { seeds, kinds, tally, tell } = options;
  const world = await World.start(services, options.folder === undefined ? {} : { folder: options.folder });
  try {
    const leftovers = new Leftovers(world);
    const broken: BrokenRound[] = [];
    for (const seed of seeds) {
      const schedule = scheduleOf(seed, kinds);
      const beganAt = performance.now();
      const report = await liveRound(world, { schedule, leftovers, tally });
      const seconds = Math.round((performance.now() - beganAt) / 1_000);
      tally.count('rounds');
      tell(`seed ${seed}: ${report.broken.length === 0 ? 'all is true' : 'BROKEN'} after ${seconds} s`);
      if (report.broken.length === 0) continue;
      tell(describeSchedule(schedule));
      broken.push({ seed, ...report });
      if (options.stopAtFirst) break;
    }
    const last = seeds.at(-1) ?? options.seed;
    if (broken.length === 0) {
      const inTheEnd = [
        ...(await judge(world, world.orders)),
        ...(await leftovers.atTheEnd({ limitMs: LAST_JOBS_LIMIT_MS })).map((what) => `nothing is left over: ${what}`),
      ];
      if (inTheEnd.length > 0) broken.push({ seed: last, broken: inTheEnd, stories: [] });
    }
    tally.count('processes killed', world.seats.kills);
    for (const { operation, kind } of world.gateway.injected) tally.count(`lost call: ${operation} ${kind}`);
    return { broken, errors: broken.length > 0 ? world.seats.errors : [] };
  } finally {
    await world.close();
  }
}

function isPossible({ needs }: FaultKind, { redis, disk }: Services): boolean {
  if (needs === 'redis') return redis !== null;
  return needs !== 'small disk' || disk !== null;
}
