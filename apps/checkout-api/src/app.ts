import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DataSource } from 'typeorm';
import { PagoEfectivoClient, parseNotification } from '#pagoefectivo';
import { createPayments, paymentEntities, paymentMigrations } from '#payments';
import type { ChasquiConfig, Clock, Log } from '#platform';
import { createHttpApp, HealthRegistry, listen, Metrics, openDatabase, Resources, SecretBox } from '#platform';
import { QueueBackend } from '#queues';
import { serveDocs } from './api-docs/docs-page.js';
import { openApiDocument } from './api-docs/openapi.js';
import { CheckoutApiModule } from './checkout-api.module.js';
import { seedFromEnvironment } from './seed-from-environment.js';

export interface CheckoutApiRuntime {
  readonly clock: Clock;
  readonly log: Log;
  /** Shared by the apps of one process, and closed by whoever opened them. */
  readonly dataSource?: DataSource;
  readonly queues?: QueueBackend;
}

export interface CheckoutApi {
  readonly app: NestFastifyApplication;
  readonly url: string;
  close(): Promise<void>;
}

const NAME = 'checkout-api';
/** With the ten seconds that requests get to finish, within what `runApp` grants. */
const CLOSE_LIMIT_MS = 4_000;

/** The storefront's and the ERP's HTTP API, and the page that shoppers pay on. */
export function createCheckoutApi(settings: ChasquiConfig, runtime: CheckoutApiRuntime): Promise<CheckoutApi> {
  return Resources.opening(async (resources) => {
    const config = await withKnownPort(settings);
    const { clock, log } = runtime;
    const secrets = SecretBox.fromConfig(config.secrets);
    const dataSource = runtime.dataSource ?? (await openOwnDatabase(config, resources));
    if (!runtime.dataSource) await seedFromEnvironment({ config, dataSource, clock, secrets, log });
    const queues =
      runtime.queues ??
      resources.add(
        await QueueBackend.open({
          url: config.queue.url ?? config.database.url ?? '',
          prefix: config.queue.prefix,
          workers: 0,
          log,
        }),
        (opened) => opened.close(),
      );
    const metrics = new Metrics();
    const health = new HealthRegistry();
    // Neither queue nor gateway: without them orders are still taken, told later, and settled later.
    health.register('database', async () => {
      await dataSource.query('select 1');
    });
    const odd = metrics.counter('gateway_oddities_total', 'Answers of the gateway that changed nothing.');

    const module = CheckoutApiModule.of({
      config,
      clock,
      log,
      dataSource,
      queues,
      secrets,
      openPayments: (wakeups) =>
        resources.add(
          createPayments({
            dataSource,
            clock,
            settings: config,
            sealer: secrets,
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
              notificationFailed: (failure) => log.error(failure, 'a notification could not be applied'),
              failed: (error, what) => log.error({ err: error }, what),
            },
          }),
          // A call that still hangs is settled later by whoever finds its command.
          (payments) => Promise.race([payments.close(), delay(CLOSE_LIMIT_MS, undefined, { ref: false })]),
        ),
    });
    const app = resources.add(await createHttpApp(module, { name: NAME, log, health, metrics }), (opened) =>
      opened.close(),
    );
    serveDocs(app, openApiDocument(app));
    const url = await listen(app, { host: config.http.host, port: config.http.ports.checkoutApi });
    return { app, url, close: () => resources.close() };
  });
}

async function openOwnDatabase(config: ChasquiConfig, resources: Resources): Promise<DataSource> {
  const opened = await openDatabase(config.database, {
    entities: paymentEntities,
    migrations: paymentMigrations,
    applicationName: NAME,
  });
  return resources.add(opened, (dataSource) => dataSource.destroy());
}

/** Any free port is chosen before anything is built: every payment names the address of its page. */
async function withKnownPort(config: ChasquiConfig): Promise<ChasquiConfig> {
  if (config.http.ports.checkoutApi !== 0) return config;
  const server = createServer().listen(0, config.http.host);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('the operating system gave no port');
  const { port } = address;
  return {
    ...config,
    http: { ...config.http, ports: { ...config.http.ports, checkoutApi: port } },
    checkout: { ...config.checkout, publicUrl: config.checkout.publicUrl.replace(/:0$/, `:${port}`) },
  };
}
