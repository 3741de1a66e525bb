import type { components, operations } from './openapi.js';

type Schemas = components['schemas'];
type QueryOf<Operation extends keyof operations> = NonNullable<operations[Operation]['parameters']['query']>;

/** What `payments.create` takes. */
export type CreatePayment = Schemas['CreatePaymentRequest'];
export type Payment = Schemas['PaymentAnswer'];
/** Awaiting payment: `created`, `pending`, `expiring`. Paid: `paid`. Closed: the others. */
export type PaymentState = Payment['state'];
export type Cip = Schemas['CipAnswer'];
export type Receipt = Schemas['ReceiptAnswer'];
export type Item = Schemas['ItemAnswer'];
export type Customer = Schemas['CustomerAnswer'];
export type PaymentFilter = QueryOf<'listPayments'>;
export type PaymentPage = Schemas['PaymentPageAnswer'];
export type TimelineEntry = Schemas['TimelineEntryAnswer'];
export type Timeline = Schemas['TimelineAnswer'];
export type ExtendPayment = Schemas['ExtendPaymentRequest'];
export type ReissuePayment = Schemas['ReissuePaymentRequest'];
export type Instructions = Schemas['InstructionsAnswer'];
export type Channel = Schemas['ChannelAnswer'];
export type InstructionsFilter = QueryOf<'getPaymentInstructions'>;

export type Refund = Schemas['RefundAnswer'];
export type RefundState = Refund['state'];
export type CreateRefund = Schemas['CreateRefundRequest'];
export type RefundList = Schemas['RefundListAnswer'];

export type Case = Schemas['CaseAnswer'];
export type CaseKind = Case['kind'];
export type CaseFilter = QueryOf<'listCases'>;
export type CasePage = Schemas['CasePageAnswer'];
export type ResolveCase = Schemas['ResolveCaseRequest'];

/** An event about an order, told apart by `type`. */
export type OrderEvent = Schemas['EventAnswer'];
/** What an endpoint is sent: the events of orders, and `endpoint.test`, which is about none. */
export type ChasquiEvent = Schemas['WebhookMessage'];
export type EventType = OrderEvent['type'];
export type EventFilter = QueryOf<'listEvents'>;
export type EventPage = Schemas['EventPageAnswer'];

export type WebhookEndpoint = Schemas['EndpointAnswer'];
/** Answers of `create` and `rotateSecret` carry the secret, and no other. */
export type WebhookEndpointWithSecret = WebhookEndpoint & { readonly secret: string };
export type WebhookEndpointList = Schemas['EndpointListAnswer'];
export type CreateWebhookEndpoint = Schemas['CreateEndpointRequest'];
export type UpdateWebhookEndpoint = Schemas['UpdateEndpointRequest'];
export type WebhookEndpointTest = Schemas['EndpointTestAnswer'];
export type Delivery = Schemas['DeliveryAnswer'];
export type DeliveryFilter = QueryOf<'listDeliveries'>;
export type DeliveryPage = Schemas['DeliveryPageAnswer'];

export type StockHold = Schemas['StockHoldAnswer'];
export type StockHoldFilter = QueryOf<'listStockHolds'>;
export type StockHoldPage = Schemas['StockHoldPageAnswer'];

/** Every error of the API (RFC 9457). */
export type Problem = Schemas['ProblemAnswer'];
/** Stable: branch on it. */
export type ProblemCode = Problem['code'];
/** One wrong field of a request: where, a stable code, and a sentence with what to do about it. */
export type FieldError = Schemas['FieldErrorAnswer'];
