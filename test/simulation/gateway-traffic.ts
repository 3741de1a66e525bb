import type { FaultOperation } from '../processes/faulty-gateway.js';

export type CountedOperation = FaultOperation | 'authorize';

/** What the product asked of the gateway, by minute of business time, as seen on the line between them. */
export class GatewayTraffic {
  readonly calls = new Map<CountedOperation, number>();
  /** Times of searches, in ms of business time, in order. */
  readonly searchesAt: number[] = [];
  /** CIPs asked for in all searches together. */
  askedCips = 0;

  constructor(private readonly now: () => number) {}

  count({ operation, cips }: { operation: CountedOperation; cips: number }): void {
    this.calls.set(operation, (this.calls.get(operation) ?? 0) + 1);
    if (operation !== 'search') return;
    this.searchesAt.push(this.now());
    this.askedCips += cips;
  }
}
