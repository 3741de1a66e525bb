// @ts-check
import { markup } from './markup.js';
/** @import { Page, Visit } from '../types.js' */
/** @import { Refusal } from './refusal.js' */

/**
 * @param {Visit} visit
 * @param {Refusal} refusal
 * @returns {Page}
 */
export function refusalPage({ texts }, refusal) {
  const { title, body } = texts.refusals[refusal.kind];
  const content = markup`<section class="narrow notice">
<h1>${title}</h1>
<p>${body}</p>
<p><a class="button" href="/">${texts.order.toShop}</a></p>
</section>`;
  return { title, status: refusal.status, content };
}
