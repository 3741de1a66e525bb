// @ts-check
import { ChasquiError } from '@chasqui/client';

/**
 * Lets the shopper pay until later, with the same code. Null once the payment is closed: then `orderAgain`.
 *
 * @param {import('@chasqui/client').Chasqui} chasqui
 * @param {string} paymentId
 * @param {string} expiresAt ISO 8601 with an offset, later than now by 10 minutes to 6 months
 */
export async function moreTime(chasqui, paymentId, expiresAt) {
  try {
    return await chasqui.payments.extend(paymentId, { expiresAt });
  } catch (error) {
    if (error instanceof ChasquiError && error.code === 'payment_not_open') return null;
    throw error;
  }
}
