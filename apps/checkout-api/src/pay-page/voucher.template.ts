import { codeGroups } from '../instructions/grouped-code.js';
import type { Html } from './html.js';
import { joined, markup, trusted } from './html.js';
import { calendarIcon, clockIcon, copyIcon, printIcon, shareIcon } from './icons.js';
import { PAY_PAGE_TEXTS } from './pay-page.languages.js';
import type { PayPage, Voucher } from './pay-page.js';
import type { PayPageTexts } from './pay-page.texts.js';

/** The code, until when it can be paid, and the ways to take it along. Buttons that need a script come to life by it. */
export function voucherMarkup(page: PayPage, voucher: Voucher): Html {
  const texts = PAY_PAGE_TEXTS[page.language];
  return markup`<div class="code">
<p id="code-label">${texts.codeLabel}</p>
<p class="digits${voucher.number.length > 10 ? ' long' : ''}"><span class="aside" lang="${texts.htmlLang}">${texts.spokenCode(voucher.number)}</span><span id="code" aria-hidden="true">${groupsMarkup(voucher.number)}</span></p>
<button class="button" id="copy" type="button" hidden data-copy="${voucher.number}" data-done="${texts.copied}">${copyIcon}<span>${texts.copy}</span></button>
</div>
<div class="until">${clockIcon}<div>
<p class="deadline">${texts.deadline(page.deadline)}</p>
<p class="hint">${texts.limaTime}<span class="left"> · ${texts.remaining} <span id="countdown" role="timer" data-deadline="${String(voucher.deadlineMs)}">${voucher.remaining}</span></span></p>
</div></div>
<ul class="actions" aria-label="${texts.actions}">
<li><a id="share" href="${voucher.shareUrl}" target="_blank" rel="noopener noreferrer">${shareIcon}${texts.share}<span class="aside"> (${texts.newTab})</span></a></li>
<li><a id="calendar" href="${voucher.calendarUrl}">${calendarIcon}${texts.calendar}</a></li>
<li hidden data-scripted><button id="print" type="button">${printIcon}${texts.print}</button></li>
</ul>
${counterForPrint(voucher, texts)}`;
}

/** Copied without blanks: the gaps between the groups are style, not text. */
function groupsMarkup(number: string): Html {
  return joined(
    codeGroups(number).map((group, index) => markup`${index === 0 ? null : trusted('<wbr>')}<span>${group}</span>`),
  );
}

/** On paper only, for the agent's counter: what to say, and the company's code where it is known. */
function counterForPrint(voucher: Voucher, texts: PayPageTexts): Html | null {
  const agents = voucher.channels.filter(({ kind, unavailable }) => kind === 'agent' && unavailable === null);
  const plain = agents.find(({ companyCode }) => companyCode === null);
  const coded = agents.filter(({ companyCode }) => companyCode !== null);
  if (agents.length === 0) return null;
  return markup`<div class="paper">
${plain?.sayAtTheCounter == null ? null : markup`<p><strong>${texts.sayAtTheCounter}</strong></p><p lang="es">${plain.sayAtTheCounter}</p>`}
${coded.length === 0 ? null : markup`<p><strong>${texts.companyCodes}</strong></p>`}
${joined(coded.map(({ name, companyCode }) => markup`<p>${name}: ${companyCode}</p>`))}
</div>`;
}
