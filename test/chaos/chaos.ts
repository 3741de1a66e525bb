import type { GatewayFault } from '../processes/faulty-gateway.js';
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
  /** How many rounds are lived through beside each other, each on servers and processes of its own; 1 when absent. */
  readonly jobs?: number;
  /** The built product; this project's when absent. */
  readonly folder?: string;
  readonly tell: (line: string) => void;
  /** Calls that get lost of every order, in place of those of the seeds. */
  readonly loses?: readonly GatewayFault[];
  /** What is done to the schedule of every round. */
  readonly change?: (schedule: Schedule) => Schedule;
  /** Asked after a round that broke a rule: whether the run ends with it. It never does when absent. */
  readonly isEnough?: (broken: readonly BrokenRound[]) => boolean;
  /** Called with what is known so far, after every round and at the end. */
  readonly onProgress?: (report: ChaosReport) => void;
}

export interface BrokenRound {
  readonly seed: number;
  readonly broken: readonly string[];
}

export interface ChaosReport {
  /** Seeds of the rounds that were lived through, in the order of their ends. */
  readonly lived: readonly number[];
  readonly broken: readonly BrokenRound[];
  readonly tally: Tally;
  /** What could not be done on this machine. */
  readonly skipped: readonly string[];
  /** Of broken rounds: what the processes wrote as errors. */
  readonly errors: readonly string[];
}

/** Of a round. */
const RULES_TOLD = 12;
/** Then database and processes are new: what a thousand rounds leave behind would slow the look at it. */
const ROUNDS_PER_WORLD = 20;
/** A job of a worker that was killed is taken for stalled after half a minute, and looked for every ten seconds. */
const LAST_JOBS_LIMIT_MS = 100_000;

/** One round per seed, on one world after the other, in as many lanes beside each other as there are jobs. */
export async function chaos(options: ChaosOptions): Promise<ChaosReport> {
  const lanes = await startLanes(options.jobs ?? 1);
  try {
    const kinds = FAULTS.filter((kind) => lanes.every((services) => isPossible(kind, services)));
    const impossible = FAULTS.filter((kind) => !kinds.includes(kind));
    const run = new Run(options, schedulesFrom(options, kinds), impossible, lanes);
    await run.liveThrough();
    return run;
  } finally {
    await Promise.all(lanes.map((services) => services.close()));
  }
}

/** The rounds of one run, shared by its lanes. */
class Run implements ChaosReport {
  readonly lived: number[] = [];
  readonly broken: BrokenRound[] = [];
  readonly errors: string[] = [];
  readonly tally = new Tally();
  readonly skipped: readonly string[];
  private readonly waiting: Schedule[];
  private readonly perWorld: number;

  constructor(
    private readonly options: ChaosOptions,
    schedules: readonly Schedule[],
    impossible: readonly FaultKind[],
    private readonly lanes: readonly Services[],
  ) {
    this.waiting = [...schedules];
    this.perWorld = Math.min(ROUNDS_PER_WORLD, Math.ceil(schedules.length / lanes.length));
    this.skipped = impossible.map((kind) => kind.name);
  }

  async liveThrough(): Promise<void> {
    await Promise.all(this.lanes.map((services) => this.goOn(services)));
  }

  /** World after world, until no round waits. */
  private async goOn(services: Services): Promise<void> {
    while (this.waiting.length > 0 && !this.isStopped) {
      const schedules = this.waiting.splice(0, this.perWorld);
      const left = await this.liveInOneWorld(services, schedules);
      this.waiting.unshift(...left);
      this.options.onProgress?.(this);
    }
  }

  private get isStopped(): boolean {
    return this.options.isEnough?.(this.broken) ?? false;
  }

  /** Until a round breaks a rule: what is broken would break the rounds after it too. Answers the rounds that are left. */
  private async liveInOneWorld(services: Services, schedules: readonly Schedule[]): Promise<readonly Schedule[]> {
    const { folder } = this.options;
    const world = await World.start(services, folder === undefined ? {} : { folder }).catch(asError);
    if (world instanceof Error) {
      for (const { seed } of schedules.slice(0, 1)) this.note(seed, cannotLive(world).broken);
      return schedules.slice(1);
    }
    try {
      const leftovers = new Leftovers(world);
      for (const [nth, schedule] of schedules.entries()) {
        const isTrue = await this.liveOneRound(world, leftovers, schedule);
        if (!isTrue) this.errors.push(...world.seats.errors);
        if (!isTrue || this.isStopped) return schedules.slice(nth + 1);
      }
      const inTheEnd = [
        ...(await judge(world, world.orders)),
        ...(await leftovers.atTheEnd({ limitMs: LAST_JOBS_LIMIT_MS })).map((what) => `nothing is left over: ${what}`),
      ];
      if (inTheEnd.length > 0) {
        this.broken.push({ seed: schedules.at(-1)?.seed ?? 0, broken: inTheEnd });
        this.errors.push(...world.seats.errors);
      }
      return [];
    } finally {
      this.tally.count('processes killed', world.seats.kills);
      for (const { operation, kind } of world.gateway.injected) this.tally.count(`lost call: ${operation} ${kind}`);
      await world.close();
    }
  }

  private async liveOneRound(world: World, leftovers: Leftovers, schedule: Schedule): Promise<boolean> {
    const { seed } = schedule;
    const beganAt = performance.now();
    const report = await liveRound(world, { schedule, leftovers, tally: this.tally }).catch((error: unknown) =>
      cannotLive(asError(error)),
    );
    const isTrue = report.broken.length === 0;
    const seconds = Math.round((performance.now() - beganAt) / 1_000);
    this.options.tell(`seed ${seed}: ${isTrue ? 'all is true' : 'BROKEN'} after ${seconds} s`);
    if (!isTrue)
      this.options.tell(
        [describeSchedule(schedule), ...report.broken.slice(0, RULES_TOLD), ...report.stories].join('\n'),
      );
    this.note(seed, report.broken);
    this.options.onProgress?.(this);
    return isTrue;
  }

  private note(seed: number, broken: readonly string[]): void {
    this.lived.push(seed);
    this.tally.count('rounds');
    if (broken.length > 0) this.broken.push({ seed, broken });
  }
}

async function startLanes(count: number): Promise<readonly Services[]> {
  const started = await Promise.allSettled(Array.from({ length: count }, () => Services.start()));
  const lanes = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const failed = started.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
  if (failed.length === 0) return lanes;
  await Promise.all(lanes.map((services) => services.close()));
  throw new AggregateError(failed, 'the servers of a lane did not start');
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function cannotLive(error: Error): RoundReport {
  return { broken: [`the round can be lived through: ${error.stack ?? error.message}`], stories: [] };
}

/** One per round. */
function schedulesFrom(
  { rounds, seed, loses, change = (schedule) => schedule }: ChaosOptions,
  kinds: readonly FaultKind[],
): readonly Schedule[] {
  return Array.from({ length: rounds }, (_, nth) => change(scheduleOf(seed + nth, kinds, loses)));
}

function isPossible({ needs }: FaultKind, { redis, disk }: Services): boolean {
  if (needs === 'redis') return redis !== null;
  return needs !== 'small disk' || disk !== null;
}
