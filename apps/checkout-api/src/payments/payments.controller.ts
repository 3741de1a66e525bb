import { Body, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type {
  CheckoutOutcome,
  CheckoutRequest,
  FoundPayment,
  IdempotencyClaim,
  IdempotencyRef,
  Payments,
  PaymentView,
} from '#payments';
import { invalidRequest } from '#platform';
import type { Clock } from '#platform';
import { Caller, ShopCaller } from '../access/caller.js';
import { Scoped } from '../access/scoped.decorator.js';
import { ShopApi } from '../access/shop-api.decorator.js';
import { shopDisabled } from '../access/shop-disabled.js';
import { Problems } from '../api-docs/problem-responses.js';
import { IdempotencyKey } from '../idempotency/idempotency-key.js';
import type { BegunRequest, HandledRequest } from '../idempotency/idempotent-requests.js';
import { IdempotentRequests } from '../idempotency/idempotent-requests.js';
import { sendAnswer, problemAnswer } from '../requests/http-answer.js';
import { instantOf } from '../requests/instant.js';
import { decodePageCursor, toPage } from '../requests/page-cursor.js';
import { RecordIdPipe } from '../requests/record-id.pipe.js';
import { CLOCK, PAYMENTS } from '../tokens.js';
import { checkoutAnswer } from './checkout-answer.js';
import { CheckoutOutcomes } from './checkout-outcomes.js';
import { expiryError, toCheckoutRequest } from './checkout-request.js';
import { ExtendPaymentRequest, ReissuePaymentRequest } from './change-payment.requests.js';
import { CreatePaymentRequest } from './create-payment.request.js';
import { ListPaymentsQuery } from './list-payments.query.js';
import { PaymentAnswer, PaymentPageAnswer, TimelineAnswer } from './payment.answer.js';
import { ShopPayments } from './shop-payments.js';

const CREATE = 'POST /v1/payments';
const paymentId = new RecordIdPipe('payment');
const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  required: true,
  description: 'New for each order, such as a UUID; kept 30 days. The same key and body repeat the stored answer.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
} as const;
const REPLAYED = {
  description: '`true` when this is the stored answer of an earlier request with the key.',
  schema: { type: 'string' as const, enum: ['true'] },
};
const ID = { name: 'id', example: 'pay_06c9x2v4k8m0q1r3s5t7w9y0z2' };

@ShopApi('payments', 'Payments')
export class PaymentsController {
  constructor(
    @Inject(PAYMENTS) private readonly payments: Payments,
    @Inject(ShopPayments) private readonly shopPayments: ShopPayments,
    @Inject(IdempotentRequests) private readonly idempotent: IdempotentRequests,
    @Inject(CheckoutOutcomes) private readonly outcomes: CheckoutOutcomes,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @Scoped('payments:write')
  @ApiOperation({
    operationId: 'createPayment',
    summary: 'Open a payment for an order',
    description:
      'Asks PagoEfectivo for a payment code (CIP) and answers with it and with the page to send the shopper to. Waits about 10 s; a slower PagoEfectivo is a 502, and the same request with the same key finds its way back.',
  })
  @ApiHeader(IDEMPOTENCY_KEY)
  @ApiBody({ type: CreatePaymentRequest })
  @ApiCreatedResponse({
    type: PaymentAnswer,
    headers: {
      Location: { description: 'Path of the payment.', schema: { type: 'string' } },
      'Idempotency-Replayed': REPLAYED,
    },
  })
  @Problems(
    'invalid_request',
    'order_already_open',
    'order_already_paid',
    'idempotency_key_in_use',
    'scope_missing',
    'shop_disabled',
    'body_too_large',
    'unsupported_media_type',
    'idempotency_key_reused',
    'currency_not_available',
    'gateway_rejected',
    'gateway_unavailable',
  )
  async create(
    @Caller() caller: ShopCaller,
    @IdempotencyKey() key: string,
    @Body() body: CreatePaymentRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const request = toCheckoutRequest(body);
    const ref = { shopId: caller.shopId, key, operation: CREATE };
    const answer = await this.idempotent.answer(
      ref,
      request,
      (claim) => this.open(claim, caller, request),
      () => this.begin(ref, caller, request),
    );
    sendAnswer(reply, { ...answer, headers: { ...answer.headers, ...locationOf(answer) } });
  }

  @Get()
  @Scoped('payments:read')
  @ApiOperation({ operationId: 'listPayments', summary: 'List payments, latest first' })
  @ApiOkResponse({ type: PaymentPageAnswer })
  @Problems('invalid_request', 'cursor_invalid')
  async list(@Caller() caller: ShopCaller, @Query() query: ListPaymentsQuery): Promise<PaymentPageAnswer> {
    const [before] = decodePageCursor('payments', query.cursor, 1) ?? [];
    const { orderId, state, cip, limit } = query;
    const found = await this.shopPayments.list(caller, {
      ...(orderId === undefined ? {} : { orderId }),
      ...(state === undefined ? {} : { state }),
      ...(cip === undefined ? {} : { cip }),
      ...(before === undefined ? {} : { before }),
      limit: limit + 1,
    });
    return toPage(found, {
      list: 'payments',
      limit,
      view: (payment) => this.view(payment),
      place: ({ payment }) => [payment.id],
    });
  }

  @Get(':id')
  @Scoped('payments:read')
  @ApiOperation({ operationId: 'getPayment', summary: 'Look a payment up' })
  @ApiParam(ID)
  @ApiOkResponse({ type: PaymentAnswer })
  @Problems('not_found')
  async get(@Caller() caller: ShopCaller, @Param('id', paymentId) id: string): Promise<PaymentView> {
    return this.view(await this.shopPayments.get(caller, id));
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Scoped('payments:write')
  @ApiOperation({
    operationId: 'cancelPayment',
    summary: 'Cancel an open payment',
    description: 'Has PagoEfectivo delete the code, so that it can no longer be paid, and releases the stock.',
  })
  @ApiParam(ID)
  @ApiOkResponse({ type: PaymentAnswer })
  @Problems(
    'not_found',
    'payment_not_open',
    'payment_in_review',
    'payment_has_no_code',
    'payment_busy',
    'gateway_rejected',
    'gateway_unavailable',
  )
  async cancel(@Caller() caller: ShopCaller, @Param('id', paymentId) id: string): Promise<PaymentView> {
    return this.view(await this.shopPayments.cancel(caller, id));
  }

  @Post(':id/extend')
  @HttpCode(200)
  @Scoped('payments:write')
  @ApiOperation({
    operationId: 'extendPayment',
    summary: 'Give an open payment more time',
    description:
      'Moves the deadline of code and payment, also after it has passed and before the payment is closed. The shopper keeps the code. Repeating it with the same instant is safe.',
  })
  @ApiParam(ID)
  @ApiBody({ type: ExtendPaymentRequest })
  @ApiOkResponse({ type: PaymentAnswer })
  @Problems(
    'invalid_request',
    'not_found',
    'payment_not_open',
    'payment_in_review',
    'payment_has_no_code',
    'payment_busy',
    'body_too_large',
    'unsupported_media_type',
    'gateway_rejected',
    'gateway_unavailable',
  )
  async extend(
    @Caller() caller: ShopCaller,
    @Param('id', paymentId) id: string,
    @Body() body: ExtendPaymentRequest,
  ): Promise<PaymentView> {
    return this.view(await this.shopPayments.extend(caller, id, instantOf(body.expiresAt)));
  }

  @Post(':id/reissue')
  @HttpCode(200)
  @Scoped('payments:write')
  @ApiOperation({
    operationId: 'reissuePayment',
    summary: 'Give an open payment a new code',
    description:
      'Has PagoEfectivo delete the present code, waits until that is confirmed, and asks for another: a shopper never holds two that can be paid. Money on the old one is still found and counts for this order. The page of the payment shows the new code.',
  })
  @ApiParam(ID)
  @ApiHeader(IDEMPOTENCY_KEY)
  @ApiBody({ type: ReissuePaymentRequest, required: false })
  @ApiOkResponse({ type: PaymentAnswer, headers: { 'Idempotency-Replayed': REPLAYED } })
  @Problems(
    'invalid_request',
    'not_found',
    'payment_not_open',
    'payment_in_review',
    'payment_has_no_code',
    'payment_busy',
    'idempotency_key_in_use',
    'body_too_large',
    'unsupported_media_type',
    'idempotency_key_reused',
    'gateway_rejected',
    'gateway_unavailable',
  )
  async reissue(
    @Caller() caller: ShopCaller,
    @IdempotencyKey() key: string,
    @Param('id', paymentId) id: string,
    @Res() reply: FastifyReply,
    @Body() body?: ReissuePaymentRequest,
  ): Promise<void> {
    await this.shopPayments.get(caller, id);
    const expiresAt = body?.expiresAt == null ? null : instantOf(body.expiresAt);
    const ref = { shopId: caller.shopId, key, operation: `POST /v1/payments/${id}/reissue` };
    const answer = await this.idempotent.answer(ref, { expiresAt }, async (claim): Promise<HandledRequest> => {
      const changed = await this.shopPayments.reissue(caller, claim, { paymentId: id, expiresAt });
      if (changed.kind === 'problem') return { final: changed.final, answer: problemAnswer(changed.error) };
      return { final: true, answer: { status: 200, body: JSON.stringify(this.view(changed.found)), headers: {} } };
    });
    sendAnswer(reply, answer);
  }

  @Post(':id/check')
  @HttpCode(200)
  @Scoped('payments:write')
  @ApiOperation({
    operationId: 'checkPayment',
    summary: 'Ask PagoEfectivo about a payment now',
    description: 'For "I have paid": finds money that no notification announced.',
  })
  @ApiParam(ID)
  @ApiOkResponse({ type: PaymentAnswer })
  @Problems('not_found', 'gateway_unavailable')
  async check(@Caller() caller: ShopCaller, @Param('id', paymentId) id: string): Promise<PaymentView> {
    return this.view(await this.shopPayments.check(caller, id));
  }

  @Get(':id/timeline')
  @Scoped('payments:read')
  @ApiOperation({
    operationId: 'getPaymentTimeline',
    summary: 'Everything that happened to a payment',
    description: 'Requests, notifications, searches, transitions, events and deliveries, in order.',
  })
  @ApiParam(ID)
  @ApiOkResponse({ type: TimelineAnswer })
  @Problems('not_found')
  async timeline(@Caller() caller: ShopCaller, @Param('id', paymentId) id: string): Promise<TimelineAnswer> {
    return { data: await this.shopPayments.timeline(caller, id) };
  }

  private async begin(ref: IdempotencyRef, caller: ShopCaller, request: CheckoutRequest): Promise<BegunRequest | null> {
    const begun = await this.payments.checkout.begin(ref, request, () => this.mayBegin(caller, request));
    if (begun === null) return null;
    if (begun.kind === 'nothing') return { claim: null, handle: async () => this.handled(begun.outcome) };
    const handle = async (): Promise<HandledRequest> => {
      let stored: HandledRequest | null = null;
      const { outcome, isKept } = await begun.proceed((settled) => {
        stored = this.answerTo(settled);
        return stored.final ? stored.answer : null;
      });
      this.outcomes.count(outcome);
      // The bytes that the key keeps are the ones to send.
      return isKept && stored ? { ...(stored as HandledRequest), isKept } : this.answerTo(outcome);
    };
    return { claim: begun.claim, handle };
  }

  private async open(claim: IdempotencyClaim, caller: ShopCaller, request: CheckoutRequest): Promise<HandledRequest> {
    // A resumed payment has its deadline already, however near that has come.
    if (claim.paymentId === null) this.mayBegin(caller, request);
    return this.handled(await this.payments.checkout.checkout(claim, caller.shopId, request));
  }

  private mayBegin(caller: ShopCaller, { expiresAt }: CheckoutRequest): void {
    if (caller.shopDisabled) throw shopDisabled();
    const error = expiresAt && expiryError(expiresAt, this.clock.now());
    if (error) throw invalidRequest([error]);
  }

  private handled(outcome: CheckoutOutcome): HandledRequest {
    this.outcomes.count(outcome);
    return this.answerTo(outcome);
  }

  private answerTo(outcome: CheckoutOutcome): HandledRequest {
    const answer = checkoutAnswer(outcome, (found) => this.view(found));
    switch (answer.kind) {
      case 'created':
        return { final: true, answer: { status: 201, body: JSON.stringify(answer.payment), headers: {} } };
      case 'problem':
        return { final: answer.final, answer: problemAnswer(answer.error) };
    }
  }

  private view(found: FoundPayment): PaymentView {
    return this.payments.reader.view(found);
  }
}

/** Of a new payment and of its replays: the bytes are stored, the header is not. */
function locationOf(answer: { status: number; body: string }): { location?: string } {
  if (answer.status !== 201) return {};
  const payment: unknown = JSON.parse(answer.body);
  const id: unknown = typeof payment === 'object' && payment !== null ? Reflect.get(payment, 'id') : undefined;
  return typeof id === 'string' ? { location: `/v1/payments/${id}` } : {};
}
