// @ts-check

/**
 * A new payment for an order whose payment is closed. Money that still comes for the closed one becomes a case, never a
 * second shipment.
 *
 * @param {import('@chasqui/client').Chasqui} chasqui
 * @param {import('@chasqui/client').Payment} closed
 */
export function orderAgain(chasqui, closed) {
  const { orderId, amount, currency, customer, metadata } = closed;
  const items = closed.items.map(({ sku, quantity }) => ({ sku, quantity }));
  const order = { orderId, amount, currency, customer, items, metadata };
  // One new payment for each closed one, however often the shopper asks.
  return chasqui.payments.create(order, { idempotencyKey: `after-${closed.id}` });
}
