import { Controller, Get, Inject, Param, Req, Res, UseFilters } from '@nestjs/common';
import {
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiProperty,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FoundPayment, Payments } from '#payments';
import { limaInstant } from '#payments';
import type { Clock } from '#platform';
import { Problems } from '../api-docs/problem-responses.js';
import { problem } from '../problems/problem.js';
import { CLOCK, PAYMENTS } from '../tokens.js';
import { languageOf } from './language.js';
import { PayPageErrorFilter } from './pay-page-error.filter.js';
import { newNonce, sendPage } from './pay-page-headers.js';
import type { PayPageState } from './pay-page.state.js';
import { payPageState, pollAfterMs } from './pay-page.state.js';
import { noticePageHtml, payPageHtml } from './pay-page.template.js';
import { toPayPage } from './to-pay-page.js';

/** As `newToken` of the payments library makes them; anything else is not asked for. */
const TOKEN = /^[\w-]{32}$/;
const TOKEN_PARAM = { name: 'token', description: 'The secret part of `paymentPageUrl`.' };
const STATES: Record<PayPageState, true> = {
  preparing: true,
  waiting: true,
  closing: true,
  received: true,
  review: true,
  expired: true,
  cancelled: true,
  failed: true,
  reversed: true,
  refunded: true,
};

export class PayPageStatusAnswer {
  @ApiProperty({ enum: Object.keys(STATES), description: 'What the shopper is told.' })
  state: PayPageState;

  @ApiProperty({ format: 'date-time', example: '2026-11-23T18:30:00-05:00' })
  expiresAt: string;

  @ApiProperty({ type: 'integer', nullable: true, description: 'When to ask again; null when nothing more happens.' })
  pollAfterMs: number | null;
}

/** The shopper's side: no API key, the token in the address is the right to look. */
@Controller('pay')
@ApiTags('Payment page')
export class PayPageController {
  constructor(
    @Inject(PAYMENTS) private readonly payments: Payments,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get(':token')
  @UseFilters(PayPageErrorFilter)
  @ApiOperation({
    operationId: 'showPayPage',
    summary: "The shopper's payment page",
    description: 'Spanish, or English with `?lang=en` or for browsers that prefer it. Updates itself.',
  })
  @ApiParam(TOKEN_PARAM)
  @ApiQuery({ name: 'lang', required: false, enum: ['es', 'en'] })
  @ApiOkResponse({ content: { 'text/html': { schema: { type: 'string' } } } })
  @ApiNotFoundResponse({ description: 'No such payment.', content: { 'text/html': { schema: { type: 'string' } } } })
  async show(@Param('token') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const language = languageOf(request);
    const nonce = newNonce();
    const found = await this.find(token);
    if (!found) {
      sendPage(reply, { status: 404, html: noticePageHtml({ language, kind: 'unknown', nonce }), nonce });
      return;
    }
    const page = toPayPage(found, { language, now: this.clock.now() });
    sendPage(reply, { status: 200, html: payPageHtml(page, nonce), nonce });
  }

  @Get(':token/status')
  @ApiOperation({ operationId: 'getPayPageStatus', summary: 'What the payment page asks while it is open' })
  @ApiParam(TOKEN_PARAM)
  @ApiOkResponse({ type: PayPageStatusAnswer })
  @Problems('not_found', 'rate_limited', 'internal_error', 'unavailable')
  async status(@Param('token') token: string): Promise<PayPageStatusAnswer> {
    const found = await this.find(token);
    if (!found) throw problem('not_found', 'There is no such payment page: check that the address is complete.');
    const state = payPageState(found.payment, this.clock.now());
    return { state, expiresAt: limaInstant(found.payment.expiresAt), pollAfterMs: pollAfterMs(state) };
  }

  private async find(token: string): Promise<FoundPayment | null> {
    return TOKEN.test(token) ? this.payments.reader.findByPageToken(token) : null;
  }
}
