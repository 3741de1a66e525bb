// @ts-check
import { markup } from '../web/markup.js';
import { inSoles } from './money.js';
import { products } from './products.js';
/** @import { Page, Product, Visit } from '../types.js' */

const FEW = 10;

/**
 * @param {Visit} visit
 * @param {ReadonlyMap<string, number>} left pieces by sku
 * @returns {Page}
 */
export function homePage({ texts }, left) {
  const { home } = texts;
  const content = markup`<section class="hero">
<div>
<h1>${home.title}</h1>
<p>${home.lead}</p>
</div>
<ol class="how">${home.steps.map((step) => markup`<li>${step}</li>`)}</ol>
</section>
<h2 class="unseen">${home.products}</h2>
<ul class="products">${products.map((product) => card(product, left.get(product.sku) ?? 0, texts))}</ul>`;
  return { title: home.title, content };
}

/**
 * @param {Product} product
 * @param {number} left
 * @param {Visit['texts']} texts
 */
function card({ sku, priceMinor, picture }, left, { home, products: words }) {
  const { name = sku, origin = '', about = '' } = words[sku] ?? {};
  const stock = left === 0 ? home.soldOut : left <= FEW ? home.few(left) : home.left(left);
  const button =
    left === 0
      ? null
      : markup`<form method="post" action="/cart"><input type="hidden" name="sku" value="${sku}"><button aria-label="${home.addNamed(name)}">${home.add}</button></form>`;
  return markup`<li class="product">
<img src="/public/products/${picture}" width="400" height="320" alt="">
<div class="words">
<p class="origin">${origin}</p>
<h3>${name}</h3>
<p>${about}</p>
<div class="buy"><p><strong>${inSoles(priceMinor)}</strong><small>${stock}</small></p>${button}</div>
</div>
</li>`;
}
