import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { createCheckoutApi } from '../../checkout-api/src/app.js';
import { createExpiryWorker } from '../../expiry-worker/src/app.js';
import { createFulfillmentWorker } from '../../fulfillment-worker/src/app.js';
import { createOpsConsole } from '../../ops-console/src/app.js';
import { createReconciliationWorker } from '../../reconciliation-worker/src/app.js';
import { createSandbox } from '../../sandbox/src/app.js';
import { createWebhookIngest } from '../../webhook-ingest/src/app.js';
import { AccountDirectory, ApiKeys, DEFAULT_SHOP_ID, paymentEntities, paymentMigrations } from '#payments';
import type { ChasquiConfig, Log } from '#platform';
import {
  AdjustableClock,
  createDataSource,
  migrateDatabase,
  Resources,
  SecretBox,
  startEmbeddedPostgres,
} from '#platform';
import { lookEverywhere, QueueBackend, queueNames } from '#queues';
import { startStorefront } from '#storefront';
import { withChosenPorts } from './free-ports.js';
import { withGeneratedCredentials } from './generated-credentials.js';

/** Everything a person may open or use; printed by `npm start`. */
export interface Standalone {
  readonly urls: {
    readonly shop: string;
    readonly checkoutApi: string;
    readonly webhookIngest: string;
    readonly opsConsole: string;
    /** Null when the default account is a real one. */
    readonly sandbox: string | null;
  };
  readonly apiKey: string;
  readonly operator: { readonly email: string; readonly password: string };
  readonly queue: 'postgres' | 'redis';
  close(): Promise<void>;
}

export interface StandaloneOptions {
  /** The data folder is thrown away afterwards: its Postgres ends with this process, however that ends. */
  readonly temporary?: boolean;
}

/** One queue pool for all apps of the process, and one database pool: 29 connections at most on Postgres. */
const POOL_SIZE = 24;
const LOOPBACK_HOSTS: readonly string[] = ['127.0.0.1', '::1', 'localhost'];

/**
 * The whole product in one process: embedded Postgres unless a database is given, queues on it unless Redis is given,
 * the sandbox as gateway unless an account is given. One clock for all, so that the sandbox can let a day pass.
 */
export function startStandalone(given: ChasquiConfig, log: Log, options: StandaloneOptions = {}): Promise<Standalone> {
  return Resources.opening(async (resources) => {
    const clock = new AdjustableClock();
    const prepared = await withChosenPorts(await withGeneratedCredentials(given));
    const config = await withDatabase(prepared, { resources, log, options });
    const dataSource = await openDataSource(config, resources, log);
    const queues = resources.add(
      await QueueBackend.open({
        url: config.queue.url ?? config.database.url ?? '',
        prefix: config.queue.prefix,
        workers: queueNames.length,
        log: log.child({ part: 'queues' }),
      }),
      (opened) => opened.close(),
    );
    clock.onMove(() => void lookEverywhere(queues));
    const runtime = (app: string) => ({ clock, dataSource, queues, log: log.child({ part: app }) });
    const { ports } = config.http;

    let sandboxUrl: string | null = null;
    if (config.gateway.baseUrl === null) {
      const sandbox = resources.add(
        await createSandbox(
          config,
          { clock, dataSource, log: log.child({ part: 'sandbox' }) },
          { notifyUrl: `http://127.0.0.1:${ports.webhookIngest}/webhooks/pagoefectivo` },
        ),
        (opened) => opened.close(),
      );
      sandboxUrl = `http://localhost:${ports.sandbox}`;
      await seedSandboxAccount({
        config,
        clock,
        dataSource,
        log,
        credentials: sandbox.credentials,
        baseUrl: `http://127.0.0.1:${ports.sandbox}`,
      });
    }
    const apiKey = config.checkout.apiKey?.reveal() ?? '';
    const ingest = resources.add(await createWebhookIngest(config, runtime('webhook-ingest')), (app) => app.close());
    resources.add(await createReconciliationWorker(config, runtime('reconciliation-worker')), (app) => app.close());
    resources.add(await createExpiryWorker(config, runtime('expiry-worker')), (app) => app.close());
    resources.add(await createFulfillmentWorker(config, runtime('fulfillment-worker')), (app) => app.close());
    const checkout = resources.add(await createCheckoutApi(config, runtime('checkout-api')), (app) => app.close());
    const opsConsole = resources.add(await createOpsConsole(config, runtime('ops-console')), (app) => app.close());
    const operator = {
      email: config.console.operator?.email ?? '',
      password: config.console.operator?.password.reveal() ?? '',
    };
    const keys = new ApiKeys(dataSource, clock);
    await keys.seed({ shopId: DEFAULT_SHOP_ID, key: apiKey });
    const shop = resources.add(
      await startStorefront({
        host: config.http.host,
        port: ports.shop,
        chasquiUrl: checkout.url,
        apiKey,
        dataDir: join(config.database.dataDir, 'storefront'),
        // Asked for only where others than this machine may knock.
        ...(LOOPBACK_HOSTS.includes(config.http.host) ? {} : { backOfficePassword: operator.password }),
        links: [
          { label: 'Console', url: opsConsole.url },
          { label: 'API docs', url: `${checkout.url}/docs` },
        ],
        log: log.child({ part: 'storefront' }),
      }),
      (app) => app.close(),
    );
    return {
      urls: {
        shop: shop.url,
        checkoutApi: checkout.url,
        webhookIngest: ingest.url,
        opsConsole: opsConsole.url,
        sandbox: sandboxUrl,
      },
      apiKey,
      operator,
      queue: queues.kind,
      close: () => resources.close(),
    };
  });
}

async function withDatabase(
  config: ChasquiConfig,
  { resources, log, options }: { resources: Resources; log: Log; options: StandaloneOptions },
): Promise<ChasquiConfig> {
  if (config.database.url !== null) return config;
  const postgres = resources.add(
    await startEmbeddedPostgres({
      dataDir: config.database.dataDir,
      endWithProcess: options.temporary ?? false,
      log: (line) => log.info({ part: 'postgres' }, line),
    }),
    (running) => running.stop(),
  );
  return { ...config, database: { ...config.database, url: postgres.url } };
}

async function openDataSource(config: ChasquiConfig, resources: Resources, log: Log): Promise<DataSource> {
  const dataSource = createDataSource({
    url: config.database.url ?? '',
    poolSize: POOL_SIZE,
    entities: paymentEntities,
    migrations: paymentMigrations,
    applicationName: 'chasqui',
  });
  await dataSource.initialize();
  resources.add(dataSource, (opened) => opened.destroy());
  await migrateDatabase(dataSource, (line) => log.info(line));
  return dataSource;
}

/** The sandbox's account is ours in whole: when it listens on another port than before, its address follows. */
async function seedSandboxAccount(input: {
  config: ChasquiConfig;
  clock: AdjustableClock;
  dataSource: DataSource;
  log: Log;
  credentials: { serviceId: string; accessKey: string; secretKey: string };
  baseUrl: string;
}): Promise<void> {
  const { dataSource, baseUrl } = input;
  await dataSource.query(
    `update gateway_account set base_url = $1 where slug = 'default' and environment = 'sandbox' and base_url <> $1`,
    [baseUrl],
  );
  const accounts = new AccountDirectory(dataSource, input.clock, SecretBox.fromConfig(input.config.secrets));
  const report = await accounts.seedDefaults({ baseUrl, sandbox: true, ...input.credentials });
  for (const warning of report.warnings) input.log.warn(warning);
}
