// @ts-check
import { findProduct } from '../catalogue/products.js';
import { newOrderId } from '../orders/order-id.js';
import { cookieHeader } from '../web/cookies.js';
/** @import { Cart, Line } from '../types.js' */

export const CART_COOKIE = 'cart';
export const MAX_PIECES = 10;
const A_WEEK_S = 7 * 24 * 60 * 60;

/** The cart lives in a signed cookie: nothing to store, nothing to clean up, and no script needed. */
export class CartCookie {
  /** @param {{ signed: import('../web/signed-text.js').SignedText, secure: boolean }} options */
  constructor({ signed, secure }) {
    /** @private */
    this.signed = signed;
    /** @private */
    this.secure = secure;
  }

  /**
   * @param {string | undefined} value of the cookie
   * @returns {Cart | null}
   */
  read(value) {
    const text = value === undefined ? null : this.signed.open('cart', value);
    if (text === null) return null;
    /** @type {Cart} */
    const cart = JSON.parse(text);
    // The catalogue may have changed since the cookie was signed.
    const lines = cart.lines.filter(({ sku }) => findProduct(sku) !== null);
    return lines.length === 0 ? null : { ...cart, lines };
  }

  /** @param {Cart | null} cart */
  write(cart) {
    const value = cart === null || cart.lines.length === 0 ? '' : this.signed.seal('cart', JSON.stringify(cart));
    return cookieHeader({ name: CART_COOKIE, value, secure: this.secure, maxAgeS: A_WEEK_S });
  }
}

/**
 * The cart with this many pieces of a product. The number of the future order is given with the first piece, so that
 * however often, and in however many tabs, the form is sent, it is about one order.
 *
 * @param {Cart | null} cart
 * @param {Line} line a quantity of 0 takes it out
 * @returns {Cart}
 */
export function withLine(cart, { sku, quantity }) {
  const pieces = Math.min(quantity, MAX_PIECES);
  const lines = cart?.lines ?? [];
  const known = lines.some((line) => line.sku === sku);
  const changed = known
    ? lines.map((line) => (line.sku === sku ? { sku, quantity: pieces } : line))
    : [...lines, { sku, quantity: pieces }];
  return { orderId: cart?.orderId ?? newOrderId(), lines: changed.filter((line) => line.quantity > 0) };
}

/**
 * @param {Cart | null} cart
 * @param {string} [sku] all products when absent
 */
export function pieces(cart, sku) {
  return (cart?.lines ?? [])
    .filter((line) => sku === undefined || line.sku === sku)
    .reduce((sum, line) => sum + line.quantity, 0);
}
