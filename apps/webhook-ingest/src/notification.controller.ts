import { Controller, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '#platform';
import { LOG, Metrics } from '#platform';
import { NotificationReceiver } from './notification-receiver.js';

const DEFAULT_ACCOUNT = 'default';

/** `POST /webhooks/pagoefectivo` and `/webhooks/pagoefectivo/{account}`. */
@Controller('webhooks/pagoefectivo')
export class NotificationController {
  private readonly counted;

  constructor(
    @Inject(NotificationReceiver) private readonly receiver: NotificationReceiver,
    @Inject(LOG) private readonly log: Log,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.counted = metrics.counter('notifications_received_total', 'Notifications by verdict.', ['verdict']);
  }

  @Post()
  receiveDefault(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.answer(request, reply, DEFAULT_ACCOUNT);
  }

  @Post(':account')
  receive(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('account') account: string,
  ): Promise<void> {
    return this.answer(request, reply, account);
  }

  private async answer(request: FastifyRequest, reply: FastifyReply, account: string): Promise<void> {
    try {
      const answer = await this.receiver.receive({
        raw: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
        headers: request.headers,
        peer: request.socket.remoteAddress ?? '',
        account,
      });
      this.counted.inc({ verdict: answer.verdict });
      // A signed message that fails another check is an attack, a misplaced proxy or a wrong clock: somebody must look.
      if (answer.verdict === 'wrong_address' || answer.verdict === 'stale') {
        this.log.warn({ verdict: answer.verdict, account }, 'a correctly signed notification was not accepted');
      }
      void reply.status(answer.status).send({ code: answer.code, message: answer.message });
    } catch (error) {
      this.counted.inc({ verdict: 'not_stored' });
      this.log.error({ err: error }, 'a notification could not be stored; 503 makes the gateway try again');
      void reply
        .status(503)
        .send({ code: '111', message: 'The notification could not be stored. Please send it again.' });
    }
  }
}
