import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  Alerts,
  AuditLog,
  createAdministration,
  DeliveryDesk,
  DeliveryLog,
  EndpointStatisticsReader,
  NotificationDesk,
  Operators,
  PaymentCheck,
  PaymentReader,
  PaymentTimeline,
  ReviewCases,
  TargetPolicy,
  type Payments,
  WebhookEndpoints,
  WebhookSender,
} from '#payments';
import { type Clock, type Host, NetworkList, SecretBox } from '#platform';
import { type QueueBackend, QueuesModule, Wakeups } from '#queues';
import { AccountsController } from './admin/accounts.controller.js';
import { AdminKeysController } from './admin/admin-keys.controller.js';
import { ApiKeysController } from './admin/api-keys.controller.js';
import { EndpointsController } from './admin/endpoints.controller.js';
import { MerchantsController } from './admin/merchants.controller.js';
import { ShopsController } from './admin/shops.controller.js';
import { AlertsController } from './alerts/alerts.controller.js';
import { CasesController } from './cases/cases.controller.js';
import { ClockController } from './clock/clock.controller.js';
import { DeliveriesController } from './deliveries/deliveries.controller.js';
import { diagnosisSubject } from './doctor/diagnosis-subject.js';
import { DoctorController } from './doctor/doctor.controller.js';
import { GatewayController } from './gateway/gateway.controller.js';
import { wirePayments } from './gateways.js';
import { NotificationsController } from './notifications/notifications.controller.js';
import { GatewayFailures } from './payments/gateway-failures.js';
import { PaymentsController } from './payments/payments.controller.js';
import { RefundsController } from './refunds/refunds.controller.js';
import { SecretsController } from './secrets/secrets.controller.js';
import { SessionController } from './session/session.controller.js';
import { SettlementController } from './settlement/settlement.controller.js';
import { ADMINISTRATION, CALL_BUDGET, DIAGNOSIS, PAYMENTS, PRODUCT_CLOCK, TRUSTED_PROXIES } from './tokens.js';

export interface ConsoleParts extends Host<QueueBackend> {
  readonly operators: Operators;
  readonly audit: AuditLog;
  /** What expires for people and their programs runs on it. */
  readonly machineClock: Clock;
}

/** Wires the console; what it decides stands in `#payments`. */
@Module({})
export class ConsoleModule {
  static of(parts: ConsoleParts): DynamicModule {
    const { clock, config, dataSource, machineClock } = parts;
    const sealer = SecretBox.fromConfig(config.secrets);
    const targets = new TargetPolicy(config.delivery.allowedTargets);
    const failures = new GatewayFailures();
    return {
      module: ConsoleModule,
      imports: [
        QueuesModule.forRoot({
          app: 'ops-console',
          backend: parts.queues,
          produces: ['event-relay', 'inbox-drain', 'cases', 'deliveries'],
          consumes: [],
        }),
      ],
      controllers: [
        SessionController,
        PaymentsController,
        CasesController,
        RefundsController,
        AlertsController,
        NotificationsController,
        DeliveriesController,
        DoctorController,
        GatewayController,
        SecretsController,
        ClockController,
        SettlementController,
        MerchantsController,
        ShopsController,
        ApiKeysController,
        AccountsController,
        EndpointsController,
        AdminKeysController,
      ],
      providers: [
        { provide: DataSource, useValue: dataSource },
        { provide: Operators, useValue: parts.operators },
        { provide: Alerts, useValue: new Alerts(dataSource, clock) },
        { provide: AuditLog, useValue: parts.audit },
        { provide: PRODUCT_CLOCK, useValue: clock },
        { provide: CALL_BUDGET, useValue: config.gateway },
        { provide: TRUSTED_PROXIES, useValue: new NetworkList(config.ingress.trustedProxies) },
        { provide: GatewayFailures, useValue: failures },
        { provide: DIAGNOSIS, useValue: diagnosisSubject(parts) },
        { provide: ADMINISTRATION, useValue: createAdministration({ dataSource, clock, sealer, machineClock }) },
        {
          provide: WebhookEndpoints,
          useValue: new WebhookEndpoints({ dataSource, clock, sealer, targets, sender: new WebhookSender(targets) }),
        },
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
        { provide: EndpointStatisticsReader, useValue: new EndpointStatisticsReader(dataSource, clock) },
        { provide: DeliveryDesk, useValue: new DeliveryDesk(dataSource, new DeliveryLog(dataSource, clock)) },
      ],
    };
  }
}

function ofPayments<T>(provide: Type<T>, pick: (payments: Payments) => T): Provider {
  return { provide, useFactory: pick, inject: [PAYMENTS] };
}
