import type { ChannelKind } from '../instructions/channels.js';
import type { PayPageState } from './pay-page.state.js';

export interface StateText {
  readonly title: string;
  readonly body: string;
  /** What to do now, case by case. */
  readonly advice?: readonly { readonly title: string; readonly body: string }[];
}

/** Everything that the page says but how to pay, which stands with the channels. Plain text: the template escapes it. */
export interface PayPageTexts {
  readonly htmlLang: string;
  /** Stands for a shop that was never given a name. */
  readonly unnamedShop: string;
  readonly order: (orderId: string) => string;
  readonly payer: (maskedName: string) => string;
  readonly amountLabels: { readonly due: string; readonly paid: string; readonly other: string };
  readonly test: string;
  readonly codeLabel: string;
  /** Read out by screen readers in place of the grouped digits. */
  readonly spokenCode: (number: string) => string;
  readonly copy: string;
  readonly copied: string;
  readonly deadline: (words: string) => string;
  readonly limaTime: string;
  readonly remaining: string;
  readonly share: string;
  readonly calendar: string;
  readonly print: string;
  readonly actions: string;
  readonly openGateway: string;
  readonly openGatewayHint: string;
  readonly newTab: string;
  readonly howToPay: string;
  readonly howToPayHint: string;
  readonly andMore: (names: string, more: number) => string;
  readonly kindHints: Readonly<Record<ChannelKind, string>>;
  readonly sayAtTheCounter: string;
  readonly companyCodes: string;
  readonly watching: string;
  readonly reload: string;
  readonly paidAt: (words: string) => string;
  readonly operation: string;
  readonly backToShop: string;
  readonly otherLanguage: string;
  readonly about: string;
  readonly shareText: (voucher: { cip: string; amount: string; deadline: string; url: string }) => string;
  readonly calendarSummary: (amount: string) => string;
  readonly calendarText: (voucher: { cip: string; deadline: string; url: string }) => string;
  readonly states: Record<PayPageState, StateText>;
  readonly unknown: StateText;
  readonly broken: StateText;
  readonly busy: StateText;
}
