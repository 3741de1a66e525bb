import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DataSource } from 'typeorm';
import { PagoEfectivoClient, parseNotification } from '#pagoefectivo';
import { createPayments, paymentEntities, paymentMigrations } from '#payments';
import type { ChasquiConfig, Clock, Log } from '#platform';
import { createHttpApp, HealthRegistry, listen, Metrics, openDatabase, Resources, SecretBox } from '#platform';
import { QueueBackend, QueuesModule, Wakeups } from '#queues';
import { CommandsProcessor, DrainProcessor, MaintenanceProcessor, PollsProcessor } from './look.processors.js';
import { NotificationsProcessor } from './notifications.processor.js';
import { Reconciliation } from './reconciliation.js';

export interface ReconciliationWorkerRuntime {
  readonly clock: Clock;
  readonly log: Log;
  /** Shared by the apps of one process, and closed by whoever opened them. */
  readonly dataSource?: DataSource;
  readonly queues?: QueueBackend;
}

export interface ReconciliationWorker {
  readonly app: NestFastifyApplication;
  /** Where `/livez`, `/readyz` and `/metrics` answer. */
  readonly url: string;
  close(): Promise<void>;
}

const NAME = 'reconciliation-worker';
const CONSUMES = ['notifications', 'gateway-commands', 'gateway-polls', 'inbox-drain', 'maintenance'] as const;

/** Finds out what is true: applies notifications, settles uncertain commands, searches what nothing announced. */
export function createReconciliationWorker(
  config: ChasquiConfig,
  runtime: ReconciliationWorkerRuntime,
): Promise<ReconciliationWorker> {
  return Resources.opening(async (resources) => {
    const { clock, log } = runtime;
    const dataSource =
      runtime.dataSource ??
      resources.add(
        await openDatabase(config.database, {
          entities: paymentEntities,
          migrations: paymentMigrations,
          applicationName: NAME,
        }),
        (opened) => opened.destroy(),
      );
    const queues =
      runtime.queues ??
      resources.add(
        await QueueBackend.open({
          url: config.queue.url ?? config.database.url ?? '',
          prefix: config.queue.prefix,
          workers: CONSUMES.length,
          log,
        }),
        (opened) => opened.close(),
      );
    const metrics = new Metrics();
    const health = new HealthRegistry();
    health.register('database', async () => {
      await dataSource.query('select 1');
    });
    const failed = metrics.counter('notifications_failed_total', 'Notifications that could not be applied.');
    const odd = metrics.counter('gateway_oddities_total', 'Answers of the gateway that changed nothing.');

    @Module({
      imports: [
        QueuesModule.forRoot({
          app: NAME,
          backend: queues,
          produces: ['event-relay', 'inbox-drain'],
          consumes: CONSUMES,
        }),
      ],
      providers: [
        NotificationsProcessor,
        CommandsProcessor,
        PollsProcessor,
        DrainProcessor,
        MaintenanceProcessor,
        {
          provide: Reconciliation,
          inject: [Wakeups],
          useFactory: (wakeups: Wakeups) => {
            const payments = createPayments({
              dataSource,
              clock,
              settings: config,
              sealer: SecretBox.fromConfig(config.secrets),
              connect: (account, onCall) =>
                new PagoEfectivoClient({
                  ...account,
                  now: () => clock.now(),
                  timeoutMs: config.gateway.timeoutMs,
                  egress: { proxyUrl: config.gateway.egressProxyUrl, localAddress: config.gateway.egressLocalAddress },
                  onCall,
                }),
              readNotification: parseNotification,
              signals: {
                eventsWritten: () => void wakeups.wake('event-relay', { v: 1 }),
                inboxChanged: () => void wakeups.wake('inbox-drain', { v: 1 }),
                oddity: (oddity) => {
                  odd.inc();
                  log.warn(oddity, 'the gateway said something that changes nothing');
                },
                notificationFailed: (failure) => {
                  failed.inc();
                  log.error(failure, 'a notification could not be applied; it is kept and can be replayed');
                },
                failed: (error, what) => log.error({ err: error }, what),
              },
            });
            resources.add(payments, (opened) => opened.close());
            return new Reconciliation(payments);
          },
        },
      ],
    })
    class ReconciliationWorkerModule {}

    const app = resources.add(
      await createHttpApp(ReconciliationWorkerModule, { name: NAME, log, health, metrics }),
      (opened) => opened.close(),
    );
    const url = await listen(app, { host: config.http.host, port: config.http.ports.health });
    return { app, url, close: () => resources.close() };
  });
}
