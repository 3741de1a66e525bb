// @ts-check
import { json } from '../web/answer.js';
import { backOfficePage } from './backoffice.page.js';
/** @import { Answer, Page, Route, Visit } from '../types.js' */

/** Latest orders that are shown. */
const MOST = 100;

/**
 * @param {{
 *   orders: import('../orders/order-book.js').OrderBook,
 *   inbox: import('../events/event-inbox.js').EventInbox,
 *   shipping: import('../events/shipping.js').Shipping,
 *   door: (visit: Visit) => Answer | null,
 *   show: (visit: Visit, page: Page) => Answer,
 * }} shop
 * @returns {Readonly<Record<string, Route>>}
 */
export function backOfficeRoutes({ orders, inbox, shipping, door, show }) {
  // Whatever changes what is shown adds to one of them.
  const version = () => `${orders.changes}.${inbox.count}.${inbox.foreign}.${shipping.count}`;
  return {
    'GET /backoffice': (visit) => {
      const refused = door(visit);
      if (refused !== null) return refused;
      const rows = orders
        .all()
        .slice(-MOST)
        .reverse()
        .map((order) => ({
          order,
          events: inbox.ofOrder(order.orderId),
          latest: inbox.latest(order.orderId),
          shipment: shipping.of(order.orderId),
        }));
      return show(visit, backOfficePage(visit, { rows, foreign: inbox.foreign, version: version() }));
    },
    'GET /backoffice/status': (visit) => door(visit) ?? json({ version: version() }),
  };
}
