import { Body, Get, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { RefundRequest } from '#payments';
import { parseAmount } from '#payments';
import { Caller, ShopCaller } from '../access/caller.js';
import { Scoped } from '../access/scoped.decorator.js';
import { ShopApi } from '../access/shop-api.decorator.js';
import { Problems } from '../api-docs/problem-responses.js';
import { IdempotencyKey } from '../idempotency/idempotency-key.js';
import type { HandledRequest } from '../idempotency/idempotent-requests.js';
import { IdempotentRequests } from '../idempotency/idempotent-requests.js';
import { ShopPayments } from '../payments/shop-payments.js';
import { sendAnswer } from '../requests/http-answer.js';
import { RecordIdPipe } from '../requests/record-id.pipe.js';
import { CreateRefundRequest, toBankAccount } from './create-refund.request.js';
import { RefundAnswer, RefundListAnswer } from './refund.answer.js';
import { ShopRefunds } from './shop-refunds.js';

const paymentId = new RecordIdPipe('payment');
const ID = { name: 'id', example: 'pay_06c9x2v4k8m0q1r3s5t7w9y0z2' };
const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  required: true,
  description: 'New for each refund, such as a UUID; kept 30 days. The same key and body repeat the stored answer.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
} as const;

@ShopApi('payments', 'Refunds')
export class PaymentRefundsController {
  constructor(
    @Inject(ShopPayments) private readonly payments: ShopPayments,
    @Inject(ShopRefunds) private readonly refunds: ShopRefunds,
    @Inject(IdempotentRequests) private readonly idempotent: IdempotentRequests,
  ) {}

  @Post(':id/refunds')
  @Scoped('refunds:write')
  @ApiOperation({
    operationId: 'createRefund',
    summary: 'Ask for money to go back',
    description:
      'Reserves the amount of a receipt. An operator approves it, or the caller does within the limit of the shop (`approve`). `order.refunded` follows when the money is with the shopper.',
  })
  @ApiParam(ID)
  @ApiHeader(IDEMPOTENCY_KEY)
  @ApiBody({ type: CreateRefundRequest })
  @ApiCreatedResponse({
    type: RefundAnswer,
    headers: {
      'Idempotency-Replayed': {
        description: '`true` when this is the stored answer of an earlier request with the key.',
        schema: { type: 'string', enum: ['true'] },
      },
    },
  })
  @Problems(
    'invalid_request',
    'not_found',
    'receipt_ambiguous',
    'receipt_not_refundable',
    'refund_exceeds_receipt',
    'idempotency_key_in_use',
    'body_too_large',
    'unsupported_media_type',
    'idempotency_key_reused',
    'refund_channel_unavailable',
  )
  async create(
    @Caller() caller: ShopCaller,
    @IdempotencyKey() key: string,
    @Param('id', paymentId) id: string,
    @Body() body: CreateRefundRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.payments.get(caller, id);
    const request: RefundRequest = {
      paymentId: id,
      receiptId: body.receipt ?? null,
      amountMinor: body.amount === undefined ? null : parseAmount(body.amount),
      reason: body.reason,
      channel: body.channel ?? 'manual',
      destination: body.destination ? toBankAccount(body.destination) : null,
      creditNote: body.creditNote ?? null,
      actor: caller.actor,
      approve: body.approve ?? false,
    };
    const ref = { shopId: caller.shopId, key, operation: `POST /v1/payments/${id}/refunds` };
    const answer = await this.idempotent.answer(ref, request, async (claim): Promise<HandledRequest> => {
      const refund = await this.refunds.request(claim, request);
      return { final: true, answer: { status: 201, body: JSON.stringify(refund), headers: {} } };
    });
    sendAnswer(reply, answer);
  }

  @Get(':id/refunds')
  @Scoped('refunds:read')
  @ApiOperation({ operationId: 'listPaymentRefunds', summary: 'List the refunds of a payment, latest first' })
  @ApiParam(ID)
  @ApiOkResponse({ type: RefundListAnswer })
  @Problems('not_found')
  async list(@Caller() caller: ShopCaller, @Param('id', paymentId) id: string): Promise<RefundListAnswer> {
    await this.payments.get(caller, id);
    return { data: await this.refunds.ofPayment(id) };
  }
}
