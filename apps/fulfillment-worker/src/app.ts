import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  AlertDelivery,
  Deliveries,
  EventRelay,
  paymentEntities,
  paymentMigrations,
  TargetPolicy,
  WebhookSender,
} from '#payments';
import type { ChasquiConfig, Host, HostRuntime } from '#platform';
import { createHttpApp, listen, openHost, Resources, SecretBox } from '#platform';
import { QueueBackend, QueuesModule } from '#queues';
import { AlertsProcessor } from './alerts.processor.js';
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
const CONSUMES = ['event-relay', 'deliveries', 'alerts'] as const;

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
    const sender = new WebhookSender(new TargetPolicy(config.delivery.allowedTargets));
    const pump = new DeliveryPump({
      deliveries: new Deliveries(dataSource, clock),
      sender,
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
        AlertsProcessor,
        { provide: EventRelay, useValue: new EventRelay(dataSource, clock) },
        { provide: DeliveryPump, useValue: pump },
        { provide: AlertDelivery, useValue: alertDelivery(config, { ...host, sender }) },
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

function alertDelivery(
  { alerts: { webhook } }: ChasquiConfig,
  parts: Pick<Host<QueueBackend>, 'clock' | 'dataSource' | 'log' | 'metrics'> & { readonly sender: WebhookSender },
): AlertDelivery {
  const { clock, dataSource, log, metrics, sender } = parts;
  const attempts = metrics.counter('alert_attempts_total', 'Attempts to deliver an alert, by what came of them.', [
    'outcome',
  ]);
  return new AlertDelivery(dataSource, sender, clock, {
    webhook: webhook && { url: webhook.url, secrets: webhook.secrets.map((secret) => secret.reveal()) },
    onOutcome: (outcome, { httpStatus, error }) => {
      attempts.inc({ outcome });
      if (outcome !== 'delivered') log.warn({ outcome, httpStatus, error }, 'an alert was not delivered');
    },
  });
}
