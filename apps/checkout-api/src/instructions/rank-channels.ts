import type { ChannelSetting, Currency } from '#payments';
import type { Channel } from './channels.js';
import { CHANNEL_KINDS } from './channels.js';

/** Why a channel is shown and cannot be used: the payment is too large for it, or the code came without its page. */
export type UnavailableReason = 'above_maximum' | 'no_link';

export interface RankedChannel {
  readonly channel: Channel;
  /** In the payment's currency; null where only PagoEfectivo's own limit holds. */
  readonly maxAmountMinor: bigint | null;
  /** Null for a channel that can be used. */
  readonly reason: UnavailableReason | null;
}

/**
 * The channels a payment can be made through, in the order in which a shopper is shown them (requirement R13): usable
 * ones before the others, then wallets, banks, agents, then as listed. What the account hides, or nobody says takes the
 * currency, is left out; `offered: true` overrules the latter.
 */
export function rankChannels(input: {
  channels: readonly Channel[];
  settings: Readonly<Record<string, ChannelSetting>>;
  amountMinor: bigint;
  currency: Currency;
  /** Whether the code came with PagoEfectivo's page, which is where wallets find their QR code. */
  hasLink: boolean;
}): RankedChannel[] {
  const { settings, amountMinor, currency } = input;
  const ranked = input.channels.flatMap((channel): RankedChannel[] => {
    const setting = Object.hasOwn(settings, channel.id) ? settings[channel.id] : undefined;
    if (!(setting?.offered ?? channel.currencies.value.includes(currency))) return [];
    const published = channel.maxAmountMinor?.value[currency] ?? null;
    const maxAmountMinor = setting?.maxAmountMinor === undefined ? published : setting.maxAmountMinor;
    const above = maxAmountMinor !== null && amountMinor > maxAmountMinor;
    const linkless = channel.kind === 'wallet' && !input.hasLink;
    return [{ channel, maxAmountMinor, reason: above ? 'above_maximum' : linkless ? 'no_link' : null }];
  });
  const place = ({ channel, reason }: RankedChannel): number =>
    (reason === null ? 0 : CHANNEL_KINDS.length) + CHANNEL_KINDS.indexOf(channel.kind);
  return ranked.sort((one, other) => place(one) - place(other));
}
