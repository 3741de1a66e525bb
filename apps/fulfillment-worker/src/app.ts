import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Deliveries, EventRelay, paymentEntities, paymentMigrations, TargetPolicy, WebhookSender } from '#payments';
import type { ChasquiConfig, HostRuntime } from '#platform';
import { createHttpApp, listen, openHost, Resources, SecretBox } from '#platform';
import { QueueBackend, QueuesModule } from '#queues';
import { DeliveriesProcessor } from './deliveries.processor.js';
import { DeliveryPump } from './delivery-pump.js';
import { EventRelayProcessor } from './event-relay.processor.js';

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
  runtime: HostRuntime<QueueBackend>,
): Promise<FulfillmentWorker> {
  return Resources.opening(async (resources) => {
    const host = await openHost({
      name: NAME,
      config,
      runtime,
      resources,
      schema: { entities: paymentEntities, migrations: paymentMigrations },
      openQueues: (address) => QueueBackend.open({ ...address, workers: CONSUMES.length, log: runtime.log }),
    });
    const { clock, dataSource, log, metrics } = host;
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
      imports: [
        QueuesModule.forRoot({ app: NAME, backend: host.queues, produces: ['deliveries'], consumes: CONSUMES }),
      ],
      providers: [
        EventRelayProcessor,
        DeliveriesProcessor,
        { provide: EventRelay, useValue: new EventRelay(dataSource, clock) },
        { provide: DeliveryPump, useValue: pump },
      ],
    })
    class FulfillmentWorkerModule {}

    const app = resources.add(await createHttpApp(FulfillmentWorkerModule, { name: NAME, ...host }), (opened) =>
      opened.close(),
    );
    const url = await listen(app, { host: config.http.host, port: config.http.ports.health });
    return { app, url, close: () => resources.close() };
  });
}
