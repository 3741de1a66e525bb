import type { CreatePayment, OrderEvent, Payment } from '@chasqui/client';
import type { Html } from './web/markup.js';
import type { Texts } from './texts/texts.js';

export type Language = 'es' | 'en';

/** Fields first, then the sentence; or the sentence alone. */
export interface Log {
  info(fieldsOrMessage: object | string, message?: string): void;
  warn(fieldsOrMessage: object | string, message?: string): void;
  error(fieldsOrMessage: object | string, message?: string): void;
}

/** A thing that the shop sells. Its words stand in texts/, one file per language. */
export interface Product {
  readonly sku: string;
  /** Of one piece, in céntimos. */
  readonly priceMinor: number;
  /** Pieces that the shop began with. */
  readonly stock: number;
  readonly picture: string;
}

export interface Line {
  readonly sku: string;
  readonly quantity: number;
}

/** What lies in the cart, and the number that its order will have. */
export interface Cart {
  readonly orderId: string;
  readonly lines: readonly Line[];
}

export interface Customer {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly phone: string;
  readonly documentNumber: string | null;
}

/** What the form must say before there is an order. */
export interface Draft {
  readonly orderId: string;
  readonly language: Language;
  readonly customer: Customer;
  readonly lines: readonly (Line & { readonly unitPriceMinor: number })[];
}

export interface Order extends Draft {
  readonly totalMinor: number;
  /**
   * What Chasqui is asked, word for word: under one idempotency key the same must be asked after a restart too, when
   * the shop may have another address or other texts.
   */
  readonly request: CreatePayment;
  /** ISO 8601. */
  readonly placedAt: string;
  /** Grows with every try that was refused for good: each try has an idempotency key of its own. */
  readonly attempt: number;
  readonly payment: { readonly id: string; readonly pageUrl: string } | null;
  /** The last try ended without a payment. */
  readonly refused: boolean;
}

export interface ReceivedEvent {
  /** ISO 8601. */
  readonly receivedAt: string;
  readonly event: OrderEvent;
}

export interface Shipment {
  readonly orderId: string;
  readonly eventId: string;
  /** ISO 8601. */
  readonly shippedAt: string;
}

/** What a shopper is told about an order. */
export type OrderState =
  | 'preparing'
  | 'waiting'
  | 'closing'
  | 'review'
  | 'paid'
  | 'shipped'
  | 'expired'
  | 'cancelled'
  | 'failed'
  | 'reversed'
  | 'refunded';

export interface OrderStatus {
  readonly state: OrderState;
  readonly payment: Payment | null;
}

/** One request, read as far as every route needs it. */
export interface Visit {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The body of a form; empty for anything else. */
  readonly form: URLSearchParams;
  /** What the pattern of the route caught. */
  readonly params: Readonly<Record<string, string>>;
  readonly language: Language;
  readonly texts: Texts;
  readonly cart: Cart | null;
  /** Number of the order that this browser placed last. */
  readonly lastOrderId: string | null;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: string | Buffer;
}

export interface Page {
  readonly title: string;
  readonly content: Html;
  readonly status?: number;
  /** Keeps the page up to date: the address that tells its version, and the version shown. */
  readonly watch?: { readonly url: string; readonly version: string };
  readonly cookies?: readonly string[];
}

export type Route = (visit: Visit) => Answer | Promise<Answer>;
