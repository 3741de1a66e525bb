// @ts-check
import { verifyEvent } from '@chasqui/client';
import { plain } from '../web/answer.js';
import { handleEvent } from './event-handler.js';
/** @import { ChasquiEvent, OrderEvent } from '@chasqui/client' */
/** @import { Answer, Log, Route } from '../types.js' */

/**
 * POST /webhooks/chasqui: verify, store, act, and only then answer. The order is what makes it safe:
 *
 * 1. The signature is checked over the bytes as they came. Anybody can post here; only Chasqui knows the secret.
 * 2. The event is on the disk before it is answered. After a 2xx Chasqui does not send it again, so an answer before the
 *    write would lose the event with the next crash.
 * 3. A duplicate is stored no second time, but acted on again: the first delivery may have died in between.
 * 4. What is about another storefront's order is answered and not kept: of our own, the order is on the disk before Chasqui
 *    hears of it.
 * 5. Any failure leaves as a 5xx, and Chasqui comes back with the same event for days.
 *
 * @param {{
 *   secret: () => string | null,
 *   inbox: import('./event-inbox.js').EventInbox,
 *   orders: import('../orders/order-book.js').OrderBook,
 *   shipping: import('./shipping.js').Shipping,
 *   log: Log,
 * }} parts
 * @returns {Route}
 */
export function webhookReceiver({ secret, inbox, orders, shipping, log }) {
  return async ({ body, headers }) => {
    const endpointSecret = secret();
    // Between the first listening and the registration there is no secret yet: the delivery is wanted, later.
    if (endpointSecret === null) return plain(503, 'not registered yet');
    const event = verified({ body, headers, secret: endpointSecret, log });
    if (event === null) return plain(401, 'the signature does not match');
    // A trial from the console carries no order: it is answered, and there is nothing to remember.
    if (!isAboutOrder(event)) return noContent();
    if (orders.find(event.data.payment.orderId) === null) {
      inbox.countForeign();
      return noContent();
    }
    await inbox.store(event);
    await handleEvent(event, { orders, shipping });
    return noContent();
  };
}

/**
 * @param {{ body: Buffer, headers: Readonly<Record<string, string>>, secret: string, log: Log }} delivery
 * @returns {ChasquiEvent | null}
 */
function verified({ body, headers, secret, log }) {
  try {
    return verifyEvent(body, headers, secret);
  } catch (error) {
    log.warn({ err: error }, 'a delivery was refused: its signature does not match');
    return null;
  }
}

/**
 * @param {ChasquiEvent} event
 * @returns {event is OrderEvent}
 */
function isAboutOrder(event) {
  return event.type !== 'endpoint.test';
}

/** @returns {Answer} */
function noContent() {
  return { status: 204, headers: {}, cookies: [], body: '' };
}
