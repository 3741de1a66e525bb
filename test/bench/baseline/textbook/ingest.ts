// A receiver of notifications as the documentation of the libraries teaches it: Nest on Express with the raw body, a
// guard that verifies the signature, and one `queue.add` per webhook.
//   docs.nestjs.com/faq/raw-body, /guards, /techniques/queues; docs.bullmq.io/guide/nestjs
// Express comes under another name: as `@nestjs/platform-express` it would be an optional peer of Nest, and be installed with
// the product.
import 'reflect-metadata';
import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from 'textbook-platform-express';
import { WebhooksController } from './webhooks.controller.js';

@Module({
  imports: [
    BullModule.forRoot({ connection: { url: process.env['REDIS_URL'] ?? '' } }),
    BullModule.registerQueue({ name: 'notifications' }),
  ],
  controllers: [WebhooksController],
})
class AppModule {}

const app = await NestFactory.create<NestExpressApplication>(AppModule, new ExpressAdapter(), { rawBody: true });
app.enableShutdownHooks();
await app.listen(0, '127.0.0.1');
process.stdout.write(`ready at ${await app.getUrl()}\n`);
