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
 * Gateways whose every call is counted in its account's budget and none is held back (requirement R12): for commands
 * and for questions that a command or a notification waits for. What comes of them is evidence for the breaker. Searches
 * that may wait go through CipSearch instead.
 */
export class CountedGateways implements Gateways {
  constructor(
    private readonly gateways: Gateways,
    /** Null where the calls were taken from the budget before. */
    private readonly budget: GatewayBudget | null,
    private readonly breaker: GatewayBreaker,
  ) {}

  async of(accountId: string): Promise<Gateway> {
    const gateway = await this.gateways.of(accountId);
    return new CountedGateway(gateway, async (call, send) => {
      await this.budget?.count(accountId, call);
      const outcome = await send();
      // The outcome is a payment's: that it cannot be weighed as evidence must not lose it.
      await this.breaker.heardCommand(accountId, outcome).catch(() => undefined);
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
