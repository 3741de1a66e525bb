// The receiver of notifications without its storing: the same HTTP server, made by the same code with the same options,
// log, metrics and headers; the same verification of the same bytes; then 200.
import 'reflect-metadata';
import { Controller, Module, Post, Req, Res } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { verifyNotification } from '#pagoefectivo';
import { createHttpApp, listen, runApp } from '#platform';

const secret = process.env['BENCH_SECRET'] ?? '';

@Controller('webhooks/pagoefectivo')
class NotificationController {
  @Post()
  receive(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const verdict = verifyNotification({
      rawBody: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
      headers: request.headers,
      secrets: [{ id: 'bench', value: secret }],
      now: new Date(),
    });
    if (verdict.kind === 'valid') void reply.status(200).send({ code: '100', message: 'Solicitud con datos válidos' });
    else void reply.status(401).send({ code: '111', message: 'PE-Signature does not match.' });
  }
}

@Module({ controllers: [NotificationController] })
class StoreNothingModule {}

await runApp(
  'store-nothing',
  async (config, log) => {
    const app = await createHttpApp(StoreNothingModule, {
      name: 'store-nothing',
      log,
      bodyLimit: config.ingress.maxBodyBytes,
    });
    const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
    fastify.removeAllContentTypeParsers();
    app.useBodyParser('*', {}, (_request, body, done) => done(null, body));
    const url = await listen(app, { host: config.http.host, port: config.http.ports.webhookIngest });
    return { url, close: () => app.close() };
  },
  { needs: ['noDatabase'] },
);
