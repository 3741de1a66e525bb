// @ts-check
import { inSoles, totalMinor } from '../catalogue/money.js';
import { markup } from '../web/markup.js';
import { FIELDS } from './checkout-form.js';
import { SANDBOX_SHOPPERS } from './sandbox-shoppers.js';
/** @import { Cart, Page, Visit } from '../types.js' */
/** @import { Field, FormValues } from './checkout-form.js' */

/**
 * @typedef {{
 *   cart: Cart,
 *   sealedOrder: string,
 *   values: FormValues,
 *   shopper: string,
 *   wrong: readonly Field[],
 *   problem: string | null,
 *   livemode: boolean,
 * }} CheckoutView
 */

/** @type {Readonly<Record<Field, { type: string, autocomplete: string, inputmode: string }>>} */
const INPUTS = {
  firstName: { type: 'text', autocomplete: 'given-name', inputmode: 'text' },
  lastName: { type: 'text', autocomplete: 'family-name', inputmode: 'text' },
  email: { type: 'email', autocomplete: 'email', inputmode: 'email' },
  phone: { type: 'tel', autocomplete: 'tel', inputmode: 'tel' },
  documentNumber: { type: 'text', autocomplete: 'off', inputmode: 'numeric' },
};

/**
 * @param {Visit} visit
 * @param {CheckoutView} view
 * @returns {Page}
 */
export function checkoutPage({ texts }, view) {
  const { checkout } = texts;
  const failed = view.wrong.length > 0 || view.problem !== null;
  const content = markup`<div class="columns">
<section>
<h1>${checkout.title}</h1>
<p>${checkout.lead}</p>
${failed ? problems(view, texts) : null}
<form method="post" action="/checkout" novalidate class="details">
<input type="hidden" name="order" value="${view.sealedOrder}">
<p class="quiet">${checkout.required}</p>
<div class="fields">${FIELDS.map((field) => input(field, view, texts))}</div>
${view.livemode ? null : sandboxChoice(view.shopper, texts)}
<button class="wide">${checkout.pay}</button>
<p class="quiet">${checkout.payNote}</p>
</form>
</section>
${summary(view.cart, texts)}
</div>`;
  return { title: checkout.title, status: failed ? 422 : 200, content };
}

/**
 * @param {CheckoutView} view
 * @param {Visit['texts']} texts
 */
function problems({ wrong, problem }, { checkout }) {
  const links = wrong.map((field) => markup`<li><a href="#${field}">${checkout.labels[field]}</a></li>`);
  return markup`<div class="problem" role="alert">
${problem === null ? null : markup`<p>${problem}</p>`}
${wrong.length === 0 ? null : markup`<p>${checkout.problems}</p><ul>${links}</ul>`}
</div>`;
}

/**
 * @param {Field} field
 * @param {CheckoutView} view
 * @param {Visit['texts']} texts
 */
function input(field, { values, wrong }, { checkout }) {
  const { type, autocomplete, inputmode } = INPUTS[field];
  const hint = checkout.hints[field];
  const isWrong = wrong.includes(field);
  const optional = field === 'documentNumber';
  const described = [...(hint === null ? [] : [`${field}-hint`]), ...(isWrong ? [`${field}-wrong`] : [])].join(' ');
  return markup`<div class="field${isWrong ? ' wrong' : ''}">
<label for="${field}">${checkout.labels[field]}${optional ? markup` <small>(${checkout.optional})</small>` : null}</label>
${hint === null ? null : markup`<p class="hint" id="${field}-hint">${hint}</p>`}
<input id="${field}" name="${field}" type="${type}" inputmode="${inputmode}" autocomplete="${autocomplete}" maxlength="100" value="${values[field]}"${optional ? null : markup` required`}${described === '' ? null : markup` aria-describedby="${described}"`}${isWrong ? markup` aria-invalid="true"` : null}>
${isWrong ? markup`<p class="why" id="${field}-wrong">${checkout.wrong[field]}</p>` : null}
</div>`;
}

/**
 * @param {string} chosen
 * @param {Visit['texts']} texts
 */
function sandboxChoice(chosen, { checkout }) {
  const options = SANDBOX_SHOPPERS.map(
    (prefix) =>
      markup`<option value="${prefix}"${prefix === chosen ? markup` selected` : null}>${checkout.shoppers[prefix]}</option>`,
  );
  return markup`<fieldset class="sandbox">
<legend>${checkout.sandbox}</legend>
<label for="shopper">${checkout.shopper}</label>
<select id="shopper" name="shopper" aria-describedby="shopper-hint">${options}</select>
<p class="hint" id="shopper-hint">${checkout.shopperHint}</p>
</fieldset>`;
}

/**
 * @param {Cart} cart
 * @param {Visit['texts']} texts
 */
function summary({ lines }, { basket, checkout, products }) {
  const rows = lines.map(
    (line) =>
      markup`<li><span>${line.quantity} × ${products[line.sku]?.name ?? line.sku}</span><span>${inSoles(totalMinor([line]))}</span></li>`,
  );
  return markup`<aside class="summary" aria-labelledby="summary-title">
<h2 id="summary-title">${checkout.summary}</h2>
<ul>${rows}</ul>
<p class="total"><span>${basket.total}</span><strong>${inSoles(totalMinor(lines))}</strong></p>
<p class="quiet">${basket.shipping}</p>
</aside>`;
}
