import { existsSync } from 'node:fs';
import type { DataSource } from 'typeorm';
import type { DiagnosisSubject } from '#diagnosis';
import { PagoEfectivoClient, parseNotification } from '#pagoefectivo';
import {
  type AccountAccess,
  type Administration,
  createAdministration,
  createPayments,
  type GatewayCall,
  paymentEntities,
  paymentMigrations,
  type Payments,
  TargetPolicy,
  WebhookEndpoints,
  WebhookSender,
} from '#payments';
import {
  type ChasquiConfig,
  type Clock,
  createDataSource,
  loadConfig,
  LOOPBACK_NETWORKS,
  openEmbeddedPostgres,
  pendingMigrations,
  PendingMigrationsError,
  type Resources,
  SystemClock,
} from '#platform';
import type { CliIo } from '../cli-io.js';
import { findMasterKey, openSealer } from './master-key.js';
import { productClock } from './product-clock.js';

const APPLICATION_NAME = 'chasqui-cli';
const POOL_SIZE = 4;

/** What commands work with, opened when first asked for and closed when the command line ends. */
export class CliSession {
  private loaded: ChasquiConfig | null = null;
  private databaseUrl: Promise<string> | null = null;
  private connected: Promise<DataSource> | null = null;
  private wired: Promise<Payments> | null = null;
  private readonly failures = new Map<string, string>();

  constructor(
    private readonly io: CliIo,
    private readonly resources: Resources,
  ) {}

  /** Throws ConfigError. */
  get config(): ChasquiConfig {
    this.loaded ??= loadConfig(this.io.env, 'cli');
    return this.loaded;
  }

  /**
   * The database of DATABASE_URL, or the embedded one: borrowed while the product runs on it, started otherwise.
   * Throws a sentence when there never was one, unless it may be made.
   */
  url(options: { mayCreate?: boolean } = {}): Promise<string> {
    this.databaseUrl ??= this.findUrl(options.mayCreate ?? false);
    return this.databaseUrl;
  }

  /** Connected, whatever its schema. */
  connection(options: { mayCreate?: boolean } = {}): Promise<DataSource> {
    this.connected ??= this.connect(options);
    return this.connected;
  }

  /** Connected, at the schema that this version needs. */
  async database(): Promise<DataSource> {
    const dataSource = await this.connection();
    const pending = await pendingMigrations(dataSource);
    if (pending.length > 0) throw new PendingMigrationsError(pending);
    return dataSource;
  }

  async clock(): Promise<Clock> {
    return productClock(await this.database());
  }

  /** What the doctor looks at, from here. */
  async subject(): Promise<DiagnosisSubject> {
    const { config } = this;
    return {
      config,
      masterKey: await findMasterKey(config),
      connection: () => this.connection(),
      clock: productClock,
      queueUrl: async () => config.queue.url ?? this.url(),
    };
  }

  payments(): Promise<Payments> {
    this.wired ??= this.wire();
    return this.wired;
  }

  /** Merchants, shops, keys and accounts. */
  async administration(): Promise<Administration> {
    return createAdministration({
      dataSource: await this.database(),
      clock: await this.clock(),
      sealer: await openSealer(this.config),
      machineClock: new SystemClock(),
    });
  }

  async endpoints(): Promise<WebhookEndpoints> {
    const { database, delivery } = this.config;
    // On the embedded database it sets up what `npm start` runs, which delivers to this machine too.
    const ownMachine = database.url === null && delivery.allowedTargets.length === 0;
    const targets = new TargetPolicy(ownMachine ? LOOPBACK_NETWORKS : delivery.allowedTargets);
    return new WebhookEndpoints({
      dataSource: await this.database(),
      clock: await this.clock(),
      sealer: await openSealer(this.config),
      targets,
      sender: new WebhookSender(targets),
    });
  }

  /** A client of an account's gateway that calls as the product would; whoever asks for it closes it. */
  gateway(account: AccountAccess, options: { clock: Clock; onCall: (call: GatewayCall) => void }): PagoEfectivoClient {
    const { egressProxyUrl, egressLocalAddress } = this.config.gateway;
    return new PagoEfectivoClient({
      ...account,
      now: () => options.clock.now(),
      timeoutMs: this.config.gateway.timeoutMs,
      egress: { proxyUrl: egressProxyUrl, localAddress: egressLocalAddress },
      onCall: (call) => {
        if (call.outcome === 'ok') this.failures.delete(account.id);
        else this.failures.set(account.id, call.error ?? call.outcome);
        options.onCall(call);
      },
    });
  }

  /** Why the last call to an account's gateway failed; null when it went well or none was made. */
  gatewayFailure(accountId: string): string | null {
    return this.failures.get(accountId) ?? null;
  }

  private async findUrl(mayCreate: boolean): Promise<string> {
    const { url, dataDir } = this.config.database;
    if (url !== null) return url;
    if (!mayCreate && !existsSync(dataDir)) {
      throw new Error(
        `There is no database: ${dataDir} does not exist. Start the product once (npm start), or set DATABASE_URL or CHASQUI_DATA_DIR.`,
      );
    }
    const postgres = await openEmbeddedPostgres({ dataDir, log: (line) => this.io.complain(`${line}\n`) });
    this.resources.add(postgres, (opened) => opened.stop());
    return postgres.url;
  }

  private async connect(options: { mayCreate?: boolean }): Promise<DataSource> {
    const dataSource = createDataSource({
      url: await this.url(options),
      poolSize: POOL_SIZE,
      entities: paymentEntities,
      migrations: paymentMigrations,
      applicationName: APPLICATION_NAME,
    });
    await dataSource.initialize();
    return this.resources.add(dataSource, (opened) => opened.destroy());
  }

  private async wire(): Promise<Payments> {
    const dataSource = await this.database();
    const clock = await this.clock();
    const payments = createPayments({
      dataSource,
      clock,
      settings: this.config,
      sealer: await openSealer(this.config),
      connect: (account, onCall) => this.gateway(account, { clock, onCall }),
      readNotification: parseNotification,
      signals: {
        // The relay and the inbox find the rows by themselves: the command line needs no queue.
        eventsWritten: () => undefined,
        inboxChanged: () => undefined,
        casesDue: () => undefined,
        oddity: ({ cip, what }) => this.io.complain(`CIP ${cip}: ${what}\n`),
        notificationFailed: ({ notificationId, reason }) =>
          this.io.complain(`Notification ${notificationId} could not be applied: ${reason}\n`),
        failed: (error, what) =>
          this.io.complain(`${what}: ${error instanceof Error ? error.message : String(error)}\n`),
      },
    });
    return this.resources.add(payments, (opened) => opened.close());
  }
}
