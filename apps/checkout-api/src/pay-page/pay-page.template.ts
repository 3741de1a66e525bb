import type { Html } from './html.js';
import { markup, trusted } from './html.js';
import type { Language } from './language.js';
import type { PayPageState } from './pay-page.state.js';
import { PAY_PAGE_SCRIPT } from './pay-page.script.js';
import { PAY_PAGE_STYLE } from './pay-page.style.js';
import type { PayPageTexts } from './pay-page.texts.js';
import { PAY_PAGE_TEXTS } from './pay-page.texts.js';

/** What the page shows of a payment; everything in it is text and gets escaped. */
export interface PayPage {
  readonly language: Language;
  readonly state: PayPageState;
  readonly livemode: boolean;
  readonly orderId: string;
  readonly description: string | null;
  readonly amount: string;
  /** Only while it may be paid with. */
  readonly voucher: { readonly number: string; readonly url: string | null } | null;
  /** In words, in the page's language. */
  readonly deadline: string;
  readonly paidAt: string | null;
  readonly returnUrl: string | null;
  /** Relative to the page, so that a proxy may put it below any path. */
  readonly statusUrl: string;
  readonly pollAfterMs: number | null;
}

/** How long a browser without scripts waits between two looks. */
const REFRESH_S = 30;

export function payPageHtml(page: PayPage, nonce: string): string {
  const texts = PAY_PAGE_TEXTS[page.language];
  const text = texts.states[page.state];
  const asks = page.pollAfterMs !== null;
  const content = markup`<main data-state="${page.state}" data-status="${page.statusUrl}" data-poll="${String(page.pollAfterMs ?? 0)}">
${page.livemode ? null : markup`<p class="test">${texts.test}</p>`}
<div class="card">
<header>
<p class="order">${texts.order(page.orderId)}</p>
<p class="amount">${page.amount}</p>
${page.description === null ? null : markup`<p class="description">${page.description}</p>`}
</header>
<section class="${page.state}">
<h1>${ICONS[page.state]}<span>${text.title}</span></h1>
<p>${text.body}</p>
${page.voucher === null ? null : voucherMarkup(page, page.voucher, texts)}
${page.paidAt === null ? null : markup`<p class="zone">${texts.paidAt(page.paidAt)}</p>`}
${backLink(page, texts)}
</section>
${page.state === 'waiting' ? markup`<p class="watching" role="status">${texts.watching}</p>` : null}
</div>
<footer>${languageLink(page.language, texts)}</footer>
</main>
<script nonce="${nonce}">${PAY_PAGE_SCRIPT}</script>`;
  const refresh = markup`<noscript><meta http-equiv="refresh" content="${String(REFRESH_S)}"></noscript>`;
  const title = `${texts.order(page.orderId)} · ${page.amount}`;
  return documentHtml({ texts, nonce, title, refresh: asks ? refresh : null, content });
}

/** A page that is about no payment: there is none, or we could not look. */
export function noticePageHtml(notice: { language: Language; kind: 'unknown' | 'broken'; nonce: string }): string {
  const texts = PAY_PAGE_TEXTS[notice.language];
  const { title, body } = texts[notice.kind];
  const content = markup`<main>
<div class="card">
<section class="${notice.kind}">
<h1>${ALERT}<span>${title}</span></h1>
<p>${body}</p>
</section>
</div>
<footer>${languageLink(notice.language, texts)}</footer>
</main>`;
  return documentHtml({ texts, nonce: notice.nonce, title, refresh: null, content });
}

function voucherMarkup(page: PayPage, voucher: { number: string; url: string | null }, texts: PayPageTexts): Html {
  const size = voucher.number.length > 11 ? 'long' : 'short';
  const link =
    voucher.url === null
      ? null
      : markup`<a class="button plain" href="${voucher.url}" target="_blank" rel="noopener noreferrer">${texts.whereToPay}</a>`;
  return markup`<div class="code">
<p id="code-label">${texts.codeLabel}</p>
<output id="code" class="${size}" aria-labelledby="code-label">${voucher.number}</output>
<button id="copy" type="button" hidden data-label="${texts.copy}" data-done="${texts.copied}" aria-live="polite">${texts.copy}</button>
</div>
<p class="deadline">${texts.deadline(page.deadline)}</p>
<p class="zone">${texts.limaTime}</p>
${link}`;
}

/** While the order can still be paid the shopper stays; afterwards the shop is where to go. */
function backLink(page: PayPage, texts: PayPageTexts): Html | null {
  const stays = page.state === 'preparing' || page.state === 'waiting' || page.state === 'closing';
  if (stays || page.returnUrl === null) return null;
  return markup`<a class="button back" href="${page.returnUrl}" rel="noreferrer">${texts.backToShop}</a>`;
}

function languageLink(language: Language, texts: PayPageTexts): Html {
  const other = language === 'es' ? 'en' : 'es';
  return markup`<a href="?lang=${other}" hreflang="${other}" lang="${other}">${texts.otherLanguage}</a>`;
}

function documentHtml(page: {
  texts: PayPageTexts;
  nonce: string;
  title: string;
  refresh: Html | null;
  content: Html;
}): string {
  return markup`<!doctype html>
<html lang="${page.texts.htmlLang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="format-detection" content="telephone=no">
<title>${page.title}</title>
<link rel="icon" href="data:,">
<style nonce="${page.nonce}">${PAY_PAGE_STYLE}</style>
${page.refresh}
</head>
<body>
${page.content}
</body>
</html>
`.text;
}

function icon(path: string): Html {
  return trusted(
    `<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><circle cx="12" cy="12" r="10"/>${path}</svg>`,
  );
}

const CLOCK = icon('<path d="M12 6.5V12l3.5 2"/>');
const CHECK = icon('<path d="m7.5 12.5 3 3 6-6.5"/>');
const ALERT = icon('<path d="M12 7.5v5.5M12 16.5v.01"/>');
const CROSS = icon('<path d="m9 9 6 6m0-6-6 6"/>');
const BACK = icon('<path d="M16 12H8m0 0 3-3m-3 3 3 3"/>');

const ICONS: Record<PayPageState, Html> = {
  preparing: CLOCK,
  waiting: CLOCK,
  closing: CLOCK,
  received: CHECK,
  review: ALERT,
  expired: CLOCK,
  cancelled: CROSS,
  failed: CROSS,
  reversed: ALERT,
  refunded: BACK,
};
