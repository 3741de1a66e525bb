/** What one run on one backend brought, as a file holds it. */
export interface ChaosRun {
  readonly backend: string;
  readonly jobs: number;
  readonly seconds: number;
  /** Seeds of the rounds that were lived through. */
  readonly lived: readonly number[];
  readonly broken: readonly { readonly seed: number; readonly broken: readonly string[] }[];
  /** How often what happened. */
  readonly tally: Readonly<Record<string, number>>;
  /** Faults that the machine could not bring. */
  readonly skipped: readonly string[];
}

/** Of several runs on one backend. */
export type ChaosSum = Omit<ChaosRun, 'jobs'> & { readonly runs: number };

/** Adds up the runs of each backend. Throws where two of them lived through the same round. */
export function addUp(runs: readonly ChaosRun[]): readonly ChaosSum[];
/** A table in Markdown. */
export function asTable(sum: ChaosSum): string;
/** The runs that a file holds. Throws where it is no report. */
export function readRuns(file: string): readonly ChaosRun[];
export function writeRuns(file: string, runs: readonly ChaosRun[]): void;
