// @ts-check
/** @import { Product } from '../types.js' */

/** @type {readonly Product[]} */
export const products = [
  { sku: 'CHALINA', priceMinor: 12990, stock: 40, picture: 'chalina.svg' },
  { sku: 'TORITO', priceMinor: 8900, stock: 25, picture: 'torito.svg' },
  { sku: 'CAFE-250', priceMinor: 3200, stock: 120, picture: 'cafe.svg' },
  { sku: 'CACAO-70', priceMinor: 2490, stock: 150, picture: 'cacao.svg' },
  { sku: 'CHULLO', priceMinor: 6990, stock: 30, picture: 'chullo.svg' },
  { sku: 'SAL-MARAS', priceMinor: 1850, stock: 90, picture: 'sal.svg' },
];

const bySku = new Map(products.map((product) => [product.sku, product]));

/** @param {string} sku */
export function findProduct(sku) {
  return bySku.get(sku) ?? null;
}
