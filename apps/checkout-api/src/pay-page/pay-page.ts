import type { ChannelInstructions } from '../instructions/channel-instructions.js';
import type { Language } from './language.js';
import type { PayPageState } from './pay-page.state.js';

/** What the page shows of a payment; everything in it is text and gets escaped. */
export interface PayPage {
  readonly language: Language;
  readonly state: PayPageState;
  readonly livemode: boolean;
  /** Null for a shop that was never given a name of its own. */
  readonly shopName: string | null;
  readonly orderId: string;
  readonly description: string | null;
  /** "Rosa Q."; nothing else of the shopper is on the page. */
  readonly payer: string | null;
  readonly amount: string;
  /** Only while it may be paid with. */
  readonly voucher: Voucher | null;
  /** In words, in the page's language. */
  readonly deadline: string;
  readonly paidAt: string | null;
  /** Of the bank or agent, once the payment is received. */
  readonly operationNumber: string | null;
  readonly returnUrl: string | null;
  /** Relative to the page, so that a proxy may put it below any path. */
  readonly statusUrl: string;
  /** Changes whenever the page shows something else. */
  readonly version: string;
  /** The server's time, for the countdown: the phone's clock and zone do not count. Milliseconds since 1970. */
  readonly nowMs: number;
  readonly pollAfterMs: number | null;
}

export interface Voucher {
  readonly number: string;
  /** PagoEfectivo's own page of the code. */
  readonly url: string | null;
  /** Best first. */
  readonly channels: readonly ChannelInstructions[];
  /** Said above the channels, where the list is shorter than shoppers expect. */
  readonly channelsNote: string | null;
  readonly deadlineMs: number;
  readonly remaining: string;
  readonly shareUrl: string;
  /** Relative to the page. */
  readonly calendarUrl: string;
}
