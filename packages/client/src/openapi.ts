// Made by scripts/client-types.mjs from packages/client/openapi.json.

export interface paths {
  readonly '/v1/payments': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** List payments, latest first */
    readonly get: operations['listPayments'];
    readonly put?: never;
    /**
     * Open a payment for an order
     * @description Asks PagoEfectivo for a payment code (CIP) and answers with it and with the page to send the shopper to. Waits about 10 s; a slower PagoEfectivo is a 502, and the same request with the same key finds its way back.
     */
    readonly post: operations['createPayment'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/payments/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Look a payment up */
    readonly get: operations['getPayment'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/payments/{id}/cancel': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Cancel an open payment
     * @description Has PagoEfectivo delete the code, so that it can no longer be paid, and releases the stock.
     */
    readonly post: operations['cancelPayment'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/payments/{id}/extend': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Give an open payment more time
     * @description Moves the deadline of code and payment, also after it has passed and before the payment is closed. The shopper keeps the code. Repeating it with the same instant is safe.
     */
    readonly post: operations['extendPayment'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/payments/{id}/reissue': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Give an open payment a new code
     * @description Has PagoEfectivo delete the present code, waits until that is confirmed, and asks for another: a shopper never holds two that can be paid. Money on the old one is still found and counts for this order. The page of the payment shows the new code.
     */
    readonly post: operations['reissuePayment'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/payments/{id}/check': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Ask PagoEfectivo about a payment now
     * @description For "I have paid": finds money that no notification announced.
     */
    readonly post: operations['checkPayment'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/payments/{id}/timeline': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Everything that happened to a payment
     * @description Requests, notifications, searches, transitions, events and deliveries, in order.
     */
    readonly get: operations['getPaymentTimeline'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/payments/{id}/instructions': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * How the shopper pays: wallets, banks and agents
     * @description What the payment page shows, for a storefront that has a page of its own. While there is no code to pay with, `cip` is null and `channels` is empty.
     */
    readonly get: operations['getPaymentInstructions'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/payments/{id}/refunds': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** List the refunds of a payment, latest first */
    readonly get: operations['listPaymentRefunds'];
    readonly put?: never;
    /**
     * Ask for money to go back
     * @description Reserves the amount of a receipt. An operator approves it, or the caller does within the limit of the shop (`approve`). `order.refunded` follows when the money is with the shopper.
     */
    readonly post: operations['createRefund'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/refunds/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Look a refund up */
    readonly get: operations['getRefund'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/cases': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * List cases, latest first
     * @description Money that a person or a policy must judge, and closings that could not be confirmed.
     */
    readonly get: operations['listCases'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/cases/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Look a case up */
    readonly get: operations['getCase'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/cases/{id}/resolve': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Resolve a case
     * @description Resolving again in the same way answers what the first time answered; in another way is refused, with how it was resolved.
     */
    readonly post: operations['resolveCase'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/events': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Read the event feed
     * @description Everything that webhooks are sent, in order, without gaps: keep `nextCursor` and ask again with `after`. Ask with `wait` to be answered as soon as something happens.
     */
    readonly get: operations['listEvents'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/events/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Look an event up */
    readonly get: operations['getEvent'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/webhook-endpoints': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** List webhook endpoints */
    readonly get: operations['listWebhookEndpoints'];
    readonly put?: never;
    /**
     * Have events sent to an address
     * @description Messages follow Standard Webhooks; check their signature with the secret, or the public key, of this answer.
     */
    readonly post: operations['createWebhookEndpoint'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/webhook-endpoints/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Look a webhook endpoint up */
    readonly get: operations['getWebhookEndpoint'];
    readonly put?: never;
    readonly post?: never;
    /**
     * Delete a webhook endpoint
     * @description What was still due to it is not sent any more; the event feed keeps it.
     */
    readonly delete: operations['deleteWebhookEndpoint'];
    readonly options?: never;
    readonly head?: never;
    /**
     * Change a webhook endpoint
     * @description Fields that are left out stay as they are. Enabling sends what gathered meanwhile.
     */
    readonly patch: operations['updateWebhookEndpoint'];
    readonly trace?: never;
  };
  readonly '/v1/webhook-endpoints/{id}/rotate-secret': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Make a new signing secret
     * @description For 24 hours, or `overlapHours`, messages are signed with both, so that no delivery is refused meanwhile. A rotation before they are over ends them.
     */
    readonly post: operations['rotateWebhookSecret'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/webhook-endpoints/{id}/test': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Send a test message now
     * @description Sends one signed `endpoint.test` and answers with what came of it. It is never repeated.
     */
    readonly post: operations['testWebhookEndpoint'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/webhook-endpoints/{id}/deliveries': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** List deliveries to an endpoint, latest first */
    readonly get: operations['listDeliveries'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/webhook-endpoints/{id}/redeliver': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Send events to an endpoint again
     * @description Those of a time, of a payment, or what was given up: say at least one of `from`, `paymentId` and `onlyFailed`. Also what the endpoint never had, such as the history of a payment to a new endpoint. Events keep their ids, and those of one payment their order.
     */
    readonly post: operations['redeliverEvents'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/webhook-endpoints/{id}/statistics': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * See how an endpoint does
     * @description What waits, what came of attempts, how long answers and deliveries took.
     */
    readonly get: operations['getWebhookStatistics'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/deliveries/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Look a delivery up
     * @description With the body that is sent and with every attempt: when, how long it took, and what was answered.
     */
    readonly get: operations['getDelivery'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/deliveries/{id}/resolve': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Have a delivery sent no more
     * @description For an event that a person saw to by other means: what waited for it goes on. One that is delivered stays so, and `redeliver` takes it back.
     */
    readonly post: operations['resolveDelivery'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/deliveries/{id}/redeliver': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * Send a delivery again
     * @description Due at once, with its whole schedule before it, whatever became of it. The event keeps its id.
     */
    readonly post: operations['redeliver'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/stock-holds': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** What payments hold of your stock */
    readonly get: operations['listStockHolds'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/pay/{token}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * The shopper's payment page
     * @description Spanish, or English with `?lang=en`. Works without scripts; with them it updates itself.
     */
    readonly get: operations['showPayPage'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/pay/{token}/status': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** What the payment page asks while it is open */
    readonly get: operations['getPayPageStatus'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/pay/{token}/calendar.ics': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** The deadline as a calendar event, with a reminder */
    readonly get: operations['getPayPageCalendar'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
}
export interface webhooks {
  readonly event: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /**
     * An event, as your endpoint receives it
     * @description Delivered at least once, always with the same id, in order per payment, with Standard Webhooks headers. Answer 2xx within 10 s.
     */
    readonly post: operations['receiveEvent'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
}
export interface components {
  schemas: {
    readonly FieldErrorAnswer: {
      /**
       * @description Where, in the notation of the request; or a header.
       * @example items[0].quantity
       */
      readonly field: string;
      /**
       * @description Stable: `required`, `unknown_field`, `wrong_type`, `wrong_format`, `wrong_length`, `out_of_range`, `not_allowed` and the like.
       * @example out_of_range
       */
      readonly code: string;
      /** @example items[0].quantity must be 1 to 100000. */
      readonly message: string;
    };
    readonly ProblemAnswer: {
      /** @example about:blank */
      readonly type: string;
      /** @example Invalid request */
      readonly title: string;
      /** @example 400 */
      readonly status: number;
      /** @description What is wrong here and now, and what to do about it. */
      readonly detail: string;
      /**
       * @description Stable; branch on it.
       * @enum {string}
       */
      readonly code:
        | 'invalid_request'
        | 'cursor_invalid'
        | 'unauthorized'
        | 'scope_missing'
        | 'shop_disabled'
        | 'not_found'
        | 'order_already_open'
        | 'order_already_paid'
        | 'idempotency_key_in_use'
        | 'payment_busy'
        | 'payment_not_open'
        | 'payment_has_no_code'
        | 'payment_in_review'
        | 'receipt_ambiguous'
        | 'receipt_not_refundable'
        | 'refund_exceeds_receipt'
        | 'resolution_not_allowed'
        | 'case_already_resolved'
        | 'cursor_ahead'
        | 'cursor_expired'
        | 'body_too_large'
        | 'unsupported_media_type'
        | 'idempotency_key_reused'
        | 'currency_not_available'
        | 'refund_channel_unavailable'
        | 'gateway_rejected'
        | 'rate_limited'
        | 'internal_error'
        | 'gateway_unavailable'
        | 'unavailable';
      /** @description With `invalid_request`: one entry per field. */
      readonly errors?: readonly components['schemas']['FieldErrorAnswer'][];
      /** @description With `scope_missing`: the scope that the API key lacks. */
      readonly scope?: string;
      /** @description The payment that stands in the way, or the one that could not be finished. */
      readonly paymentId?: string;
      /** @description With `payment_not_open`: the state of the payment. */
      readonly state?: string;
      /** @description With `resolution_not_allowed`: the answers that the case takes now. */
      readonly resolutions?: readonly ('accept' | 'refund' | 'close')[];
      /**
       * @description With `case_already_resolved`: how the case was resolved.
       * @enum {string}
       */
      readonly resolution?: 'accept' | 'refund' | 'close' | 'confirmed' | 'superseded';
      /**
       * Format: date-time
       * @description With `case_already_resolved`: when.
       */
      readonly resolvedAt?: string;
      /** @description With `gateway_rejected`: the code that PagoEfectivo gave. */
      readonly gatewayCode?: string;
      /** @description With `gateway_rejected`: the sentence that PagoEfectivo gave. */
      readonly gatewayMessage?: string;
      /** @description With `internal_error`: quote it in a report. */
      readonly requestId?: string;
    };
    readonly CustomerRequest: {
      /**
       * Format: email
       * @description PagoEfectivo writes to it.
       * @example rosa@example.pe
       */
      readonly email: string;
      /** @example Rosa */
      readonly firstName?: string;
      /** @example Quispe */
      readonly lastName?: string;
      /** @example +51987654321 */
      readonly phone?: string;
      /**
       * @example DNI
       * @enum {string}
       */
      readonly documentType?: 'DNI' | 'CE' | 'PAS' | 'RUC' | 'PAR' | 'LMI' | 'NAN';
      /** @example 40226700 */
      readonly documentNumber?: string;
    };
    readonly ItemRequest: {
      /** @example POLO-M */
      readonly sku: string;
      /** @example Polo M */
      readonly name?: string;
      /** @example 2 */
      readonly quantity: number;
      /**
       * @description Price of one. The sum of lines need not equal the amount.
       * @example 64.95
       */
      readonly unitPrice?: string;
    };
    readonly CreatePaymentRequest: {
      /**
       * @description Your reference. One open payment per order.
       * @example A-1001
       */
      readonly orderId: string;
      /**
       * @description Decimal string with two decimals.
       * @example 129.90
       */
      readonly amount: string;
      /**
       * @example PEN
       * @enum {string}
       */
      readonly currency: 'PEN' | 'USD';
      /**
       * @description What the shopper reads at the bank.
       * @example 2 polos
       */
      readonly description?: string;
      readonly customer: components['schemas']['CustomerRequest'];
      /** @description Held in stock until the payment is paid or closed. */
      readonly items?: readonly components['schemas']['ItemRequest'][];
      /**
       * Format: date-time
       * @description Until when it can be paid: ISO 8601 with an offset, 10 minutes to 6 months from now. Default 24 h.
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly expiresAt?: string;
      /**
       * Format: uri
       * @description Where the payment page leads back to.
       * @example https://shop.example/thanks
       */
      readonly returnUrl?: string;
      /**
       * @description Yours: comes back in every answer and event.
       * @example {
       *       "channel": "web"
       *     }
       */
      readonly metadata?: {
        readonly [key: string]: string;
      };
    };
    readonly CipAnswer: {
      /**
       * @description The code that the shopper pays with.
       * @example 213803274
       */
      readonly number: string;
      /** @example https://payment.pagoefectivo.pe/AB803C1C.html */
      readonly url: string | null;
      /** @enum {string} */
      readonly state: 'requested' | 'pending' | 'expired' | 'removed' | 'paid' | 'lost' | 'refused';
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly expiresAt: string;
    };
    readonly FailureAnswer: {
      /** @example 511 */
      readonly code: string;
      /** @example El monto excede el máximo permitido. */
      readonly message: string;
    };
    readonly ReceiptAnswer: {
      /**
       * @description What a refund points at.
       * @example rcp_06c9x4h1b7n2m3k4j5h6g7f8d9
       */
      readonly id: string;
      /** @example 213803274 */
      readonly cip: string | null;
      /** @example 129.90 */
      readonly amount: string;
      /** @enum {string} */
      readonly currency: 'PEN' | 'USD';
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly paidAt: string | null;
      /**
       * @description Of the bank or agent; empty where PagoEfectivo names none.
       * @example 0012345
       */
      readonly operationNumber: string;
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly reversedAt: string | null;
      /**
       * @description `applied` pays the order, `surplus` came on top of it, `disputed` is of another amount.
       * @enum {string}
       */
      readonly counts: 'applied' | 'surplus' | 'disputed';
    };
    readonly RefundSummaryAnswer: {
      /**
       * @description See `GET /v1/refunds/{id}`.
       * @example rfd_06ca0e2y5t7r9w1q3s5d7f9g1h
       */
      readonly id: string;
      /** @example rcp_06c9x4h1b7n2m3k4j5h6g7f8d9 */
      readonly receipt: string;
      /** @example 129.90 */
      readonly amount: string;
      /** @enum {string} */
      readonly currency: 'PEN' | 'USD';
      /** @enum {string} */
      readonly channel: 'manual' | 'api';
      /** @enum {string} */
      readonly state: 'requested' | 'approved' | 'sent' | 'done' | 'bounced' | 'rejected';
      /** @example FC01-00000017 */
      readonly creditNote: string | null;
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly requestedAt: string;
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly settledAt: string | null;
    };
    readonly ItemAnswer: {
      /** @example POLO-M */
      readonly sku: string;
      /** @example Polo M */
      readonly name: string | null;
      /** @example 2 */
      readonly quantity: number;
      /** @example 64.95 */
      readonly unitPrice: string | null;
    };
    readonly CustomerAnswer: {
      /**
       * Format: email
       * @example rosa@example.pe
       */
      readonly email: string;
      /** @example Rosa */
      readonly firstName?: string;
      /** @example Quispe */
      readonly lastName?: string;
      /** @example +51987654321 */
      readonly phone?: string;
      /**
       * @example DNI
       * @enum {string}
       */
      readonly documentType?: 'DNI' | 'CE' | 'PAS' | 'RUC' | 'PAR' | 'LMI' | 'NAN';
      /** @example 40226700 */
      readonly documentNumber?: string;
    };
    readonly PaymentAnswer: {
      /** @example pay_06c9x2v4k8m0q1r3s5t7w9y0z2 */
      readonly id: string;
      /** @enum {string} */
      readonly object: 'payment';
      /**
       * @description Whether real money moves.
       * @example false
       */
      readonly livemode: boolean;
      /** @example A-1001 */
      readonly orderId: string;
      /**
       * @description Awaiting payment: `created`, `pending`, `expiring`. Paid: `paid`. Closed: `expired`, `cancelled`, `failed`, `refunded`, `reversed`.
       * @enum {string}
       */
      readonly state:
        'created' | 'pending' | 'expiring' | 'expired' | 'cancelled' | 'failed' | 'paid' | 'reversed' | 'refunded';
      /** @example 129.90 */
      readonly amount: string;
      /** @enum {string} */
      readonly currency: 'PEN' | 'USD';
      /** @example 2 polos */
      readonly description: string | null;
      readonly cip: components['schemas']['CipAnswer'] | null;
      /**
       * Format: uri
       * @description Send the shopper here.
       * @example https://pay.shop.example/pay/06c9x2v4k8m0q1r3s5t7w9y0z2Zk1uQ2h5c2lhbmdwYXlwYW
       */
      readonly paymentPageUrl: string;
      /**
       * Format: uri
       * @example https://shop.example/thanks
       */
      readonly returnUrl: string | null;
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly expiresAt: string;
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly paidAt: string | null;
      /**
       * @description Money came after the payment was closed.
       * @example false
       */
      readonly late: boolean;
      /**
       * @description A case about this payment is open: see `GET /v1/cases`.
       * @example false
       */
      readonly inReview: boolean;
      /** @description Why a `failed` payment failed. */
      readonly failure: components['schemas']['FailureAnswer'] | null;
      /** @description Money that PagoEfectivo took. */
      readonly receipts: readonly components['schemas']['ReceiptAnswer'][];
      /**
       * @description What of the payment’s currency went back: refunds that are `done`.
       * @example 0.00
       */
      readonly refundedAmount: string;
      /** @description Every refund that was asked for. */
      readonly refunds: readonly components['schemas']['RefundSummaryAnswer'][];
      /** @enum {string} */
      readonly stock: 'none' | 'held' | 'committed' | 'released';
      readonly items: readonly components['schemas']['ItemAnswer'][];
      readonly customer: components['schemas']['CustomerAnswer'];
      /**
       * @example {
       *       "channel": "web"
       *     }
       */
      readonly metadata: {
        readonly [key: string]: string;
      };
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly createdAt: string;
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly updatedAt: string;
    };
    readonly PaymentPageAnswer: {
      /** @description Latest first. */
      readonly data: readonly components['schemas']['PaymentAnswer'][];
      /** @description Ask with `cursor` for what follows; null on the last page. */
      readonly nextCursor: string | null;
    };
    readonly ExtendPaymentRequest: {
      /**
       * Format: date-time
       * @description The new deadline: later than the present one, 10 minutes to 6 months from now.
       * @example 2026-11-24T18:30:00-05:00
       */
      readonly expiresAt: string;
    };
    readonly ReissuePaymentRequest: {
      /**
       * Format: date-time
       * @description Deadline of the new code, 10 minutes to 6 months from now. Absent: the usual time from now.
       * @example 2026-11-24T18:30:00-05:00
       */
      readonly expiresAt?: string;
    };
    readonly TimelineEntryAnswer: {
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly at: string;
      /** @enum {string} */
      readonly kind: 'history' | 'notification' | 'gateway_call' | 'event' | 'delivery';
      /** @example cip_created */
      readonly what: string;
      /**
       * @description Who did it.
       * @example gateway
       */
      readonly actor: string;
      readonly data: {
        readonly [key: string]: unknown;
      };
    };
    readonly TimelineAnswer: {
      /** @description In the order in which it happened. */
      readonly data: readonly components['schemas']['TimelineEntryAnswer'][];
    };
    readonly ChannelAnswer: {
      /**
       * @description Stable.
       * @example bcp-agent
       */
      readonly id: string;
      /** @enum {string} */
      readonly kind: 'wallet' | 'bank' | 'agent';
      /** @example Agente BCP */
      readonly name: string;
      /**
       * @description Whether this payment can be made there.
       * @example true
       */
      readonly available: boolean;
      /**
       * @description The most that one payment may be there; null where only PagoEfectivo's own limit holds.
       * @example null
       */
      readonly maxAmount: string | null;
      /**
       * @description Why it is not available, for the shopper.
       * @example null
       */
      readonly reason: string | null;
      /**
       * @example null
       * @enum {string|null}
       */
      readonly reasonCode: 'above_maximum' | 'no_link' | null;
      /**
       * @example [
       *       "Acércate a Agente BCP con S/ 129.90 y este código.",
       *       "Pide pagar a PagoEfectivo y dicta tu código CIP."
       *     ]
       */
      readonly steps: readonly string[];
      /**
       * @description Spanish in every language: the cashier hears it. Null where there is no counter.
       * @example Quiero pagar a PagoEfectivo, código de empresa 02186. Mi código CIP es 213 803 274 y son S/ 129.90.
       */
      readonly sayAtTheCounter: string | null;
      /**
       * @description What a cashier types.
       * @example 02186
       */
      readonly companyCode: string | null;
      /**
       * @description What the place may charge on top.
       * @example null
       */
      readonly note: string | null;
    };
    readonly InstructionsAnswer: {
      /** @enum {string} */
      readonly object: 'payment_instructions';
      /** @example pay_06c9x2v4k8m0q1r3s5t7w9y0z2 */
      readonly paymentId: string;
      /** @enum {string} */
      readonly state:
        'created' | 'pending' | 'expiring' | 'expired' | 'cancelled' | 'failed' | 'paid' | 'reversed' | 'refunded';
      /** @enum {string} */
      readonly language: 'es' | 'en';
      /** @example 129.90 */
      readonly amount: string;
      /** @enum {string} */
      readonly currency: 'PEN' | 'USD';
      /** @example S/ 129.90 */
      readonly amountText: string;
      /**
       * @description Only while it may be paid with: otherwise null, with no channels.
       * @example 213803274
       */
      readonly cip: string | null;
      /**
       * @description PagoEfectivo's own page, where wallets find their QR code. Always show a link to it.
       * @example https://payment.pagoefectivo.pe/AB803C1C.html
       */
      readonly cipUrl: string | null;
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly expiresAt: string;
      /**
       * @description In Peru time.
       * @example las 6:30 p. m. del lunes 23 de noviembre
       */
      readonly expiresAtText: string;
      /** @description Best first; those that cannot take this payment last. */
      readonly channels: readonly components['schemas']['ChannelAnswer'][];
    };
    readonly RefundDestinationRequest: {
      /** @enum {string} */
      readonly type: 'cci' | 'account';
      /**
       * @description Of an account; a CCI names its own.
       * @example BCP
       */
      readonly bank?: string;
      /**
       * @description 20 digits of a CCI, or the number of an account.
       * @example 00219100123456789012
       */
      readonly number: string;
      /** @example Rosa Quispe */
      readonly holder: string;
      /** @example DNI */
      readonly documentType?: string;
      /** @example 40226700 */
      readonly documentNumber?: string;
    };
    readonly CreateRefundRequest: {
      /**
       * @description Which of `receipts`; may be left out while only one has something left.
       * @example rcp_06c9x4h1b7n2m3k4j5h6g7f8d9
       */
      readonly receipt?: string;
      /**
       * @description In the currency of the receipt. Left out: all that is left of it.
       * @example 50.00
       */
      readonly amount?: string;
      /** @example The goods came back. */
      readonly reason: string;
      /**
       * @description `manual`: by bank. `api`: by PagoEfectivo, where the contract of the account offers it.
       * @default manual
       * @enum {string}
       */
      readonly channel?: 'manual' | 'api';
      /** @description For `manual`: where the shopper wants the money. An operator can give it later. */
      readonly destination?: components['schemas']['RefundDestinationRequest'];
      /**
       * @description Comes back in `order.refunded`.
       * @example FC01-00000017
       */
      readonly creditNote?: string;
      /**
       * @description Approves it at once, where the shop’s limit lets a caller approve what it asked for itself. Above the limit it waits as `requested` for an operator.
       * @default false
       */
      readonly approve?: boolean;
    };
    readonly RefundDestinationAnswer: {
      /** @enum {string} */
      readonly type: 'account' | 'cci';
      /**
       * @description Name of the bank, or its code in front of a CCI.
       * @example 002
       */
      readonly bank: string;
      /**
       * @description The last digits; the rest is kept encrypted.
       * @example 9012
       */
      readonly ending: string;
    };
    readonly RefundEvidenceAnswer: {
      /** @example evd_06ca0e2y5t7r9w1q3s5d7f9g1h */
      readonly id: string;
      /** @example slip.pdf */
      readonly name: string;
      /** @example application/pdf */
      readonly mediaType: string;
      /** @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 */
      readonly sha256: string;
      /** @example operator:ana@shop.example */
      readonly addedBy: string;
      /**
       * Format: date-time
       * @example 2026-11-25T09:02:41-05:00
       */
      readonly addedAt: string;
    };
    readonly RefundAnswer: {
      /** @example rfd_06ca0e2y5t7r9w1q3s5d7f9g1h */
      readonly id: string;
      /** @enum {string} */
      readonly object: 'refund';
      /** @example false */
      readonly livemode: boolean;
      /** @example pay_06c9x2v4k8m0q1r3s5t7w9y0z2 */
      readonly payment: string;
      /** @example A-1001 */
      readonly orderId: string;
      /** @example rcp_06c9x4h1b7n2m3k4j5h6g7f8d9 */
      readonly receipt: string;
      /** @example 129.90 */
      readonly amount: string;
      /** @enum {string} */
      readonly currency: 'PEN' | 'USD';
      /** @example The goods came back. */
      readonly reason: string;
      /** @enum {string} */
      readonly channel: 'manual' | 'api';
      /**
       * @description `requested` waits for approval, `approved` for the bank or PagoEfectivo, `sent` for their word. `done`, `bounced` and `rejected` are ends; of the last two the amount can be asked for again.
       * @enum {string}
       */
      readonly state: 'requested' | 'approved' | 'sent' | 'done' | 'bounced' | 'rejected';
      readonly destination: components['schemas']['RefundDestinationAnswer'] | null;
      /** @example FC01-00000017 */
      readonly creditNote: string | null;
      /**
       * @description Who: `operator:<email>`, `api_key:<id>`, `cli`.
       * @example api_key:key_06c9x2v4k8m0q1r3s5t7w9y0z2
       */
      readonly requestedBy: string;
      /**
       * Format: date-time
       * @example 2026-11-25T09:02:41-05:00
       */
      readonly requestedAt: string;
      /**
       * @description Who: `operator:<email>`, `api_key:<id>`, `cli`.
       * @example operator:luis@shop.example
       */
      readonly approvedBy: string | null;
      /**
       * @description Approved by whoever asked, within the limit of the shop.
       * @example false
       */
      readonly selfApproved: boolean;
      /**
       * Format: date-time
       * @example 2026-11-25T09:02:41-05:00
       */
      readonly decidedAt: string | null;
      /**
       * Format: date-time
       * @example 2026-11-25T09:02:41-05:00
       */
      readonly sentAt: string | null;
      /**
       * @description The bank’s number of the operation.
       * @example 0099123
       */
      readonly bankReference: string | null;
      /**
       * Format: date-time
       * @example 2026-11-25T09:02:41-05:00
       */
      readonly settledAt: string | null;
      /** @description Why it was rejected or bounced. */
      readonly endReason: string | null;
      /** @description Why nobody knows whether PagoEfectivo paid it; an operator finds out. */
      readonly uncertain: string | null;
      readonly evidence: readonly components['schemas']['RefundEvidenceAnswer'][];
    };
    readonly RefundListAnswer: {
      /** @description Latest first. */
      readonly data: readonly components['schemas']['RefundAnswer'][];
    };
    readonly CaseAnswer: {
      /** @example case_06c9x2v4k8m0q1r3s5t7w9y0z2 */
      readonly id: string;
      /** @enum {string} */
      readonly object: 'case';
      /**
       * @description `paid_late`: money came after the payment was closed; `wrong_amount`: money of another amount or currency; `paid_twice`: money beyond what the order costs; `reversed`: money that was taken back; `unknown_cip`: money on a code that we do not know; `unconfirmed_close`: closed without the word of PagoEfectivo, which could not be reached; `settlement_difference`: a settlement that says something else
       * @enum {string}
       */
      readonly kind:
        | 'paid_late'
        | 'wrong_amount'
        | 'paid_twice'
        | 'reversed'
        | 'unknown_cip'
        | 'unconfirmed_close'
        | 'settlement_difference';
      /** @enum {string} */
      readonly state: 'open' | 'resolved';
      /** @example pay_06c9x2v4k8m0q1r3s5t7w9y0z2 */
      readonly paymentId: string | null;
      /** @example A-1001 */
      readonly orderId: string | null;
      /** @description The money that it is about. */
      readonly receiptId: string | null;
      /** @description The notification that told of it. */
      readonly notificationId: string | null;
      /**
       * @example {
       *       "closedAs": "expired"
       *     }
       */
      readonly details: {
        readonly [key: string]: unknown;
      };
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly openedAt: string;
      /**
       * Format: date-time
       * @description Until when somebody should have judged it.
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly dueAt: string;
      /** @description Still open after that. */
      readonly overdue: boolean;
      /** @description Why the shop's policy could not be applied. */
      readonly note: string | null;
      /** @description What may be answered now. `accept`: the money counts, and `order.paid` follows if the order never had one; a settlement difference is written off (paid_late, wrong_amount, paid_twice, settlement_difference); `refund`: a refund of the money is asked for, in the same step (paid_late, wrong_amount, paid_twice); `close`: only records what was done about it (paid_late, wrong_amount, paid_twice, reversed, unknown_cip, unconfirmed_close, settlement_difference). None once it is resolved. */
      readonly resolutions: readonly ('accept' | 'refund' | 'close')[];
      /** @description Who looks after it. */
      readonly owner: string | null;
      /**
       * @description How it ended: by an answer, or by evidence of PagoEfectivo that confirmed (`confirmed`) or replaced (`superseded`) it.
       * @example accept
       * @enum {string|null}
       */
      readonly resolution: 'accept' | 'refund' | 'close' | 'confirmed' | 'superseded' | null;
      /** @example Stock found, shipping today. */
      readonly reason: string | null;
      /** @example api_key:key_06c9x2v4k8m0q1r3s5t7w9y0z2 */
      readonly resolvedBy: string | null;
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly resolvedAt: string | null;
      /** @description Refunds that resolving it asked for. */
      readonly refundIds: readonly string[];
    };
    readonly CasePageAnswer: {
      /** @description Latest first. */
      readonly data: readonly components['schemas']['CaseAnswer'][];
      readonly nextCursor: string | null;
    };
    readonly ResolveCaseRequest: {
      /**
       * @description `accept`: the money counts, and `order.paid` follows if the order never had one; a settlement difference is written off (paid_late, wrong_amount, paid_twice, settlement_difference); `refund`: a refund of the money is asked for, in the same step (paid_late, wrong_amount, paid_twice); `close`: only records what was done about it (paid_late, wrong_amount, paid_twice, reversed, unknown_cip, unconfirmed_close, settlement_difference). The case says in `resolutions` which it takes now.
       * @enum {string}
       */
      readonly resolution: 'accept' | 'refund' | 'close';
      /** @example Stock found, shipping today. */
      readonly reason: string;
    };
    readonly EventCaseAnswer: {
      /** @example case_06c9x2v4k8m0q1r3s5t7w9y0z2 */
      readonly id: string;
      /** @enum {string} */
      readonly kind:
        | 'paid_late'
        | 'wrong_amount'
        | 'paid_twice'
        | 'reversed'
        | 'unknown_cip'
        | 'unconfirmed_close'
        | 'settlement_difference';
      /**
       * Format: date-time
       * @description With `order.review_required`: until when somebody should have judged it.
       * @example 2026-11-24T19:02:11-05:00
       */
      readonly dueAt?: string;
      /** @description With `order.review_required`: what `POST /v1/cases/{id}/resolve` takes. */
      readonly resolutions?: readonly ('accept' | 'refund' | 'close')[];
      /**
       * @description With `order.review_resolved`.
       * @example accept
       * @enum {string}
       */
      readonly resolution?: 'accept' | 'refund' | 'close' | 'confirmed' | 'superseded';
      /**
       * @description With `order.review_resolved`.
       * @example Stock found, shipping today.
       */
      readonly reason?: string;
      /** @description With `order.review_resolved`: refunds that were asked for. */
      readonly refundIds?: readonly string[];
    };
    readonly EventRefundAnswer: {
      /** @example rfd_06ca0e2y5t7r9w1q3s5d7f9g1h */
      readonly id: string;
      /** @example 129.90 */
      readonly amount: string;
      /** @enum {string} */
      readonly currency: 'PEN' | 'USD';
      /** @example rcp_06c9x4h1b7n2m3k4j5h6g7f8d9 */
      readonly receipt: string;
      /** @example FC01-00000017 */
      readonly creditNote: string | null;
      /**
       * @description Something of the receipt has not gone back.
       * @example false
       */
      readonly partial: boolean;
    };
    readonly EventDataAnswer: {
      /** @description The payment as it was when the event was written. */
      readonly payment: components['schemas']['PaymentAnswer'];
      /** @example false */
      readonly stockReleased: boolean;
    };
    readonly EventAnswer:
      | components['schemas']['OrderPendingEvent']
      | components['schemas']['OrderExpiringSoonEvent']
      | components['schemas']['OrderPaidEvent']
      | components['schemas']['OrderExpiredEvent']
      | components['schemas']['OrderCancelledEvent']
      | components['schemas']['OrderFailedEvent']
      | components['schemas']['OrderReviewRequiredEvent']
      | components['schemas']['OrderReviewResolvedEvent']
      | components['schemas']['OrderRefundedEvent']
      | components['schemas']['OrderReversedEvent'];
    readonly EventPageAnswer: {
      /** @description In the order of the feed. */
      readonly data: readonly components['schemas']['EventAnswer'][];
      /** @description Ask with `after` for what follows; also on an empty page. */
      readonly nextCursor: string;
      /** @description Whether asking again at once finds more. */
      readonly hasMore: boolean;
      /**
       * @description How far back the feed reaches at least, as an ISO 8601 duration. A cursor from before that is refused with `cursor_expired`.
       * @example P13M
       */
      readonly retention: string;
    };
    readonly CreateEndpointRequest: {
      /** @example ERP */
      readonly description?: string | null;
      /** @description Types wanted; empty for all. */
      readonly types?: readonly (
        | 'order.pending'
        | 'order.expiring_soon'
        | 'order.paid'
        | 'order.expired'
        | 'order.cancelled'
        | 'order.failed'
        | 'order.review_required'
        | 'order.review_resolved'
        | 'order.refunded'
        | 'order.reversed'
      )[];
      /**
       * @description Created enabled. A disabled endpoint gathers events and gets them when enabled.
       * @example true
       */
      readonly enabled?: boolean;
      /**
       * @description Sent besides ours, at most 20; takes the place of those before, `{}` takes them away. Values are stored sealed and never shown. Headers that frame or sign the message cannot be set.
       * @example {
       *       "Authorization": "Bearer erp-token"
       *     }
       */
      readonly headers?: {
        readonly [key: string]: string;
      };
      /** @description PEM, shown to the receiver (mutual TLS); given, and taken away with null, together with `clientKey`. */
      readonly clientCertificate?: string | null;
      /** @description PEM without a passphrase. Stored sealed and never shown. */
      readonly clientKey?: string | null;
      /** @description PEM: who may have signed the receiver's certificate, instead of the public authorities. */
      readonly caCertificate?: string | null;
      /**
       * @description Milliseconds for connecting, TLS included.
       * @default 3000
       */
      readonly connectTimeoutMs?: number;
      /**
       * @description Milliseconds for the whole attempt.
       * @default 10000
       */
      readonly timeoutMs?: number;
      /**
       * @description Messages on their way at a time.
       * @default 4
       */
      readonly maxConcurrent?: number;
      /** @description Messages per minute at most; null for no limit. */
      readonly ratePerMinute?: number | null;
      /**
       * Format: uri
       * @example https://erp.example/chasqui
       */
      readonly url: string;
      /**
       * @description `hmac-sha256`: checked with a secret (`v1`). `ed25519`: checked with a public key (`v1a`).
       * @default hmac-sha256
       * @enum {string}
       */
      readonly signature?: 'hmac-sha256' | 'ed25519';
    };
    readonly CertificateAnswer: {
      /** @example CN=shop.example */
      readonly subject: string;
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly expiresAt: string;
    };
    readonly EndpointAnswer: {
      /** @example we_06c9x2v4k8m0q1r3s5t7w9y0z2 */
      readonly id: string;
      /** @enum {string} */
      readonly object: 'webhook_endpoint';
      /** @example false */
      readonly livemode: boolean;
      /**
       * Format: uri
       * @example https://erp.example/chasqui
       */
      readonly url: string;
      /** @example ERP */
      readonly description: string | null;
      /** @description Empty for all. */
      readonly types: readonly (
        | 'order.pending'
        | 'order.expiring_soon'
        | 'order.paid'
        | 'order.expired'
        | 'order.cancelled'
        | 'order.failed'
        | 'order.review_required'
        | 'order.review_resolved'
        | 'order.refunded'
        | 'order.reversed'
      )[];
      /** @example true */
      readonly enabled: boolean;
      /**
       * @description `gone` after the endpoint answered 410.
       * @example null
       */
      readonly disabledReason: string | null;
      /** @enum {string} */
      readonly signature: 'hmac-sha256' | 'ed25519';
      /**
       * @description `whpk_…`, to check `v1a` signatures with; null where they are checked with the secret.
       * @example null
       */
      readonly publicKey: string | null;
      /**
       * Format: date-time
       * @description Until when messages are signed with the secret before the last rotation too.
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly previousSecretUntil: string | null;
      /**
       * @description Headers sent besides ours, without values.
       * @example [
       *       "Authorization"
       *     ]
       */
      readonly headerNames: readonly string[];
      /** @description Shown to the receiver (mutual TLS). */
      readonly clientCertificate: components['schemas']['CertificateAnswer'] | null;
      /** @description Who may have signed the receiver's certificate; null for the public authorities. */
      readonly caCertificate: components['schemas']['CertificateAnswer'] | null;
      /** @example 3000 */
      readonly connectTimeoutMs: number;
      /** @example 10000 */
      readonly timeoutMs: number;
      /** @example 4 */
      readonly maxConcurrent: number;
      /**
       * @description Null for no limit.
       * @example null
       */
      readonly ratePerMinute: number | null;
      /**
       * Format: date-time
       * @description Since when nothing was acknowledged though it was tried; null while all is well.
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly failingSince: string | null;
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly createdAt: string;
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly updatedAt: string;
      /**
       * @description Standard Webhooks secret. Shown when it is made, and never again; absent with ed25519.
       * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
       */
      readonly secret?: string;
    };
    readonly EndpointListAnswer: {
      readonly data: readonly components['schemas']['EndpointAnswer'][];
      /** @description Always null: a shop has few endpoints. */
      readonly nextCursor: string | null;
    };
    readonly UpdateEndpointRequest: {
      /** @example ERP */
      readonly description?: string | null;
      /** @description Types wanted; empty for all. */
      readonly types?: readonly (
        | 'order.pending'
        | 'order.expiring_soon'
        | 'order.paid'
        | 'order.expired'
        | 'order.cancelled'
        | 'order.failed'
        | 'order.review_required'
        | 'order.review_resolved'
        | 'order.refunded'
        | 'order.reversed'
      )[];
      /**
       * @description Created enabled. A disabled endpoint gathers events and gets them when enabled.
       * @example true
       */
      readonly enabled?: boolean;
      /**
       * @description Sent besides ours, at most 20; takes the place of those before, `{}` takes them away. Values are stored sealed and never shown. Headers that frame or sign the message cannot be set.
       * @example {
       *       "Authorization": "Bearer erp-token"
       *     }
       */
      readonly headers?: {
        readonly [key: string]: string;
      };
      /** @description PEM, shown to the receiver (mutual TLS); given, and taken away with null, together with `clientKey`. */
      readonly clientCertificate?: string | null;
      /** @description PEM without a passphrase. Stored sealed and never shown. */
      readonly clientKey?: string | null;
      /** @description PEM: who may have signed the receiver's certificate, instead of the public authorities. */
      readonly caCertificate?: string | null;
      /**
       * @description Milliseconds for connecting, TLS included.
       * @default 3000
       */
      readonly connectTimeoutMs?: number;
      /**
       * @description Milliseconds for the whole attempt.
       * @default 10000
       */
      readonly timeoutMs?: number;
      /**
       * @description Messages on their way at a time.
       * @default 4
       */
      readonly maxConcurrent?: number;
      /** @description Messages per minute at most; null for no limit. */
      readonly ratePerMinute?: number | null;
      /**
       * Format: uri
       * @example https://erp.example/chasqui
       */
      readonly url?: string;
    };
    readonly RotateSecretRequest: {
      /**
       * @description The scheme from now on. Absent: as before.
       * @enum {string}
       */
      readonly signature?: 'hmac-sha256' | 'ed25519';
      /**
       * @description Hours for which messages carry both signatures; 0 for a secret that leaked.
       * @default 24
       */
      readonly overlapHours?: number;
    };
    readonly EndpointTestAnswer: {
      /** @example evt_06c9x2v4k8m0q1r3s5t7w9y0z2 */
      readonly eventId: string;
      /** @description Whether the endpoint answered 2xx. */
      readonly acknowledged: boolean;
      /** @example 200 */
      readonly httpStatus: number | null;
      /** @example 84 */
      readonly durationMs: number;
      /** @description The first 16 kB of the answer. */
      readonly response: string | null;
      /** @description Why there was no acknowledgement. */
      readonly error: string | null;
    };
    readonly DeliveryAnswer: {
      /** @example dlv_06c9x2v4k8m0q1r3s5t7w9y0z2 */
      readonly id: string;
      /** @enum {string} */
      readonly object: 'delivery';
      /** @example evt_06c9x2v4k8m0q1r3s5t7w9y0z2 */
      readonly eventId: string;
      /** @enum {string} */
      readonly eventType:
        | 'order.pending'
        | 'order.expiring_soon'
        | 'order.paid'
        | 'order.expired'
        | 'order.cancelled'
        | 'order.failed'
        | 'order.review_required'
        | 'order.review_resolved'
        | 'order.refunded'
        | 'order.reversed';
      /** @example we_06c9x2v4k8m0q1r3s5t7w9y0z2 */
      readonly endpointId: string;
      /** @example pay_06c9x2v4k8m0q1r3s5t7w9y0z2 */
      readonly paymentId: string;
      /** @enum {string} */
      readonly status: 'pending' | 'delivered' | 'failed' | 'resolved';
      /** @example 1 */
      readonly attempts: number;
      /**
       * Format: date-time
       * @description When it is sent next.
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly nextAt: string | null;
      /**
       * @description HTTP status of the last attempt.
       * @example 503
       */
      readonly lastStatus: number | null;
      readonly lastError: string | null;
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly createdAt: string;
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly deliveredAt: string | null;
      /**
       * Format: date-time
       * @description When a person decided that it need not be sent any more.
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly resolvedAt: string | null;
      /** @example null */
      readonly resolvedBy: string | null;
      /** @example null */
      readonly resolvedReason: string | null;
    };
    readonly DeliveryPageAnswer: {
      /** @description Latest first. */
      readonly data: readonly components['schemas']['DeliveryAnswer'][];
      readonly nextCursor: string | null;
    };
    readonly RedeliverRequest: {
      /**
       * Format: date-time
       * @description Written since then.
       * @example 2026-11-23T00:00:00-05:00
       */
      readonly from?: string;
      /**
       * Format: date-time
       * @description And before this.
       * @example 2026-11-24T00:00:00-05:00
       */
      readonly until?: string;
      /**
       * @description Only events of this payment.
       * @example pay_06c9x2v4k8m0q1r3s5t7w9y0z2
       */
      readonly paymentId?: string;
      /** @description Only these; absent for all it takes. */
      readonly types?: readonly (
        | 'order.pending'
        | 'order.expiring_soon'
        | 'order.paid'
        | 'order.expired'
        | 'order.cancelled'
        | 'order.failed'
        | 'order.review_required'
        | 'order.review_resolved'
        | 'order.refunded'
        | 'order.reversed'
      )[];
      /**
       * @description Only what was given up.
       * @example true
       */
      readonly onlyFailed?: boolean;
    };
    readonly RedeliveredAnswer: {
      /**
       * @description Deliveries that are due again.
       * @example 12
       */
      readonly count: number;
    };
    readonly AttemptCountsAnswer: {
      /** @example 12 */
      readonly total: number;
      /** @example 12 */
      readonly acknowledged: number;
      /**
       * @description Answered, but not with 2xx.
       * @example 12
       */
      readonly refused: number;
      /**
       * @description No answer: connection, TLS, name or time.
       * @example 12
       */
      readonly unanswered: number;
    };
    readonly PercentilesAnswer: {
      /** @example 84 */
      readonly p50: number;
      /** @example 240 */
      readonly p95: number;
      /** @example 810 */
      readonly p99: number;
      /** @example 1200 */
      readonly max: number;
    };
    readonly AttemptFailureAnswer: {
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly at: string;
      /** @example 503 */
      readonly httpStatus: number | null;
      /** @example answered 503 */
      readonly error: string | null;
    };
    readonly EndpointStatisticsAnswer: {
      /** @example we_06c9x2v4k8m0q1r3s5t7w9y0z2 */
      readonly endpointId: string;
      /**
       * Format: date-time
       * @description Attempts and deliveries are counted since then; what waits is of now.
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly from: string;
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly until: string;
      /**
       * @description `open`: it failed so often that nothing is sent for a while. `half_open`: the next message is a probe.
       * @enum {string}
       */
      readonly circuit: 'closed' | 'open' | 'half_open';
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly circuitOpenUntil: string | null;
      /**
       * Format: date-time
       * @description Since when nothing was acknowledged though it was tried.
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly failingSince: string | null;
      /**
       * @description Deliveries that are not settled.
       * @example 12
       */
      readonly waiting: number;
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly oldestWaitingAt: string | null;
      /**
       * @description Given up, and neither sent again nor resolved since.
       * @example 12
       */
      readonly failed: number;
      readonly attempts: components['schemas']['AttemptCountsAnswer'];
      /** @description Milliseconds that answers took. */
      readonly answerMs: components['schemas']['PercentilesAnswer'] | null;
      /** @example 12 */
      readonly delivered: number;
      /** @description Milliseconds from the numbering of an event to its acknowledgement. */
      readonly deliveryMs: components['schemas']['PercentilesAnswer'] | null;
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly lastDeliveredAt: string | null;
      readonly lastFailure: components['schemas']['AttemptFailureAnswer'] | null;
    };
    readonly DeliveryAttemptAnswer: {
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly at: string;
      /**
       * @description Null when no answer came.
       * @example 503
       */
      readonly httpStatus: number | null;
      /** @example 84 */
      readonly durationMs: number;
      /** @description The first 16 kB of the answer. */
      readonly response: string | null;
      /** @description Why there was no acknowledgement. */
      readonly error: string | null;
    };
    readonly DeliveryDetailsAnswer: {
      /** @example dlv_06c9x2v4k8m0q1r3s5t7w9y0z2 */
      readonly id: string;
      /** @enum {string} */
      readonly object: 'delivery';
      /** @example evt_06c9x2v4k8m0q1r3s5t7w9y0z2 */
      readonly eventId: string;
      /** @enum {string} */
      readonly eventType:
        | 'order.pending'
        | 'order.expiring_soon'
        | 'order.paid'
        | 'order.expired'
        | 'order.cancelled'
        | 'order.failed'
        | 'order.review_required'
        | 'order.review_resolved'
        | 'order.refunded'
        | 'order.reversed';
      /** @example we_06c9x2v4k8m0q1r3s5t7w9y0z2 */
      readonly endpointId: string;
      /** @example pay_06c9x2v4k8m0q1r3s5t7w9y0z2 */
      readonly paymentId: string;
      /** @enum {string} */
      readonly status: 'pending' | 'delivered' | 'failed' | 'resolved';
      /** @example 1 */
      readonly attempts: number;
      /**
       * Format: date-time
       * @description When it is sent next.
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly nextAt: string | null;
      /**
       * @description HTTP status of the last attempt.
       * @example 503
       */
      readonly lastStatus: number | null;
      readonly lastError: string | null;
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly createdAt: string;
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly deliveredAt: string | null;
      /**
       * Format: date-time
       * @description When a person decided that it need not be sent any more.
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly resolvedAt: string | null;
      /** @example null */
      readonly resolvedBy: string | null;
      /** @example null */
      readonly resolvedReason: string | null;
      /**
       * @description What is sent, byte for byte.
       * @example {"id":"evt_06c9x2v4k8m0q1r3s5t7w9y0z2"}
       */
      readonly body: string;
      /** @description The latest first, at most a hundred. */
      readonly attemptLog: readonly components['schemas']['DeliveryAttemptAnswer'][];
    };
    readonly ResolveDeliveryRequest: {
      /**
       * @description Kept with the delivery.
       * @example Entered into the ERP by hand.
       */
      readonly reason: string;
    };
    readonly StockHoldAnswer: {
      /** @example pay_06c9x2v4k8m0q1r3s5t7w9y0z2 */
      readonly paymentId: string;
      /** @example A-1001 */
      readonly orderId: string;
      /** @example POLO-M */
      readonly sku: string;
      /** @example 2 */
      readonly quantity: number;
      /**
       * @description `held` while the payment may still be paid, `committed` by money, `released` by closing.
       * @enum {string}
       */
      readonly state: 'held' | 'committed' | 'released';
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly heldAt: string;
      /**
       * Format: date-time
       * @description When it was committed or released.
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly settledAt: string | null;
    };
    readonly StockHoldPageAnswer: {
      /** @description Of the latest payment first. */
      readonly data: readonly components['schemas']['StockHoldAnswer'][];
      readonly nextCursor: string | null;
    };
    readonly PayPageStatusAnswer: {
      /**
       * @description What the shopper is told.
       * @enum {string}
       */
      readonly state:
        | 'preparing'
        | 'waiting'
        | 'codeless'
        | 'closing'
        | 'received'
        | 'review'
        | 'expired'
        | 'cancelled'
        | 'failed'
        | 'reversed'
        | 'refunded';
      /**
       * @description Another one: the page shows something else.
       * @example pIx0mW4tq1Zs
       */
      readonly version: string;
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly expiresAt: string;
      /**
       * Format: date-time
       * @description The server's time, whatever the clock of the phone says.
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly now: string;
      /** @description When to ask again; null when nothing more happens. */
      readonly pollAfterMs: number | null;
    };
    readonly ReviewEventDataAnswer: {
      /** @description The payment as it was when the event was written. */
      readonly payment: components['schemas']['PaymentAnswer'];
      /** @example false */
      readonly stockReleased: boolean;
      /** @description With `order.review_required` and `order.review_resolved`. */
      readonly case: components['schemas']['EventCaseAnswer'];
    };
    readonly RefundEventDataAnswer: {
      /** @description The payment as it was when the event was written. */
      readonly payment: components['schemas']['PaymentAnswer'];
      /** @example false */
      readonly stockReleased: boolean;
      /** @description With `order.refunded`. */
      readonly refund: components['schemas']['EventRefundAnswer'];
    };
    /** @description The shopper has a code to pay with. Informational. */
    readonly OrderPendingEvent: {
      /**
       * @description The same in every delivery: act on it once.
       * @example evt_06c9x2v4k8m0q1r3s5t7w9y0z2
       */
      readonly id: string;
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      readonly type: 'order.pending';
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly timestamp: string;
      /** @example false */
      readonly livemode: boolean;
      /**
       * @description Counts the events of one payment.
       * @example 2
       */
      readonly sequence: number;
      readonly data: components['schemas']['EventDataAnswer'];
    };
    /** @description The deadline is near and nothing was paid: remind the shopper. Informational. */
    readonly OrderExpiringSoonEvent: {
      /**
       * @description The same in every delivery: act on it once.
       * @example evt_06c9x2v4k8m0q1r3s5t7w9y0z2
       */
      readonly id: string;
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      readonly type: 'order.expiring_soon';
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly timestamp: string;
      /** @example false */
      readonly livemode: boolean;
      /**
       * @description Counts the events of one payment.
       * @example 2
       */
      readonly sequence: number;
      readonly data: components['schemas']['EventDataAnswer'];
    };
    /** @description Ship. Created at most once per order in its life, delivered at least once with the same id. */
    readonly OrderPaidEvent: {
      /**
       * @description The same in every delivery: act on it once.
       * @example evt_06c9x2v4k8m0q1r3s5t7w9y0z2
       */
      readonly id: string;
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      readonly type: 'order.paid';
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly timestamp: string;
      /** @example false */
      readonly livemode: boolean;
      /**
       * @description Counts the events of one payment.
       * @example 2
       */
      readonly sequence: number;
      readonly data: components['schemas']['EventDataAnswer'];
    };
    /** @description Not paid in time, and the code can no longer be paid: the stock is released. */
    readonly OrderExpiredEvent: {
      /**
       * @description The same in every delivery: act on it once.
       * @example evt_06c9x2v4k8m0q1r3s5t7w9y0z2
       */
      readonly id: string;
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      readonly type: 'order.expired';
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly timestamp: string;
      /** @example false */
      readonly livemode: boolean;
      /**
       * @description Counts the events of one payment.
       * @example 2
       */
      readonly sequence: number;
      readonly data: components['schemas']['EventDataAnswer'];
    };
    /** @description Cancelled, and the code can no longer be paid: the stock is released. */
    readonly OrderCancelledEvent: {
      /**
       * @description The same in every delivery: act on it once.
       * @example evt_06c9x2v4k8m0q1r3s5t7w9y0z2
       */
      readonly id: string;
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      readonly type: 'order.cancelled';
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly timestamp: string;
      /** @example false */
      readonly livemode: boolean;
      /**
       * @description Counts the events of one payment.
       * @example 2
       */
      readonly sequence: number;
      readonly data: components['schemas']['EventDataAnswer'];
    };
    /** @description No code could be had: the stock is released. */
    readonly OrderFailedEvent: {
      /**
       * @description The same in every delivery: act on it once.
       * @example evt_06c9x2v4k8m0q1r3s5t7w9y0z2
       */
      readonly id: string;
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      readonly type: 'order.failed';
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly timestamp: string;
      /** @example false */
      readonly livemode: boolean;
      /**
       * @description Counts the events of one payment.
       * @example 2
       */
      readonly sequence: number;
      readonly data: components['schemas']['EventDataAnswer'];
    };
    /** @description Money that a person or a policy must judge; `data.case` says why. Do not ship for it. */
    readonly OrderReviewRequiredEvent: {
      /**
       * @description The same in every delivery: act on it once.
       * @example evt_06c9x2v4k8m0q1r3s5t7w9y0z2
       */
      readonly id: string;
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      readonly type: 'order.review_required';
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly timestamp: string;
      /** @example false */
      readonly livemode: boolean;
      /**
       * @description Counts the events of one payment.
       * @example 2
       */
      readonly sequence: number;
      readonly data: components['schemas']['ReviewEventDataAnswer'];
    };
    /** @description The case was resolved; `data.case.resolution` says how. */
    readonly OrderReviewResolvedEvent: {
      /**
       * @description The same in every delivery: act on it once.
       * @example evt_06c9x2v4k8m0q1r3s5t7w9y0z2
       */
      readonly id: string;
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      readonly type: 'order.review_resolved';
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly timestamp: string;
      /** @example false */
      readonly livemode: boolean;
      /**
       * @description Counts the events of one payment.
       * @example 2
       */
      readonly sequence: number;
      readonly data: components['schemas']['ReviewEventDataAnswer'];
    };
    /** @description A refund is with the shopper; `data.refund` says how much, and whether something of it is left. */
    readonly OrderRefundedEvent: {
      /**
       * @description The same in every delivery: act on it once.
       * @example evt_06c9x2v4k8m0q1r3s5t7w9y0z2
       */
      readonly id: string;
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      readonly type: 'order.refunded';
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly timestamp: string;
      /** @example false */
      readonly livemode: boolean;
      /**
       * @description Counts the events of one payment.
       * @example 2
       */
      readonly sequence: number;
      readonly data: components['schemas']['RefundEventDataAnswer'];
    };
    /** @description The money was taken back by PagoEfectivo: stop the shipment if it is still possible. */
    readonly OrderReversedEvent: {
      /**
       * @description The same in every delivery: act on it once.
       * @example evt_06c9x2v4k8m0q1r3s5t7w9y0z2
       */
      readonly id: string;
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      readonly type: 'order.reversed';
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly timestamp: string;
      /** @example false */
      readonly livemode: boolean;
      /**
       * @description Counts the events of one payment.
       * @example 2
       */
      readonly sequence: number;
      readonly data: components['schemas']['EventDataAnswer'];
    };
    /** @description Sent by `POST /v1/webhook-endpoints/{id}/test` alone: answer 2xx and do nothing. */
    readonly EndpointTestEvent: {
      /** @example evt_06c9x2v4k8m0q1r3s5t7w9y0z2 */
      readonly id: string;
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      readonly type: 'endpoint.test';
      /**
       * Format: date-time
       * @example 2026-11-23T18:30:00-05:00
       */
      readonly timestamp: string;
      /** @example false */
      readonly livemode: boolean;
      readonly data: {
        /** @example we_06c9x2v4k8m0q1r3s5t7w9y0z2 */
        readonly endpointId: string;
      };
    };
    readonly WebhookMessage:
      | components['schemas']['OrderPendingEvent']
      | components['schemas']['OrderExpiringSoonEvent']
      | components['schemas']['OrderPaidEvent']
      | components['schemas']['OrderExpiredEvent']
      | components['schemas']['OrderCancelledEvent']
      | components['schemas']['OrderFailedEvent']
      | components['schemas']['OrderReviewRequiredEvent']
      | components['schemas']['OrderReviewResolvedEvent']
      | components['schemas']['OrderRefundedEvent']
      | components['schemas']['OrderReversedEvent']
      | components['schemas']['EndpointTestEvent'];
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: {
    /** @description Requests a minute that the API key, or without one the address, may send. */
    readonly 'RateLimit-Limit': number;
    /** @description How many of them are left. */
    readonly 'RateLimit-Remaining': number;
    /** @description Seconds until the count begins anew. */
    readonly 'RateLimit-Reset': number;
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  readonly listPayments: {
    readonly parameters: {
      readonly query?: {
        /** @description `nextCursor` of the page before. */
        readonly cursor?: string;
        /** @description Entries per page. */
        readonly limit?: number;
        readonly orderId?: string;
        readonly state?:
          'created' | 'pending' | 'expiring' | 'expired' | 'cancelled' | 'failed' | 'paid' | 'reversed' | 'refunded';
        /** @description Any CIP the payment ever had. */
        readonly cip?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description One page of payments. */
      readonly 200: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['PaymentPageAnswer'];
        };
      };
      /**
       * @description `invalid_request`: Something in the request is wrong; `errors` has one entry per field, each with what to do about it.
       *
       *     `cursor_invalid`: The cursor is none that this list gave out. Leave it out to start anew.
       */
      readonly 400: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unauthorized`: The API key is missing, unknown, revoked or expired. */
      readonly 401: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description RFC 6750 challenge. */
          readonly 'WWW-Authenticate'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `scope_missing`: The API key may not do this: `scope` names what it lacks. Make a key that has it. */
      readonly 403: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `rate_limited`: More requests in this minute than the limit allows: repeat after `Retry-After` seconds. */
      readonly 429: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds until the next minute begins. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side; `requestId` names it. */
      readonly 500: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unavailable`: This process is shutting down or cannot reach its database: repeat the request. */
      readonly 503: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
    };
  };
  readonly createPayment: {
    readonly parameters: {
      readonly query?: never;
      readonly header: {
        /** @description New for each order, such as a UUID; kept 30 days. The same key and body repeat the stored answer. */
        readonly 'Idempotency-Key': string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['CreatePaymentRequest'];
      };
    };
    readonly responses: {
      /** @description The payment as it is now. */
      readonly 201: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Path of the payment. */
          readonly Location?: string;
          /** @description `true` when this is the stored answer of an earlier request with the key. */
          readonly 'Idempotency-Replayed'?: 'true';
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['PaymentAnswer'];
        };
      };
      /** @description `invalid_request`: Something in the request is wrong; `errors` has one entry per field, each with what to do about it. */
      readonly 400: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unauthorized`: The API key is missing, unknown, revoked or expired. */
      readonly 401: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description RFC 6750 challenge. */
          readonly 'WWW-Authenticate'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /**
       * @description `scope_missing`: The API key may not do this: `scope` names what it lacks. Make a key that has it.
       *
       *     `shop_disabled`: The shop takes no new payments until an administrator enables it. What it has can be read and goes on.
       */
      readonly 403: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /**
       * @description `order_already_open`: The order has an open payment, named by `paymentId`: show that one, or cancel it first.
       *
       *     `order_already_paid`: The order has been paid by the payment that `paymentId` names: do not charge it again.
       *
       *     `idempotency_key_in_use`: The first request with this key is still under way: repeat after `Retry-After` seconds.
       */
      readonly 409: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds, where repeating helps. */
          readonly 'Retry-After'?: string;
          /** @description `true` when this is the stored answer of an earlier request with the key. */
          readonly 'Idempotency-Replayed'?: 'true';
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `body_too_large`: The body is larger than 256 kB. */
      readonly 413: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unsupported_media_type`: The body is not JSON, or does not say so in `Content-Type`. */
      readonly 415: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /**
       * @description `idempotency_key_reused`: The key belongs to a request with another body: use a new key for another request.
       *
       *     `currency_not_available`: The shop has no PagoEfectivo account for this currency.
       *
       *     `gateway_rejected`: PagoEfectivo said no, with `gatewayCode` and `gatewayMessage`. A payment that never had a code has failed; any other stays as it is.
       */
      readonly 422: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description `true` when this is the stored answer of an earlier request with the key. */
          readonly 'Idempotency-Replayed'?: 'true';
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `rate_limited`: More requests in this minute than the limit allows: repeat after `Retry-After` seconds. */
      readonly 429: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds until the next minute begins. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side; `requestId` names it. */
      readonly 500: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `gateway_unavailable`: PagoEfectivo is slow or down. With `Retry-After`: repeat the same request, with the same key where there is one. Without: the payment was given up; begin again with a new key. */
      readonly 502: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds, where repeating helps. */
          readonly 'Retry-After'?: string;
          /** @description `true` when this is the stored answer of an earlier request with the key. */
          readonly 'Idempotency-Replayed'?: 'true';
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unavailable`: This process is shutting down or cannot reach its database: repeat the request. */
      readonly 503: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
    };
  };
  readonly getPayment: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The payment as it is now. */
      readonly 200: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['PaymentAnswer'];
        };
      };
      /** @description `unauthorized`: The API key is missing, unknown, revoked or expired. */
      readonly 401: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description RFC 6750 challenge. */
          readonly 'WWW-Authenticate'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `scope_missing`: The API key may not do this: `scope` names what it lacks. Make a key that has it. */
      readonly 403: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `not_found`: There is no such thing in this shop. What belongs to another shop is not found either. */
      readonly 404: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `rate_limited`: More requests in this minute than the limit allows: repeat after `Retry-After` seconds. */
      readonly 429: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds until the next minute begins. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side; `requestId` names it. */
      readonly 500: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unavailable`: This process is shutting down or cannot reach its database: repeat the request. */
      readonly 503: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
    };
  };
  readonly cancelPayment: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The payment as it is now. */
      readonly 200: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['PaymentAnswer'];
        };
      };
      /** @description `invalid_request`: Something in the request is wrong; `errors` has one entry per field, each with what to do about it. */
      readonly 400: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unauthorized`: The API key is missing, unknown, revoked or expired. */
      readonly 401: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description RFC 6750 challenge. */
          readonly 'WWW-Authenticate'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `scope_missing`: The API key may not do this: `scope` names what it lacks. Make a key that has it. */
      readonly 403: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `not_found`: There is no such thing in this shop. What belongs to another shop is not found either. */
      readonly 404: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /**
       * @description `payment_busy`: Another request about this payment is under way at PagoEfectivo: repeat after `Retry-After` seconds.
       *
       *     `payment_not_open`: Only an open payment can be cancelled, extended or given a new code; `state` says what it is.
       *
       *     `payment_has_no_code`: There is no code to change: the first is still being asked for, or the last request for one was declined.
       *
       *     `payment_in_review`: Money of another amount has come for this payment: its case is to be resolved first.
       */
      readonly 409: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds, where repeating helps. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `body_too_large`: The body is larger than 256 kB. */
      readonly 413: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unsupported_media_type`: The body is not JSON, or does not say so in `Content-Type`. */
      readonly 415: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `gateway_rejected`: PagoEfectivo said no, with `gatewayCode` and `gatewayMessage`. A payment that never had a code has failed; any other stays as it is. */
      readonly 422: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `rate_limited`: More requests in this minute than the limit allows: repeat after `Retry-After` seconds. */
      readonly 429: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds until the next minute begins. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side; `requestId` names it. */
      readonly 500: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `gateway_unavailable`: PagoEfectivo is slow or down. With `Retry-After`: repeat the same request, with the same key where there is one. Without: the payment was given up; begin again with a new key. */
      readonly 502: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds, where repeating helps. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unavailable`: This process is shutting down or cannot reach its database: repeat the request. */
      readonly 503: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
    };
  };
  readonly extendPayment: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['ExtendPaymentRequest'];
      };
    };
    readonly responses: {
      /** @description The payment as it is now. */
      readonly 200: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['PaymentAnswer'];
        };
      };
      /** @description `invalid_request`: Something in the request is wrong; `errors` has one entry per field, each with what to do about it. */
      readonly 400: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unauthorized`: The API key is missing, unknown, revoked or expired. */
      readonly 401: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description RFC 6750 challenge. */
          readonly 'WWW-Authenticate'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `scope_missing`: The API key may not do this: `scope` names what it lacks. Make a key that has it. */
      readonly 403: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `not_found`: There is no such thing in this shop. What belongs to another shop is not found either. */
      readonly 404: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /**
       * @description `payment_busy`: Another request about this payment is under way at PagoEfectivo: repeat after `Retry-After` seconds.
       *
       *     `payment_not_open`: Only an open payment can be cancelled, extended or given a new code; `state` says what it is.
       *
       *     `payment_has_no_code`: There is no code to change: the first is still being asked for, or the last request for one was declined.
       *
       *     `payment_in_review`: Money of another amount has come for this payment: its case is to be resolved first.
       */
      readonly 409: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds, where repeating helps. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `body_too_large`: The body is larger than 256 kB. */
      readonly 413: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unsupported_media_type`: The body is not JSON, or does not say so in `Content-Type`. */
      readonly 415: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `gateway_rejected`: PagoEfectivo said no, with `gatewayCode` and `gatewayMessage`. A payment that never had a code has failed; any other stays as it is. */
      readonly 422: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `rate_limited`: More requests in this minute than the limit allows: repeat after `Retry-After` seconds. */
      readonly 429: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds until the next minute begins. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side; `requestId` names it. */
      readonly 500: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `gateway_unavailable`: PagoEfectivo is slow or down. With `Retry-After`: repeat the same request, with the same key where there is one. Without: the payment was given up; begin again with a new key. */
      readonly 502: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds, where repeating helps. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unavailable`: This process is shutting down or cannot reach its database: repeat the request. */
      readonly 503: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
    };
  };
  readonly reissuePayment: {
    readonly parameters: {
      readonly query?: never;
      readonly header: {
        /** @description New for each order, such as a UUID; kept 30 days. The same key and body repeat the stored answer. */
        readonly 'Idempotency-Key': string;
      };
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: {
      readonly content: {
        readonly 'application/json': components['schemas']['ReissuePaymentRequest'];
      };
    };
    readonly responses: {
      /** @description The payment as it is now. */
      readonly 200: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description `true` when this is the stored answer of an earlier request with the key. */
          readonly 'Idempotency-Replayed'?: 'true';
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['PaymentAnswer'];
        };
      };
      /** @description `invalid_request`: Something in the request is wrong; `errors` has one entry per field, each with what to do about it. */
      readonly 400: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unauthorized`: The API key is missing, unknown, revoked or expired. */
      readonly 401: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description RFC 6750 challenge. */
          readonly 'WWW-Authenticate'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `scope_missing`: The API key may not do this: `scope` names what it lacks. Make a key that has it. */
      readonly 403: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `not_found`: There is no such thing in this shop. What belongs to another shop is not found either. */
      readonly 404: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /**
       * @description `idempotency_key_in_use`: The first request with this key is still under way: repeat after `Retry-After` seconds.
       *
       *     `payment_busy`: Another request about this payment is under way at PagoEfectivo: repeat after `Retry-After` seconds.
       *
       *     `payment_not_open`: Only an open payment can be cancelled, extended or given a new code; `state` says what it is.
       *
       *     `payment_has_no_code`: There is no code to change: the first is still being asked for, or the last request for one was declined.
       *
       *     `payment_in_review`: Money of another amount has come for this payment: its case is to be resolved first.
       */
      readonly 409: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds, where repeating helps. */
          readonly 'Retry-After'?: string;
          /** @description `true` when this is the stored answer of an earlier request with the key. */
          readonly 'Idempotency-Replayed'?: 'true';
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `body_too_large`: The body is larger than 256 kB. */
      readonly 413: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unsupported_media_type`: The body is not JSON, or does not say so in `Content-Type`. */
      readonly 415: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /**
       * @description `idempotency_key_reused`: The key belongs to a request with another body: use a new key for another request.
       *
       *     `gateway_rejected`: PagoEfectivo said no, with `gatewayCode` and `gatewayMessage`. A payment that never had a code has failed; any other stays as it is.
       */
      readonly 422: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description `true` when this is the stored answer of an earlier request with the key. */
          readonly 'Idempotency-Replayed'?: 'true';
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `rate_limited`: More requests in this minute than the limit allows: repeat after `Retry-After` seconds. */
      readonly 429: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds until the next minute begins. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side; `requestId` names it. */
      readonly 500: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `gateway_unavailable`: PagoEfectivo is slow or down. With `Retry-After`: repeat the same request, with the same key where there is one. Without: the payment was given up; begin again with a new key. */
      readonly 502: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds, where repeating helps. */
          readonly 'Retry-After'?: string;
          /** @description `true` when this is the stored answer of an earlier request with the key. */
          readonly 'Idempotency-Replayed'?: 'true';
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unavailable`: This process is shutting down or cannot reach its database: repeat the request. */
      readonly 503: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
    };
  };
  readonly checkPayment: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The payment as it is now. */
      readonly 200: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['PaymentAnswer'];
        };
      };
      /** @description `invalid_request`: Something in the request is wrong; `errors` has one entry per field, each with what to do about it. */
      readonly 400: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unauthorized`: The API key is missing, unknown, revoked or expired. */
      readonly 401: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description RFC 6750 challenge. */
          readonly 'WWW-Authenticate'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `scope_missing`: The API key may not do this: `scope` names what it lacks. Make a key that has it. */
      readonly 403: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `not_found`: There is no such thing in this shop. What belongs to another shop is not found either. */
      readonly 404: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `body_too_large`: The body is larger than 256 kB. */
      readonly 413: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unsupported_media_type`: The body is not JSON, or does not say so in `Content-Type`. */
      readonly 415: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `rate_limited`: More requests in this minute than the limit allows: repeat after `Retry-After` seconds. */
      readonly 429: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds until the next minute begins. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side; `requestId` names it. */
      readonly 500: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `gateway_unavailable`: PagoEfectivo is slow or down. With `Retry-After`: repeat the same request, with the same key where there is one. Without: the payment was given up; begin again with a new key. */
      readonly 502: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds, where repeating helps. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unavailable`: This process is shutting down or cannot reach its database: repeat the request. */
      readonly 503: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
    };
  };
  readonly getPaymentTimeline: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description What happened. */
      readonly 200: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "at": "2026-11-23T18:30:00-05:00",
           *           "kind": "history",
           *           "what": "cip_created",
           *           "actor": "gateway",
           *           "data": {}
           *         }
           *       ]
           *     }
           */
          readonly 'application/json': components['schemas']['TimelineAnswer'];
        };
      };
      /** @description `unauthorized`: The API key is missing, unknown, revoked or expired. */
      readonly 401: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description RFC 6750 challenge. */
          readonly 'WWW-Authenticate'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `scope_missing`: The API key may not do this: `scope` names what it lacks. Make a key that has it. */
      readonly 403: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `not_found`: There is no such thing in this shop. What belongs to another shop is not found either. */
      readonly 404: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `rate_limited`: More requests in this minute than the limit allows: repeat after `Retry-After` seconds. */
      readonly 429: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds until the next minute begins. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side; `requestId` names it. */
      readonly 500: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unavailable`: This process is shutting down or cannot reach its database: repeat the request. */
      readonly 503: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
    };
  };
  readonly getPaymentInstructions: {
    readonly parameters: {
      readonly query?: {
        /** @description Of everything that a shopper reads. */
        readonly lang?: 'es' | 'en';
      };
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "object": "payment_instructions",
           *       "paymentId": "pay_06c9x2v4k8m0q1r3s5t7w9y0z2",
           *       "state": "created",
           *       "language": "es",
           *       "amount": "129.90",
           *       "currency": "PEN",
           *       "amountText": "S/ 129.90",
           *       "cip": "213803274",
           *       "cipUrl": "https://payment.pagoefectivo.pe/AB803C1C.html",
           *       "expiresAt": "2026-11-23T18:30:00-05:00",
           *       "expiresAtText": "las 6:30 p. m. del lunes 23 de noviembre",
           *       "channels": [
           *         {
           *           "id": "bcp-agent",
           *           "kind": "wallet",
           *           "name": "Agente BCP",
           *           "available": true,
           *           "maxAmount": null,
           *           "reason": null,
           *           "reasonCode": null,
           *           "steps": [
           *             "Acércate a Agente BCP con S/ 129.90 y este código.",
           *             "Pide pagar a PagoEfectivo y dicta tu código CIP."
           *           ],
           *           "sayAtTheCounter": "Quiero pagar a PagoEfectivo, código de empresa 02186. Mi código CIP es 213 803 274 y son S/ 129.90.",
           *           "companyCode": "02186",
           *           "note": null
           *         }
           *       ]
           *     }
           */
          readonly 'application/json': components['schemas']['InstructionsAnswer'];
        };
      };
      /** @description `invalid_request`: Something in the request is wrong; `errors` has one entry per field, each with what to do about it. */
      readonly 400: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unauthorized`: The API key is missing, unknown, revoked or expired. */
      readonly 401: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description RFC 6750 challenge. */
          readonly 'WWW-Authenticate'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `scope_missing`: The API key may not do this: `scope` names what it lacks. Make a key that has it. */
      readonly 403: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `not_found`: There is no such thing in this shop. What belongs to another shop is not found either. */
      readonly 404: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `rate_limited`: More requests in this minute than the limit allows: repeat after `Retry-After` seconds. */
      readonly 429: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds until the next minute begins. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side; `requestId` names it. */
      readonly 500: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unavailable`: This process is shutting down or cannot reach its database: repeat the request. */
      readonly 503: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
    };
  };
  readonly listPaymentRefunds: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['RefundListAnswer'];
        };
      };
      /** @description `unauthorized`: The API key is missing, unknown, revoked or expired. */
      readonly 401: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description RFC 6750 challenge. */
          readonly 'WWW-Authenticate'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `scope_missing`: The API key may not do this: `scope` names what it lacks. Make a key that has it. */
      readonly 403: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `not_found`: There is no such thing in this shop. What belongs to another shop is not found either. */
      readonly 404: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `rate_limited`: More requests in this minute than the limit allows: repeat after `Retry-After` seconds. */
      readonly 429: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds until the next minute begins. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side; `requestId` names it. */
      readonly 500: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unavailable`: This process is shutting down or cannot reach its database: repeat the request. */
      readonly 503: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
    };
  };
  readonly createRefund: {
    readonly parameters: {
      readonly query?: never;
      readonly header: {
        /** @description New for each refund, such as a UUID; kept 30 days. The same key and body repeat the stored answer. */
        readonly 'Idempotency-Key': string;
      };
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['CreateRefundRequest'];
      };
    };
    readonly responses: {
      /** @description Done. */
      readonly 201: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description `true` when this is the stored answer of an earlier request with the key. */
          readonly 'Idempotency-Replayed'?: 'true';
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['RefundAnswer'];
        };
      };
      /** @description `invalid_request`: Something in the request is wrong; `errors` has one entry per field, each with what to do about it. */
      readonly 400: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unauthorized`: The API key is missing, unknown, revoked or expired. */
      readonly 401: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description RFC 6750 challenge. */
          readonly 'WWW-Authenticate'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `scope_missing`: The API key may not do this: `scope` names what it lacks. Make a key that has it. */
      readonly 403: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `not_found`: There is no such thing in this shop. What belongs to another shop is not found either. */
      readonly 404: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /**
       * @description `idempotency_key_in_use`: The first request with this key is still under way: repeat after `Retry-After` seconds.
       *
       *     `receipt_ambiguous`: More than one receipt of the payment has something left: name one of them in `receipt`.
       *
       *     `receipt_not_refundable`: No money was received, all of it went back or is asked for, or PagoEfectivo reversed it.
       *
       *     `refund_exceeds_receipt`: What was asked for and not rejected or bounced, and this, are more than the receipt: ask for less.
       */
      readonly 409: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds, where repeating helps. */
          readonly 'Retry-After'?: string;
          /** @description `true` when this is the stored answer of an earlier request with the key. */
          readonly 'Idempotency-Replayed'?: 'true';
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `body_too_large`: The body is larger than 256 kB. */
      readonly 413: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unsupported_media_type`: The body is not JSON, or does not say so in `Content-Type`. */
      readonly 415: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /**
       * @description `idempotency_key_reused`: The key belongs to a request with another body: use a new key for another request.
       *
       *     `refund_channel_unavailable`: The contract of the payment’s account offers no refunds by API: use the channel `manual`.
       */
      readonly 422: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description `true` when this is the stored answer of an earlier request with the key. */
          readonly 'Idempotency-Replayed'?: 'true';
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `rate_limited`: More requests in this minute than the limit allows: repeat after `Retry-After` seconds. */
      readonly 429: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds until the next minute begins. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side; `requestId` names it. */
      readonly 500: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unavailable`: This process is shutting down or cannot reach its database: repeat the request. */
      readonly 503: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
    };
  };
  readonly getRefund: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['RefundAnswer'];
        };
      };
      /** @description `unauthorized`: The API key is missing, unknown, revoked or expired. */
      readonly 401: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description RFC 6750 challenge. */
          readonly 'WWW-Authenticate'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `scope_missing`: The API key may not do this: `scope` names what it lacks. Make a key that has it. */
      readonly 403: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `not_found`: There is no such thing in this shop. What belongs to another shop is not found either. */
      readonly 404: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `rate_limited`: More requests in this minute than the limit allows: repeat after `Retry-After` seconds. */
      readonly 429: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds until the next minute begins. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side; `requestId` names it. */
      readonly 500: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unavailable`: This process is shutting down or cannot reach its database: repeat the request. */
      readonly 503: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
    };
  };
  readonly listCases: {
    readonly parameters: {
      readonly query?: {
        /** @description `nextCursor` of the page before. */
        readonly cursor?: string;
        /** @description Entries per page. */
        readonly limit?: number;
        readonly state?: 'open' | 'resolved';
        /** @description `paid_late`: money came after the payment was closed; `wrong_amount`: money of another amount or currency; `paid_twice`: money beyond what the order costs; `reversed`: money that was taken back; `unknown_cip`: money on a code that we do not know; `unconfirmed_close`: closed without the word of PagoEfectivo, which could not be reached; `settlement_difference`: a settlement that says something else */
        readonly kind?:
          | 'paid_late'
          | 'wrong_amount'
          | 'paid_twice'
          | 'reversed'
          | 'unknown_cip'
          | 'unconfirmed_close'
          | 'settlement_difference';
        /** @description `true`: only open cases past their deadline. */
        readonly overdue?: boolean;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description One page of cases. */
      readonly 200: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['CasePageAnswer'];
        };
      };
      /**
       * @description `invalid_request`: Something in the request is wrong; `errors` has one entry per field, each with what to do about it.
       *
       *     `cursor_invalid`: The cursor is none that this list gave out. Leave it out to start anew.
       */
      readonly 400: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unauthorized`: The API key is missing, unknown, revoked or expired. */
      readonly 401: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description RFC 6750 challenge. */
          readonly 'WWW-Authenticate'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `scope_missing`: The API key may not do this: `scope` names what it lacks. Make a key that has it. */
      readonly 403: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `rate_limited`: More requests in this minute than the limit allows: repeat after `Retry-After` seconds. */
      readonly 429: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds until the next minute begins. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side; `requestId` names it. */
      readonly 500: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unavailable`: This process is shutting down or cannot reach its database: repeat the request. */
      readonly 503: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
    };
  };
  readonly getCase: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The case as it is now. */
      readonly 200: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['CaseAnswer'];
        };
      };
      /** @description `unauthorized`: The API key is missing, unknown, revoked or expired. */
      readonly 401: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description RFC 6750 challenge. */
          readonly 'WWW-Authenticate'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `scope_missing`: The API key may not do this: `scope` names what it lacks. Make a key that has it. */
      readonly 403: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `not_found`: There is no such thing in this shop. What belongs to another shop is not found either. */
      readonly 404: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `rate_limited`: More requests in this minute than the limit allows: repeat after `Retry-After` seconds. */
      readonly 429: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds until the next minute begins. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side; `requestId` names it. */
      readonly 500: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unavailable`: This process is shutting down or cannot reach its database: repeat the request. */
      readonly 503: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
    };
  };
  readonly resolveCase: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['ResolveCaseRequest'];
      };
    };
    readonly responses: {
      /** @description The case as it is now. */
      readonly 200: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['CaseAnswer'];
        };
      };
      /** @description `invalid_request`: Something in the request is wrong; `errors` has one entry per field, each with what to do about it. */
      readonly 400: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unauthorized`: The API key is missing, unknown, revoked or expired. */
      readonly 401: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description RFC 6750 challenge. */
          readonly 'WWW-Authenticate'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `scope_missing`: The API key may not do this: `scope` names what it lacks. Make a key that has it. */
      readonly 403: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `not_found`: There is no such thing in this shop. What belongs to another shop is not found either. */
      readonly 404: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /**
       * @description `order_already_open`: The order has an open payment, named by `paymentId`: show that one, or cancel it first.
       *
       *     `payment_busy`: Another request about this payment is under way at PagoEfectivo: repeat after `Retry-After` seconds.
       *
       *     `resolution_not_allowed`: The case cannot be resolved in that way; `resolutions` says in which it can be.
       *
       *     `case_already_resolved`: The case was resolved in another way before, as `resolution` says. That stays.
       */
      readonly 409: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds, where repeating helps. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `body_too_large`: The body is larger than 256 kB. */
      readonly 413: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unsupported_media_type`: The body is not JSON, or does not say so in `Content-Type`. */
      readonly 415: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `rate_limited`: More requests in this minute than the limit allows: repeat after `Retry-After` seconds. */
      readonly 429: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds until the next minute begins. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side; `requestId` names it. */
      readonly 500: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unavailable`: This process is shutting down or cannot reach its database: repeat the request. */
      readonly 503: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
    };
  };
  readonly listEvents: {
    readonly parameters: {
      readonly query?: {
        /** @description `nextCursor` of the page before; absent from the beginning. */
        readonly after?: string;
        /** @description Events per page. */
        readonly limit?: number;
        /** @description Only events written at this instant or later. */
        readonly since?: string;
        /** @description Only events written before this instant. */
        readonly until?: string;
        /** @description Seconds to wait where there is nothing yet: the answer comes with the next event, or empty at the end. Counts as one request. */
        readonly wait?: number;
        /** @description Only these types, comma-separated. */
        readonly type?: readonly (
          | 'order.pending'
          | 'order.expiring_soon'
          | 'order.paid'
          | 'order.expired'
          | 'order.cancelled'
          | 'order.failed'
          | 'order.review_required'
          | 'order.review_resolved'
          | 'order.refunded'
          | 'order.reversed'
        )[];
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description One page of the feed. */
      readonly 200: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['EventPageAnswer'];
        };
      };
      /**
       * @description `invalid_request`: Something in the request is wrong; `errors` has one entry per field, each with what to do about it.
       *
       *     `cursor_invalid`: The cursor is none that this list gave out. Leave it out to start anew.
       */
      readonly 400: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unauthorized`: The API key is missing, unknown, revoked or expired. */
      readonly 401: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description RFC 6750 challenge. */
          readonly 'WWW-Authenticate'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `scope_missing`: The API key may not do this: `scope` names what it lacks. Make a key that has it. */
      readonly 403: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `cursor_ahead`: The database was restored to a time before this cursor: start anew, events keep their ids. */
      readonly 409: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds, where repeating helps. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `cursor_expired`: The cursor is older than what the feed keeps: compare your orders with `GET /v1/payments`, then start anew without it. */
      readonly 410: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `rate_limited`: More requests in this minute than the limit allows: repeat after `Retry-After` seconds. */
      readonly 429: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds until the next minute begins. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side; `requestId` names it. */
      readonly 500: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unavailable`: This process is shutting down or cannot reach its database: repeat the request. */
      readonly 503: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
    };
  };
  readonly getEvent: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The event, as endpoints were sent it. */
      readonly 200: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['EventAnswer'];
        };
      };
      /** @description `unauthorized`: The API key is missing, unknown, revoked or expired. */
      readonly 401: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description RFC 6750 challenge. */
          readonly 'WWW-Authenticate'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `scope_missing`: The API key may not do this: `scope` names what it lacks. Make a key that has it. */
      readonly 403: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `not_found`: There is no such thing in this shop. What belongs to another shop is not found either. */
      readonly 404: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `rate_limited`: More requests in this minute than the limit allows: repeat after `Retry-After` seconds. */
      readonly 429: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds until the next minute begins. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side; `requestId` names it. */
      readonly 500: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unavailable`: This process is shutting down or cannot reach its database: repeat the request. */
      readonly 503: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
    };
  };
  readonly listWebhookEndpoints: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description All endpoints. */
      readonly 200: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "we_06c9x2v4k8m0q1r3s5t7w9y0z2",
           *           "object": "webhook_endpoint",
           *           "livemode": false,
           *           "url": "https://erp.example/chasqui",
           *           "description": "ERP",
           *           "types": [
           *             "order.pending"
           *           ],
           *           "enabled": true,
           *           "disabledReason": null,
           *           "signature": "hmac-sha256",
           *           "publicKey": null,
           *           "previousSecretUntil": "2026-11-23T18:30:00-05:00",
           *           "headerNames": [
           *             "Authorization"
           *           ],
           *           "clientCertificate": {
           *             "subject": "CN=shop.example",
           *             "expiresAt": "2026-11-23T18:30:00-05:00"
           *           },
           *           "caCertificate": {
           *             "subject": "CN=shop.example",
           *             "expiresAt": "2026-11-23T18:30:00-05:00"
           *           },
           *           "connectTimeoutMs": 3000,
           *           "timeoutMs": 10000,
           *           "maxConcurrent": 4,
           *           "ratePerMinute": null,
           *           "failingSince": "2026-11-23T18:30:00-05:00",
           *           "createdAt": "2026-11-23T18:30:00-05:00",
           *           "updatedAt": "2026-11-23T18:30:00-05:00",
           *           "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
           *         }
           *       ],
           *       "nextCursor": null
           *     }
           */
          readonly 'application/json': components['schemas']['EndpointListAnswer'];
        };
      };
      /** @description `unauthorized`: The API key is missing, unknown, revoked or expired. */
      readonly 401: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description RFC 6750 challenge. */
          readonly 'WWW-Authenticate'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `scope_missing`: The API key may not do this: `scope` names what it lacks. Make a key that has it. */
      readonly 403: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `rate_limited`: More requests in this minute than the limit allows: repeat after `Retry-After` seconds. */
      readonly 429: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds until the next minute begins. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side; `requestId` names it. */
      readonly 500: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unavailable`: This process is shutting down or cannot reach its database: repeat the request. */
      readonly 503: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
    };
  };
  readonly createWebhookEndpoint: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        /**
         * @example {
         *       "description": "ERP",
         *       "enabled": true,
         *       "headers": {
         *         "Authorization": "Bearer erp-token"
         *       },
         *       "url": "https://erp.example/chasqui"
         *     }
         */
        readonly 'application/json': components['schemas']['CreateEndpointRequest'];
      };
    };
    readonly responses: {
      /** @description The endpoint as it is now. */
      readonly 201: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "we_06c9x2v4k8m0q1r3s5t7w9y0z2",
           *       "object": "webhook_endpoint",
           *       "livemode": false,
           *       "url": "https://erp.example/chasqui",
           *       "description": "ERP",
           *       "types": [
           *         "order.pending"
           *       ],
           *       "enabled": true,
           *       "disabledReason": null,
           *       "signature": "hmac-sha256",
           *       "publicKey": null,
           *       "previousSecretUntil": "2026-11-23T18:30:00-05:00",
           *       "headerNames": [
           *         "Authorization"
           *       ],
           *       "clientCertificate": {
           *         "subject": "CN=shop.example",
           *         "expiresAt": "2026-11-23T18:30:00-05:00"
           *       },
           *       "caCertificate": {
           *         "subject": "CN=shop.example",
           *         "expiresAt": "2026-11-23T18:30:00-05:00"
           *       },
           *       "connectTimeoutMs": 3000,
           *       "timeoutMs": 10000,
           *       "maxConcurrent": 4,
           *       "ratePerMinute": null,
           *       "failingSince": "2026-11-23T18:30:00-05:00",
           *       "createdAt": "2026-11-23T18:30:00-05:00",
           *       "updatedAt": "2026-11-23T18:30:00-05:00",
           *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
           *     }
           */
          readonly 'application/json': components['schemas']['EndpointAnswer'];
        };
      };
      /** @description `invalid_request`: Something in the request is wrong; `errors` has one entry per field, each with what to do about it. */
      readonly 400: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unauthorized`: The API key is missing, unknown, revoked or expired. */
      readonly 401: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description RFC 6750 challenge. */
          readonly 'WWW-Authenticate'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `scope_missing`: The API key may not do this: `scope` names what it lacks. Make a key that has it. */
      readonly 403: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `body_too_large`: The body is larger than 256 kB. */
      readonly 413: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unsupported_media_type`: The body is not JSON, or does not say so in `Content-Type`. */
      readonly 415: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `rate_limited`: More requests in this minute than the limit allows: repeat after `Retry-After` seconds. */
      readonly 429: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds until the next minute begins. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side; `requestId` names it. */
      readonly 500: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unavailable`: This process is shutting down or cannot reach its database: repeat the request. */
      readonly 503: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
    };
  };
  readonly getWebhookEndpoint: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The endpoint as it is now. */
      readonly 200: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "we_06c9x2v4k8m0q1r3s5t7w9y0z2",
           *       "object": "webhook_endpoint",
           *       "livemode": false,
           *       "url": "https://erp.example/chasqui",
           *       "description": "ERP",
           *       "types": [
           *         "order.pending"
           *       ],
           *       "enabled": true,
           *       "disabledReason": null,
           *       "signature": "hmac-sha256",
           *       "publicKey": null,
           *       "previousSecretUntil": "2026-11-23T18:30:00-05:00",
           *       "headerNames": [
           *         "Authorization"
           *       ],
           *       "clientCertificate": {
           *         "subject": "CN=shop.example",
           *         "expiresAt": "2026-11-23T18:30:00-05:00"
           *       },
           *       "caCertificate": {
           *         "subject": "CN=shop.example",
           *         "expiresAt": "2026-11-23T18:30:00-05:00"
           *       },
           *       "connectTimeoutMs": 3000,
           *       "timeoutMs": 10000,
           *       "maxConcurrent": 4,
           *       "ratePerMinute": null,
           *       "failingSince": "2026-11-23T18:30:00-05:00",
           *       "createdAt": "2026-11-23T18:30:00-05:00",
           *       "updatedAt": "2026-11-23T18:30:00-05:00",
           *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
           *     }
           */
          readonly 'application/json': components['schemas']['EndpointAnswer'];
        };
      };
      /** @description `unauthorized`: The API key is missing, unknown, revoked or expired. */
      readonly 401: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description RFC 6750 challenge. */
          readonly 'WWW-Authenticate'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `scope_missing`: The API key may not do this: `scope` names what it lacks. Make a key that has it. */
      readonly 403: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `not_found`: There is no such thing in this shop. What belongs to another shop is not found either. */
      readonly 404: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `rate_limited`: More requests in this minute than the limit allows: repeat after `Retry-After` seconds. */
      readonly 429: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds until the next minute begins. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side; `requestId` names it. */
      readonly 500: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unavailable`: This process is shutting down or cannot reach its database: repeat the request. */
      readonly 503: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
    };
  };
  readonly deleteWebhookEndpoint: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Deleted. */
      readonly 204: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `invalid_request`: Something in the request is wrong; `errors` has one entry per field, each with what to do about it. */
      readonly 400: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unauthorized`: The API key is missing, unknown, revoked or expired. */
      readonly 401: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description RFC 6750 challenge. */
          readonly 'WWW-Authenticate'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `scope_missing`: The API key may not do this: `scope` names what it lacks. Make a key that has it. */
      readonly 403: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `not_found`: There is no such thing in this shop. What belongs to another shop is not found either. */
      readonly 404: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `body_too_large`: The body is larger than 256 kB. */
      readonly 413: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unsupported_media_type`: The body is not JSON, or does not say so in `Content-Type`. */
      readonly 415: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `rate_limited`: More requests in this minute than the limit allows: repeat after `Retry-After` seconds. */
      readonly 429: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds until the next minute begins. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side; `requestId` names it. */
      readonly 500: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unavailable`: This process is shutting down or cannot reach its database: repeat the request. */
      readonly 503: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
    };
  };
  readonly updateWebhookEndpoint: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        /**
         * @example {
         *       "description": "ERP",
         *       "enabled": true,
         *       "headers": {
         *         "Authorization": "Bearer erp-token"
         *       },
         *       "url": "https://erp.example/chasqui"
         *     }
         */
        readonly 'application/json': components['schemas']['UpdateEndpointRequest'];
      };
    };
    readonly responses: {
      /** @description The endpoint as it is now. */
      readonly 200: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "we_06c9x2v4k8m0q1r3s5t7w9y0z2",
           *       "object": "webhook_endpoint",
           *       "livemode": false,
           *       "url": "https://erp.example/chasqui",
           *       "description": "ERP",
           *       "types": [
           *         "order.pending"
           *       ],
           *       "enabled": true,
           *       "disabledReason": null,
           *       "signature": "hmac-sha256",
           *       "publicKey": null,
           *       "previousSecretUntil": "2026-11-23T18:30:00-05:00",
           *       "headerNames": [
           *         "Authorization"
           *       ],
           *       "clientCertificate": {
           *         "subject": "CN=shop.example",
           *         "expiresAt": "2026-11-23T18:30:00-05:00"
           *       },
           *       "caCertificate": {
           *         "subject": "CN=shop.example",
           *         "expiresAt": "2026-11-23T18:30:00-05:00"
           *       },
           *       "connectTimeoutMs": 3000,
           *       "timeoutMs": 10000,
           *       "maxConcurrent": 4,
           *       "ratePerMinute": null,
           *       "failingSince": "2026-11-23T18:30:00-05:00",
           *       "createdAt": "2026-11-23T18:30:00-05:00",
           *       "updatedAt": "2026-11-23T18:30:00-05:00",
           *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
           *     }
           */
          readonly 'application/json': components['schemas']['EndpointAnswer'];
        };
      };
      /** @description `invalid_request`: Something in the request is wrong; `errors` has one entry per field, each with what to do about it. */
      readonly 400: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unauthorized`: The API key is missing, unknown, revoked or expired. */
      readonly 401: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description RFC 6750 challenge. */
          readonly 'WWW-Authenticate'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `scope_missing`: The API key may not do this: `scope` names what it lacks. Make a key that has it. */
      readonly 403: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `not_found`: There is no such thing in this shop. What belongs to another shop is not found either. */
      readonly 404: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `body_too_large`: The body is larger than 256 kB. */
      readonly 413: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unsupported_media_type`: The body is not JSON, or does not say so in `Content-Type`. */
      readonly 415: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `rate_limited`: More requests in this minute than the limit allows: repeat after `Retry-After` seconds. */
      readonly 429: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds until the next minute begins. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side; `requestId` names it. */
      readonly 500: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unavailable`: This process is shutting down or cannot reach its database: repeat the request. */
      readonly 503: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
    };
  };
  readonly rotateWebhookSecret: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        /** @example {} */
        readonly 'application/json': components['schemas']['RotateSecretRequest'];
      };
    };
    readonly responses: {
      /** @description The endpoint as it is now. */
      readonly 200: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "we_06c9x2v4k8m0q1r3s5t7w9y0z2",
           *       "object": "webhook_endpoint",
           *       "livemode": false,
           *       "url": "https://erp.example/chasqui",
           *       "description": "ERP",
           *       "types": [
           *         "order.pending"
           *       ],
           *       "enabled": true,
           *       "disabledReason": null,
           *       "signature": "hmac-sha256",
           *       "publicKey": null,
           *       "previousSecretUntil": "2026-11-23T18:30:00-05:00",
           *       "headerNames": [
           *         "Authorization"
           *       ],
           *       "clientCertificate": {
           *         "subject": "CN=shop.example",
           *         "expiresAt": "2026-11-23T18:30:00-05:00"
           *       },
           *       "caCertificate": {
           *         "subject": "CN=shop.example",
           *         "expiresAt": "2026-11-23T18:30:00-05:00"
           *       },
           *       "connectTimeoutMs": 3000,
           *       "timeoutMs": 10000,
           *       "maxConcurrent": 4,
           *       "ratePerMinute": null,
           *       "failingSince": "2026-11-23T18:30:00-05:00",
           *       "createdAt": "2026-11-23T18:30:00-05:00",
           *       "updatedAt": "2026-11-23T18:30:00-05:00",
           *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
           *     }
           */
          readonly 'application/json': components['schemas']['EndpointAnswer'];
        };
      };
      /** @description `invalid_request`: Something in the request is wrong; `errors` has one entry per field, each with what to do about it. */
      readonly 400: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unauthorized`: The API key is missing, unknown, revoked or expired. */
      readonly 401: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description RFC 6750 challenge. */
          readonly 'WWW-Authenticate'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `scope_missing`: The API key may not do this: `scope` names what it lacks. Make a key that has it. */
      readonly 403: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `not_found`: There is no such thing in this shop. What belongs to another shop is not found either. */
      readonly 404: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `body_too_large`: The body is larger than 256 kB. */
      readonly 413: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unsupported_media_type`: The body is not JSON, or does not say so in `Content-Type`. */
      readonly 415: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `rate_limited`: More requests in this minute than the limit allows: repeat after `Retry-After` seconds. */
      readonly 429: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds until the next minute begins. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side; `requestId` names it. */
      readonly 500: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unavailable`: This process is shutting down or cannot reach its database: repeat the request. */
      readonly 503: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
    };
  };
  readonly testWebhookEndpoint: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description What came of the message. */
      readonly 200: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "eventId": "evt_06c9x2v4k8m0q1r3s5t7w9y0z2",
           *       "acknowledged": true,
           *       "httpStatus": 200,
           *       "durationMs": 84,
           *       "response": null,
           *       "error": null
           *     }
           */
          readonly 'application/json': components['schemas']['EndpointTestAnswer'];
        };
      };
      /** @description `invalid_request`: Something in the request is wrong; `errors` has one entry per field, each with what to do about it. */
      readonly 400: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unauthorized`: The API key is missing, unknown, revoked or expired. */
      readonly 401: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description RFC 6750 challenge. */
          readonly 'WWW-Authenticate'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `scope_missing`: The API key may not do this: `scope` names what it lacks. Make a key that has it. */
      readonly 403: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `not_found`: There is no such thing in this shop. What belongs to another shop is not found either. */
      readonly 404: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `body_too_large`: The body is larger than 256 kB. */
      readonly 413: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unsupported_media_type`: The body is not JSON, or does not say so in `Content-Type`. */
      readonly 415: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `rate_limited`: More requests in this minute than the limit allows: repeat after `Retry-After` seconds. */
      readonly 429: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds until the next minute begins. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side; `requestId` names it. */
      readonly 500: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unavailable`: This process is shutting down or cannot reach its database: repeat the request. */
      readonly 503: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
    };
  };
  readonly listDeliveries: {
    readonly parameters: {
      readonly query?: {
        /** @description `nextCursor` of the page before. */
        readonly cursor?: string;
        /** @description Entries per page. */
        readonly limit?: number;
        readonly status?: 'pending' | 'delivered' | 'failed' | 'resolved';
      };
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description One page of deliveries. */
      readonly 200: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "dlv_06c9x2v4k8m0q1r3s5t7w9y0z2",
           *           "object": "delivery",
           *           "eventId": "evt_06c9x2v4k8m0q1r3s5t7w9y0z2",
           *           "eventType": "order.pending",
           *           "endpointId": "we_06c9x2v4k8m0q1r3s5t7w9y0z2",
           *           "paymentId": "pay_06c9x2v4k8m0q1r3s5t7w9y0z2",
           *           "status": "pending",
           *           "attempts": 1,
           *           "nextAt": "2026-11-23T18:30:00-05:00",
           *           "lastStatus": 503,
           *           "lastError": null,
           *           "createdAt": "2026-11-23T18:30:00-05:00",
           *           "deliveredAt": "2026-11-23T18:30:00-05:00",
           *           "resolvedAt": "2026-11-23T18:30:00-05:00",
           *           "resolvedBy": null,
           *           "resolvedReason": null
           *         }
           *       ],
           *       "nextCursor": null
           *     }
           */
          readonly 'application/json': components['schemas']['DeliveryPageAnswer'];
        };
      };
      /**
       * @description `invalid_request`: Something in the request is wrong; `errors` has one entry per field, each with what to do about it.
       *
       *     `cursor_invalid`: The cursor is none that this list gave out. Leave it out to start anew.
       */
      readonly 400: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unauthorized`: The API key is missing, unknown, revoked or expired. */
      readonly 401: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description RFC 6750 challenge. */
          readonly 'WWW-Authenticate'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `scope_missing`: The API key may not do this: `scope` names what it lacks. Make a key that has it. */
      readonly 403: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `not_found`: There is no such thing in this shop. What belongs to another shop is not found either. */
      readonly 404: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `rate_limited`: More requests in this minute than the limit allows: repeat after `Retry-After` seconds. */
      readonly 429: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds until the next minute begins. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side; `requestId` names it. */
      readonly 500: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unavailable`: This process is shutting down or cannot reach its database: repeat the request. */
      readonly 503: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
    };
  };
  readonly redeliverEvents: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        /**
         * @example {
         *       "from": "2026-11-23T00:00:00-05:00",
         *       "until": "2026-11-24T00:00:00-05:00",
         *       "paymentId": "pay_06c9x2v4k8m0q1r3s5t7w9y0z2",
         *       "onlyFailed": true
         *     }
         */
        readonly 'application/json': components['schemas']['RedeliverRequest'];
      };
    };
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "count": 12
           *     }
           */
          readonly 'application/json': components['schemas']['RedeliveredAnswer'];
        };
      };
      /** @description `invalid_request`: Something in the request is wrong; `errors` has one entry per field, each with what to do about it. */
      readonly 400: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unauthorized`: The API key is missing, unknown, revoked or expired. */
      readonly 401: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description RFC 6750 challenge. */
          readonly 'WWW-Authenticate'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `scope_missing`: The API key may not do this: `scope` names what it lacks. Make a key that has it. */
      readonly 403: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `not_found`: There is no such thing in this shop. What belongs to another shop is not found either. */
      readonly 404: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `body_too_large`: The body is larger than 256 kB. */
      readonly 413: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unsupported_media_type`: The body is not JSON, or does not say so in `Content-Type`. */
      readonly 415: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `rate_limited`: More requests in this minute than the limit allows: repeat after `Retry-After` seconds. */
      readonly 429: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds until the next minute begins. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side; `requestId` names it. */
      readonly 500: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unavailable`: This process is shutting down or cannot reach its database: repeat the request. */
      readonly 503: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
    };
  };
  readonly getWebhookStatistics: {
    readonly parameters: {
      readonly query?: {
        /** @description Of how many hours up to now. */
        readonly hours?: number;
      };
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "endpointId": "we_06c9x2v4k8m0q1r3s5t7w9y0z2",
           *       "from": "2026-11-23T18:30:00-05:00",
           *       "until": "2026-11-23T18:30:00-05:00",
           *       "circuit": "closed",
           *       "circuitOpenUntil": "2026-11-23T18:30:00-05:00",
           *       "failingSince": "2026-11-23T18:30:00-05:00",
           *       "waiting": 12,
           *       "oldestWaitingAt": "2026-11-23T18:30:00-05:00",
           *       "failed": 12,
           *       "attempts": {
           *         "total": 12,
           *         "acknowledged": 12,
           *         "refused": 12,
           *         "unanswered": 12
           *       },
           *       "answerMs": {
           *         "p50": 84,
           *         "p95": 240,
           *         "p99": 810,
           *         "max": 1200
           *       },
           *       "delivered": 12,
           *       "deliveryMs": {
           *         "p50": 84,
           *         "p95": 240,
           *         "p99": 810,
           *         "max": 1200
           *       },
           *       "lastDeliveredAt": "2026-11-23T18:30:00-05:00",
           *       "lastFailure": {
           *         "at": "2026-11-23T18:30:00-05:00",
           *         "httpStatus": 503,
           *         "error": "answered 503"
           *       }
           *     }
           */
          readonly 'application/json': components['schemas']['EndpointStatisticsAnswer'];
        };
      };
      /** @description `invalid_request`: Something in the request is wrong; `errors` has one entry per field, each with what to do about it. */
      readonly 400: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unauthorized`: The API key is missing, unknown, revoked or expired. */
      readonly 401: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description RFC 6750 challenge. */
          readonly 'WWW-Authenticate'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `scope_missing`: The API key may not do this: `scope` names what it lacks. Make a key that has it. */
      readonly 403: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `not_found`: There is no such thing in this shop. What belongs to another shop is not found either. */
      readonly 404: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `rate_limited`: More requests in this minute than the limit allows: repeat after `Retry-After` seconds. */
      readonly 429: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds until the next minute begins. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side; `requestId` names it. */
      readonly 500: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unavailable`: This process is shutting down or cannot reach its database: repeat the request. */
      readonly 503: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
    };
  };
  readonly getDelivery: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "dlv_06c9x2v4k8m0q1r3s5t7w9y0z2",
           *       "object": "delivery",
           *       "eventId": "evt_06c9x2v4k8m0q1r3s5t7w9y0z2",
           *       "eventType": "order.pending",
           *       "endpointId": "we_06c9x2v4k8m0q1r3s5t7w9y0z2",
           *       "paymentId": "pay_06c9x2v4k8m0q1r3s5t7w9y0z2",
           *       "status": "pending",
           *       "attempts": 1,
           *       "nextAt": "2026-11-23T18:30:00-05:00",
           *       "lastStatus": 503,
           *       "lastError": null,
           *       "createdAt": "2026-11-23T18:30:00-05:00",
           *       "deliveredAt": "2026-11-23T18:30:00-05:00",
           *       "resolvedAt": "2026-11-23T18:30:00-05:00",
           *       "resolvedBy": null,
           *       "resolvedReason": null,
           *       "body": "{\"id\":\"evt_06c9x2v4k8m0q1r3s5t7w9y0z2\"}",
           *       "attemptLog": [
           *         {
           *           "at": "2026-11-23T18:30:00-05:00",
           *           "httpStatus": 503,
           *           "durationMs": 84,
           *           "response": null,
           *           "error": null
           *         }
           *       ]
           *     }
           */
          readonly 'application/json': components['schemas']['DeliveryDetailsAnswer'];
        };
      };
      /** @description `unauthorized`: The API key is missing, unknown, revoked or expired. */
      readonly 401: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description RFC 6750 challenge. */
          readonly 'WWW-Authenticate'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `scope_missing`: The API key may not do this: `scope` names what it lacks. Make a key that has it. */
      readonly 403: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `not_found`: There is no such thing in this shop. What belongs to another shop is not found either. */
      readonly 404: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `rate_limited`: More requests in this minute than the limit allows: repeat after `Retry-After` seconds. */
      readonly 429: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds until the next minute begins. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side; `requestId` names it. */
      readonly 500: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unavailable`: This process is shutting down or cannot reach its database: repeat the request. */
      readonly 503: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
    };
  };
  readonly resolveDelivery: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        /**
         * @example {
         *       "reason": "Entered into the ERP by hand."
         *     }
         */
        readonly 'application/json': components['schemas']['ResolveDeliveryRequest'];
      };
    };
    readonly responses: {
      /** @description The delivery as it is now. */
      readonly 200: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "dlv_06c9x2v4k8m0q1r3s5t7w9y0z2",
           *       "object": "delivery",
           *       "eventId": "evt_06c9x2v4k8m0q1r3s5t7w9y0z2",
           *       "eventType": "order.pending",
           *       "endpointId": "we_06c9x2v4k8m0q1r3s5t7w9y0z2",
           *       "paymentId": "pay_06c9x2v4k8m0q1r3s5t7w9y0z2",
           *       "status": "pending",
           *       "attempts": 1,
           *       "nextAt": "2026-11-23T18:30:00-05:00",
           *       "lastStatus": 503,
           *       "lastError": null,
           *       "createdAt": "2026-11-23T18:30:00-05:00",
           *       "deliveredAt": "2026-11-23T18:30:00-05:00",
           *       "resolvedAt": "2026-11-23T18:30:00-05:00",
           *       "resolvedBy": null,
           *       "resolvedReason": null
           *     }
           */
          readonly 'application/json': components['schemas']['DeliveryAnswer'];
        };
      };
      /** @description `invalid_request`: Something in the request is wrong; `errors` has one entry per field, each with what to do about it. */
      readonly 400: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unauthorized`: The API key is missing, unknown, revoked or expired. */
      readonly 401: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description RFC 6750 challenge. */
          readonly 'WWW-Authenticate'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `scope_missing`: The API key may not do this: `scope` names what it lacks. Make a key that has it. */
      readonly 403: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `not_found`: There is no such thing in this shop. What belongs to another shop is not found either. */
      readonly 404: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `body_too_large`: The body is larger than 256 kB. */
      readonly 413: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unsupported_media_type`: The body is not JSON, or does not say so in `Content-Type`. */
      readonly 415: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `rate_limited`: More requests in this minute than the limit allows: repeat after `Retry-After` seconds. */
      readonly 429: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds until the next minute begins. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side; `requestId` names it. */
      readonly 500: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unavailable`: This process is shutting down or cannot reach its database: repeat the request. */
      readonly 503: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
    };
  };
  readonly redeliver: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The delivery as it is now. */
      readonly 200: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "dlv_06c9x2v4k8m0q1r3s5t7w9y0z2",
           *       "object": "delivery",
           *       "eventId": "evt_06c9x2v4k8m0q1r3s5t7w9y0z2",
           *       "eventType": "order.pending",
           *       "endpointId": "we_06c9x2v4k8m0q1r3s5t7w9y0z2",
           *       "paymentId": "pay_06c9x2v4k8m0q1r3s5t7w9y0z2",
           *       "status": "pending",
           *       "attempts": 1,
           *       "nextAt": "2026-11-23T18:30:00-05:00",
           *       "lastStatus": 503,
           *       "lastError": null,
           *       "createdAt": "2026-11-23T18:30:00-05:00",
           *       "deliveredAt": "2026-11-23T18:30:00-05:00",
           *       "resolvedAt": "2026-11-23T18:30:00-05:00",
           *       "resolvedBy": null,
           *       "resolvedReason": null
           *     }
           */
          readonly 'application/json': components['schemas']['DeliveryAnswer'];
        };
      };
      /** @description `invalid_request`: Something in the request is wrong; `errors` has one entry per field, each with what to do about it. */
      readonly 400: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unauthorized`: The API key is missing, unknown, revoked or expired. */
      readonly 401: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description RFC 6750 challenge. */
          readonly 'WWW-Authenticate'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `scope_missing`: The API key may not do this: `scope` names what it lacks. Make a key that has it. */
      readonly 403: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `not_found`: There is no such thing in this shop. What belongs to another shop is not found either. */
      readonly 404: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `body_too_large`: The body is larger than 256 kB. */
      readonly 413: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unsupported_media_type`: The body is not JSON, or does not say so in `Content-Type`. */
      readonly 415: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `rate_limited`: More requests in this minute than the limit allows: repeat after `Retry-After` seconds. */
      readonly 429: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds until the next minute begins. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side; `requestId` names it. */
      readonly 500: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unavailable`: This process is shutting down or cannot reach its database: repeat the request. */
      readonly 503: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
    };
  };
  readonly listStockHolds: {
    readonly parameters: {
      readonly query?: {
        /** @description `nextCursor` of the page before. */
        readonly cursor?: string;
        /** @description Entries per page. */
        readonly limit?: number;
        readonly sku?: string;
        readonly orderId?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description One page of holds. */
      readonly 200: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "paymentId": "pay_06c9x2v4k8m0q1r3s5t7w9y0z2",
           *           "orderId": "A-1001",
           *           "sku": "POLO-M",
           *           "quantity": 2,
           *           "state": "held",
           *           "heldAt": "2026-11-23T18:30:00-05:00",
           *           "settledAt": "2026-11-23T18:30:00-05:00"
           *         }
           *       ],
           *       "nextCursor": null
           *     }
           */
          readonly 'application/json': components['schemas']['StockHoldPageAnswer'];
        };
      };
      /**
       * @description `invalid_request`: Something in the request is wrong; `errors` has one entry per field, each with what to do about it.
       *
       *     `cursor_invalid`: The cursor is none that this list gave out. Leave it out to start anew.
       */
      readonly 400: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unauthorized`: The API key is missing, unknown, revoked or expired. */
      readonly 401: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description RFC 6750 challenge. */
          readonly 'WWW-Authenticate'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `scope_missing`: The API key may not do this: `scope` names what it lacks. Make a key that has it. */
      readonly 403: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `rate_limited`: More requests in this minute than the limit allows: repeat after `Retry-After` seconds. */
      readonly 429: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds until the next minute begins. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side; `requestId` names it. */
      readonly 500: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unavailable`: This process is shutting down or cannot reach its database: repeat the request. */
      readonly 503: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
    };
  };
  readonly showPayPage: {
    readonly parameters: {
      readonly query?: {
        readonly lang?: 'es' | 'en';
      };
      readonly header?: never;
      readonly path: {
        /** @description The secret part of `paymentPageUrl`. */
        readonly token: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          /** @example <!doctype html><html lang="es-PE">…</html> */
          readonly 'text/html': string;
        };
      };
      /** @description No such payment. */
      readonly 404: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          /** @example <!doctype html><html lang="es-PE">…</html> */
          readonly 'text/html': string;
        };
      };
      /** @description Asked for too often; it says so in words. */
      readonly 429: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds. */
          readonly 'Retry-After': string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          /** @example <!doctype html><html lang="es-PE">…</html> */
          readonly 'text/html': string;
        };
      };
      /** @description The page could not be made; it says so in words. */
      readonly 500: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          /** @example <!doctype html><html lang="es-PE">…</html> */
          readonly 'text/html': string;
        };
      };
      /** @description `unavailable`: This process is shutting down or cannot reach its database: repeat the request. */
      readonly 503: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
    };
  };
  readonly getPayPageStatus: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        /** @description The secret part of `paymentPageUrl`. */
        readonly token: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description What the page shows. */
      readonly 200: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "state": "preparing",
           *       "version": "pIx0mW4tq1Zs",
           *       "expiresAt": "2026-11-23T18:30:00-05:00",
           *       "now": "2026-11-23T18:30:00-05:00",
           *       "pollAfterMs": null
           *     }
           */
          readonly 'application/json': components['schemas']['PayPageStatusAnswer'];
        };
      };
      /** @description `not_found`: There is no such thing in this shop. What belongs to another shop is not found either. */
      readonly 404: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `rate_limited`: More requests in this minute than the limit allows: repeat after `Retry-After` seconds. */
      readonly 429: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds until the next minute begins. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side; `requestId` names it. */
      readonly 500: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unavailable`: This process is shutting down or cannot reach its database: repeat the request. */
      readonly 503: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
    };
  };
  readonly getPayPageCalendar: {
    readonly parameters: {
      readonly query?: {
        readonly lang?: 'es' | 'en';
      };
      readonly header?: never;
      readonly path: {
        /** @description The secret part of `paymentPageUrl`. */
        readonly token: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Done. */
      readonly 200: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'text/calendar': string;
        };
      };
      /** @description To the page, which says why there is nothing to pay. */
      readonly 302: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Where to go instead. */
          readonly Location: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `not_found`: There is no such thing in this shop. What belongs to another shop is not found either. */
      readonly 404: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `rate_limited`: More requests in this minute than the limit allows: repeat after `Retry-After` seconds. */
      readonly 429: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /** @description Seconds until the next minute begins. */
          readonly 'Retry-After'?: string;
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `internal_error`: Something went wrong on our side; `requestId` names it. */
      readonly 500: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
      /** @description `unavailable`: This process is shutting down or cannot reach its database: repeat the request. */
      readonly 503: {
        headers: {
          readonly 'RateLimit-Limit': components['headers']['RateLimit-Limit'];
          readonly 'RateLimit-Remaining': components['headers']['RateLimit-Remaining'];
          readonly 'RateLimit-Reset': components['headers']['RateLimit-Reset'];
          /**
           * @description Yours, or a new one: it names the request in our log.
           * @example 6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11
           */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['ProblemAnswer'];
        };
      };
    };
  };
  readonly receiveEvent: {
    readonly parameters: {
      readonly query?: never;
      readonly header: {
        /** @description The id of the event: act on it once. */
        readonly 'webhook-id': string;
        /** @description Unix seconds of the sending: refuse what is more than five minutes old. */
        readonly 'webhook-timestamp': string;
        /** @description `v1,<base64>`; several, with blanks between them, while a rotation overlaps. */
        readonly 'webhook-signature': string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['WebhookMessage'];
      };
    };
    readonly responses: {
      /** @description Taken. Any 2xx will do. */
      readonly 200: {
        headers: {
          readonly [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
}
