import { channelsMarkup } from './channels.template.js';
import type { Html } from './html.js';
import { joined, markup } from './html.js';
import { STATE_ICONS } from './icons.js';
import { documentHtml } from './page-document.template.js';
import { PAY_PAGE_TEXTS } from './pay-page.languages.js';
import type { PayPageState } from './pay-page.state.js';
import type { PayPage } from './pay-page.js';
import type { PayPageTexts } from './pay-page.texts.js';
import { voucherMarkup } from './voucher.template.js';

export function payPageHtml(page: PayPage): string {
  const texts = PAY_PAGE_TEXTS[page.language];
  const { title } = texts.states[page.state];
  const main = markup`<main class="${page.voucher === null ? 'alone' : 'split'}" data-state="${page.state}" data-version="${page.version}" data-status="${page.statusUrl}" data-poll="${String(page.pollAfterMs ?? 0)}" data-now="${String(page.nowMs)}">
${page.livemode ? null : markup`<p class="test">${texts.test}</p>`}
<section class="card ${page.state}" aria-labelledby="title">
${page.state === 'waiting' ? null : markup`<div class="seal">${STATE_ICONS[page.state]}</div>`}
<h1 id="title" tabindex="-1">${title}</h1>
<p class="lead">${texts.states[page.state].body}</p>
${orderMarkup(page, texts)}
${page.voucher === null ? null : voucherMarkup(page, page.voucher)}
${adviceMarkup(page.state, texts)}
${backLink(page, texts)}
${page.pollAfterMs === null || !AWAITED.has(page.state) ? null : watchingMarkup(page, texts)}
</section>
${page.voucher === null ? null : channelsMarkup(page.voucher, page.language)}
</main>`;
  return documentHtml({
    language: page.language,
    title: `${title} · ${texts.order(page.orderId)}`,
    shopName: page.shopName,
    refresh: page.pollAfterMs !== null,
    main,
  });
}

function orderMarkup(page: PayPage, texts: PayPageTexts): Html {
  const payer = page.payer === null ? null : markup`<span class="payer"> ${texts.payer(page.payer)}</span>`;
  return markup`<div class="order">
<p class="amount"><span class="label">${texts.amountLabels[amountKind(page.state)]}</span> <strong>${page.amount}</strong></p>
${page.paidAt === null ? null : markup`<p class="of">${texts.paidAt(page.paidAt)}</p>`}
<p class="of"><span>${texts.order(page.orderId)}</span>${payer}</p>
${page.description === null ? null : markup`<p class="of">${page.description}</p>`}
${page.operationNumber === null ? null : markup`<p class="of">${texts.operation} ${page.operationNumber}</p>`}
</div>`;
}

/** Only who may pay is told that there is something to pay. */
function amountKind(state: PayPageState): keyof PayPageTexts['amountLabels'] {
  if (state === 'received') return 'paid';
  return state === 'waiting' || state === 'preparing' ? 'due' : 'other';
}

function adviceMarkup(state: PayPageState, texts: PayPageTexts): Html | null {
  const { advice } = texts.states[state];
  if (!advice) return null;
  return markup`<div class="advice">
${joined(advice.map(({ title, body }) => markup`<div><h2>${title}</h2><p>${body}</p></div>`))}
</div>`;
}

/** The states in which the shopper stays and waits for what comes next. */
const AWAITED: ReadonlySet<PayPageState> = new Set<PayPageState>(['preparing', 'waiting', 'closing']);

/** While the order can still be paid the shopper stays; afterwards the shop is where to go. */
function backLink(page: PayPage, texts: PayPageTexts): Html | null {
  if (AWAITED.has(page.state) || page.returnUrl === null) return null;
  return markup`<a class="button back" href="${page.returnUrl}" rel="noreferrer">${texts.backToShop}</a>`;
}

function watchingMarkup(page: PayPage, texts: PayPageTexts): Html {
  const reload = markup`<noscript> <a href="?lang=${page.language}">${texts.reload}</a></noscript>`;
  return markup`<p class="watching"><span>${texts.watching}${reload}</span></p>`;
}
