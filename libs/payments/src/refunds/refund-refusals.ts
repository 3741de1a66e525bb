import type { RefundRefusal } from '../domain/index.js';

/** What people read when nothing came of a wish about a refund: what is the matter, and what mends it. */
export const REFUND_REFUSALS: Record<RefundRefusal, string> = {
  unknown_refund: 'There is no such refund: look it up in the list of refunds.',
  unknown_receipt: 'The payment has no such receipt: take an id from its `receipts`.',
  receipt_ambiguous: 'Several receipts of the payment can be refunded: name one of them in `receipt`.',
  receipt_not_refundable:
    'There is no money to return: nothing was received, all of it went back, or PagoEfectivo reversed it.',
  refund_exceeds_receipt: 'More than is left of the receipt: name a smaller `amount`, or none for all that is left.',
  refund_channel_unavailable:
    'This refund cannot go that way: `api` needs an account whose contract offers it; use the channel `manual`.',
  refund_destination_missing: 'Nobody said where the money goes: give the bank account or CCI in `destination` first.',
  refund_evidence_missing:
    'Nothing proves that the money went: attach the bank’s slip, or a text that says where it is.',
  refund_needs_another_approver:
    'The amount is above what one may approve oneself, or it is not yours to approve: another operator must.',
  refund_not_in_state: 'The refund has gone another way meanwhile: look at its state.',
};
