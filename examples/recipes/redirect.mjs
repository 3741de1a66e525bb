// @ts-check
import { ChasquiError } from '@chasqui/client';

/**
 * The address to send the shopper to, null when the order is paid. Call it as often as you like: on a double click, a
 * refresh, after a crash.
 *
 * @param {import('@chasqui/client').Chasqui} chasqui
 * @param {import('@chasqui/client').CreatePayment} order
 * @returns {Promise<string | null>}
 */
export async function paymentPageOf(chasqui, order) {
  try {
    // The order's own id: whatever happens to this process, the same order gets the same payment.
    const payment = await chasqui.payments.create(order, { idempotencyKey: `order-${order.orderId}` });
    return payment.paymentPageUrl;
  } catch (error) {
    if (!(error instanceof ChasquiError)) throw error;
    if (error.code === 'order_already_paid') return null;
    if (error.code !== 'order_already_open' || error.paymentId === null) throw error;
    const open = await chasqui.payments.get(error.paymentId);
    return open.paymentPageUrl;
  }
}
