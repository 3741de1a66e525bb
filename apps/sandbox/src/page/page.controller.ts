import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BackgroundLoop } from '../background/background-loop.js';
import { CipBook } from '../cips/cip-book.js';
import { shownStatus } from '../cips/cip-state.js';
import { DEFAULT_CHANNEL, PaymentDesk } from '../cips/payment-desk.js';
import { SandboxClock } from '../clock/sandbox-clock.js';
import type { CipEntity } from '../database/cip.entity.js';
import { NOTIFY_MODES } from '../notifications/notification-plan.js';
import { frontPage } from './front-page.js';
import { PAGE_POLICY } from './page-frame.js';
import { CHANNELS, missingPage, shopperPage } from './shopper-page.js';

/** The pages behind `cipUrl`, and a front page for whoever opens the sandbox's address. */
@Controller()
export class PageController {
  constructor(
    private readonly book: CipBook,
    private readonly desk: PaymentDesk,
    private readonly clock: SandboxClock,
    private readonly loop: BackgroundLoop,
  ) {}

  @Get()
  async front(@Res() reply: FastifyReply): Promise<void> {
    const newest = await this.book.newest(20);
    sendPage(reply, 200, frontPage(newest, this.clock.moment().stamp));
  }

  @Get(':page')
  async show(@Param('page') page: string, @Res() reply: FastifyReply): Promise<void> {
    const cip = await this.shownCip(page);
    if (cip === null) sendPage(reply, 404, missingPage());
    else sendPage(reply, 200, shopperPage(cip, this.clock.moment().stamp));
  }

  /** The button. Afterwards the browser asks for the page again, so that a reload does not pay twice. */
  @Post(':page')
  async pay(@Param('page') page: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const cip = await this.shownCip(page);
    if (cip === null) {
      sendPage(reply, 404, missingPage());
      return;
    }
    const form = new URLSearchParams(Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '');
    const moment = this.clock.moment();
    const status = shownStatus(cip, moment.stamp);
    if (status === 'pending' || status === 'expired') {
      const channel = CHANNELS.find((known) => known === form.get('channel')) ?? DEFAULT_CHANNEL;
      const notify = NOTIFY_MODES.find((known) => known === form.get('notify')) ?? 'once';
      const order = { channel, notify, delayMs: null, amountMinor: null };
      // A second click must not be a second payment: that anomaly is the control plane's to make.
      await this.desk.pay(cip.number, order, moment, { unlessPaid: true });
      this.loop.wake();
    }
    void reply.code(303).header('location', `/${cip.token}.html`).send();
  }

  /** null when there is no such page any more: a removed CIP's page is gone (§4). */
  private async shownCip(page: string): Promise<CipEntity | null> {
    const token = /^([0-9A-Fa-f-]{36})\.html$/.exec(page)?.[1];
    const cip = token === undefined ? null : await this.book.findByToken(token.toUpperCase());
    return cip?.status === 'removed' ? null : cip;
  }
}

function sendPage(reply: FastifyReply, status: number, page: string): void {
  void reply.code(status).header('content-security-policy', PAGE_POLICY).type('text/html; charset=utf-8').send(page);
}
