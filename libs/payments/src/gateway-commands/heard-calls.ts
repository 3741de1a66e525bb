import type { Clock } from '../clock.port.js';
import type { GatewayBudget } from '../searches/gateway-budget.js';
import type { GatewayCall } from './gateway-call.log.js';

const CLOCK_EVERY_MS = 60_000;

/**
 * What every call tells about its account besides its answer: authorizations, which the client makes by itself, are
 * counted in the budget (requirement R12), and the gateway's clock is noted once a minute. Done behind the calls.
 */
export class HeardCalls {
  private readonly clockNotedAtMs = new Map<string, number>();
  private readonly writing = new Set<Promise<void>>();

  constructor(
    private readonly budget: GatewayBudget,
    private readonly clock: Clock,
    private readonly onError: (error: unknown, what: string) => void,
  ) {}

  hear(accountId: string, call: GatewayCall): void {
    if (call.operation === 'authorize') this.behind(this.budget.count(accountId, 'authorize'));
    const aheadMs = call.clockAheadMs ?? null;
    const nowMs = this.clock.now().getTime();
    const notedAtMs = this.clockNotedAtMs.get(accountId) ?? Number.NEGATIVE_INFINITY;
    if (aheadMs === null || Math.abs(nowMs - notedAtMs) < CLOCK_EVERY_MS) return;
    this.clockNotedAtMs.set(accountId, nowMs);
    this.behind(this.budget.heardClock(accountId, aheadMs));
  }

  /** Resolves when everything heard so far is written. */
  async flush(): Promise<void> {
    await Promise.all(this.writing);
  }

  private behind(work: Promise<void>): void {
    const writing = work
      .catch((error: unknown) => this.onError(error, 'what a gateway call told was not noted'))
      .finally(() => this.writing.delete(writing));
    this.writing.add(writing);
  }
}
