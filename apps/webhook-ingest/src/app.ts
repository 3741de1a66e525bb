import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { DataSource } from 'typeorm';
import { AccountDirectory, NotificationIntake, paymentEntities, paymentMigrations } from '#payments';
import type { ChasquiConfig, Clock, Log } from '#platform';
import { createHttpApp, HealthRegistry, listen, Metrics, openDatabase, Resources, SecretBox } from '#platform';
import { QueueBackend, QueuesModule, Wakeups } from '#queues';
import { AccountSecretsCache } from './account-secrets.cache.js';
import { EvidenceLimit } from './evidence-limit.js';
import { NotificationController } from './notification.controller.js';
import { NotificationReceiver } from './notification-receiver.js';

export interface WebhookIngestRuntime {
  readonly clock: Clock;
  readonly log: Log;
  /** Shared by the apps of one process, and closed by whoever opened them. */
  readonly dataSource?: DataSource;
  readonly queues?: QueueBackend;
}

export interface WebhookIngest {
  readonly app: NestFastifyApplication;
  readonly url: string;
  close(): Promise<void>;
}

const NAME = 'webhook-ingest';

/**
 * PagoEfectivo → verify → inbox → queue → 200, and nothing else. Ready while it can write Postgres; it needs neither
 * the queue nor the gateway (invariant 5).
 */
export function createWebhookIngest(config: ChasquiConfig, runtime: WebhookIngestRuntime): Promise<WebhookIngest> {
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
      resources.add(await QueueBackend.open({ ...queueAddress(config), workers: 0, log }), (opened) => opened.close());
    const metrics = new Metrics();
    const health = new HealthRegistry();
    health.register('database', async () => {
      await dataSource.query('select 1');
    });
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
          useFactory: (wakeups: Wakeups) =>
            new NotificationReceiver(
              new AccountSecretsCache(
                new AccountDirectory(dataSource, clock, SecretBox.fromConfig(config.secrets)),
                clock,
              ),
              new NotificationIntake(dataSource, {
                onStored: ({ ids, searches }) => {
                  if (ids.length > 0) void wakeups.wake('notifications', { v: 1, ids });
                  if (searches > 0) void wakeups.wake('gateway-polls', { v: 1 });
                },
              }),
              new EvidenceLimit(() => dropped.inc()),
              clock,
              config.ingress,
            ),
        },
      ],
    })
    class WebhookIngestModule {}

    const app = resources.add(
      await createHttpApp(WebhookIngestModule, {
        name: NAME,
        log,
        health,
        metrics,
        bodyLimit: config.ingress.maxBodyBytes,
      }),
      (opened) => opened.close(),
    );
    acceptAnyBody(app);
    const url = await listen(app, { host: config.http.host, port: config.http.ports.webhookIngest });
    return { app, url, close: () => resources.close() };
  });
}

/** The bytes are judged as they came, whatever content type they claim (pagoefectivo-api.md §12.16). */
function acceptAnyBody(app: NestFastifyApplication): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  fastify.removeAllContentTypeParsers();
  // Through Nest, which would add a parser of its own for forms otherwise.
  app.useBodyParser('*', {}, (_request, body, done) => done(null, body));
}

function queueAddress(config: ChasquiConfig): { url: string; prefix: string } {
  return { url: config.queue.url ?? config.database.url ?? '', prefix: config.queue.prefix };
}
