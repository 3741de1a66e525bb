import type { ChannelInstructions } from '../instructions/channel-instructions.js';
import type { ChannelKind } from '../instructions/channels.js';
import { CHANNEL_KINDS } from '../instructions/channels.js';
import { CHANNEL_TEXTS } from '../instructions/channel-instructions.js';
import type { Html } from './html.js';
import { joined, markup } from './html.js';
import { agentIcon, arrowIcon, bankIcon, outIcon, speechIcon, walletIcon } from './icons.js';
import type { Language } from './language.js';
import { PAY_PAGE_TEXTS } from './pay-page.languages.js';
import type { Voucher } from './pay-page.js';
import type { PayPageTexts } from './pay-page.texts.js';

const KIND_ICONS: Record<ChannelKind, Html> = { wallet: walletIcon, bank: bankIcon, agent: agentIcon };
/** How many names stand in the line below a kind's title. */
const NAMED = 3;

/** Where and how to pay, as native disclosures: they work without scripts, by keyboard and in every screen reader. */
export function channelsMarkup(voucher: Voucher, language: Language): Html {
  const texts = PAY_PAGE_TEXTS[language];
  const groups = CHANNEL_KINDS.map((kind) => ({
    kind,
    channels: voucher.channels.filter((channel) => channel.kind === kind),
  })).filter(({ channels }) => channels.length > 0);
  return markup`<section class="how" aria-labelledby="how">
<h2 id="how">${texts.howToPay}</h2>
<p class="hint">${texts.howToPayHint}</p>
${voucher.channelsNote === null ? null : markup`<p class="note">${voucher.channelsNote}</p>`}
${joined(groups.map((group) => groupMarkup({ ...group, voucher, language })))}
${voucher.url === null ? null : gatewayLink(voucher.url, texts)}
</section>`;
}

function groupMarkup(group: {
  kind: ChannelKind;
  channels: readonly ChannelInstructions[];
  voucher: Voucher;
  language: Language;
}): Html {
  const { kind, channels } = group;
  const texts = PAY_PAGE_TEXTS[group.language];
  return markup`<details class="kind" id="kind-${kind}">
<summary><span class="mark">${KIND_ICONS[kind]}</span><span class="title"><strong>${CHANNEL_TEXTS[group.language].kinds[kind].title}</strong><span>${namesOf(channels, texts)}</span></span>${arrowIcon}</summary>
<div class="inside">
<p class="hint">${texts.kindHints[kind]}</p>
<ul>
${joined(channels.map((channel) => markup`<li>${channelMarkup(channel, texts)}</li>`))}
</ul>
</div>
</details>`;
}

function channelMarkup(channel: ChannelInstructions, texts: PayPageTexts): Html {
  const { unavailable, sayAtTheCounter, note } = channel;
  if (unavailable) {
    return markup`<p class="closed"><strong>${channel.name}</strong> <span>${unavailable.sentence}</span></p>`;
  }
  return markup`<details class="channel" id="${channel.id}">
<summary><strong>${channel.name}</strong>${arrowIcon}</summary>
<ol>${joined(channel.steps.map((step) => markup`<li>${step}</li>`))}</ol>
${sayAtTheCounter === null ? null : counterMarkup(sayAtTheCounter, texts)}
${note === null ? null : markup`<p class="note">${note}</p>`}
</details>`;
}

/** Spanish in every language: the cashier hears it. */
function counterMarkup(sentence: string, texts: PayPageTexts): Html {
  return markup`<div class="say"><p>${speechIcon}${texts.sayAtTheCounter}</p><q lang="es">${sentence}</q></div>`;
}

/** PagoEfectivo's own page always stands there too: it has the QR code, and is right when our steps are out of date. */
function gatewayLink(url: string, texts: PayPageTexts): Html {
  return markup`<p class="gateway"><a class="button plain" href="${url}" target="_blank" rel="noopener noreferrer">${texts.openGateway}${outIcon}<span class="aside"> (${texts.newTab})</span></a><span class="hint">${texts.openGatewayHint}</span></p>`;
}

function namesOf(channels: readonly ChannelInstructions[], texts: PayPageTexts): string {
  const names = channels.slice(0, NAMED).map(({ name }) => name);
  const more = channels.length - names.length;
  return more > 0 ? texts.andMore(names.join(', '), more) : names.join(', ');
}
