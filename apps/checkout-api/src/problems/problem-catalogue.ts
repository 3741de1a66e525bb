/** What one code of this API means: its status, its title, and a sentence for the reader of the documentation. */
export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  readonly meaning: string;
}

/**
 * Every code that this API answers with, and the status each has. Stable: scripts of merchants branch on the codes.
 */
export const PROBLEMS = {
  invalid_request: {
    status: 400,
    title: 'Invalid request',
    meaning: 'Something in the request is wrong; `errors` has one entry per field, each with what to do about it.',
  },
  cursor_invalid: {
    status: 400,
    title: 'Invalid cursor',
    meaning: 'The cursor is none that this list gave out. Leave it out to start anew.',
  },
  unauthorized: {
    status: 401,
    title: 'Unauthorized',
    meaning: 'The API key is missing, unknown, revoked or expired.',
  },
  scope_missing: {
    status: 403,
    title: 'Scope missing',
    meaning: 'The API key may not do this: `scope` names what it lacks. Make a key that has it.',
  },
  shop_disabled: {
    status: 403,
    title: 'Shop disabled',
    meaning: 'The shop takes no new payments until an administrator enables it. What it has can be read and goes on.',
  },
  not_found: {
    status: 404,
    title: 'Not found',
    meaning: 'There is no such thing in this shop. What belongs to another shop is not found either.',
  },
  order_already_open: {
    status: 409,
    title: 'Order already open',
    meaning: 'The order has an open payment, named by `paymentId`: show that one, or cancel it first.',
  },
  order_already_paid: {
    status: 409,
    title: 'Order already paid',
    meaning: 'The order has been paid by the payment that `paymentId` names: do not charge it again.',
  },
  idempotency_key_in_use: {
    status: 409,
    title: 'Idempotency key in use',
    meaning: 'The first request with this key is still under way: repeat after `Retry-After` seconds.',
  },
  payment_busy: {
    status: 409,
    title: 'Payment busy',
    meaning: 'Another request about this payment is under way at PagoEfectivo: repeat after `Retry-After` seconds.',
  },
  payment_not_open: {
    status: 409,
    title: 'Payment not open',
    meaning: 'Only an open payment can be cancelled, extended or given a new code; `state` says what it is.',
  },
  payment_has_no_code: {
    status: 409,
    title: 'Payment has no code',
    meaning:
      'There is no code to change: the first is still being asked for, or the last request for one was declined.',
  },
  payment_in_review: {
    status: 409,
    title: 'Payment in review',
    meaning: 'Money of another amount has come for this payment: its case is to be resolved first.',
  },
  receipt_ambiguous: {
    status: 409,
    title: 'Several receipts',
    meaning: 'More than one receipt of the payment has something left: name one of them in `receipt`.',
  },
  receipt_not_refundable: {
    status: 409,
    title: 'Nothing to refund',
    meaning: 'No money was received, all of it went back or is asked for, or PagoEfectivo reversed it.',
  },
  refund_exceeds_receipt: {
    status: 409,
    title: 'More than is left',
    meaning: 'What was asked for and not rejected or bounced, and this, are more than the receipt: ask for less.',
  },
  resolution_not_allowed: {
    status: 409,
    title: 'Resolution not allowed',
    meaning: 'The case cannot be resolved in that way; `resolutions` says in which it can be.',
  },
  case_already_resolved: {
    status: 409,
    title: 'Case already resolved',
    meaning: 'The case was resolved in another way before, as `resolution` says. That stays.',
  },
  cursor_ahead: {
    status: 409,
    title: 'Cursor ahead of the feed',
    meaning: 'The database was restored to a time before this cursor: start anew, events keep their ids.',
  },
  cursor_expired: {
    status: 410,
    title: 'Cursor expired',
    meaning:
      'The cursor is older than what the feed keeps: compare your orders with `GET /v1/payments`, then start anew without it.',
  },
  body_too_large: {
    status: 413,
    title: 'Payload Too Large',
    meaning: 'The body is larger than 256 kB.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'Unsupported Media Type',
    meaning: 'The body is not JSON, or does not say so in `Content-Type`.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'Idempotency key reused',
    meaning: 'The key belongs to a request with another body: use a new key for another request.',
  },
  currency_not_available: {
    status: 422,
    title: 'Currency not available',
    meaning: 'The shop has no PagoEfectivo account for this currency.',
  },
  refund_channel_unavailable: {
    status: 422,
    title: 'Refund channel not available',
    meaning: 'The contract of the payment’s account offers no refunds by API: use the channel `manual`.',
  },
  gateway_rejected: {
    status: 422,
    title: 'Gateway rejected',
    meaning:
      'PagoEfectivo said no, with `gatewayCode` and `gatewayMessage`. A payment that never had a code has failed; any other stays as it is.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    meaning: 'More requests in this minute than the limit allows: repeat after `Retry-After` seconds.',
  },
  internal_error: {
    status: 500,
    title: 'Internal error',
    meaning: 'Something went wrong on our side; `requestId` names it.',
  },
  gateway_unavailable: {
    status: 502,
    title: 'Gateway unavailable',
    meaning:
      'PagoEfectivo is slow or down. With `Retry-After`: repeat the same request, with the same key where there is one. Without: the payment was given up; begin again with a new key.',
  },
  unavailable: {
    status: 503,
    title: 'Service Unavailable',
    meaning: 'This process is shutting down or cannot reach its database: repeat the request.',
  },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof PROBLEMS;
