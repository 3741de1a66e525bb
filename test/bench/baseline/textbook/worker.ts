// The worker to it, as the documentation teaches it: a processor that handles one job in one transaction.
//   docs.nestjs.com/techniques/queues, /techniques/database; docs.bullmq.io/guide/workers/concurrency
import 'reflect-metadata';
import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { NotificationsProcessor } from './notifications.processor.js';
import { Order } from './order.entity.js';
import { OrderEvent } from './order-event.entity.js';

@Module({
  imports: [
    TypeOrmModule.forRoot({
      type: 'postgres',
      url: process.env['DATABASE_URL'] ?? '',
      entities: [Order, OrderEvent],
      synchronize: true,
    }),
    BullModule.forRoot({ connection: { url: process.env['REDIS_URL'] ?? '' } }),
    BullModule.registerQueue({ name: 'notifications' }),
  ],
  providers: [NotificationsProcessor],
})
class WorkerModule {}

const app = await NestFactory.createApplicationContext(WorkerModule);
app.enableShutdownHooks();
process.stdout.write('ready\n');
