import { seededRolls } from '../../apps/sandbox/src/faults/fault-plan.js';
import type { GatewayFault } from '../processes/faulty-gateway.js';
import type { OrderPlan, Weighted } from '../simulation/shoppers.js';
import { Dice } from '../simulation/shoppers.js';
import type { FaultKind, PlannedFault } from './fault-kind.js';
import { FAULTS } from './faults/catalogue.js';
import { LIVE_MS, planOrder } from './orders.js';
import { SEATS, type SeatName } from './seat-names.js';

/** Everything that a seed decides about one round. */
export interface Schedule {
  readonly seed: number;
  /** How far the clocks of some processes are off, in ms. */
  readonly skewsMs: readonly (readonly [seat: SeatName, skewMs: number])[];
  readonly faults: readonly PlannedFault[];
  readonly orders: readonly OrderPlan[];
}

const ORDERS = 36;
const FAULTS_PER_ROUND = [5, 9] as const;
/** Below the grace after a deadline, so that a clock that is ahead is no reason to close early. */
export const LARGEST_SKEW_MS = 90_000;
const SKEWED_SHARE = 0.3;
/** Of which only one is to be had at a time; the others may hit several at once. */
const ALONE: ReadonlySet<FaultKind['group']> = new Set(['postgres', 'queue', 'gateway', 'silence', 'erp', 'deploy']);
/** A process that is told to stop needs its database to end well. */
const APART: readonly (readonly [FaultKind['group'], FaultKind['group']])[] = [['deploy', 'postgres']];

/**
 * The round of a seed, of the faults that can be done here: the same seed and the same kinds are the same round. `loses`:
 * the calls that get lost of every order, in place of those of the seed.
 */
export function scheduleOf(seed: number, kinds: readonly FaultKind[], loses?: readonly GatewayFault[]): Schedule {
  const dice = new Dice(seededRolls(seed));
  const skewsMs = SEATS.flatMap((seat) =>
    dice.chance(SKEWED_SHARE) ? [[seat, dice.between(-LARGEST_SKEW_MS, LARGEST_SKEW_MS)] as const] : [],
  );
  const faults = planFaults(dice, kinds);
  const orders = Array.from({ length: ORDERS }, (_, nth) => planOrder(dice, `C-${seed}-${nth}`, loses));
  return { seed, skewsMs, faults, orders };
}

/** The same round with these faults too. What cannot be beside one of them is left out. */
export function bringBeside(schedule: Schedule, brought: readonly PlannedFault[]): Schedule {
  const groupOf = ({ name }: PlannedFault): FaultKind['group'] => {
    const kind = FAULTS.find((each) => each.name === name);
    if (!kind) throw new Error(`nobody knows the fault ${name}`);
    return kind.group;
  };
  const span = (fault: PlannedFault): Span => ({ group: groupOf(fault), atMs: fault.atMs, untilMs: fault.untilMs });
  const kept = schedule.faults.filter((fault) => brought.every((other) => mayMeet(span(fault), span(other))));
  return { ...schedule, faults: [...kept, ...brought].toSorted((a, b) => a.atMs - b.atMs) };
}

/** A line for every fault, to read. */
export function describeSchedule({ seed, skewsMs, faults }: Schedule): string {
  const clocks = skewsMs.map(([seat, ms]) => `${seat} ${ms > 0 ? '+' : ''}${Math.round(ms / 1_000)} s`).join(', ');
  return [
    `seed ${seed}: clocks ${clocks || 'all right'}`,
    ...faults.map(({ name, atMs, untilMs, seats }) => {
      const whom = seats.length > 0 ? ` ${seats.join(', ')}` : '';
      return `  ${String(atMs).padStart(5)} ms${untilMs > atMs ? ` for ${untilMs - atMs} ms` : ''}: ${name}${whom}`;
    }),
  ].join('\n');
}

function planFaults(dice: Dice, kinds: readonly FaultKind[]): PlannedFault[] {
  const planned: (PlannedFault & { group: FaultKind['group'] })[] = [];
  const groups = [...new Set(kinds.map((kind) => kind.group))];
  for (let left = dice.between(...FAULTS_PER_ROUND); left > 0; left -= 1) {
    const group = dice.pick(groups.map((each) => [each === 'process' ? 2 : 1, each] as const));
    const choices: Weighted<FaultKind> = kinds
      .filter((kind) => kind.group === group)
      .map((kind) => [kind.weight, kind] as const);
    const kind = dice.pick(choices);
    const atMs = dice.between(300, 0.85 * LIVE_MS);
    const untilMs = Math.min(atMs + dice.between(...kind.lastsMs), LIVE_MS);
    const seats = kind.hits ? chooseSeats(dice, dice.between(...kind.hits)) : [];
    if (planned.every((other) => mayMeet({ group, atMs, untilMs }, other)))
      planned.push({ name: kind.name, group, atMs, untilMs, seats });
  }
  return planned
    .toSorted((a, b) => a.atMs - b.atMs)
    .map(({ name, atMs, untilMs, seats }) => ({ name, atMs, untilMs, seats }));
}

type Span = Pick<PlannedFault, 'atMs' | 'untilMs'> & { readonly group: FaultKind['group'] };
/** What restarts takes its time, beyond the planned end. */
const ROOM_MS = 1_500;

function mayMeet(one: Span, other: Span): boolean {
  const meets = one.atMs <= other.untilMs + ROOM_MS && other.atMs <= one.untilMs + ROOM_MS;
  if (!meets) return true;
  if (one.group === other.group && ALONE.has(one.group)) return false;
  return !APART.some((pair) => pair.includes(one.group) && pair.includes(other.group) && one.group !== other.group);
}

function chooseSeats(dice: Dice, count: number): SeatName[] {
  const left: SeatName[] = [...SEATS];
  return Array.from({ length: count }, () => left.splice(Math.floor(dice.roll() * left.length), 1)).flat();
}
