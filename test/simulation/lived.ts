import type { Fate } from './fate.js';
import type { ShopOrder } from './shop-order.js';

/** One simulation as it went, for those who read the books at its end. */
export interface Lived {
  readonly orders: readonly ShopOrder[];
  readonly fate: Fate;
  readonly startsAt: Date;
  /** Real time, by what it went into. */
  readonly spentMs: ReadonlyMap<string, number>;
  readonly budgetPerMinute: number;
}
