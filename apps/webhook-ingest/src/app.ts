import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  AccountDirectory,
  Gathering,
  NotificationIntake,
  paymentEntities,
  paymentMigrations,
  startHeart,
} from '#payments';
import type { ChasquiConfig, HostRuntime } from '#platform';
import { createHttpApp, listen, openHost, Resources, SecretBox, takeBodiesAsBytes } from '#platform';
import { QueueBackend, QueuesModule, Wakeups } from '#queues';
import { AccountSecretsCache } from './account-secrets.cache.js';
import { EvidenceLimit } from './evidence-limit.js';
import { NotificationController } from './notification.controller.js';
import { NotificationReceiver } from './notification-receiver.js';

export interface WebhookIngest {
  readonly app: NestFastifyApplication;
  readonly url: string;
  close(): Promise<void>;
}

const NAME = 'webhook-ingest';
/** A job costs the queue, and a worker, more than the rows that it names. */
const ANNOUNCED_EVERY_MS = 10;

/**
 * PagoEfectivo → verify → inbox → queue → 200, and nothing else. Ready while it can write Postgres; it needs neither
 * the queue nor the gateway (invariant 5).
 */
export function createWebhookIngest(config: ChasquiConfig, runtime: HostRuntime<QueueBackend>): Promise<WebhookIngest> {
  return Resources.opening(async (resources) => {
    const host = await openHost({
      name: NAME,
      config,
      runtime,
      resources,
      schema: { entities: paymentEntities, migrations: paymentMigrations },
      openQueues: (address) => QueueBackend.open({ ...address, workers: 0, log: runtime.log }),
    });
    await startHeart(NAME, host);
    const { clock, dataSource, metrics, queues } = host;
    const dropped = metrics.counter('notification_evidence_dropped_total', 'Rejected messages not kept (cap).');

    @Module({
      imports: [
        QueuesModule.forRoot({
          app: NAME,
          backend: queues,
          produces: ['notifications', 'gateway-polls'],
          consumes: [],
        }),
      ],
      controllers: [NotificationController],
      providers: [
        {
          provide: NotificationReceiver,
          inject: [Wakeups],
          useFactory: (wakeups: Wakeups) => {
            // What is stored while one announcement is on its way to the queue goes together in the next.
            const announced = new Gathering<string>(
              (ids) => wakeups.wake('notifications', { v: 1, ids: [...ids] }),
              (error) => host.log.error({ err: error }, 'stored notifications could not be announced'),
              ANNOUNCED_EVERY_MS,
            );
            return new NotificationReceiver(
              new AccountSecretsCache(
                new AccountDirectory(dataSource, clock, SecretBox.fromConfig(config.secrets)),
                clock,
              ),
              new NotificationIntake(dataSource, {
                onStored: ({ ids, searches }) => {
                  for (const id of ids) announced.add(id);
                  if (searches > 0) void wakeups.wake('gateway-polls', { v: 1 });
                },
              }),
              new EvidenceLimit(() => dropped.inc()),
              clock,
              config.ingress,
            );
          },
        },
      ],
    })
    class WebhookIngestModule {}

    const app = resources.add(
      await createHttpApp(WebhookIngestModule, {
        name: NAME,
        ...host,
        bodyLimit: config.ingress.maxBodyBytes,
        // Who floods this door from elsewhere cannot take the connections of who is expected.
        expectedSenders: config.ingress.allowedSources === 'any' ? [] : config.ingress.allowedSources,
      }),
      (opened) => opened.close(),
    );
    // The bytes are judged as they came, whatever content type they claim (pagoefectivo-api.md §12.16).
    takeBodiesAsBytes(app);
    const url = await listen(app, { host: config.http.host, port: config.http.ports.webhookIngest });
    return { app, url, close: () => resources.close() };
  });
}
