// @ts-check
import { pieces } from '../cart/cart-cookie.js';
import { markup } from './markup.js';
/** @import { Answer, Page, Visit } from '../types.js' */

/** How long a browser without scripts waits between two looks. */
const REFRESH_S = 10;

/**
 * The frame that every page stands in.
 *
 * @param {{ livemode: () => boolean, links: readonly { label: string, url: string }[], backOffice: boolean }} shop
 */
export function pageFrame({ livemode, links, backOffice }) {
  /**
   * @param {Visit} visit
   * @param {Page} page
   * @returns {Answer}
   */
  return (visit, page) => {
    const { texts } = visit;
    const { watch } = page;
    const count = pieces(visit.cart);
    const html = markup`<!doctype html>
<html lang="${texts.htmlLang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title} · ${texts.brand}</title>
<link rel="icon" href="/public/mark.svg" type="image/svg+xml">
<link rel="stylesheet" href="/public/shop.css">
<script src="/public/watch.js" defer></script>
${watch === undefined ? null : markup`<noscript><meta http-equiv="refresh" content="${REFRESH_S}"></noscript>`}
</head>
<body>
<a class="skip" href="#main">${texts.skip}</a>
<header>
${livemode() ? null : markup`<p class="test-mode">${texts.testMode}</p>`}
<div class="top">
<a class="brand" href="/"><img src="/public/mark.svg" width="40" height="40" alt=""><span><strong>${texts.brand}</strong><small>${texts.tagline}</small></span></a>
<nav aria-label="${texts.nav}">
<a href="/">${texts.shop}</a>
<a href="/cart"><span aria-hidden="true">${texts.cart}${count === 0 ? null : markup` <b>${count}</b>`}</span><span class="unseen">${texts.cart}, ${texts.cartCount(count)}</span></a>
${languageLink(visit)}
</nav>
</div>
</header>
<main id="main" tabindex="-1"${watch === undefined ? null : markup` data-watch="${watch.url}" data-version="${watch.version}"`}>
${page.content}
</main>
<footer class="bottom">
<p>${texts.brand} · ${texts.tagline}</p>
${livemode() ? null : engineerLinks(visit, links, backOffice)}
</footer>
</body>
</html>
`;
    return {
      status: page.status ?? 200,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        // Carts and orders are one shopper's: they belong in no cache.
        'cache-control': 'no-store',
        'content-security-policy': policy(livemode()),
        ...(visit.path === '/' ? {} : { 'x-robots-tag': 'noindex' }),
      },
      cookies: page.cookies ?? [],
      body: html.text,
    };
  };
}

/**
 * Nothing inline and nothing from elsewhere. A form may lead on to the payment page, which has an address of its own, so
 * `form-action` cannot be 'self' alone; without TLS it may do so only while no real money moves.
 *
 * @param {boolean} livemode
 */
function policy(livemode) {
  const forms = livemode ? "'self' https:" : "'self' https: http:";
  return `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action ${forms}; base-uri 'none'; frame-ancestors 'none'`;
}

/** @param {Visit} visit */
function languageLink({ path, method, language, texts }) {
  const other = language === 'es' ? 'en' : 'es';
  // A page that answers a form has no address of its own to come back to.
  const back = method === 'POST' ? (/^\/[a-z]+/.exec(path)?.[0] ?? '/') : path;
  return markup`<a href="${back}?lang=${other}" hreflang="${other}" lang="${other}">${texts.otherLanguage}</a>`;
}

/**
 * @param {Visit} visit
 * @param {readonly { label: string, url: string }[]} links
 * @param {boolean} backOffice
 */
function engineerLinks({ texts }, links, backOffice) {
  const own = backOffice ? [{ label: texts.backOffice, url: '/backoffice' }] : [];
  const all = [...own, ...links].map(({ label, url }) => markup`<li><a href="${url}">${label}</a></li>`);
  return all.length === 0 ? null : markup`<nav aria-label="${texts.forEngineers}"><ul>${all}</ul></nav>`;
}
