import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DataSource } from 'typeorm';
import { createHttpApp, HealthRegistry, listen, Resources, startEmbeddedPostgres, takeBodiesAsBytes } from '#platform';
import type { ChasquiConfig, Clock, Log } from '#platform';
import { credentialsOf, type SandboxCredentials } from './credentials.js';
import { migrateSandbox, openSandboxDatabase } from './database/sandbox-database.js';
import { Exchange } from './gateway-api/exchange.js';
import { refuseLiveAccount, refuseProductionGateway } from './live-account.js';
import { SandboxModule } from './sandbox.module.js';

export interface SandboxRuntime {
  /** An `AdjustableClock` is shared: `PUT /sandbox/clock` moves it for everybody who holds it. */
  readonly clock: Clock;
  readonly log: Log;
  /** The product's, when it runs in the same process: the sandbox opens its own tables in the same database. */
  readonly dataSource?: DataSource;
}

export interface SandboxOptions {
  /** Where notifications go, as registered with PagoEfectivo out of band. Default: the webhook-ingest of this machine. */
  readonly notifyUrl?: string | (() => string);
  /** Default: the account of the configuration, or the development account. */
  readonly credentials?: SandboxCredentials;
  /** Where shoppers reach the pages, without a slash at its end. Default: wherever the API was called. */
  readonly publicUrl?: string;
}

export interface Sandbox {
  readonly app: NestFastifyApplication;
  /** The base URL of API, control plane and pages, without a slash at its end. */
  readonly url: string;
  /** The one service account that it serves. */
  readonly credentials: SandboxCredentials;
  /** Ends held connections and deliveries, closes what was opened here and leaves the runtime's own alone. */
  close(): Promise<void>;
}

const NAME = 'sandbox';
/** Larger than any search; the product asks for 50 CIPs at a time. */
const BODY_LIMIT_BYTES = 262_144;
const MAX_POOL = 10;

/**
 * A PagoEfectivo to develop against, listening: the documented CIP API with its quirks, the shopper's page, and a
 * control plane for everything that can go wrong (requirement R18). Throws `LiveAccountError` beside a live gateway
 * account. Without a database it starts an embedded one under `CHASQUI_DATA_DIR`.
 */
export function createSandbox(
  config: ChasquiConfig,
  runtime: SandboxRuntime,
  options: SandboxOptions = {},
): Promise<Sandbox> {
  return Resources.opening(async (resources) => {
    refuseProductionGateway(config.gateway);
    const dataSource = await openDatabase({ config, runtime, resources });
    await refuseLiveAccount(dataSource);
    await migrateSandbox(dataSource, (line) => runtime.log.info(line));

    const credentials = options.credentials ?? credentialsOf(config.gateway);
    const module = await SandboxModule.of({
      dataSource,
      clock: runtime.clock,
      log: runtime.log,
      credentials,
      notifyUrl:
        options.notifyUrl ??
        config.sandbox.notifyUrl ??
        `http://127.0.0.1:${config.http.ports.webhookIngest}/webhooks/pagoefectivo`,
      publicUrl: options.publicUrl ?? config.sandbox.publicUrl,
    });
    const health = new HealthRegistry();
    // Asks the database, and says so when somebody put a live account into it since the start.
    health.register('no live account', () => refuseLiveAccount(dataSource));
    const app = resources.add(
      await createHttpApp(module, { name: NAME, log: runtime.log, health, bodyLimit: BODY_LIMIT_BYTES }),
      (opened) => opened.close(),
    );
    // The gateway signs and is signed over bytes, and reads JSON whatever the content type says.
    takeBodiesAsBytes(app);
    releaseBeforeClose(app);
    const url = await listen(app, { host: config.http.host, port: config.http.ports.sandbox });
    return { app, url, credentials, close: () => resources.close() };
  });
}

/** Tables of its own in the product's database, in the configured one, or in an embedded one of its own. */
async function openDatabase(parts: {
  config: ChasquiConfig;
  runtime: SandboxRuntime;
  resources: Resources;
}): Promise<DataSource> {
  const { config, runtime, resources } = parts;
  let url = urlOf(runtime.dataSource) ?? config.database.url;
  if (url === null) {
    const dataDir = join(config.database.dataDir, NAME);
    const embedded = await startEmbeddedPostgres({ dataDir, log: (line) => runtime.log.info(line) });
    url = resources.add(embedded, (opened) => opened.stop()).url;
  }
  const poolSize = Math.min(config.database.poolSize, MAX_POOL);
  return resources.add(await openSandboxDatabase({ url, poolSize }), (opened) => opened.destroy());
}

function urlOf(dataSource: DataSource | undefined): string | null {
  return dataSource?.options.type === 'postgres' ? (dataSource.options.url ?? null) : null;
}

/** Connections that are never answered must not hold up a stop. */
function releaseBeforeClose(app: NestFastifyApplication): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  fastify.addHook('preClose', (done) => {
    app.get(Exchange).release();
    done();
  });
}
