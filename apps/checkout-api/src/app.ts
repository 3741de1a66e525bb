import { once } from 'node:events';
import { createServer } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { gatewayConnector, parseNotification } from '#pagoefectivo';
import { createPayments, paymentEntities, paymentMigrations, processSignals } from '#payments';
import type { ChasquiConfig, HostRuntime } from '#platform';
import { createHttpApp, listen, openHost, Resources, SecretBox } from '#platform';
import { QueueBackend } from '#queues';
import { serveDocs } from './api-docs/docs-page.js';
import { openApiDocument } from './api-docs/openapi.js';
import { CheckoutApiModule } from './checkout-api.module.js';
import { seedFromEnvironment } from './seed-from-environment.js';

export interface CheckoutApi {
  readonly app: NestFastifyApplication;
  readonly url: string;
  close(): Promise<void>;
}

const NAME = 'checkout-api';
/** The storefront's and the ERP's HTTP API, and the page that shoppers pay on. */
export function createCheckoutApi(settings: ChasquiConfig, runtime: HostRuntime<QueueBackend>): Promise<CheckoutApi> {
  return Resources.opening(async (resources) => {
    const config = await withKnownPort(settings);
    const host = await openHost({
      name: NAME,
      config,
      runtime,
      resources,
      schema: { entities: paymentEntities, migrations: paymentMigrations },
      openQueues: (address) => QueueBackend.open({ ...address, workers: 0, log: runtime.log }),
    });
    const secrets = SecretBox.fromConfig(config.secrets);
    // Alone it sets up what the environment names; beside others, whoever composed them did.
    if (!runtime.dataSource) await seedFromEnvironment({ ...host, secrets });
    const module = CheckoutApiModule.of({
      ...host,
      secrets,
      openPayments: (wakeups) =>
        resources.add(
          createPayments({
            ...host,
            settings: config,
            sealer: secrets,
            connect: gatewayConnector({ clock: host.clock, gateway: config.gateway }),
            readNotification: parseNotification,
            signals: processSignals({ ...host, wake: (queue) => void wakeups.wake(queue, { v: 1 }) }),
          }),
          (payments) => payments.close(),
        ),
    });
    const app = resources.add(await createHttpApp(module, { name: NAME, ...host }), (opened) => opened.close());
    serveDocs(app, openApiDocument(app));
    const url = await listen(app, { host: config.http.host, port: config.http.ports.checkoutApi });
    return { app, url, close: () => resources.close() };
  });
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
