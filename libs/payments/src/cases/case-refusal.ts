import type { Refusal, RefundRefusal } from '../domain/index.js';
import { REFUND_REFUSALS } from '../refunds/refund-refusals.js';
import type { CaseView } from './case-view.js';

export interface RefusedAnswer {
  readonly why: Refusal;
  readonly case: Pick<CaseView, 'kind' | 'resolutions'>;
  /** The payment that stands in the way. */
  readonly paymentId?: string;
}

/** What stands in the way of an answer to a case, and what to do instead: one sentence for every door. */
export function caseRefusalText({ why, case: { kind, resolutions }, paymentId }: RefusedAnswer): string {
  const allowed = resolutions.join(' or ');
  const other = paymentId === undefined ? 'another payment' : `payment ${paymentId}`;
  if (isRefundRefusal(why)) return REFUND_REFUSALS[why];
  switch (why) {
    case 'resolution_not_allowed':
      return `A case ${kind} takes ${allowed} as its resolution.`;
    case 'order_already_paid':
      return `The order ships for ${other}: pay this money back, and resolve the case with ${allowed}.`;
    case 'order_already_open':
      return `The order has ${other} open, which its shopper could pay too: cancel that one first, then accept this money.`;
    case 'money_gone':
      return 'The money of this case is not there any more, it was reversed or refunded: close the case.';
    case 'not_allowed_in_state':
      return 'Money of the right amount has come for this payment, too: accept that, and pay this money back.';
    case 'command_in_progress':
    case 'notification_waiting':
      return 'PagoEfectivo is being asked about this payment: try again in a moment.';
    case 'unknown_payment':
    case 'unknown_command':
    case 'not_due':
    case 'cip_payable':
    case 'deadline_not_later':
      return 'The payment does not know this case any more: check the payment, then try again.';
  }
}

function isRefundRefusal(why: Refusal): why is RefundRefusal {
  return Object.hasOwn(REFUND_REFUSALS, why);
}
