import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { createSandbox } from '../../apps/sandbox/src/app.js';
import { AdjustableClock, loadConfig, Resources } from '#platform';
import { QueueBackend } from '#queues';
import type { MerchantReceiver, TestDatabase } from '#testing';
import { emptyQueueTables, freePort, merchantReceiver, RecordedLog, testDatabase, testQueue } from '#testing';
import { flowEnvironment } from '../flows/product.js';
import type { FaultOperation } from '../processes/faulty-gateway.js';
import { FaultyGateway } from '../processes/faulty-gateway.js';
import { Seats } from '../processes/seats.js';
import { readCodesOf } from '../simulation/books.js';
import type { DueWork } from '../simulation/due-work.js';
import { readDueWork } from '../simulation/due-work.js';
import { connectErp } from '../simulation/erp-endpoint.js';
import { comeToRest, wakeFor } from '../simulation/rest.js';
import type { Counter, Reply, ShopOrder } from '../simulation/shop-order.js';
import { installDatabaseTime, setDatabaseAhead } from '../simulation/simulated-time.js';
import { linkGatewayBooks } from './gateway-books.js';
import { SEATS, type SeatName } from './seat-names.js';
import type { Services } from './services.js';
import { installTrueTime } from './true-time.js';

const API_KEY = 'ck_test_chaos_0123456789abcdefgh';
/** After GATEWAY_CALLER_WAIT, before GATEWAY_TIMEOUT. */
const LATE_MS = 2_000;
/** A storefront does not wait longer. */
const CALLER_PATIENCE_MS = 10_000;
/** Every clock that was off ahead is caught up with after so much business time. */
const BETWEEN_ROUNDS_MS = 5 * 60_000;

const APPS: Readonly<Record<string, string>> = {
  door: 'checkout-api',
  inbox: 'webhook-ingest',
  finder: 'reconciliation-worker',
  clock: 'expiry-worker',
  teller: 'fulfillment-worker',
};
/** Who makes calls of this kind: where the machine that is calling dies, both copies do. */
const CALLERS: Readonly<Record<FaultOperation, readonly SeatName[]>> = {
  create: ['door-a', 'door-b'],
  extend: ['door-a', 'door-b'],
  search: ['finder-a', 'finder-b'],
  delete: ['clock-a', 'clock-b'],
};

/**
 * The product as separate processes, two of each, on servers that fail. Sandbox, ERP and the line between product and
 * gateway live here, and the sandbox keeps its books in a database that nothing happens to.
 */
export class World implements Counter {
  readonly seats: Seats;
  /** Orders of all rounds that were lived here. */
  readonly orders: ShopOrder[] = [];
  private calls = 0;
  /** Of the one that is further ahead: what comes in is due for it first. */
  private finderSkewMs = 0;

  private constructor(
    readonly services: Services,
    readonly database: TestDatabase,
    /** Of the product's database. */
    readonly pool: pg.Pool,
    readonly sandboxPool: pg.Pool,
    readonly clock: AdjustableClock,
    readonly erp: MerchantReceiver,
    readonly gateway: FaultyGateway,
    readonly queues: QueueBackend,
    private readonly urls: { readonly sandbox: string; readonly doors: readonly string[] },
    private readonly resources: Resources,
    folder: string | undefined,
  ) {
    this.seats = new Seats({
      offsetMs: () => this.clock.offsetMs,
      supervised: true,
      ...(folder === undefined ? {} : { folder }),
    });
  }

  /** On servers that no other world uses. `folder`: of the built product, this project's when absent. */
  static start(services: Services, { folder }: { folder?: string } = {}): Promise<World> {
    return Resources.opening(async (resources) => {
      await services.redis?.flushall();
      const database = resources.add(await testDatabase({ serverUrl: services.postgres.url }), (opened) =>
        opened.drop(),
      );
      const books = resources.add(await testDatabase({ schema: 'empty' }), (opened) => opened.drop());
      const queue = {
        ...testQueue(database),
        ...(services.redis === null ? {} : { url: services.redis.url }),
      };
      const clock = new AdjustableClock();
      const log = new RecordedLog();
      const setUp = openPool(resources, database.url);
      await installDatabaseTime(setUp, database.name);
      await installTrueTime(setUp);
      const pool = openPool(resources, database.url);
      const sandboxPool = openPool(resources, books.url);
      const ports = { doors: [await freePort(), await freePort()], inboxes: [await freePort(), await freePort()] };
      const env = {
        ...flowEnvironment(database, queue),
        HEALTH_PORT: '0',
        DATABASE_POOL_SIZE: '6',
        CHASQUI_API_KEY: API_KEY,
        // Short waits, so that what is not known settles while a round lasts; a life of minutes of business time.
        PAYMENT_TTL: 'PT10M',
        EXPIRY_GRACE: 'PT2M',
        GATEWAY_TIMEOUT: 'PT3S',
        GATEWAY_CALLER_WAIT: 'PT1.5S',
        GATEWAY_BUDGET_PER_MINUTE: '100000',
      };
      const queues = resources.add(await QueueBackend.open({ ...queue, workers: 2, log }), (opened) => opened.close());
      let messages = 0;
      const sandbox = resources.add(
        await createSandbox(
          loadConfig({ ...env, DATABASE_URL: books.url }, 'app'),
          { clock, log },
          // As a balancer before two copies does.
          { notifyUrl: () => `http://127.0.0.1:${ports.inboxes[(messages += 1) % 2]}/webhooks/pagoefectivo` },
        ),
        (opened) => opened.close(),
      );
      await linkGatewayBooks(pool, books.url);
      const erp = resources.add(await merchantReceiver(), (opened) => opened.close());
      const gateway = resources.add(
        await FaultyGateway.start({
          target: sandbox.url,
          lateMs: LATE_MS,
          kill: (operation) => world.seats.kill(CALLERS[operation]),
        }),
        (opened) => opened.close(),
      );
      const urls = { sandbox: sandbox.url, doors: ports.doors.map((port) => `http://127.0.0.1:${port}`) };
      const world: World = new World(
        services,
        database,
        pool,
        sandboxPool,
        clock,
        erp,
        gateway,
        queues,
        urls,
        resources,
        folder,
      );
      const full = {
        ...env,
        PAGOEFECTIVO_BASE_URL: gateway.url,
        PAGOEFECTIVO_ID_SERVICE: sandbox.credentials.serviceId,
        PAGOEFECTIVO_ACCESS_KEY: sandbox.credentials.accessKey,
        PAGOEFECTIVO_SECRET_KEY: sandbox.credentials.secretKey,
      };
      const take = (seat: SeatName): Promise<void> => {
        const [role = '', copy] = seat.split('-');
        const place = copy === 'a' ? 0 : 1;
        return world.seats.take(seat, APPS[role] ?? role, {
          ...full,
          CHECKOUT_API_PORT: String(ports.doors[place]),
          WEBHOOK_INGEST_PORT: String(ports.inboxes[place]),
        });
      };
      await world.faults({ tokenLife: 'PT2H' });
      try {
        // The first door alone: it seeds account and key, and the others find them.
        const [first, ...others] = SEATS;
        await take(first);
        await Promise.all(others.map((seat) => take(seat)));
        await connectErp((...call) => world.api(...call), world.erp);
      } catch (error) {
        await world.seats.close();
        throw error;
      }
      return world;
    });
  }

  /** A call to one copy of the checkout API after the other. */
  async api(method: string, path: string, sent: { body?: unknown; key?: string } = {}): Promise<Reply | null> {
    const url = this.urls.doors[(this.calls += 1) % this.urls.doors.length];
    try {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${API_KEY}`,
          ...(sent.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(sent.key === undefined ? {} : { 'idempotency-key': sent.key }),
        },
        ...(sent.body === undefined ? {} : { body: JSON.stringify(sent.body) }),
        signal: AbortSignal.timeout(CALLER_PATIENCE_MS),
      });
      return { status: response.status, text: await response.text() };
    } catch {
      return null;
    }
  }

  async sandbox(method: string, path: string, body?: unknown): Promise<boolean> {
    const response = await fetch(`${this.urls.sandbox}/sandbox/${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    await response.arrayBuffer();
    return response.ok;
  }

  async faults(change: Readonly<Record<string, unknown>>): Promise<void> {
    if (!(await this.sandbox('PUT', 'faults', change)))
      throw new Error(`the sandbox refused the faults ${JSON.stringify(change)}`);
  }

  codesOf(orderId: string): Promise<string[]> {
    return readCodesOf(this.sandboxPool, orderId);
  }

  async emptyQueue(): Promise<void> {
    if (this.services.redis === null) await emptyQueueTables(this.database);
    else await this.services.redis.flushall();
  }

  /** Clocks of the processes are off by so much, those of database and sandbox are right. */
  async beginRound(skewsMs: ReadonlyMap<SeatName, number>): Promise<void> {
    this.seats.skew(skewsMs);
    this.finderSkewMs = Math.max(skewsMs.get('finder-a') ?? 0, skewsMs.get('finder-b') ?? 0);
    await this.moveBy(BETWEEN_ROUNDS_MS);
  }

  /** Moves every clock forward: database, sandbox and processes. */
  async moveBy(ms: number): Promise<void> {
    this.clock.advance(ms);
    await setDatabaseAhead(this.pool, this.clock.offsetMs);
    await this.seats.move();
  }

  /**
   * Has everybody look who has something to do, until nobody has, or nothing moves any more; who dies in the middle of a
   * call comes back first, as business time would go on without him.
   */
  async comeToRest(): Promise<void> {
    do {
      await this.seats.reborn();
      await comeToRest({
        readDue: () => readDueWork(this.pool, this.clock.now(), this.sandboxPool),
        isCalling: () => this.gateway.underway > 0,
        wake: (due) => this.wake(due),
      });
    } while (!this.seats.isWhole);
  }

  /** Waits without waking anybody until what is due at once is done. Answers what is left when that takes too long. */
  async findsItsWork(limitMs: number): Promise<string[]> {
    const limit = performance.now() + limitMs;
    for (;;) {
      const { rows } = await this.pool.query<{ what: string }>(UNTOUCHED, [
        new Date(this.clock.now().getTime() + this.finderSkewMs),
      ]);
      if (rows.length === 0) return [];
      if (performance.now() > limit) return rows.map(({ what }) => what);
      await pause(100);
    }
  }

  async close(): Promise<void> {
    await this.seats.close();
    await this.resources.close();
  }

  private wake(due: readonly DueWork[]): Promise<void> {
    // The sandbox looks for what it has to send when its clock is touched.
    return wakeFor(due, this.queues, () => this.sandbox('PUT', 'clock', { advance: 'PT0S' }));
  }
}

/** What needs no date to come, no lease to lapse and no endpoint to recover. */
const UNTOUCHED = `
  select 'notification ' || n.id || ' is not applied' as what from notification n
    where n.status = 'pending' and n.next_at <= $1
  union all
  select e.type || ' ' || e.id || ' is not numbered' from outbox_event e where e.position is null`;

/** Its connections are cut on purpose; whoever asks next gets another one. */
function openPool(resources: Resources, url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 4, application_name: 'chaos' });
  pool.on('error', () => undefined);
  return resources.add(pool, (opened) => opened.end());
}
