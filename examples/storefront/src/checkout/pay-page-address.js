// @ts-check
/** @import { Language } from '../types.js' */

/**
 * The payment page in the shopper's language; it is Spanish unless asked otherwise, as the shop is.
 *
 * @param {string} pageUrl `paymentPageUrl` of the payment
 * @param {Language} language
 */
export function payPageAddress(pageUrl, language) {
  if (language === 'es') return pageUrl;
  const url = new URL(pageUrl);
  url.searchParams.set('lang', language);
  return url.href;
}
