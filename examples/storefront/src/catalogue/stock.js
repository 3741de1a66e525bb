// @ts-check
import { findProduct, products } from './products.js';
/** @import { Line, Order } from '../types.js' */

/** How many pieces are left: what the shop began with, less what orders hold or took. */
export class Stock {
  /**
   * @param {{
   *   orders: import('../orders/order-book.js').OrderBook,
   *   inbox: import('../events/event-inbox.js').EventInbox,
   *   shipping: import('../events/shipping.js').Shipping,
   * }} books
   */
  constructor({ orders, inbox, shipping }) {
    /** @private */
    this.orders = orders;
    /** @private */
    this.inbox = inbox;
    /** @private */
    this.shipping = shipping;
  }

  /** @param {string} sku */
  available(sku) {
    const lines = this.orders
      .all()
      .filter((order) => this.holds(order))
      .flatMap((order) => order.lines);
    const taken = lines.filter((line) => line.sku === sku).reduce((sum, line) => sum + line.quantity, 0);
    return Math.max(0, (findProduct(sku)?.stock ?? 0) - taken);
  }

  /** By sku, for a page that shows all. */
  overview() {
    return new Map(products.map(({ sku }) => [sku, this.available(sku)]));
  }

  /**
   * The lines that ask for more than there is.
   *
   * @param {readonly Line[]} lines
   */
  short(lines) {
    return lines.filter(({ sku, quantity }) => quantity > this.available(sku));
  }

  /**
   * An order lets go of its goods when Chasqui says so, and not when a clock of ours thinks that the time is up: the
   * money may be on its way. The events order.expired, order.cancelled and order.failed say it.
   *
   * @private
   * @param {Order} order
   */
  holds(order) {
    if (this.shipping.of(order.orderId) !== null) return true;
    if (order.payment === null && order.refused) return false;
    return this.inbox.latest(order.orderId)?.data.payment.stock !== 'released';
  }
}
