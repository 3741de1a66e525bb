// @ts-check
import { findProduct } from '../catalogue/products.js';
import { writeLastOrder } from '../orders/last-order-cookie.js';
import { isOrderId } from '../orders/order-id.js';
import { redirect } from '../web/answer.js';
import { EMPTY_FORM, EXAMPLE_FORM, judgeForm, readForm } from './checkout-form.js';
import { checkoutPage } from './checkout.page.js';
import { payPageAddress } from './pay-page-address.js';
import { sandboxShopper } from './sandbox-shoppers.js';
/** @import { Answer, Cart, Page, Route, Visit } from '../types.js' */
/** @import { Outcome } from './checkout.js' */

/**
 * @param {{
 *   checkout: import('./checkout.js').Checkout,
 *   cookie: import('../cart/cart-cookie.js').CartCookie,
 *   orders: import('../orders/order-book.js').OrderBook,
 *   signed: import('../web/signed-text.js').SignedText,
 *   secure: boolean,
 *   livemode: () => boolean,
 *   show: (visit: Visit, page: Page) => Answer,
 * }} shop
 * @returns {Readonly<Record<string, Route>>}
 */
export function checkoutRoutes({ checkout, cookie, orders, signed, secure, livemode, show }) {
  /** @type {Route} */
  const form = (visit) => {
    if (visit.cart === null) return redirect('/cart');
    return show(visit, checkoutPage(visit, view(visit.cart, { values: livemode() ? EMPTY_FORM : EXAMPLE_FORM })));
  };

  /**
   * @param {Visit} visit
   * @returns {Promise<Answer>}
   */
  const submit = async (visit) => {
    const orderId = signed.open('order', visit.form.get('order') ?? '');
    if (orderId === null || !isOrderId(orderId)) return redirect('/cart');
    const order = orders.find(orderId);
    // Back and sent again: the order is there, whatever the form says now.
    if (order !== null && !order.refused) return lead(await checkout.resume(order), visit, orderId);
    // The cart may have been emptied or ordered in another tab since the form was shown.
    if (visit.cart === null || visit.cart.orderId !== orderId) return redirect('/cart');
    const values = readForm(visit.form);
    const shopper = livemode() ? '' : sandboxShopper(visit.form.get('shopper') ?? '');
    const { customer, wrong } = judgeForm(values);
    if (customer === null) return show(visit, checkoutPage(visit, view(visit.cart, { values, shopper, wrong })));
    const outcome = await checkout.submit({
      orderId,
      language: visit.language,
      customer: { ...customer, email: `${shopper}${customer.email}` },
      lines: visit.cart.lines.map((line) => ({ ...line, unitPriceMinor: findProduct(line.sku)?.priceMinor ?? 0 })),
    });
    if (outcome.kind !== 'refused') return lead(outcome, visit, orderId);
    const { fields, reason } = outcome;
    const { refused, refusedBecause } = visit.texts.checkout;
    const problem = fields.length > 0 ? null : reason === null ? refused : refusedBecause(reason);
    return show(visit, checkoutPage(visit, view(visit.cart, { values, shopper, wrong: fields, problem })));
  };

  /**
   * @param {Cart} cart
   * @param {Partial<import('./checkout.page.js').CheckoutView>} more
   */
  const view = (cart, more) => ({
    cart,
    sealedOrder: signed.seal('order', cart.orderId),
    values: EMPTY_FORM,
    shopper: '',
    wrong: [],
    problem: null,
    livemode: livemode(),
    ...more,
  });

  /**
   * @param {Outcome} outcome
   * @param {Visit} visit
   * @param {string} orderId
   */
  const lead = (outcome, visit, orderId) => {
    // What was ordered leaves the cart; what was put in since then stays.
    const emptied = visit.cart?.orderId === orderId ? [cookie.write(null)] : [];
    const cookies = [...emptied, writeLastOrder(orderId, { secure })];
    switch (outcome.kind) {
      case 'open':
        return redirect(payPageAddress(outcome.pageUrl, visit.language), cookies);
      case 'pending':
        return redirect(`/orders/${orderId}`, cookies);
      case 'soldOut':
        return redirect('/cart');
      case 'refused':
        return redirect(`/orders/${orderId}`);
    }
  };

  return { 'GET /checkout': form, 'POST /checkout': submit };
}
