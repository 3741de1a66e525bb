import type { World } from './world.js';

/** Faults of one group are never at once: each of them takes the same thing away. */
export type FaultGroup = 'postgres' | 'queue' | 'gateway' | 'silence' | 'erp' | 'process' | 'deploy';

export const SEATS = [
  'door-a',
  'door-b',
  'inbox-a',
  'inbox-b',
  'finder-a',
  'finder-b',
  'clock-a',
  'clock-b',
  'teller-a',
  'teller-b',
] as const;
/** One process of the product: the app's role, and which of its two copies. */
export type SeatName = (typeof SEATS)[number];

/** When and where a fault comes, in ms of real time since the round began. */
export interface PlannedFault {
  readonly name: string;
  readonly atMs: number;
  readonly untilMs: number;
  /** Whom it hits, where it hits processes. */
  readonly seats: readonly SeatName[];
}

/** One way in which something goes wrong. */
export interface FaultKind {
  readonly name: string;
  readonly group: FaultGroup;
  /** Between which bounds its end lies, in ms; 0 for what is over at once. */
  readonly lastsMs: readonly [from: number, to: number];
  /** How often it is chosen beside the others of its group. */
  readonly weight: number;
  /** How many processes it hits. */
  readonly hits?: readonly [from: number, to: number];
  /** What it cannot be done without. */
  readonly needs?: 'redis' | 'small disk';
  /** Resolves with what puts it right again. */
  readonly inject: (world: World, fault: PlannedFault) => Promise<() => Promise<void>>;
}

export const NOTHING_TO_HEAL = (): Promise<void> => Promise.resolve();
