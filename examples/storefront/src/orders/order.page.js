// @ts-check
import { inSoles } from '../catalogue/money.js';
import { payPageAddress } from '../checkout/pay-page-address.js';
import { markup } from '../web/markup.js';
import { inPeru } from '../web/peru-time.js';
/** @import { Order, OrderState, OrderStatus, Page, Visit } from '../types.js' */

/** How far each state is on the way: 1 ordered, 2 paid, 3 shipped; null where there is no way on. */
const PROGRESS = /** @type {const} */ ({
  preparing: 1,
  waiting: 1,
  closing: 1,
  review: 1,
  paid: 2,
  shipped: 3,
  expired: null,
  cancelled: null,
  failed: null,
  reversed: null,
  refunded: null,
});

/** @type {readonly OrderState[]} */
const ORDER_AGAIN = ['expired', 'cancelled', 'failed'];
/**
 * Nothing more will happen that a page should wait for. Money beats the clock: even an expired order may still be paid.
 *
 * @type {readonly OrderState[]}
 */
const AT_ITS_END = ['shipped', 'reversed', 'refunded'];

/**
 * The page that the payment page leads back to. Shows no name and no address: whoever has its address may read it.
 *
 * @param {Visit} visit
 * @param {{ order: Order, status: OrderStatus }} shown
 * @returns {Page}
 */
export function orderPage({ texts, language }, { order, status }) {
  const { state, payment } = status;
  const { order: words } = texts;
  const { title, body } = words.states[state];
  const progress = PROGRESS[state];
  const atItsEnd = AT_ITS_END.includes(state);
  const pageUrl = payment?.paymentPageUrl ?? order.payment?.pageUrl ?? null;
  const content = markup`<section class="narrow order">
<p class="number">${words.title(order.orderId)}</p>
<div role="status"><h1 class="${state}">${title}</h1>
<p>${body}</p></div>
${progress === null ? null : steps(progress, texts)}
${state === 'waiting' ? toPay(pageUrl === null ? null : payPageAddress(pageUrl, language), payment?.expiresAt ?? null, texts) : null}
${(state === 'paid' || state === 'shipped') && payment?.paidAt ? markup`<p class="quiet">${words.paidAt(inPeru(payment.paidAt, texts))}</p>` : null}
${ORDER_AGAIN.includes(state) ? markup`<form method="post" action="/orders/${order.orderId}/again"><button class="wide">${words.again}</button></form>` : null}
${items(order, texts)}
<p class="actions"><a class="button plain" href="/">${words.toShop}</a></p>
${atItsEnd ? null : markup`<p class="quiet watching">${words.watching}</p>`}
</section>`;
  const watch = { url: `/orders/${order.orderId}/status`, version: state };
  return { title: `${words.title(order.orderId)}: ${title}`, content, ...(atItsEnd ? {} : { watch }) };
}

/**
 * @param {1 | 2 | 3} progress
 * @param {Visit['texts']} texts
 */
function steps(progress, { order }) {
  const all = order.steps.map((step, index) => {
    const done = index < progress;
    return markup`<li${done ? markup` class="done"` : null}>${step}${done ? markup`<span class="unseen"> (${order.done})</span>` : null}</li>`;
  });
  return markup`<ol class="steps" aria-label="${order.stepsLabel}">${all}</ol>`;
}

/**
 * @param {string | null} address
 * @param {string | null} expiresAt
 * @param {Visit['texts']} texts
 */
function toPay(address, expiresAt, texts) {
  const { order } = texts;
  return markup`${expiresAt === null ? null : markup`<p class="deadline">${order.deadline(inPeru(expiresAt, texts))}</p>`}
${address === null ? null : markup`<p><a class="button wide" href="${address}">${order.toPay}</a></p>`}`;
}

/**
 * @param {Order} order
 * @param {Visit['texts']} texts
 */
function items({ lines, totalMinor }, { order, basket, products }) {
  const rows = lines.map(
    ({ sku, quantity, unitPriceMinor }) =>
      markup`<li><span>${quantity} × ${products[sku]?.name ?? sku}</span><span>${inSoles(quantity * unitPriceMinor)}</span></li>`,
  );
  return markup`<div class="summary">
<h2>${order.items}</h2>
<ul>${rows}</ul>
<p class="total"><span>${basket.total}</span><strong>${inSoles(totalMinor)}</strong></p>
</div>`;
}
