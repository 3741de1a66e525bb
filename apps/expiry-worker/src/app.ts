import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { gatewayConnector, parseNotification } from '#pagoefectivo';
import type { Payments } from '#payments';
import {
  createPayments,
  PaymentClosing,
  paymentEntities,
  paymentMigrations,
  PaymentReminders,
  processSignals,
  startHeart,
} from '#payments';
import type { ChasquiConfig, HostRuntime } from '#platform';
import { createHttpApp, listen, openHost, Resources, SecretBox } from '#platform';
import { QueueBackend, QueuesModule, Wakeups } from '#queues';
import { ClosingMetrics } from './closing-metrics.js';
import { ExpiryProcessor } from './expiry.processor.js';

export interface ExpiryWorker {
  readonly app: NestFastifyApplication;
  /** Where `/livez`, `/readyz` and `/metrics` answer. */
  readonly url: string;
  close(): Promise<void>;
}

const NAME = 'expiry-worker';
const PAYMENTS = Symbol('PAYMENTS');
const CONSUMES = ['expiry'] as const;

/** The clock: closes what was not paid, after the last question, and releases its stock. */
export function createExpiryWorker(config: ChasquiConfig, runtime: HostRuntime<QueueBackend>): Promise<ExpiryWorker> {
  return Resources.opening(async (resources) => {
    const host = await openHost({
      name: NAME,
      config,
      runtime,
      resources,
      schema: { entities: paymentEntities, migrations: paymentMigrations },
      openQueues: (address) => QueueBackend.open({ ...address, workers: CONSUMES.length, log: runtime.log }),
    });

    await startHeart(NAME, host);

    @Module({
      imports: [
        QueuesModule.forRoot({
          app: NAME,
          backend: host.queues,
          produces: ['event-relay', 'inbox-drain', 'cases'],
          consumes: CONSUMES,
        }),
      ],
      providers: [
        ExpiryProcessor,
        {
          provide: PAYMENTS,
          inject: [Wakeups],
          useFactory: (wakeups: Wakeups): Payments =>
            resources.add(
              createPayments({
                ...host,
                settings: config,
                sealer: SecretBox.fromConfig(config.secrets),
                connect: gatewayConnector({ clock: host.clock, gateway: config.gateway }),
                readNotification: parseNotification,
                signals: processSignals({ ...host, wake: (queue) => void wakeups.wake(queue, { v: 1 }) }),
              }),
              (opened) => opened.close(),
            ),
        },
        {
          provide: ClosingMetrics,
          useFactory: () => new ClosingMetrics(host.metrics, { ...host, budget: config.gateway }),
        },
        { provide: PaymentClosing, inject: [PAYMENTS], useFactory: ({ closing }: Payments) => closing },
        { provide: PaymentReminders, inject: [PAYMENTS], useFactory: ({ reminders }: Payments) => reminders },
      ],
    })
    class ExpiryWorkerModule {}

    const app = resources.add(await createHttpApp(ExpiryWorkerModule, { name: NAME, ...host }), (opened) =>
      opened.close(),
    );
    const url = await listen(app, { host: config.http.host, port: config.http.ports.health });
    return { app, url, close: () => resources.close() };
  });
}
