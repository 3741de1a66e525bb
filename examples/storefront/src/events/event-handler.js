// @ts-check
/** @import { OrderEvent } from '@chasqui/client' */

/**
 * What an event makes the shop do. May be called with the same event any number of times, before and after a restart,
 * and with events in another order than they were written: each effect is of the kind that happens once.
 *
 * order.paid means ship, and comes at most once in an order's life. The goods of a closed order need nothing here:
 * the stock is counted from what the inbox says (catalogue/stock.js).
 *
 * @param {OrderEvent} event
 * @param {{
 *   orders: import('../orders/order-book.js').OrderBook,
 *   shipping: import('./shipping.js').Shipping,
 * }} books
 */
export async function handleEvent(event, { orders, shipping }) {
  if (event.type !== 'order.paid') return;
  const { orderId } = event.data.payment;
  // The same Chasqui shop may serve other storefronts: what they sold is not ours to send.
  if (orders.find(orderId) === null) return;
  await shipping.ship({ orderId, eventId: event.id });
}
