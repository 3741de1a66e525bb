import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { gatewayConnector, parseNotification } from '#pagoefectivo';
import {
  alertCounts,
  countCases,
  createPayments,
  paymentEntities,
  paymentMigrations,
  processSignals,
  startHeart,
} from '#payments';
import type { ChasquiConfig, HostRuntime } from '#platform';
import { createHttpApp, listen, openHost, Resources, SecretBox } from '#platform';
import { QueueBackend, QueuesModule, Wakeups } from '#queues';
import { exposeGateway } from './gateway-metrics.js';
import {
  CasesProcessor,
  CommandsProcessor,
  DrainProcessor,
  MaintenanceProcessor,
  PollsProcessor,
  WatchProcessor,
} from './look.processors.js';
import { NotificationsProcessor } from './notifications.processor.js';
import { Reconciliation } from './reconciliation.js';

export interface ReconciliationWorker {
  readonly app: NestFastifyApplication;
  /** Where `/livez`, `/readyz` and `/metrics` answer. */
  readonly url: string;
  close(): Promise<void>;
}

const NAME = 'reconciliation-worker';
const CONSUMES = [
  'notifications',
  'gateway-commands',
  'gateway-polls',
  'inbox-drain',
  'cases',
  'maintenance',
  'watch',
] as const;

/** Finds out what is true: applies notifications, settles uncertain commands, searches what nothing announced. */
export function createReconciliationWorker(
  config: ChasquiConfig,
  runtime: HostRuntime<QueueBackend>,
): Promise<ReconciliationWorker> {
  return Resources.opening(async (resources) => {
    const host = await openHost({
      name: NAME,
      config,
      runtime,
      resources,
      schema: { entities: paymentEntities, migrations: paymentMigrations },
      openQueues: (address) => QueueBackend.open({ ...address, workers: CONSUMES.length, log: runtime.log }),
    });

    host.metrics.gauge('chasqui_alerts_open', 'Alerts that are not cleared, by kind.', ['kind'], async (gauge) => {
      for (const { kind, uncleared } of await alertCounts(host.dataSource)) gauge.set({ kind }, uncleared);
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
        NotificationsProcessor,
        CommandsProcessor,
        PollsProcessor,
        DrainProcessor,
        CasesProcessor,
        MaintenanceProcessor,
        WatchProcessor,
        {
          provide: Reconciliation,
          inject: [Wakeups],
          useFactory: (wakeups: Wakeups) => {
            const payments = createPayments({
              ...host,
              settings: config,
              sealer: SecretBox.fromConfig(config.secrets),
              connect: gatewayConnector({ clock: host.clock, gateway: config.gateway }),
              readNotification: parseNotification,
              signals: processSignals({ ...host, wake: (queue) => void wakeups.wake(queue, { v: 1 }) }),
            });
            resources.add(payments, (opened) => opened.close());
            exposeGateway({ metrics: host.metrics, report: payments.gatewayReport, clock: host.clock });
            countCases(host.metrics, payments.cases);
            return new Reconciliation(payments);
          },
        },
      ],
    })
    class ReconciliationWorkerModule {}

    const app = resources.add(await createHttpApp(ReconciliationWorkerModule, { name: NAME, ...host }), (opened) =>
      opened.close(),
    );
    const url = await listen(app, { host: config.http.host, port: config.http.ports.health });
    return { app, url, close: () => resources.close() };
  });
}
