// @ts-check
import { inSoles, totalMinor } from '../catalogue/money.js';
import { findProduct } from '../catalogue/products.js';
import { markup } from '../web/markup.js';
import { MAX_PIECES } from './cart-cookie.js';
/** @import { Line, Page, Visit } from '../types.js' */

/**
 * @param {Visit} visit
 * @param {{ short: readonly Line[], left: ReadonlyMap<string, number> }} stock `short`: lines that ask for too much
 * @returns {Page}
 */
export function cartPage({ cart, lastOrderId, texts }, { short, left }) {
  const { basket, products } = texts;
  if (cart === null) {
    const content = markup`<section class="narrow notice">
<h1>${basket.title}</h1>
<p>${basket.empty}</p>
${lastOrderId === null ? null : markup`<p>${basket.lastOrder} <a href="/orders/${lastOrderId}">${lastOrderId}</a></p>`}
<p><a class="button" href="/">${basket.toShop}</a></p>
</section>`;
    return { title: basket.title, content };
  }
  const problems = short.map(
    ({ sku }) => markup`<p>${basket.short(products[sku]?.name ?? sku, left.get(sku) ?? 0)}</p>`,
  );
  const content = markup`<section class="narrow">
<h1>${basket.title}</h1>
${short.length === 0 ? null : markup`<div class="problem" role="alert">${problems}</div>`}
<ul class="lines">${cart.lines.map((line) => row(line, texts))}</ul>
<p class="total"><span>${basket.total}</span><strong>${inSoles(totalMinor(cart.lines))}</strong></p>
<p class="quiet">${basket.shipping}</p>
<div class="actions">
<a class="button plain" href="/">${basket.more}</a>
${short.length === 0 ? markup`<a class="button" href="/checkout">${basket.checkout}</a>` : null}
</div>
</section>`;
  return { title: basket.title, content };
}

/**
 * @param {Line} line
 * @param {Visit['texts']} texts
 */
function row({ sku, quantity }, { basket, products }) {
  const product = findProduct(sku);
  const name = products[sku]?.name ?? sku;
  const choices = Array.from({ length: MAX_PIECES }, (_, index) => index + 1).map(
    (count) => markup`<option${count === quantity ? markup` selected` : null}>${count}</option>`,
  );
  return markup`<li>
<img src="/public/products/${product?.picture ?? ''}" width="96" height="77" alt="">
<div>
<h2>${name}</h2>
<p class="quiet">${inSoles(product?.priceMinor ?? 0)} ${basket.each}</p>
<form method="post" action="/cart/quantity">
<input type="hidden" name="sku" value="${sku}">
<select name="quantity" aria-label="${basket.quantity(name)}">${choices}</select>
<button class="small plain">${basket.update}</button>
<button class="small link" name="remove" value="yes" aria-label="${basket.removeNamed(name)}">${basket.remove}</button>
</form>
</div>
<p class="sum">${inSoles(quantity * (product?.priceMinor ?? 0))}</p>
</li>`;
}
