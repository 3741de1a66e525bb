import type {
  CipDraft,
  CipRecord,
  CreatedCip,
  Gateway,
  GatewayOutcome,
  Gateways,
  RefundOrder,
} from '../gateway.port.js';
import type { CountedCall, GatewayBudget } from '../searches/gateway-budget.js';

/**
 * Gateways whose every call is counted in its account's budget and none is held back (requirement R12): for commands
 * and for questions that a command or a notification waits for. Searches that may wait go through CipSearch instead.
 */
export class CountedGateways implements Gateways {
  constructor(
    private readonly gateways: Gateways,
    private readonly budget: GatewayBudget,
  ) {}

  async of(accountId: string): Promise<Gateway> {
    return new CountedGateway(await this.gateways.of(accountId), (call) => this.budget.count(accountId, call));
  }
}

class CountedGateway implements Gateway {
  constructor(
    private readonly gateway: Gateway,
    private readonly count: (call: CountedCall) => Promise<void>,
  ) {}

  async createCip(draft: CipDraft, options?: { paymentRef?: string }): Promise<GatewayOutcome<CreatedCip>> {
    await this.count('create');
    return this.gateway.createCip(draft, options);
  }

  async searchCips(numbers: string[], options?: { paymentRef?: string }): Promise<GatewayOutcome<CipRecord[]>> {
    await this.count('search.command');
    return this.gateway.searchCips(numbers, options);
  }

  async changeExpiry(
    number: string,
    expiresAt: Date,
    options?: { paymentRef?: string },
  ): Promise<GatewayOutcome<void>> {
    await this.count('extend');
    return this.gateway.changeExpiry(number, expiresAt, options);
  }

  async deleteCip(number: string, options?: { paymentRef?: string }): Promise<GatewayOutcome<void>> {
    await this.count('delete');
    return this.gateway.deleteCip(number, options);
  }

  async refundCip(
    number: string,
    refund: RefundOrder,
    options?: { paymentRef?: string },
  ): Promise<GatewayOutcome<void>> {
    await this.count('refund');
    return this.gateway.refundCip(number, refund, options);
  }
}
