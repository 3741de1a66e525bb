// @ts-check
import { findProduct } from './products.js';
/** @import { Line } from '../types.js' */

/**
 * Prices are the shop's own, whatever a cookie or a form says. Whole céntimos: sums of fractions would be wrong by one
 * sooner or later.
 *
 * @param {readonly Line[]} lines
 */
export function totalMinor(lines) {
  return lines.reduce((sum, { sku, quantity }) => sum + quantity * (findProduct(sku)?.priceMinor ?? 0), 0);
}

/**
 * As the API wants it: "129.90".
 *
 * @param {number} minor
 */
export function toAmount(minor) {
  return `${Math.trunc(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;
}

/**
 * As a shopper reads it: "S/ 129.90", never broken over two lines.
 *
 * @param {number} minor
 */
export function inSoles(minor) {
  return `S/\u00a0${toAmount(minor)}`;
}
