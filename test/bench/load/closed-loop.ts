import { LoadRecord, type LoadReport } from './load-report.js';
import type { PreparedRequest } from './requests.js';
import { Sender } from './sender.js';

export interface ClosedLoopPlan {
  readonly kind: 'closed';
  readonly connections: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
  /** Requests are sent again from the first when they are used up; otherwise the run ends early. */
  readonly repeat: boolean;
  /** How many may be sent in all until `allow` says otherwise; no limit when absent. */
  readonly allowed?: number;
}

/** Each connection sends its next request when the answer to the last is there. */
export class ClosedLoop {
  private next = 0;
  private waiting = 0;
  private allowed: number;

  constructor(
    private readonly origin: string,
    private readonly requests: readonly PreparedRequest[],
    private readonly plan: ClosedLoopPlan,
  ) {
    this.allowed = plan.allowed ?? Number.POSITIVE_INFINITY;
  }

  /** No more than this many are sent in all, until it is told again: somebody else sets the pace. */
  allow(count: number): void {
    this.allowed = count;
    this.resume();
  }

  private resume: () => void = () => undefined;

  run(): Promise<LoadReport> {
    const { connections, warmUpMs, measureMs, repeat } = this.plan;
    const sender = new Sender(this.origin, connections);
    const startedAt = performance.now();
    const endsAt = startedAt + warmUpMs + measureMs;
    const record = new LoadRecord(startedAt + warmUpMs, endsAt);
    return new Promise((resolve, reject) => {
      let open = connections;
      const leave = (): void => {
        open -= 1;
        if (open > 0) return;
        clearTimeout(end);
        sender.close().then(() => resolve(record.report()), reject);
      };
      const proceed = (): void => {
        const sentAt = performance.now();
        const request = this.requests[repeat ? this.next % this.requests.length : this.next];
        if (sentAt >= endsAt || request === undefined) return leave();
        if (this.next >= this.allowed) {
          this.waiting += 1;
          return;
        }
        this.next += 1;
        sender.send(request, (status) => {
          record.answered(status, sentAt, performance.now());
          proceed();
        });
      };
      this.resume = () => {
        const { waiting } = this;
        this.waiting = 0;
        for (let connection = 0; connection < waiting; connection += 1) proceed();
      };
      // Connections that wait for leave to send would not notice the end.
      const end = setTimeout(() => this.resume(), warmUpMs + measureMs + 1);
      for (let connection = 0; connection < connections; connection += 1) proceed();
    });
  }
}
