// @ts-check
import { withLine } from '../cart/cart-cookie.js';
import { json, redirect } from '../web/answer.js';
import { Refusal } from '../web/refusal.js';
import { orderPage } from './order.page.js';
/** @import { Answer, Cart, Page, Route, Visit } from '../types.js' */

/**
 * @param {{
 *   orders: import('./order-book.js').OrderBook,
 *   desk: import('./order-desk.js').OrderDesk,
 *   cookie: import('../cart/cart-cookie.js').CartCookie,
 *   show: (visit: Visit, page: Page) => Answer,
 * }} shop
 * @returns {Readonly<Record<string, Route>>}
 */
export function orderRoutes({ orders, desk, cookie, show }) {
  /** @param {Visit} visit */
  const find = ({ params }) => {
    const order = orders.find(params['orderId'] ?? '');
    if (order === null) throw new Refusal('notFound');
    return order;
  };
  return {
    'GET /orders/{orderId}': async (visit) => {
      const order = find(visit);
      return show(visit, orderPage(visit, { order, status: await desk.status(order) }));
    },
    'GET /orders/{orderId}/status': async (visit) => json({ version: (await desk.status(find(visit))).state }),
    'POST /orders/{orderId}/again': (visit) => {
      // A new number: the old one had its payment. What lies in the cart already stays there.
      const cart = find(visit).lines.reduce(withLine, /** @type {Cart | null} */ (visit.cart));
      return redirect('/cart', [cookie.write(cart)]);
    },
  };
}
