import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { gatewayConnector, parseNotification } from '#pagoefectivo';
import { createPayments, FeedWatch, paymentEntities, paymentMigrations, processSignals } from '#payments';
import type { ChasquiConfig, Host, HostRuntime } from '#platform';
import { createHttpApp, listen, NetworkList, openHost, Resources, SecretBox } from '#platform';
import { QueueBackend } from '#queues';
import { ClientAddresses } from './access/client-address.js';
import { documentRateLimits } from './access/rate-limit.docs.js';
import { limitRates } from './access/rate-limit.hook.js';
import { RateLimiter } from './access/rate-limiter.js';
import { RequestKeys } from './access/request-keys.js';
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
/** A request waits no longer than this to be counted. */
const COUNT_WITHIN_MS = 1_000;

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
    const feedWatch = resources.add(
      new FeedWatch(host.dataSource, {
        onError: (error) => host.log.warn({ err: error }, 'news of the event feed are not heard; looked for instead'),
      }),
      (watch) => watch.close(),
    );
    const module = CheckoutApiModule.of({
      ...host,
      secrets,
      feedWatch,
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
    await limitRequests(app, { ...host, config });
    // Who waits at the feed is answered at once, so that a restart need not wait for them.
    fastifyOf(app).addHook('preClose', async () => feedWatch.release());
    serveDocs(app, documentRateLimits(openApiDocument(app)));
    const url = await listen(app, { host: config.http.host, port: config.http.ports.checkoutApi });
    return { app, url, close: () => resources.close() };
  });
}

async function limitRequests(app: NestFastifyApplication, host: Host<QueueBackend>): Promise<void> {
  const { config, log, metrics, queues } = host;
  const fastify = fastifyOf(app);
  const redis = await queues.openRedisClient({ commandTimeoutMs: COUNT_WITHIN_MS });
  limitRates(fastify, {
    limiter: await RateLimiter.open({ fastify, redis, prefix: queues.prefix, log }),
    keys: app.get(RequestKeys),
    addresses: new ClientAddresses(new NetworkList(config.ingress.trustedProxies), log),
    metrics,
    perMinute: config.checkout.rateLimitPerMinute,
  });
}

function fastifyOf(app: NestFastifyApplication): FastifyInstance<Server> {
  return app.getHttpAdapter().getInstance();
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
