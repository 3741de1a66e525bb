import type { ChannelSetting, Currency } from '#payments';
import type { Language } from '../pay-page/language.js';
import { amountInWords } from '../pay-page/lima-words.js';
import type { ChannelTexts } from './channel-texts.js';
import { CHANNELS_EN } from './channels.en.js';
import { CHANNELS_ES, COUNTER_SENTENCES } from './channels.es.js';
import type { ChannelKind } from './channels.js';
import { CHANNELS } from './channels.js';
import { codeGroups } from './grouped-code.js';
import type { RankedChannel, UnavailableReason } from './rank-channels.js';
import { rankChannels } from './rank-channels.js';

export const CHANNEL_TEXTS: Readonly<Record<Language, ChannelTexts>> = { es: CHANNELS_ES, en: CHANNELS_EN };

/** How one payment is made through one channel, in one language. */
export interface ChannelInstructions {
  readonly id: string;
  readonly kind: ChannelKind;
  readonly name: string;
  readonly maxAmountMinor: bigint | null;
  readonly unavailable: { readonly code: UnavailableReason; readonly sentence: string } | null;
  readonly steps: readonly string[];
  /** In Spanish in every language: the cashier hears it. Null where there is no counter. */
  readonly sayAtTheCounter: string | null;
  readonly companyCode: string | null;
  readonly note: string | null;
}

/** A code that can be paid now. */
export interface PayableCode {
  readonly number: string;
  readonly url: string | null;
  readonly amountMinor: bigint;
  readonly currency: Currency;
}

/** The channels of a payable code, best first, those that cannot take it last (requirement R13). */
export function channelInstructions(
  code: PayableCode,
  context: { language: Language; settings: Readonly<Record<string, ChannelSetting>> },
): ChannelInstructions[] {
  const ranked = rankChannels({
    channels: CHANNELS,
    settings: context.settings,
    amountMinor: code.amountMinor,
    currency: code.currency,
    hasLink: code.url !== null,
  });
  return ranked.map((entry) => instructionsOf(entry, code, CHANNEL_TEXTS[context.language]));
}

function instructionsOf(
  { channel, maxAmountMinor, reason }: RankedChannel,
  code: PayableCode,
  texts: ChannelTexts,
): ChannelInstructions {
  const feeNote = texts.feeNotes[channel.id];
  const feeMinor = channel.feeMinor?.value[code.currency] ?? null;
  const companyCode = channel.companyCode?.value ?? null;
  const places: Places = {
    channel: channel.name,
    cip: codeGroups(code.number).join('\u00a0'),
    amount: amountInWords(code.amountMinor, code.currency),
    service: texts.services[code.currency],
    ...(companyCode === null ? {} : { companyCode }),
    ...(feeMinor === null ? {} : { fee: amountInWords(feeMinor, code.currency) }),
    ...(maxAmountMinor === null ? {} : { max: amountInWords(maxAmountMinor, code.currency) }),
  };
  const { plain, withCompanyCode } = COUNTER_SENTENCES;
  return {
    id: channel.id,
    kind: channel.kind,
    name: channel.name,
    maxAmountMinor,
    unavailable: reason && { code: reason, sentence: fill(texts.reasons[reason], places) },
    steps: texts.kinds[channel.kind].steps.map((step) => fill(step, places)),
    sayAtTheCounter: channel.kind === 'agent' ? fill(companyCode === null ? plain : withCompanyCode, places) : null,
    companyCode,
    note: feeNote === undefined || feeMinor === null ? null : fill(feeNote, places),
  };
}

type Places = Readonly<Partial<Record<string, string>>>;

/** Throws for a place that nothing fills: a text asks for what its channel does not have. */
export function fill(text: string, places: Places): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = places[name];
    if (value === undefined) throw new Error(`nothing fills ${place} in "${text}"`);
    return value;
  });
}
