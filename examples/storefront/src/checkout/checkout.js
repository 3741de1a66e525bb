// @ts-check
import { setTimeout as pause } from 'node:timers/promises';
import { ChasquiConnectionError, ChasquiError } from '@chasqui/client';
import { toAmount, totalMinor } from '../catalogue/money.js';
import { Once } from '../storage/once.js';
import { textsOf } from '../texts/texts.js';
import { toField } from './checkout-form.js';
/** @import { Chasqui, CreatePayment, Payment } from '@chasqui/client' */
/** @import { Draft, Log, Order } from '../types.js' */
/** @import { Field } from './checkout-form.js' */

/**
 * How an attempt to open a payment ended. `pending`: nobody knows yet, and asking again with the same key finds out.
 *
 * @typedef {{ kind: 'open', paymentId: string, pageUrl: string }
 *   | { kind: 'pending', paymentId: null }
 *   | { kind: 'soldOut', paymentId: null, skus: readonly string[] }
 *   | { kind: 'refused', paymentId: null, fields: readonly Field[], reason: string | null }} Outcome
 */

/** How long a shopper looks at a page that does not come. The asking goes on meanwhile: a late answer counts too. */
const PATIENCE_MS = 12_000;
/** @type {Outcome} */
const PENDING = { kind: 'pending', paymentId: null };

/** Turns a draft into an order with one payment, however often it is asked to. */
export class Checkout {
  /**
   * @param {{
   *   chasqui: Chasqui,
   *   orders: import('../orders/order-book.js').OrderBook,
   *   stock: import('../catalogue/stock.js').Stock,
   *   publicUrl: () => string,
   *   closing: AbortSignal,
   *   log: Log,
   * }} parts `closing` ends what is under way; it goes on after the next start
   */
  constructor({ chasqui, orders, stock, publicUrl, closing, log }) {
    /** @private */
    this.chasqui = chasqui;
    /** @private */
    this.orders = orders;
    /** @private */
    this.stock = stock;
    /** @private */
    this.publicUrl = publicUrl;
    /** @private */
    this.closing = closing;
    /** @private */
    this.log = log;
    /** @private @type {Once<Outcome>} */
    this.opening = new Once();
  }

  /**
   * The number of the order came with the form, so a second click, a second tab and the button "back" are about the same
   * order. Once it has a payment, that is the answer to all of them.
   *
   * @param {Draft} draft
   * @returns {Promise<Outcome>}
   */
  submit(draft) {
    const submitted = this.opening.run(draft.orderId, async () => {
      const order = this.orders.find(draft.orderId);
      if (order !== null && !order.refused) return this.open(order);
      const short = this.stock.short(draft.lines);
      if (short.length > 0) return { kind: 'soldOut', paymentId: null, skus: short.map(({ sku }) => sku) };
      return this.open(await this.orders.place(draft, toCreatePayment(draft, this.publicUrl())));
    });
    return patiently(submitted);
  }

  /**
   * Goes on with an order whose payment was asked for and not seen: PagoEfectivo was slow, or this process died.
   *
   * @param {Order} order
   * @returns {Promise<Outcome>}
   */
  resume(order) {
    const resumed = this.opening.run(order.orderId, () => this.open(this.orders.find(order.orderId) ?? order));
    return patiently(resumed);
  }

  /** What was on its way when the shop stopped. */
  async resumeAll() {
    const waiting = this.orders.all().filter((order) => order.payment === null && !order.refused);
    for (const order of waiting) {
      await this.resume(order).catch((error) => {
        this.log.warn({ err: error, orderId: order.orderId }, 'the payment of an order could not be asked for again');
      });
    }
  }

  /**
   * @private
   * @param {Order} order
   * @returns {Promise<Outcome>}
   */
  async open(order) {
    if (order.payment !== null) return { kind: 'open', paymentId: order.payment.id, pageUrl: order.payment.pageUrl };
    try {
      return await this.opened(
        order,
        await this.chasqui.payments.create(order.request, {
          // One key per order and attempt, stored with the order, as is what is asked under it.
          idempotencyKey: `${order.orderId}-${order.attempt}`,
          signal: this.closing,
        }),
      );
    } catch (error) {
      return this.judge(order, error);
    }
  }

  /**
   * @private
   * @param {Order} order
   * @param {Payment} payment
   * @returns {Promise<Outcome>}
   */
  async opened(order, payment) {
    await this.orders.opened(order.orderId, { id: payment.id, pageUrl: payment.paymentPageUrl });
    return { kind: 'open', paymentId: payment.id, pageUrl: payment.paymentPageUrl };
  }

  /**
   * @private
   * @param {Order} order
   * @param {unknown} error
   * @returns {Promise<Outcome>}
   */
  async judge(order, error) {
    // No answer says nothing about what happened.
    if (error instanceof ChasquiConnectionError || this.closing.aborted) return this.pending(order, error);
    if (!(error instanceof ChasquiError)) throw error;
    switch (error.code) {
      case 'order_already_open':
      case 'order_already_paid':
        // The answer of an earlier attempt was lost: its payment is the order's payment.
        if (error.paymentId === null) throw error;
        return this.opened(order, await this.chasqui.payments.get(error.paymentId));
      case 'invalid_request':
        return this.refused(order, { fields: error.errors.flatMap(({ field }) => toField(field) ?? []), reason: null });
      case 'gateway_rejected':
        return this.refused(order, { fields: [], reason: gatewayMessage(error) });
      case 'gateway_unavailable':
        // Without a time to come back this key has come to its end (see the API's catalogue of problems).
        if (error.retryAfterSeconds === null) return this.refused(order, { fields: [], reason: null });
        return this.pending(order, error);
      default:
        if (error.status >= 500 || error.status === 429 || error.code === 'idempotency_key_in_use')
          return this.pending(order, error);
        throw error;
    }
  }

  /**
   * @private
   * @param {Order} order
   * @param {unknown} error
   * @returns {Outcome}
   */
  pending(order, error) {
    this.log.warn({ err: error, orderId: order.orderId }, 'no payment yet: it is asked for again with the same key');
    return PENDING;
  }

  /**
   * @private
   * @param {Order} order
   * @param {{ fields: readonly Field[], reason: string | null }} why
   * @returns {Promise<Outcome>}
   */
  async refused(order, why) {
    await this.orders.refused(order.orderId);
    return { kind: 'refused', paymentId: null, ...why };
  }
}

/**
 * @param {Draft} draft
 * @param {string} publicUrl
 * @returns {CreatePayment}
 */
function toCreatePayment({ orderId, customer, lines, language }, publicUrl) {
  const texts = textsOf(language);
  const { documentNumber, ...known } = customer;
  return {
    orderId,
    amount: toAmount(totalMinor(lines)),
    currency: 'PEN',
    description: texts.paymentDescription(orderId),
    customer: { ...known, ...(documentNumber === null ? {} : { documentType: 'DNI', documentNumber }) },
    items: lines.map(({ sku, quantity, unitPriceMinor }) => ({
      sku,
      name: texts.products[sku]?.name ?? sku,
      quantity,
      unitPrice: toAmount(unitPriceMinor),
    })),
    returnUrl: `${publicUrl}/orders/${orderId}${language === 'en' ? '?lang=en' : ''}`,
  };
}

/**
 * @param {Promise<Outcome>} outcome
 * @returns {Promise<Outcome>}
 */
function patiently(outcome) {
  return Promise.race([outcome, pause(PATIENCE_MS, PENDING, { ref: false })]);
}

/**
 * PagoEfectivo's own words, in Spanish.
 *
 * @param {ChasquiError} error
 */
function gatewayMessage(error) {
  return error.problem?.gatewayMessage ?? null;
}
