import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '#platform';
import type { Visit } from '../simulation/shoppers.js';
import type { ShopOrder } from '../simulation/shop-order.js';
import { LIVE_MS } from './orders.js';

/** Between two looks while faults come and go. */
const LOOK_EVERY_MS = 120;

/** Storefront, shoppers and agents of one round: each order does what is planned for it, when it is time. */
export class Customers {
  private readonly beganMs: number;
  private readonly waiting: Map<ShopOrder, Visit[]>;

  constructor(
    readonly orders: readonly ShopOrder[],
    private readonly clock: Clock,
  ) {
    this.beganMs = clock.now().getTime();
    this.waiting = new Map(orders.map((order) => [order, [...order.plan.visits]]));
  }

  /** Business time since the round began. */
  get nowMs(): number {
    return this.clock.now().getTime() - this.beganMs;
  }

  /** When the next visit is planned, now where one is under way; null when there is none any more. */
  get nextVisitMs(): number | null {
    if (this.orders.some((order) => !order.isIdle)) return this.nowMs;
    const times = [...this.waiting.values()].flatMap((visits) => visits.map(({ atMs }) => atMs));
    return times.length === 0 ? null : Math.min(...times);
  }

  /** In real time, every order beside the others. */
  async liveThroughFaults(): Promise<void> {
    await Promise.all(
      this.orders.map(async (order) => {
        while (this.nowMs < LIVE_MS) {
          this.plan(order);
          await order.act();
          await pause(LOOK_EVERY_MS);
        }
      }),
    );
  }

  /** What is due is tried once. True when there was something. */
  async actOnce(): Promise<boolean> {
    for (const order of this.orders) this.plan(order);
    const busy = this.orders.filter((order) => !order.isIdle);
    await Promise.all(busy.map((order) => order.act()));
    return busy.length > 0;
  }

  private plan(order: ShopOrder): void {
    const visits = this.waiting.get(order) ?? [];
    while ((visits[0]?.atMs ?? Infinity) <= this.nowMs) {
      const visit = visits.shift();
      if (visit) order.plannedNow(visit.deed);
    }
  }
}
