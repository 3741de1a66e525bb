// @ts-check
import { findProduct } from '../catalogue/products.js';
import { redirect } from '../web/answer.js';
import { pieces, withLine } from './cart-cookie.js';
import { cartPage } from './cart.page.js';
/** @import { Answer, Page, Route, Visit } from '../types.js' */

/**
 * @param {{
 *   cookie: import('./cart-cookie.js').CartCookie,
 *   stock: import('../catalogue/stock.js').Stock,
 *   show: (visit: Visit, page: Page) => Answer,
 * }} shop
 * @returns {Readonly<Record<string, Route>>}
 */
export function cartRoutes({ cookie, stock, show }) {
  /**
   * @param {Visit} visit
   * @param {number} quantity
   */
  const keep = ({ cart, form }, quantity) => {
    const sku = form.get('sku') ?? '';
    if (findProduct(sku) === null) return redirect('/cart');
    return redirect('/cart', [cookie.write(withLine(cart, { sku, quantity }))]);
  };
  return {
    'GET /cart': (visit) => {
      const short = stock.short(visit.cart?.lines ?? []);
      return show(visit, cartPage(visit, { short, left: stock.overview() }));
    },
    'POST /cart': (visit) => keep(visit, pieces(visit.cart, visit.form.get('sku') ?? '') + 1),
    'POST /cart/quantity': (visit) => {
      if (visit.form.get('remove') === 'yes') return keep(visit, 0);
      const quantity = Number(visit.form.get('quantity'));
      return Number.isInteger(quantity) && quantity >= 0 ? keep(visit, quantity) : redirect('/cart');
    },
  };
}
