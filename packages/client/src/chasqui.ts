import { CasesApi } from './cases-api.js';
import { DeliveriesApi } from './deliveries-api.js';
import { EventsApi } from './events-api.js';
import { PaymentsApi } from './payments-api.js';
import { RefundsApi } from './refunds-api.js';
import { StockHoldsApi } from './stock-holds-api.js';
import { Transport } from './transport.js';
import { checkedBaseUrl } from './url.js';
import { WebhookEndpointsApi } from './webhook-endpoints-api.js';

export interface ChasquiOptions {
  /** Of the checkout API, such as `https://pay.shop.example`. */
  readonly baseUrl: string;
  /** Of one shop: `ck_test_…` or `ck_live_…`. Never in a browser: it opens the whole shop. */
  readonly apiKey: string;
  /** How long one attempt may take; default 30000. Opening a payment alone takes up to 10 s. */
  readonly timeoutMs?: number;
  /** How often a call is repeated at most; default 4. */
  readonly maxRetries?: number;
  /** No repetition begins later than this after the first attempt; default 90000. */
  readonly totalTimeoutMs?: number;
  /** Another fetch, for a proxy or a test; the global one when absent. */
  readonly fetch?: typeof fetch;
}

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_TOTAL_TIMEOUT_MS = 90_000;
const DEFAULT_MAX_RETRIES = 4;

/**
 * The checkout API of Chasqui for one shop. Calls reject with `ChasquiError` when the API said no and with
 * `ChasquiConnectionError` when no answer came; what may be repeated was repeated before that.
 */
export class Chasqui {
  /** From order to payment code, and what became of it. */
  readonly payments: PaymentsApi;
  /** Money that goes back; asked for with `payments.refund`. */
  readonly refunds: RefundsApi;
  /** Money that a person or a policy must judge. */
  readonly cases: CasesApi;
  /** What happened, in order, to be read at your own pace. */
  readonly events: EventsApi;
  /** The same, sent to you and signed. */
  readonly webhookEndpoints: WebhookEndpointsApi;
  readonly deliveries: DeliveriesApi;
  /** What open and paid payments hold of your stock. */
  readonly stockHolds: StockHoldsApi;

  constructor(options: ChasquiOptions) {
    const transport = new Transport({
      baseUrl: checkedBaseUrl(options.baseUrl),
      apiKey: checkedApiKey(options.apiKey),
      timeoutMs: positive('timeoutMs', options.timeoutMs ?? DEFAULT_TIMEOUT_MS),
      totalTimeoutMs: positive('totalTimeoutMs', options.totalTimeoutMs ?? DEFAULT_TOTAL_TIMEOUT_MS),
      maxRetries: notNegative('maxRetries', options.maxRetries ?? DEFAULT_MAX_RETRIES),
      // Looked up at each call, so that whoever replaces the global one later is heard.
      fetch: options.fetch ?? ((...request) => globalThis.fetch(...request)),
    });
    this.payments = new PaymentsApi(transport);
    this.refunds = new RefundsApi(transport);
    this.cases = new CasesApi(transport);
    this.events = new EventsApi(transport);
    this.webhookEndpoints = new WebhookEndpointsApi(transport);
    this.deliveries = new DeliveriesApi(transport);
    this.stockHolds = new StockHoldsApi(transport);
  }
}

function checkedApiKey(key: string): string {
  // The key itself stays out of the sentence: errors end up in logs.
  if (typeof key === 'string' && /^[\x21-\x7e]+$/.test(key)) return key;
  throw new TypeError('apiKey must be the API key of a shop, such as "ck_test_…": it is empty or holds blanks.');
}

function positive(name: string, value: number): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw new TypeError(`${name} must be a number of milliseconds above 0, and is ${value}.`);
}

function notNegative(name: string, value: number): number {
  if (Number.isInteger(value) && value >= 0) return value;
  throw new TypeError(`${name} must be a whole number from 0, and is ${value}.`);
}
