import pg from 'pg';
import { createSandbox } from '../../apps/sandbox/src/app.js';
import { gatewayConnector } from '#pagoefectivo';
import { AdjustableClock, loadConfig, Resources } from '#platform';
import { QueueBackend } from '#queues';
import type { MerchantReceiver, TestDatabase } from '#testing';
import { freePort, merchantReceiver, RecordedLog, testDatabase, testQueue } from '#testing';
import { flowEnvironment } from '../flows/product.js';
import type { FaultOperation } from '../processes/faulty-gateway.js';
import { FaultyGateway } from '../processes/faulty-gateway.js';
import { Seats } from '../processes/seats.js';
import { GatewayTraffic } from './gateway-traffic.js';
import { installDatabaseTime, setDatabaseAhead } from './simulated-time.js';
import type { DueWork } from './due-work.js';
import { readDueWork } from './due-work.js';
import { readCodesOf } from './books.js';
import { connectErp } from './erp-endpoint.js';
import { comeToRest, wakeFor } from './rest.js';
import type { Counter, Reply } from './shop-order.js';
import type { SeatName } from './troubles.js';

const API_KEY = 'ck_test_simulation_0123456789abc';
/** After GATEWAY_CALLER_WAIT, before GATEWAY_TIMEOUT. */
const LATE_MS = 2_000;

const APPS: Readonly<Record<SeatName, string>> = {
  door: 'checkout-api',
  inbox: 'webhook-ingest',
  finder: 'reconciliation-worker',
  clock: 'expiry-worker',
  teller: 'fulfillment-worker',
};
const CALLERS: Readonly<Record<FaultOperation, readonly SeatName[]>> = {
  create: ['door'],
  extend: ['door'],
  search: ['finder'],
  delete: ['clock'],
};

/** The product as separate processes that can be killed; sandbox, ERP and the line between product and gateway live here. */
export class SimulatedProduct implements Counter {
  /** How often a step ended although something was due, by what that was. */
  readonly stalls = new Map<string, number>();
  readonly seats = new Seats({ offsetMs: () => this.clock.offsetMs });

  private constructor(
    readonly database: TestDatabase,
    readonly pool: pg.Pool,
    readonly clock: AdjustableClock,
    readonly erp: MerchantReceiver,
    readonly gateway: FaultyGateway,
    readonly traffic: GatewayTraffic,
    private readonly urls: { sandbox: string; door: string },
    private readonly queues: QueueBackend,
    private readonly stranger: ReturnType<ReturnType<typeof gatewayConnector>>,
    private readonly resources: Resources,
  ) {}

  /** `startsAt`: where business time begins. */
  static start(options: { startsAt: Date; budgetPerMinute: number }): Promise<SimulatedProduct> {
    return Resources.opening(async (resources) => {
      const database = resources.add(await testDatabase(), (opened) => opened.drop());
      const queue = testQueue(database);
      const clock = new AdjustableClock(options.startsAt.getTime() - Date.now());
      const log = new RecordedLog();
      const setUp = new pg.Pool({ connectionString: database.url, max: 1 });
      await installDatabaseTime(setUp, database.name);
      await setDatabaseAhead(setUp, clock.offsetMs);
      await setUp.end();
      const pool = resources.add(new pg.Pool({ connectionString: database.url, max: 4 }), (opened) => opened.end());
      const [door, inbox] = [await freePort(), await freePort()];
      const env = {
        ...flowEnvironment(database, queue),
        CHECKOUT_API_PORT: String(door),
        WEBHOOK_INGEST_PORT: String(inbox),
        HEALTH_PORT: '0',
        CHASQUI_API_KEY: API_KEY,
        // Waits on sockets are real time; everything else is as it comes out of the box, but for a shorter hold.
        GATEWAY_TIMEOUT: 'PT3S',
        GATEWAY_CALLER_WAIT: 'PT1.5S',
        GATEWAY_BUDGET_PER_MINUTE: String(options.budgetPerMinute),
        EXPIRY_MAX_HOLD: 'PT6H',
      };
      const config = loadConfig(env, 'app');
      const queues = resources.add(await QueueBackend.open({ ...queue, workers: 2, log }), (opened) => opened.close());
      const sandbox = resources.add(
        await createSandbox(config, { clock, log }, { notifyUrl: `http://127.0.0.1:${inbox}/webhooks/pagoefectivo` }),
        (opened) => opened.close(),
      );
      const erp = resources.add(await merchantReceiver(), (opened) => opened.close());
      const traffic = new GatewayTraffic(() => clock.now().getTime());
      const gateway = resources.add(
        await FaultyGateway.start({
          target: sandbox.url,
          lateMs: LATE_MS,
          kill: (operation) => product.seats.kill(CALLERS[operation]),
          onCall: (call) => traffic.count(call),
        }),
        (opened) => opened.close(),
      );
      const urls = { sandbox: sandbox.url, door: `http://127.0.0.1:${door}` };
      const { serviceId, accessKey, secretKey } = sandbox.credentials;
      const connect = gatewayConnector({ clock, gateway: config.gateway });
      const stranger = connect({ baseUrl: sandbox.url, serviceId, accessKey, secretKey }, () => undefined);
      const product: SimulatedProduct = new SimulatedProduct(
        database,
        pool,
        clock,
        erp,
        gateway,
        traffic,
        urls,
        queues,
        stranger,
        resources,
      );
      const full = {
        ...env,
        PAGOEFECTIVO_BASE_URL: gateway.url,
        PAGOEFECTIVO_ID_SERVICE: serviceId,
        PAGOEFECTIVO_ACCESS_KEY: accessKey,
        PAGOEFECTIVO_SECRET_KEY: secretKey,
      };
      await product.faults({ tokenLife: 'PT2H' });
      // The door alone first: it seeds account and key, and the others find them.
      await product.seats.take('door', APPS.door, full);
      const others = (['inbox', 'finder', 'clock', 'teller'] as const).map((name) =>
        product.seats.take(name, APPS[name], full),
      );
      await Promise.all(others);
      await connectErp((...call) => product.api(...call), product.erp);
      return product;
    });
  }

  /** A call to the checkout API; null when nobody answered. */
  async api(method: string, path: string, sent: { body?: unknown; key?: string } = {}): Promise<Reply | null> {
    try {
      const response = await fetch(`${this.urls.door}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${API_KEY}`,
          ...(sent.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(sent.key === undefined ? {} : { 'idempotency-key': sent.key }),
        },
        ...(sent.body === undefined ? {} : { body: JSON.stringify(sent.body) }),
      });
      return { status: response.status, text: await response.text() };
    } catch {
      return null;
    }
  }

  /** A call to the sandbox's control plane. True when it did what was asked. */
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

  /** A code that another system of the merchant asks for with the same account: its number, null when it got none. */
  async createElsewhere(reference: string): Promise<string | null> {
    const outcome = await this.stranger.createCip({
      currency: 'PEN',
      amountMinor: 4_200n,
      transactionCode: reference,
      expiresAt: new Date(this.clock.now().getTime() + 86_400_000),
      concept: 'Other system',
      user: { email: 'other@example.pe' },
    });
    return outcome.kind === 'ok' ? outcome.value.number : null;
  }

  /**
   * Moves every clock (database, sandbox, processes) forward to `atMs` of business time. A call that begins in between
   * may carry a stamp that the gateway finds stale: that is a machine whose clock is off for a moment.
   */
  async moveTo(atMs: number): Promise<void> {
    this.clock.advance(Math.max(0, atMs - this.clock.now().getTime()));
    await setDatabaseAhead(this.pool, this.clock.offsetMs);
    await this.seats.move();
  }

  async codesOf(orderId: string): Promise<string[]> {
    return readCodesOf(this.pool, orderId);
  }

  /** Has everybody look who has something to do, until nobody has, or nothing moves any more. */
  async comeToRest(): Promise<void> {
    const kept = await comeToRest({
      readDue: () => readDueWork(this.pool, this.clock.now()),
      isCalling: () => this.gateway.underway > 0,
      wake: (due) => this.wake(due),
    });
    if (kept !== null) this.stalls.set(kept, (this.stalls.get(kept) ?? 0) + 1);
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
