// @ts-check
import { totalMinor } from '../catalogue/money.js';
import { Journal } from '../storage/journal.js';
/** @import { CreatePayment } from '@chasqui/client' */
/** @import { Draft, Order } from '../types.js' */

/**
 * @typedef {{ kind: 'placed', order: Order }
 *   | { kind: 'opened', orderId: string, payment: { id: string, pageUrl: string } }
 *   | { kind: 'refused', orderId: string }} Entry
 */

/** The shop's own memory of its orders, kept in a journal and read back at the start. */
export class OrderBook {
  /**
   * @private
   * @param {Journal<Entry>} journal
   */
  constructor(journal) {
    /** @private */
    this.journal = journal;
    /** @private @type {Map<string, Order>} */
    this.orders = new Map();
    /** Grows with everything that happens to an order. */
    this.changes = 0;
    for (const entry of journal.entries) this.apply(entry);
  }

  /** @param {string} path */
  static async open(path) {
    return new OrderBook(await Journal.open(path));
  }

  /** @param {string} id */
  find(id) {
    return this.orders.get(id) ?? null;
  }

  /** First placed, first listed. */
  all() {
    return [...this.orders.values()];
  }

  /**
   * Writes the order down before anybody is asked for a payment: one that was opened for an order nobody remembers could
   * be paid and never be shipped. A further attempt replaces what the first one said.
   *
   * @param {Draft} draft
   * @param {CreatePayment} request
   */
  async place(draft, request) {
    const before = this.find(draft.orderId);
    /** @type {Order} */
    const order = {
      ...draft,
      totalMinor: totalMinor(draft.lines),
      request,
      placedAt: new Date().toISOString(),
      attempt: (before?.attempt ?? 0) + 1,
      payment: null,
      refused: false,
    };
    // In memory first: its goods are held from here on, and nobody else may take them while the disk is busy.
    this.apply({ kind: 'placed', order });
    try {
      await this.journal.append({ kind: 'placed', order });
    } catch (error) {
      if (before === null) this.orders.delete(order.orderId);
      else this.orders.set(order.orderId, before);
      throw error;
    }
    return order;
  }

  /**
   * @param {string} orderId
   * @param {{ id: string, pageUrl: string }} payment
   */
  opened(orderId, payment) {
    return this.record({ kind: 'opened', orderId, payment });
  }

  /**
   * No payment came of it, and none will under this attempt's key.
   *
   * @param {string} orderId
   */
  refused(orderId) {
    return this.record({ kind: 'refused', orderId });
  }

  close() {
    return this.journal.close();
  }

  /**
   * @private
   * @param {Entry} entry
   */
  async record(entry) {
    await this.journal.append(entry);
    this.apply(entry);
  }

  /**
   * @private
   * @param {Entry} entry
   */
  apply(entry) {
    this.changes += 1;
    if (entry.kind === 'placed') {
      this.orders.set(entry.order.orderId, entry.order);
      return;
    }
    const order = this.find(entry.orderId);
    if (order === null) return;
    const changed = entry.kind === 'opened' ? { ...order, payment: entry.payment } : { ...order, refused: true };
    this.orders.set(entry.orderId, changed);
  }
}
