import type { Html } from './html.js';
import { markup } from './html.js';
import { alertIcon } from './icons.js';
import type { Language } from './language.js';
import { PAY_PAGE_SCRIPT, PAY_PAGE_STYLE } from './pay-page-assets.js';
import { PAY_PAGE_TEXTS } from './pay-page.languages.js';
import type { PayPageTexts } from './pay-page.texts.js';

/** How long a browser without scripts waits between two looks: long enough to read the steps. */
const REFRESH_S = 60;

/** The whole document around a `<main>`. Assets are named relative to `/pay/{token}`: a proxy may mount it anywhere. */
export function documentHtml(page: {
  language: Language;
  title: string;
  shopName: string | null;
  /** Whether a browser without scripts loads it again by itself. */
  refresh: boolean;
  main: Html;
}): string {
  const texts = PAY_PAGE_TEXTS[page.language];
  const refresh = markup`<noscript><meta http-equiv="refresh" content="${String(REFRESH_S)}"></noscript>`;
  return markup`<!doctype html>
<html lang="${texts.htmlLang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="format-detection" content="telephone=no">
<meta name="theme-color" content="#123c4a">
<title>${page.title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="assets/${PAY_PAGE_STYLE.name}">
<script src="assets/${PAY_PAGE_SCRIPT.name}" defer></script>
${page.refresh ? refresh : null}
</head>
<body>
<header class="top"><div class="bar">
<span class="shop">${page.shopName ?? texts.unnamedShop}</span>
${languageLink(page.language, texts)}
</div></header>
<p id="announce" class="aside" role="status"></p>
${page.main}
<footer><p>${texts.about}</p></footer>
</body>
</html>
`.text;
}

/** Where there is no payment to show. */
export function noticePageHtml(notice: { language: Language; kind: 'unknown' | 'broken' | 'busy' }): string {
  const { title, body } = PAY_PAGE_TEXTS[notice.language][notice.kind];
  const main = markup`<main class="alone">
<section class="card ${notice.kind}">
<div class="seal">${alertIcon}</div>
<h1>${title}</h1>
<p class="lead">${body}</p>
</section>
</main>`;
  return documentHtml({ language: notice.language, title, shopName: null, refresh: false, main });
}

function languageLink(language: Language, texts: PayPageTexts): Html {
  const other = language === 'es' ? 'en' : 'es';
  return markup`<a class="language" href="?lang=${other}" hreflang="${other}" lang="${other}">${texts.otherLanguage}</a>`;
}
