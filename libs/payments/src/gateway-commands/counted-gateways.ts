import type {
  CipDraft,
  CipRecord,
  CreatedCip,
  Gateway,
  GatewayOutcome,
  Gateways,
  RefundOrder,
} from '../gateway.port.js';
import type { GatewayBreaker } from '../searches/gateway-breaker.js';
import type { CountedCall, GatewayBudget } from '../searches/gateway-budget.js';

/**
 * Gateways whose every call is counted in its account's budget and none is held back (requirement R12): for commands, and
 * for questions that one of them waits for. What comes of them is evidence for the breaker. Searches that may wait go
 * through CipSearch instead, a sweep's questions about single CIPs take their turn first (SweepQuestions).
 */
export class CountedGateways implements Gateways {
  constructor(
    private readonly gateways: Gateways,
    private readonly budget: GatewayBudget,
    private readonly breaker: GatewayBreaker,
    private readonly taken: CountedCall | null = null,
  ) {}

  /** The same, for whoever took a call of this kind from the budget before: the first of each `of` is not counted again. */
  prepaid(taken: CountedCall): Gateways {
    return new CountedGateways(this.gateways, this.budget, this.breaker, taken);
  }

  async of(accountId: string): Promise<Gateway> {
    const gateway = await this.gateways.of(accountId);
    let { taken } = this;
    return new CountedGateway(gateway, async (call, send) => {
      const isQuestion = call === taken && call === 'search.command';
      if (call === taken) taken = null;
      else await this.budget.count(accountId, call);
      const outcome = await send();
      // The outcome is a payment's: that it cannot be weighed as evidence must not lose it.
      const heard = isQuestion
        ? this.breaker.heardQuestion(accountId, outcome)
        : this.breaker.heardCommand(accountId, outcome);
      await heard.catch(() => undefined);
      return outcome;
    });
  }
}

class CountedGateway implements Gateway {
  constructor(
    private readonly gateway: Gateway,
    private readonly counted: <T>(
      call: CountedCall,
      send: () => Promise<GatewayOutcome<T>>,
    ) => Promise<GatewayOutcome<T>>,
  ) {}

  createCip(draft: CipDraft, options?: { paymentRef?: string }): Promise<GatewayOutcome<CreatedCip>> {
    return this.counted('create', () => this.gateway.createCip(draft, options));
  }

  searchCips(numbers: string[], options?: { paymentRef?: string }): Promise<GatewayOutcome<CipRecord[]>> {
    return this.counted('search.command', () => this.gateway.searchCips(numbers, options));
  }

  changeExpiry(number: string, expiresAt: Date, options?: { paymentRef?: string }): Promise<GatewayOutcome<void>> {
    return this.counted('extend', () => this.gateway.changeExpiry(number, expiresAt, options));
  }

  deleteCip(number: string, options?: { paymentRef?: string }): Promise<GatewayOutcome<void>> {
    return this.counted('delete', () => this.gateway.deleteCip(number, options));
  }

  refundCip(number: string, refund: RefundOrder, options?: { paymentRef?: string }): Promise<GatewayOutcome<void>> {
    return this.counted('refund', () => this.gateway.refundCip(number, refund, options));
  }
}
