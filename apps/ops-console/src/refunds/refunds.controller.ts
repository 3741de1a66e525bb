import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { BankAccount, Operator, Payments, RefundView } from '#payments';
import { parseAmount } from '#payments';
import { invalidRequest } from '#platform';
import { type Page, pageOf, PAGE_SIZE } from '../page.js';
import { problem } from '../problems.js';
import { actorOf, CurrentOperator } from '../session/current-operator.js';
import { PAYMENTS } from '../tokens.js';
import { grantedRefund, unknownRefund } from './refund-outcomes.js';
import {
  DescribeRefundDto,
  DoneRefundDto,
  EndRefundDto,
  RefundsQuery,
  RequestRefundDto,
  SentRefundDto,
  toBankAccount,
  toEvidence,
} from './refunds.dto.js';

/** Refunds for people: who asked, who approves, what the bank said (requirement R4). */
@Controller('api')
export class RefundsController {
  constructor(@Inject(PAYMENTS) private readonly payments: Payments) {}

  @Get('refunds')
  async list(@Query() query: RefundsQuery): Promise<Page<RefundView>> {
    const { state, payment, cursor, limit = PAGE_SIZE } = query;
    const rows = await this.payments.refundReader.list({
      limit: limit + 1,
      ...(state === undefined ? {} : { state }),
      ...(payment === undefined ? {} : { paymentId: payment }),
      ...(cursor === undefined ? {} : { before: cursor }),
    });
    return pageOf(rows, limit);
  }

  @Get('refunds/:id')
  async get(@Param('id') id: string): Promise<RefundView> {
    const found = await this.payments.refundReader.find(id);
    if (!found) throw unknownRefund(id);
    return found.view;
  }

  @Post('payments/:id/refunds')
  async request(
    @Param('id') paymentId: string,
    @Body() body: RequestRefundDto,
    @CurrentOperator() operator: Operator,
  ): Promise<RefundView> {
    const found = await this.payments.reader.find(paymentId, null);
    if (!found) throw problem('payment_not_found', `There is no payment ${paymentId}.`);
    const outcome = await this.payments.refunds.request({
      paymentId,
      receiptId: body.receipt ?? null,
      amountMinor: amountOf(body.amount),
      reason: body.reason,
      channel: body.channel ?? 'manual',
      destination: body.destination ? toBankAccount(body.destination) : null,
      creditNote: body.creditNote ?? null,
      actor: actorOf(operator),
      approve: body.approve ?? false,
    });
    return grantedRefund('', outcome);
  }

  @Post('refunds/:id/describe')
  @HttpCode(200)
  async describe(
    @Param('id') refundId: string,
    @Body() body: DescribeRefundDto,
    @CurrentOperator() operator: Operator,
  ): Promise<RefundView> {
    const destination = body.destination ? toBankAccount(body.destination) : null;
    const creditNote = body.creditNote ?? null;
    const actor = actorOf(operator);
    return grantedRefund(refundId, await this.payments.refunds.describe({ refundId, actor, destination, creditNote }));
  }

  @Post('refunds/:id/approve')
  @HttpCode(200)
  async approve(@Param('id') refundId: string, @CurrentOperator() operator: Operator): Promise<RefundView> {
    return grantedRefund(refundId, await this.payments.refunds.approve({ refundId, actor: actorOf(operator) }));
  }

  @Post('refunds/:id/reject')
  @HttpCode(200)
  async reject(
    @Param('id') refundId: string,
    @Body() { reason }: EndRefundDto,
    @CurrentOperator() operator: Operator,
  ): Promise<RefundView> {
    return grantedRefund(refundId, await this.payments.refunds.reject({ refundId, actor: actorOf(operator), reason }));
  }

  @Post('refunds/:id/sent')
  @HttpCode(200)
  async sent(
    @Param('id') refundId: string,
    @Body() { bankReference = '' }: SentRefundDto,
    @CurrentOperator() operator: Operator,
  ): Promise<RefundView> {
    const act = { refundId, actor: actorOf(operator), bankReference: bankReference || null };
    return grantedRefund(refundId, await this.payments.refunds.markSent(act));
  }

  @Post('refunds/:id/done')
  @HttpCode(200)
  async done(
    @Param('id') refundId: string,
    @Body() body: DoneRefundDto,
    @CurrentOperator() operator: Operator,
  ): Promise<RefundView> {
    const act = { refundId, actor: actorOf(operator), bankReference: body.bankReference || null };
    return grantedRefund(refundId, await this.payments.refunds.markDone({ ...act, evidence: toEvidence(body) }));
  }

  @Post('refunds/:id/bounced')
  @HttpCode(200)
  async bounced(
    @Param('id') refundId: string,
    @Body() { reason }: EndRefundDto,
    @CurrentOperator() operator: Operator,
  ): Promise<RefundView> {
    const act = { refundId, actor: actorOf(operator), reason };
    return grantedRefund(refundId, await this.payments.refunds.markBounced(act));
  }

  /** The whole account, for the one who orders the bank. A POST, because it leaves a line in the audit log. */
  @Post('refunds/:id/account')
  @HttpCode(200)
  async account(@Param('id') refundId: string, @CurrentOperator() operator: Operator): Promise<BankAccount> {
    const account = await this.payments.refunds.reveal({ refundId, actor: actorOf(operator) });
    if (!account) throw problem('refund_not_found', `There is no refund ${refundId} with an account.`);
    return account;
  }

  @Get('refunds/:id/evidence/:evidence')
  async evidence(
    @Param('id') refundId: string,
    @Param('evidence') evidenceId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const file = await this.payments.refundReader.evidence(refundId, evidenceId);
    if (!file) throw unknownRefund(refundId);
    // Never shown in the console's own origin: what somebody attached is downloaded, whatever it says it is.
    await reply
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
      .header('x-content-type-options', 'nosniff')
      .type(file.mediaType)
      .send(file.content);
  }
}

function amountOf(text: string | undefined): bigint | null {
  if (text === undefined) return null;
  const amountMinor = parseAmount(text);
  if (amountMinor !== null && amountMinor > 0n) return amountMinor;
  const message = 'amount must be a decimal string with two decimals, more than zero, such as "50.00".';
  throw invalidRequest([{ field: 'amount', code: 'wrong_format', message }]);
}
