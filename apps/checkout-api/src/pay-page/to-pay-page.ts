import { createHash } from 'node:crypto';
import type { FoundPayment, PaymentRecord, ShopOffer } from '#payments';
import { limaInstant } from '#payments';
import { CHANNEL_TEXTS, channelInstructions } from '../instructions/channel-instructions.js';
import { isWebUrl } from '../requests/field.rules.js';
import type { Language } from './language.js';
import { amountInWords, instantInWords } from './lima-words.js';
import { maskedName } from './masked-name.js';
import { PAY_PAGE_TEXTS } from './pay-page.languages.js';
import type { PayPageState } from './pay-page.state.js';
import { payableCip, payPageState, pollAfterMs } from './pay-page.state.js';
import type { PayPage, Voucher } from './pay-page.js';
import { remainingTime } from './remaining-time.js';

export interface PageContext {
  readonly language: Language;
  readonly now: Date;
  readonly offer: ShopOffer;
  /** Where the shopper reaches the page, for what leaves it: messages and calendars. */
  readonly pageUrl: string;
}

/** The name of a shop that nobody named. */
const UNNAMED_SHOP = 'Default shop';

/** A payment as its shopper may see it now: the voucher only while it may be paid with. */
export function toPayPage(found: FoundPayment, context: PageContext): PayPage {
  const { payment, details } = found;
  const { language, now, offer } = context;
  const state = payPageState(payment, now);
  const paid = state === 'received' || state === 'review' ? payment.paidAt : null;
  return {
    language,
    state,
    livemode: details.livemode,
    shopName: offer.shopName === UNNAMED_SHOP ? null : offer.shopName,
    orderId: details.orderId,
    description: details.description,
    payer: maskedName(details.customer),
    amount: amountInWords(payment.amountMinor, payment.currency),
    voucher: voucherOf(found, context),
    deadline: instantInWords(payment.expiresAt, language),
    paidAt: paid && instantInWords(paid, language),
    operationNumber: state === 'received' ? operationNumberOf(payment) : null,
    returnUrl: details.returnUrl,
    statusUrl: `${encodeURIComponent(details.pageToken)}/status`,
    version: pageVersion(payment, now),
    nowMs: now.getTime(),
    pollAfterMs: pollAfterMs(state),
  };
}

/** The same as long as the shopper is told the same: another state, code or deadline is another version. */
export function pageVersion(payment: PaymentRecord, now: Date): string {
  const state: PayPageState = payPageState(payment, now);
  const said = [state, payableCip(payment, now)?.number ?? '', limaInstant(payment.expiresAt)];
  return createHash('sha256').update(said.join('\n')).digest('base64url').slice(0, 12);
}

function voucherOf({ payment, details }: FoundPayment, context: PageContext): Voucher | null {
  const { language, now, offer, pageUrl } = context;
  const cip = payableCip(payment, now);
  if (!cip) return null;
  // The gateway's word for an address is not yet a link to put before a shopper.
  const url = isWebUrl(cip.url) ? cip.url : null;
  const { amountMinor, currency, expiresAt } = payment;
  const message = PAY_PAGE_TEXTS[language].shareText({
    cip: cip.number,
    amount: amountInWords(amountMinor, currency),
    deadline: instantInWords(expiresAt, language),
    url: pageUrl,
  });
  return {
    number: cip.number,
    url,
    channels: channelInstructions(
      { number: cip.number, url, amountMinor, currency },
      { language, settings: offer.channels },
    ),
    channelsNote: currency === 'USD' ? CHANNEL_TEXTS[language].dollars : null,
    deadlineMs: expiresAt.getTime(),
    remaining: remainingTime(expiresAt.getTime() - now.getTime()),
    shareUrl: `https://wa.me/?text=${encodeURIComponent(message.replaceAll('\u00a0', ' '))}`,
    calendarUrl: `${encodeURIComponent(details.pageToken)}/calendar.ics?lang=${language}`,
  };
}

function operationNumberOf(payment: PaymentRecord): string | null {
  const applied = payment.receipts.find((receipt) => receipt.counts === 'applied');
  return applied === undefined || applied.operationNumber === '' ? null : applied.operationNumber;
}
