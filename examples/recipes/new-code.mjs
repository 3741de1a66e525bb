// @ts-check

/**
 * A new code for an open payment, for a shopper who lost or shared the old one. The old one is deleted before the new
 * one is asked for, so that only one can be paid.
 *
 * @param {import('@chasqui/client').Chasqui} chasqui
 * @param {string} paymentId
 * @param {string} requestId of the shopper's request: pressed twice, it is one new code
 */
export function newCode(chasqui, paymentId, requestId) {
  return chasqui.payments.reissue(paymentId, {}, { idempotencyKey: `new-code-${requestId}` });
}
