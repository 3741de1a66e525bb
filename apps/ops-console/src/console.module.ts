import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  AuditLog,
  DeliveryDesk,
  DeliveryLog,
  NotificationDesk,
  Operators,
  PaymentCheck,
  PaymentReader,
  PaymentTimeline,
  ReviewCases,
  type Payments,
} from '#payments';
import type { Host } from '#platform';
import { type QueueBackend, QueuesModule, Wakeups } from '#queues';
import { CasesController } from './cases/cases.controller.js';
import { DeliveriesController } from './deliveries/deliveries.controller.js';
import { wirePayments } from './gateways.js';
import { NotificationsController } from './notifications/notifications.controller.js';
import { GatewayFailures } from './payments/gateway-failures.js';
import { PaymentsController } from './payments/payments.controller.js';
import { SessionController } from './session/session.controller.js';
import { PAYMENTS } from './tokens.js';

export interface ConsoleParts extends Host<QueueBackend> {
  readonly operators: Operators;
  readonly audit: AuditLog;
}

/** Wires the console; what it decides stands in `#payments`. */
@Module({})
export class ConsoleModule {
  static of(parts: ConsoleParts): DynamicModule {
    const { clock, dataSource } = parts;
    const failures = new GatewayFailures();
    return {
      module: ConsoleModule,
      imports: [
        QueuesModule.forRoot({
          app: 'ops-console',
          backend: parts.queues,
          produces: ['event-relay', 'inbox-drain', 'deliveries'],
          consumes: [],
        }),
      ],
      controllers: [
        SessionController,
        PaymentsController,
        CasesController,
        NotificationsController,
        DeliveriesController,
      ],
      providers: [
        { provide: DataSource, useValue: dataSource },
        { provide: Operators, useValue: parts.operators },
        { provide: AuditLog, useValue: parts.audit },
        { provide: GatewayFailures, useValue: failures },
        {
          provide: PAYMENTS,
          useFactory: (wakeups: Wakeups) => wirePayments({ host: parts, wakeups, failures }),
          inject: [Wakeups],
        },
        ofPayments(PaymentReader, ({ reader }) => reader),
        ofPayments(PaymentTimeline, ({ timeline }) => timeline),
        ofPayments(ReviewCases, ({ cases }) => cases),
        ofPayments(PaymentCheck, (payments) => new PaymentCheck(dataSource, payments)),
        { provide: NotificationDesk, useValue: new NotificationDesk(dataSource, clock) },
        { provide: DeliveryDesk, useValue: new DeliveryDesk(dataSource, new DeliveryLog(dataSource, clock)) },
      ],
    };
  }
}

function ofPayments<T>(provide: Type<T>, pick: (payments: Payments) => T): Provider {
  return { provide, useFactory: pick, inject: [PAYMENTS] };
}
