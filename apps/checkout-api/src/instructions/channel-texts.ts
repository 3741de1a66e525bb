import type { Currency } from '#payments';
import type { ChannelKind, SourceId } from './channels.js';

/**
 * What is said of the channels in one language. Plain text with these places to fill: `{channel}`, `{cip}`, `{amount}`,
 * `{service}`, `{companyCode}`, `{fee}`, `{max}`.
 */
export interface ChannelTexts {
  /** When the steps were last held against which sources; change it with the text. */
  readonly review: { readonly on: string; readonly sources: readonly SourceId[]; readonly note: string };
  readonly kinds: Readonly<Record<ChannelKind, KindTexts>>;
  /** By channel id, where a fee has been seen: said below the steps. */
  readonly feeNotes: Readonly<Record<string, string>>;
  /** How a bank's list calls the service of a currency. */
  readonly services: Readonly<Record<Currency, string>>;
  /** Why a channel cannot be used for this payment. */
  readonly reasons: { readonly above_maximum: string; readonly no_link: string };
  /** Said once above the channels of a payment in dollars. */
  readonly dollars: string;
}

export interface KindTexts {
  readonly title: string;
  readonly steps: readonly string[];
}
