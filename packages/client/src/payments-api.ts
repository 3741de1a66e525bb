import type {
  CreatePayment,
  CreateRefund,
  ExtendPayment,
  Instructions,
  InstructionsFilter,
  Payment,
  PaymentFilter,
  PaymentPage,
  Refund,
  RefundList,
  ReissuePayment,
  Timeline,
} from './api-types.js';
import type { CallOptions, KeyedCallOptions } from './call-options.js';
import { withKey } from './idempotency-key.js';
import type { Transport } from './transport.js';

export class PaymentsApi {
  constructor(private readonly transport: Transport) {}

  /** Opens a payment for an order; send the shopper to its `paymentPageUrl`. One payment per idempotency key, ever. */
  create(order: CreatePayment, options: KeyedCallOptions = {}): Promise<Payment> {
    return this.transport.send('post', '/v1/payments', { body: order }, withKey(options));
  }

  get(id: string, options: CallOptions = {}): Promise<Payment> {
    return this.transport.send('get', '/v1/payments/{id}', { path: { id } }, options);
  }

  /** One page, latest first; ask with its `nextCursor` for what follows. */
  list(filter: PaymentFilter = {}, options: CallOptions = {}): Promise<PaymentPage> {
    return this.transport.send('get', '/v1/payments', { query: filter }, options);
  }

  /** Every payment, page by page while you iterate. */
  async *listAll(filter: Omit<PaymentFilter, 'cursor'> = {}, options: CallOptions = {}): AsyncGenerator<Payment, void> {
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page: PaymentPage = await this.list(cursor === undefined ? filter : { ...filter, cursor }, options);
      yield* page.data;
      cursor = page.nextCursor;
    }
  }

  /** Has PagoEfectivo delete the code, so that it can no longer be paid, and releases the stock. */
  cancel(id: string, options: CallOptions = {}): Promise<Payment> {
    return this.transport.send('post', '/v1/payments/{id}/cancel', { path: { id } }, options);
  }

  /** Gives the shopper more time with the same code. */
  extend(id: string, wish: ExtendPayment, options: CallOptions = {}): Promise<Payment> {
    return this.transport.send('post', '/v1/payments/{id}/extend', { path: { id }, body: wish }, options);
  }

  /** A new code for the same payment; the old one is deleted first, so that only one can be paid. */
  reissue(id: string, wish: ReissuePayment = {}, options: KeyedCallOptions = {}): Promise<Payment> {
    return this.transport.send('post', '/v1/payments/{id}/reissue', { path: { id }, body: wish }, withKey(options));
  }

  /** Asks PagoEfectivo now: for "I have paid". */
  check(id: string, options: CallOptions = {}): Promise<Payment> {
    return this.transport.send('post', '/v1/payments/{id}/check', { path: { id } }, options);
  }

  /** Asks for money to go back; one refund per idempotency key, ever. */
  refund(id: string, wish: CreateRefund, options: KeyedCallOptions = {}): Promise<Refund> {
    return this.transport.send('post', '/v1/payments/{id}/refunds', { path: { id }, body: wish }, withKey(options));
  }

  /** The refunds of a payment, latest first. */
  refunds(id: string, options: CallOptions = {}): Promise<RefundList> {
    return this.transport.send('get', '/v1/payments/{id}/refunds', { path: { id } }, options);
  }

  /** Everything that happened to a payment, in order. */
  timeline(id: string, options: CallOptions = {}): Promise<Timeline> {
    return this.transport.send('get', '/v1/payments/{id}/timeline', { path: { id } }, options);
  }

  /** Where and how to pay, for a page of your own. */
  instructions(id: string, filter: InstructionsFilter = {}, options: CallOptions = {}): Promise<Instructions> {
    return this.transport.send('get', '/v1/payments/{id}/instructions', { path: { id }, query: filter }, options);
  }
}
