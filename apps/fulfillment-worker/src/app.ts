import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DataSource } from 'typeorm';
import { Deliveries, EventRelay, paymentEntities, paymentMigrations, TargetPolicy, WebhookSender } from '#payments';
import type { ChasquiConfig, Clock, Log } from '#platform';
import { createHttpApp, HealthRegistry, listen, Metrics, openDatabase, Resources, SecretBox } from '#platform';
import { QueueBackend, QueuesModule } from '#queues';
import { DeliveriesProcessor } from './deliveries.processor.js';
import { DeliveryPump } from './delivery-pump.js';
import { EventRelayProcessor } from './event-relay.processor.js';

export interface FulfillmentWorkerRuntime {
  readonly clock: Clock;
  readonly log: Log;
  /** Shared by the apps of one process, and closed by whoever opened them. */
  readonly dataSource?: DataSource;
  readonly queues?: QueueBackend;
}

export interface FulfillmentWorker {
  readonly app: NestFastifyApplication;
  /** Where `/livez`, `/readyz` and `/metrics` answer. */
  readonly url: string;
  close(): Promise<void>;
}

const NAME = 'fulfillment-worker';
const CONSUMES = ['event-relay', 'deliveries'] as const;

/** Tells the world: numbers events, delivers them signed, retries. */
export function createFulfillmentWorker(
  config: ChasquiConfig,
  runtime: FulfillmentWorkerRuntime,
): Promise<FulfillmentWorker> {
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
    const attempts = metrics.counter('webhook_attempts_total', 'Attempts to deliver an event, by what came of them.', [
      'outcome',
    ]);
    const durations = metrics.histogram('webhook_attempt_duration_seconds', 'How long receivers take to answer.');
    const pump = new DeliveryPump({
      deliveries: new Deliveries(dataSource, clock),
      sender: new WebhookSender(new TargetPolicy(config.delivery.allowedTargets)),
      sealer: SecretBox.fromConfig(config.secrets),
      log,
      onOutcome: (outcome, answer) => {
        attempts.inc({ outcome });
        durations.observe(answer.durationMs / 1000);
      },
    });

    @Module({
      imports: [QueuesModule.forRoot({ app: NAME, backend: queues, produces: ['deliveries'], consumes: CONSUMES })],
      providers: [
        EventRelayProcessor,
        DeliveriesProcessor,
        { provide: EventRelay, useValue: new EventRelay(dataSource, clock) },
        { provide: DeliveryPump, useValue: pump },
      ],
    })
    class FulfillmentWorkerModule {}

    const app = resources.add(
      await createHttpApp(FulfillmentWorkerModule, { name: NAME, log, health, metrics }),
      (opened) => opened.close(),
    );
    const url = await listen(app, { host: config.http.host, port: config.http.ports.health });
    return { app, url, close: () => resources.close() };
  });
}
