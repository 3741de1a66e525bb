import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { Catch, Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '#platform';
import { LOG, ProblemError } from '#platform';
import { languageOf } from './language.js';
import { noticePageHtml } from './page-document.template.js';
import { sendPage } from './pay-page-headers.js';

/** A shopper is told in words that there is no such page or that something failed, and of that the log everything. */
@Catch()
@Injectable()
export class PayPageErrorFilter implements ExceptionFilter {
  constructor(@Inject(LOG) private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (error instanceof ProblemError && error.status === 404) {
      sendPage(reply, { status: 404, html: noticePageHtml({ language: languageOf(request), kind: 'unknown' }) });
      return;
    }
    this.log.error({ err: error, requestId: request.id }, 'a payment page could not be shown');
    const html = noticePageHtml({ language: languageOf(request), kind: 'broken' });
    sendPage(reply, { status: 500, html });
  }
}
