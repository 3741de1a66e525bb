import type { BenchServers } from './servers.js';

/** Where the queues of the product live. */
export type Backend = 'postgres' | 'redis';

/** The bound that a row is held to: of our own figure, or of ours divided by the other one. */
export interface Target {
  readonly of: 'ours' | 'ratio';
  readonly least?: number;
  readonly most?: number;
}

/** One line of the table. */
export interface Row {
  /** What was measured, in words; with `backend` unique in one run. */
  readonly measure: string;
  /** Absent where no queue takes part. */
  readonly backend?: Backend;
  readonly unit: string;
  /** The median of the repetitions. */
  readonly ours: number;
  /** What it is compared with: measured in the same run, its repetitions between ours. */
  readonly against?: { readonly what: string; readonly value: number };
  /** `ours` divided by what it is compared with. */
  readonly ratio?: number;
  /** null: only for information. */
  readonly target: Target | null;
  readonly met: boolean | null;
  /** Every repetition of `ours`, in the order they ran. */
  readonly repetitions?: readonly number[];
}

export interface Bench {
  /** Short repetitions: shows that everything works, and its figures mean nothing. */
  readonly quick: boolean;
  /** Of everything that is repeated, however often it is by itself. */
  readonly repetitions: number | null;
  /** Says at the end of each measurement which statements took the time. */
  readonly statements: boolean;
  readonly backends: readonly Backend[];
  readonly servers: BenchServers;
  /** Of the command line: `--payments 10000` is `payments: '10000'`. */
  readonly options: Readonly<Record<string, string>>;
  /** A line about what is going on; goes to stderr, so that stdout is the result alone. */
  say(line: string): void;
}

export interface Measure {
  /** As `--only` names it. */
  readonly name: string;
  readonly about: string;
  /** Runs only when `--only` names it: it takes long. */
  readonly onRequest?: boolean;
  /** Names of its own options of the command line. */
  readonly options?: readonly string[];
  run(bench: Bench): Promise<readonly Row[]>;
}

/** Completes a row by its ratio and by whether its target is met. */
export function row(measured: Omit<Row, 'ratio' | 'met'>): Row {
  const { ours, against, target } = measured;
  const ratio = against === undefined ? undefined : ours / against.value;
  const judged = target?.of === 'ratio' ? ratio : ours;
  return {
    ...measured,
    ...(ratio === undefined ? {} : { ratio }),
    met: target === null ? null : judged !== undefined && isWithin(judged, target),
  };
}

/** A figure that was not measured (NaN) meets nothing. */
function isWithin(
  value: number,
  { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY }: Target,
): boolean {
  return value >= least && value <= most;
}

export function repetitionsOf(bench: Bench, usual: number): number {
  return bench.repetitions ?? (bench.quick ? 1 : usual);
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which this share of the values lies, by the nearest rank; NaN when there are none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  if (share !== 0.5 || sorted.length % 2 === 1)
    return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
  const above = sorted[sorted.length / 2] ?? Number.NaN;
  const below = sorted[sorted.length / 2 - 1] ?? Number.NaN;
  return (above + below) / 2;
}
