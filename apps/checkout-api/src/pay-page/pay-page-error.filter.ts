import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { Catch, Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '#platform';
import { LOG } from '#platform';
import { languageOf } from './language.js';
import { newNonce, sendPage } from './pay-page-headers.js';
import { noticePageHtml } from './pay-page.template.js';

/** A shopper is told in words that something failed, and the log everything. */
@Catch()
@Injectable()
export class PayPageErrorFilter implements ExceptionFilter {
  constructor(@Inject(LOG) private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    this.log.error({ err: error, requestId: request.id }, 'a payment page could not be shown');
    const nonce = newNonce();
    const html = noticePageHtml({ language: languageOf(request), kind: 'broken', nonce });
    sendPage(reply, { status: 500, html, nonce });
  }
}
