import type { FoundPayment } from '#payments';
import { isWebUrl } from '../requests/field.rules.js';
import type { Language } from './language.js';
import { amountInWords, instantInWords } from './lima-words.js';
import { payPageState, pollAfterMs } from './pay-page.state.js';
import type { PayPage } from './pay-page.template.js';

/** A payment as its shopper may see it now: the voucher only while it may be paid with. */
export function toPayPage(found: FoundPayment, context: { language: Language; now: Date }): PayPage {
  const { payment, details } = found;
  const { language, now } = context;
  const state = payPageState(payment, now);
  const cip = payment.cips.find((candidate) => candidate.current && candidate.number !== null);
  const paid = state === 'received' || state === 'review' ? payment.paidAt : null;
  return {
    language,
    state,
    livemode: details.livemode,
    orderId: details.orderId,
    description: details.description,
    amount: amountInWords(payment.amountMinor, payment.currency),
    // The gateway's word for an address is not yet a link to put before a shopper.
    voucher:
      state === 'waiting' && cip?.number != null
        ? { number: cip.number, url: isWebUrl(cip.url) ? cip.url : null }
        : null,
    deadline: instantInWords(payment.expiresAt, language),
    paidAt: paid && instantInWords(paid, language),
    returnUrl: details.returnUrl,
    statusUrl: `${encodeURIComponent(details.pageToken)}/status`,
    pollAfterMs: pollAfterMs(state),
  };
}
