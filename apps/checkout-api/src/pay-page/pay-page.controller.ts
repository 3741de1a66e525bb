import { Controller, Get, Inject, Param, Req, Res, UseFilters } from '@nestjs/common';
import {
  ApiExcludeEndpoint,
  ApiFoundResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
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
import { calendarOf } from './calendar-event.js';
import { languageOf } from './language.js';
import { amountInWords, instantInWords } from './lima-words.js';
import { noticePageHtml } from './page-document.template.js';
import { findAsset } from './pay-page-assets.js';
import { PayPageErrorFilter } from './pay-page-error.filter.js';
import { sendFile, sendPage } from './pay-page-headers.js';
import { PAY_PAGE_TEXTS } from './pay-page.languages.js';
import { PayPageStatusAnswer } from './pay-page-status.answer.js';
import { payableCip, payPageState, pollAfterMs } from './pay-page.state.js';
import { payPageHtml } from './pay-page.template.js';
import { pageVersion, toPayPage } from './to-pay-page.js';

const TOKEN_PARAM = { name: 'token', description: 'The secret part of `paymentPageUrl`.' };
const LANGUAGE = { name: 'lang', required: false, enum: ['es', 'en'] };
const HTML = { 'text/html': { schema: { type: 'string' } } } as const;

/** The shopper's side: no API key, the token in the address is the right to look. */
@Controller('pay')
@ApiTags('Payment page')
export class PayPageController {
  constructor(
    @Inject(PAYMENTS) private readonly payments: Payments,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('assets/:file')
  @ApiExcludeEndpoint()
  asset(@Param('file') file: string, @Res() reply: FastifyReply): void {
    const found = findAsset(file);
    if (!found) throw problem('not_found', 'There is no such file of the payment page: load the page again.');
    const { asset, current } = found;
    const kept = current ? 'public, max-age=31536000, immutable' : 'no-store';
    void reply.header('cache-control', kept).type(asset.type).send(asset.content);
  }

  @Get(':token')
  @UseFilters(PayPageErrorFilter)
  @ApiOperation({
    operationId: 'showPayPage',
    summary: "The shopper's payment page",
    description: 'Spanish, or English with `?lang=en`. Works without scripts; with them it updates itself.',
  })
  @ApiParam(TOKEN_PARAM)
  @ApiQuery(LANGUAGE)
  @ApiOkResponse({ content: HTML })
  @ApiNotFoundResponse({ description: 'No such payment.', content: HTML })
  async show(@Param('token') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const language = languageOf(request);
    const found = await this.payments.reader.findByPageToken(token);
    if (!found) {
      sendPage(reply, { status: 404, html: noticePageHtml({ language, kind: 'unknown' }) });
      return;
    }
    const { accountId } = found.payment;
    const offer = await this.payments.offers.of({ shopId: found.details.shopId, accountId });
    const page = toPayPage(found, { language, now: this.clock.now(), offer, pageUrl: this.pageUrl(found) });
    sendPage(reply, { status: 200, html: payPageHtml(page) });
  }

  @Get(':token/status')
  @ApiOperation({ operationId: 'getPayPageStatus', summary: 'What the payment page asks while it is open' })
  @ApiParam(TOKEN_PARAM)
  @ApiOkResponse({ type: PayPageStatusAnswer })
  @Problems('not_found', 'rate_limited', 'internal_error', 'unavailable')
  async status(@Param('token') token: string): Promise<PayPageStatusAnswer> {
    const found = await this.payments.reader.findByPageToken(token);
    if (!found) throw noSuchPage();
    const now = this.clock.now();
    const state = payPageState(found.payment, now);
    return {
      state,
      version: pageVersion(found.payment, now),
      expiresAt: limaInstant(found.payment.expiresAt),
      now: limaInstant(now),
      pollAfterMs: pollAfterMs(state),
    };
  }

  @Get(':token/calendar.ics')
  @ApiOperation({ operationId: 'getPayPageCalendar', summary: 'The deadline as a calendar event, with a reminder' })
  @ApiParam(TOKEN_PARAM)
  @ApiQuery(LANGUAGE)
  @ApiOkResponse({ content: { 'text/calendar': { schema: { type: 'string' } } } })
  @ApiFoundResponse({ description: 'To the page, which says why there is nothing to pay.' })
  @Problems('not_found', 'internal_error', 'unavailable')
  async calendar(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const found = await this.payments.reader.findByPageToken(token);
    if (!found) throw noSuchPage();
    const { payment } = found;
    const now = this.clock.now();
    const cip = payableCip(payment, now);
    const language = languageOf(request);
    if (!cip) {
      void reply.redirect(`../${token}?lang=${language}`, 302);
      return;
    }
    const texts = PAY_PAGE_TEXTS[language];
    const url = this.pageUrl(found);
    const text = calendarOf({
      uid: `${payment.id}@chasqui`,
      now,
      deadline: payment.expiresAt,
      summary: texts.calendarSummary(amountInWords(payment.amountMinor, payment.currency)),
      description: texts.calendarText({ cip: cip.number, deadline: instantInWords(payment.expiresAt, language), url }),
      url,
    });
    sendFile(reply, { name: 'pagoefectivo.ics', type: 'text/calendar; charset=utf-8', text });
  }

  private pageUrl(found: FoundPayment): string {
    return this.payments.reader.view(found).paymentPageUrl;
  }
}

function noSuchPage(): Error {
  return problem('not_found', 'There is no such payment page: check that the address is complete.');
}
