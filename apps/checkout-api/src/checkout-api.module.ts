import type { DynamicModule } from '@nestjs/common';
import { Module } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { FeedWatch, Payments } from '#payments';
import {
  ApiKeys,
  AuditLog,
  DeliveryLog,
  EndpointStatisticsReader,
  EventFeed,
  FeedReader,
  EventReplay,
  PaymentCheck,
  TargetPolicy,
  WebhookEndpoints,
  WebhookSender,
} from '#payments';
import type { ChasquiConfig, Clock, Log, SecretBox } from '#platform';
import { Metrics } from '#platform';
import type { QueueBackend } from '#queues';
import { QueuesModule, Wakeups } from '#queues';
import { RequestKeys } from './access/request-keys.js';
import { CasesController } from './cases/cases.controller.js';
import { ShopCases } from './cases/shop-cases.js';
import { EventsController } from './events/events.controller.js';
import { IdempotentRequests } from './idempotency/idempotent-requests.js';
import { InstructionsController } from './instructions/instructions.controller.js';
import { PayPageController } from './pay-page/pay-page.controller.js';
import { CheckoutOutcomes } from './payments/checkout-outcomes.js';
import { PaymentsController } from './payments/payments.controller.js';
import { ShopPayments } from './payments/shop-payments.js';
import { PaymentRefundsController } from './refunds/payment-refunds.controller.js';
import { RefundsController } from './refunds/refunds.controller.js';
import { ShopRefunds } from './refunds/shop-refunds.js';
import { StockHoldReader } from './stock-holds/stock-hold.reader.js';
import { StockHoldsController } from './stock-holds/stock-holds.controller.js';
import { CLOCK, FEED_RETENTION, PAYMENTS } from './tokens.js';
import { DeliveriesController } from './webhook-endpoints/deliveries.controller.js';
import { EndpointsController } from './webhook-endpoints/endpoints.controller.js';
import { ShopEndpoints } from './webhook-endpoints/shop-endpoints.js';

export interface CheckoutApiParts {
  readonly config: ChasquiConfig;
  readonly clock: Clock;
  readonly log: Log;
  readonly dataSource: DataSource;
  readonly queues: QueueBackend;
  readonly secrets: SecretBox;
  /** Wakes who waits at the event feed; whoever gives it closes it. */
  readonly feedWatch: FeedWatch;
  /** Makes the payment services once wake-ups can be sent; whoever gives it closes what it made. */
  readonly openPayments: (wakeups: Wakeups) => Payments;
}

@Module({
  controllers: [
    PaymentsController,
    InstructionsController,
    PaymentRefundsController,
    RefundsController,
    CasesController,
    EventsController,
    EndpointsController,
    DeliveriesController,
    StockHoldsController,
    PayPageController,
  ],
})
export class CheckoutApiModule {
  static of(parts: CheckoutApiParts): DynamicModule {
    const { config, clock, log, dataSource, queues, secrets, feedWatch } = parts;
    const feed = new EventFeed(dataSource);
    const targets = new TargetPolicy(config.delivery.allowedTargets);
    return {
      module: CheckoutApiModule,
      imports: [
        QueuesModule.forRoot({
          app: 'checkout-api',
          backend: queues,
          produces: ['event-relay', 'inbox-drain', 'cases', 'deliveries'],
          consumes: [],
        }),
      ],
      providers: [
        { provide: CLOCK, useValue: clock },
        { provide: RequestKeys, useValue: new RequestKeys(new ApiKeys(dataSource, clock)) },
        { provide: EventFeed, useValue: feed },
        { provide: FeedReader, useValue: new FeedReader(feed, feedWatch) },
        { provide: FEED_RETENTION, useValue: `P${config.feedMonths}M` },
        { provide: StockHoldReader, useValue: new StockHoldReader(dataSource) },
        { provide: PAYMENTS, inject: [Wakeups], useFactory: parts.openPayments },
        {
          provide: IdempotentRequests,
          inject: [PAYMENTS],
          useFactory: ({ idempotency }: Payments) => new IdempotentRequests(idempotency, log),
        },
        {
          provide: CheckoutOutcomes,
          inject: [Metrics],
          useFactory: (metrics: Metrics) => new CheckoutOutcomes(metrics),
        },
        {
          provide: ShopPayments,
          inject: [PAYMENTS],
          useFactory: (payments: Payments) =>
            new ShopPayments(
              { ...payments, check: new PaymentCheck(dataSource, payments), clock },
              {
                callerWaitMs: config.gateway.callerWaitMs,
                onError: (error, what) => log.error({ err: error }, what),
              },
            ),
        },
        {
          provide: ShopRefunds,
          inject: [PAYMENTS],
          useFactory: (payments: Payments) => new ShopRefunds(payments),
        },
        {
          provide: ShopCases,
          inject: [PAYMENTS],
          useFactory: ({ cases }: Payments) => new ShopCases(cases),
        },
        {
          provide: ShopEndpoints,
          inject: [Wakeups],
          useFactory: (wakeups: Wakeups) =>
            new ShopEndpoints({
              endpoints: new WebhookEndpoints({
                dataSource,
                clock,
                sealer: secrets,
                targets,
                sender: new WebhookSender(targets),
              }),
              deliveries: new DeliveryLog(dataSource, clock),
              replay: new EventReplay(dataSource, clock),
              statistics: new EndpointStatisticsReader(dataSource, clock),
              audit: new AuditLog(dataSource, clock),
              onDue: () => void wakeups.wake('deliveries', { v: 1 }),
            }),
        },
      ],
    };
  }
}
