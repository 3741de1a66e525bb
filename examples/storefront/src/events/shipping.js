// @ts-check
import { Journal } from '../storage/journal.js';
import { Once } from '../storage/once.js';
/** @import { Shipment } from '../types.js' */

/** What left the house: at most one shipment per order, whatever is delivered how often. */
export class Shipping {
  /**
   * @private
   * @param {Journal<Shipment>} journal
   */
  constructor(journal) {
    /** @private */
    this.journal = journal;
    /** @private @type {Map<string, Shipment>} */
    this.byOrder = new Map(journal.entries.map((shipment) => [shipment.orderId, shipment]));
    /** @private @type {Once<void>} */
    this.shipping = new Once();
  }

  /** @param {string} path */
  static async open(path) {
    return new Shipping(await Journal.open(path));
  }

  /**
   * Where a real shop tells its warehouse. What is called here must take the order's number as its own idempotency key:
   * a crash between that call and the line in the journal makes the call happen again.
   *
   * @param {{ orderId: string, eventId: string }} cause
   * @returns {Promise<void>}
   */
  async ship({ orderId, eventId }) {
    if (this.byOrder.has(orderId)) return;
    await this.shipping.run(orderId, async () => {
      const shipment = { orderId, eventId, shippedAt: new Date().toISOString() };
      await this.journal.append(shipment);
      this.byOrder.set(orderId, shipment);
    });
  }

  /** @param {string} orderId */
  of(orderId) {
    return this.byOrder.get(orderId) ?? null;
  }

  get count() {
    return this.byOrder.size;
  }

  close() {
    return this.journal.close();
  }
}
