import { quantile } from '../measure.js';

export interface LoadReport {
  /** Answers by status; 0: none came. */
  readonly statuses: Readonly<Record<number, number>>;
  /** Answers in the measured time, per second of it. */
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of every request of an open loop, the warm-up too: when it was due, in milliseconds of the machine's clock. */
  readonly dueAtMs?: readonly number[];
}

/** What the answers of one run say; those of the warm-up count for their status alone. */
export class LoadRecord {
  private readonly statuses: Record<number, number> = {};
  private readonly latenciesMs: number[] = [];
  private lastAt = Number.NaN;

  constructor(
    private readonly from: number,
    private readonly to: number,
  ) {}

  answered(status: number, startedAt: number, now: number): void {
    this.statuses[status] = (this.statuses[status] ?? 0) + 1;
    if (now < this.from || now > this.to) return;
    this.latenciesMs.push(now - startedAt);
    this.lastAt = now;
  }

  report(): LoadReport {
    return {
      statuses: this.statuses,
      // Up to the last answer: a run whose requests were used up ended before its time.
      perSecond: (this.latenciesMs.length / (this.lastAt - this.from)) * 1000,
      p50Ms: quantile(this.latenciesMs, 0.5),
      p99Ms: quantile(this.latenciesMs, 0.99),
    };
  }
}
