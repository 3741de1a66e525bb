// @ts-check
import { setTimeout as pause } from 'node:timers/promises';
import { Once } from '../storage/once.js';
import { orderState } from './order-state.js';
/** @import { Chasqui, Payment } from '@chasqui/client' */
/** @import { Log, Order, OrderStatus } from '../types.js' */

/** However many pages are open on an order, Chasqui is asked about it once in this time. */
const FRESH_MS = 1_500;
/** A page that says what was known a moment ago is better than a page that does not come. */
const PATIENCE_MS = 3_000;
const PATIENCE_WITH_CREATE_MS = 1_500;
const MOST_REMEMBERED = 1_000;

/**
 * How an order stands, for the shopper who looks at it. Asks Chasqui, because the shopper comes back from the payment
 * page often before the event is there; shows the last event when Chasqui cannot be asked. Nothing is shipped by this:
 * only the event order.paid does that.
 */
export class OrderDesk {
  /**
   * @param {{
   *   chasqui: Chasqui,
   *   checkout: import('../checkout/checkout.js').Checkout,
   *   inbox: import('../events/event-inbox.js').EventInbox,
   *   shipping: import('../events/shipping.js').Shipping,
   *   log: Log,
   * }} parts
   */
  constructor({ chasqui, checkout, inbox, shipping, log }) {
    /** @private */
    this.chasqui = chasqui;
    /** @private */
    this.checkout = checkout;
    /** @private */
    this.inbox = inbox;
    /** @private */
    this.shipping = shipping;
    /** @private */
    this.log = log;
    /** @private @type {Once<Payment | null>} */
    this.asking = new Once();
    /** @private @type {Map<string, { at: number, payment: Payment | null }>} */
    this.asked = new Map();
  }

  /**
   * @param {Order} order
   * @returns {Promise<OrderStatus>}
   */
  async status(order) {
    if (order.refused && order.payment === null) return { state: 'failed', payment: null };
    const opened = order.payment?.id ?? (await this.resumed(order));
    if (opened === null) return { state: 'preparing', payment: null };
    const payment = await this.payment(order.orderId, opened);
    if (payment === null) return { state: 'waiting', payment: null };
    return { state: orderState(payment, { shipped: this.shipping.of(order.orderId) !== null }), payment };
  }

  /**
   * The page of an order whose payment is not there yet asks for it again, always with the same key. It does not wait
   * for the end of that: the next look finds it.
   *
   * @private
   * @param {Order} order
   */
  resumed(order) {
    const asked = this.checkout.resume(order).then(
      ({ paymentId }) => paymentId,
      (error) => {
        this.log.error({ err: error, orderId: order.orderId }, 'the payment of an order cannot be asked for');
        return null;
      },
    );
    return Promise.race([asked, pause(PATIENCE_WITH_CREATE_MS, null, { ref: false })]);
  }

  /**
   * @private
   * @param {string} orderId
   * @param {string} opened
   */
  async payment(orderId, opened) {
    const heard = this.inbox.latest(orderId)?.data.payment ?? null;
    const known = this.asked.get(orderId);
    if (known !== undefined && performance.now() - known.at < FRESH_MS) return known.payment;
    // A payment that replaced the first one is known from its events.
    const id = heard?.id ?? opened;
    return this.asking.run(orderId, async () => {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const payment = await this.chasqui.payments.get(id, { signal }).catch((error) => {
        this.log.warn({ err: error, paymentId: id }, 'Chasqui does not answer: the last event is shown instead');
        return heard;
      });
      if (this.asked.size >= MOST_REMEMBERED) this.asked.clear();
      this.asked.set(orderId, { at: performance.now(), payment });
      return payment;
    });
  }
}
