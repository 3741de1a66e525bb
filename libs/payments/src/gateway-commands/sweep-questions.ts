import type { Gateways } from '../gateway.port.js';
import type { GatewayBudget } from '../searches/gateway-budget.js';
import type { CountedGateways } from './counted-gateways.js';

/**
 * Questions about single CIPs that a sweep asks for its own work, nobody waiting: they take from the account's budget like
 * polls near a deadline, and what gets none stays due (requirement R12). A person's or a shop's question goes out at once.
 */
export class SweepQuestions {
  /** Their first question of each `of` is one that was taken; further ones are counted. */
  readonly gateways: Gateways;

  constructor(
    private readonly budget: GatewayBudget,
    counted: CountedGateways,
  ) {
    this.gateways = counted.prepaid('search.command');
  }

  /** How many of `count` may be asked now: 0 to `count`, and 0 while the gateway is left in peace. They are counted already. */
  async take(accountId: string, count: number): Promise<number> {
    if (count === 0) return 0;
    return this.budget.takeUpTo(accountId, { call: 'search.command', priority: 'deadline', count });
  }
}
