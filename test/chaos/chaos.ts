import type { FaultKind } from './fault-kind.js';
import { FAULTS } from './faults/catalogue.js';
import { Leftovers } from './leftovers.js';
import { judge } from './oracle.js';
import { liveRound, type RoundReport } from './round.js';
import { describeSchedule, scheduleOf, type Schedule } from './schedule.js';
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
  /** Which of the rounds from that seed on are lived through; all when absent. */
  readonly isWanted?: (schedule: Schedule) => boolean;
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
    let waiting = schedulesFrom(options, kinds);
    while (waiting.length > 0 && !(broken.length > 0 && options.stopAtFirst)) {
      const found = await liveInOneWorld(services, {
        ...options,
        schedules: waiting.slice(0, ROUNDS_PER_WORLD),
        tally,
      });
      broken.push(...found.broken);
      errors.push(...found.errors);
      waiting = waiting.slice(found.lived);
    }
    return { broken, tally, skipped, errors };
  } finally {
    await services.close();
  }
}

/** Until a round breaks a rule: what is broken would break the rounds after it too. */
async function liveInOneWorld(
  services: Services,
  { schedules, tally, tell, folder }: ChaosOptions & { schedules: readonly Schedule[]; tally: Tally },
): Promise<Pick<ChaosReport, 'broken' | 'errors'> & { lived: number }> {
  const world = await World.start(services, folder === undefined ? {} : { folder });
  try {
    const leftovers = new Leftovers(world);
    const broken: BrokenRound[] = [];
    let lived = 0;
    for (const schedule of schedules) {
      const { seed } = schedule;
      const beganAt = performance.now();
      const report = await liveRound(world, { schedule, leftovers, tally }).catch(couldNotLive);
      const seconds = Math.round((performance.now() - beganAt) / 1_000);
      lived += 1;
      tally.count('rounds');
      tell(`seed ${seed}: ${report.broken.length === 0 ? 'all is true' : 'BROKEN'} after ${seconds} s`);
      if (report.broken.length > 0) {
        tell(describeSchedule(schedule));
        broken.push({ seed, ...report });
        break;
      }
    }
    if (broken.length === 0) {
      const inTheEnd = [
        ...(await judge(world, world.orders)),
        ...(await leftovers.atTheEnd({ limitMs: LAST_JOBS_LIMIT_MS })).map((what) => `nothing is left over: ${what}`),
      ];
      const seed = schedules.at(-1)?.seed ?? 0;
      if (inTheEnd.length > 0) broken.push({ seed, broken: inTheEnd, stories: [] });
    }
    tally.count('processes killed', world.seats.kills);
    for (const { operation, kind } of world.gateway.injected) tally.count(`lost call: ${operation} ${kind}`);
    return { lived, broken, errors: broken.length > 0 ? world.seats.errors : [] };
  } finally {
    await world.close();
  }
}

function couldNotLive(error: unknown): RoundReport {
  const how = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { broken: [`the round can be lived through: ${how}`], stories: [] };
}

/** One per round. */
function schedulesFrom(
  { rounds, seed, isWanted = () => true }: ChaosOptions,
  kinds: readonly FaultKind[],
): readonly Schedule[] {
  const schedules: Schedule[] = [];
  for (let next = seed; schedules.length < rounds; next += 1) {
    const schedule = scheduleOf(next, kinds);
    if (isWanted(schedule)) schedules.push(schedule);
    if (next > seed + 1_000 * rounds) throw new Error('no seed brings the round that is wanted');
  }
  return schedules;
}

function isPossible({ needs }: FaultKind, { redis, disk }: Services): boolean {
  if (needs === 'redis') return redis !== null;
  return needs !== 'small disk' || disk !== null;
}
