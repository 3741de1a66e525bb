import { AccountDirectory, ApiKeys, DEFAULT_SHOP_ID, paymentEntities, paymentMigrations } from '#payments';
import { createDataSource, SecretBox, SystemClock } from '#platform';
import type { DataSource } from 'typeorm';
import { type DueOrders, openDueOrders } from '../closing/due-orders.js';
import { BenchProcess } from './bench-process.js';
import type { Backend, Bench } from './measure.js';
import type { BenchDatabase, BenchPostgres } from './servers.js';
import { sayStatements } from './statements.js';

/** The development account of the sandbox (docs/sandbox.md). */
export const GATEWAY_ACCOUNT = {
  serviceId: '1042',
  accessKey: 'CHASQUISANDBOXKEY001',
  secretKey: 'chasquiSandboxOnly/0000+0000/notASecret0',
};
export const API_KEY = 'ck_test_bench_0123456789abcdef';
/** The CIP of the first order that `openOrders` makes. */
export const FIRST_CIP = 300_000_000;
export const MASTER_KEY = Buffer.alloc(32, 7).toString('base64');
const LOOPBACK = '127.0.0.0/8';
const DAY_MS = 24 * 3_600_000;

export type ProductApp =
  'checkout-api' | 'webhook-ingest' | 'reconciliation-worker' | 'expiry-worker' | 'fulfillment-worker';

export interface BenchProductOptions {
  readonly backend: Backend;
  readonly apps: readonly ProductApp[];
  /** Where the default account's gateway is; nobody answers there when absent. */
  readonly gatewayUrl?: string;
  /** Another than the one that measures share. */
  readonly postgres?: BenchPostgres;
  readonly env?: Readonly<Record<string, string>>;
}

/** The product as a merchant runs it, each app a process, on a database of its own with the default shop. */
export class BenchProduct {
  private readonly processes = new Map<ProductApp, BenchProcess>();

  private constructor(
    private readonly bench: Bench,
    readonly database: BenchDatabase,
    readonly dataSource: DataSource,
  ) {}

  static async start(bench: Bench, options: BenchProductOptions): Promise<BenchProduct> {
    const postgres = options.postgres ?? (await bench.servers.postgres());
    const database = await postgres.database();
    const product = new BenchProduct(bench, database, await connect(database));
    await product.seed(options);
    const env = {
      DATABASE_URL: database.url,
      ...(options.backend === 'redis' ? { QUEUE_URL: await bench.servers.redis() } : {}),
      HOST: '127.0.0.1',
      CHECKOUT_API_PORT: '0',
      WEBHOOK_INGEST_PORT: '0',
      WEBHOOK_ALLOWED_SOURCES: LOOPBACK,
      WEBHOOK_ALLOWED_TARGETS: LOOPBACK,
      CHASQUI_MASTER_KEY: MASTER_KEY,
      RATE_LIMIT_PER_MINUTE: '0',
      ...options.env,
    };
    const { folder } = bench.servers;
    for (const name of options.apps) {
      const program = `dist/apps/${name}/src/main.js`;
      product.processes.set(name, await BenchProcess.start({ name, program, env, folder }));
    }
    return product;
  }

  url(name: ProductApp): string {
    const found = this.processes.get(name);
    if (found === undefined) throw new Error(`${name} was not started`);
    return found.url;
  }

  /** What the order with this number is called. */
  orderId(index: number): string {
    return `DUE-${index}`;
  }

  /** Orders that wait for payment, as checkout leaves them; their first events have their numbers. */
  async openOrders(
    orders: Pick<DueOrders, 'count'> & Partial<Pick<DueOrders, 'from' | 'expiresAt' | 'state'>>,
  ): Promise<void> {
    const owner = { shopId: DEFAULT_SHOP_ID, accountId: await this.accountId() };
    const expiresAt = new Date(Date.now() + DAY_MS);
    await this.dataSource.transaction(async (manager) => {
      // The relay waits meanwhile: it would tell the ERP of them, in front of what is measured.
      await manager.query(`set local idle_in_transaction_session_timeout = 0; set local statement_timeout = 0`);
      await manager.query('select 1 from relay_state where id = 1 for update');
      await openDueOrders(this.dataSource, { ...owner, expiresAt, state: 'pending', ...orders });
      await manager.query(NUMBER_FIRST_EVENTS);
    });
    if (this.bench.statements) await this.database.query('select pg_stat_statements_reset()');
  }

  async accountId(): Promise<string> {
    const account = await this.accounts().bySlug('default');
    if (!account) throw new Error('the default account was not seeded');
    return account.id;
  }

  async stop(): Promise<void> {
    if (this.bench.statements) await sayStatements(this.bench, this.database);
    await Promise.all([...this.processes.values()].map((child) => child.stop()));
    await this.dataSource.destroy();
    await this.database.drop();
  }

  private async seed({ gatewayUrl = 'http://127.0.0.1:1' }: BenchProductOptions): Promise<void> {
    await this.accounts().seedDefaults({ baseUrl: gatewayUrl, sandbox: true, ...GATEWAY_ACCOUNT });
    await new ApiKeys(this.dataSource, new SystemClock()).seed({ shopId: DEFAULT_SHOP_ID, key: API_KEY });
  }

  private accounts(): AccountDirectory {
    return new AccountDirectory(this.dataSource, new SystemClock(), SecretBox.fromBase64({ current: MASTER_KEY }));
  }
}

async function connect(database: BenchDatabase): Promise<DataSource> {
  const dataSource = createDataSource({
    url: database.url,
    poolSize: 2,
    entities: paymentEntities,
    migrations: paymentMigrations,
    applicationName: 'bench',
  });
  return dataSource.initialize();
}

/** As the relay would have done it long ago: what is measured begins with the notification. */
const NUMBER_FIRST_EVENTS = `
  with state as (select last_position from relay_state where id = 1 for update),
    numbered as (select id, row_number() over (order by created_at, id) as place from outbox_event where position is null),
    moved as (update outbox_event o set position = s.last_position + n.place from numbered n, state s where o.id = n.id
      returning o.position)
  update relay_state set last_position = greatest(last_position, (select coalesce(max(position), 0) from moved))`;
