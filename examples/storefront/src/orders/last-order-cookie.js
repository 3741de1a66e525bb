// @ts-check
import { cookieHeader } from '../web/cookies.js';
import { isOrderId } from './order-id.js';

export const LAST_ORDER_COOKIE = 'order';
const A_MONTH_S = 30 * 24 * 60 * 60;

/**
 * Not signed: whoever knows a number may see its order anyway.
 *
 * @param {string | undefined} value of the cookie
 */
export function readLastOrder(value) {
  return value !== undefined && isOrderId(value) ? value : null;
}

/**
 * @param {string} orderId
 * @param {{ secure: boolean }} options
 */
export function writeLastOrder(orderId, { secure }) {
  return cookieHeader({ name: LAST_ORDER_COOKIE, value: orderId, secure, maxAgeS: A_MONTH_S });
}
