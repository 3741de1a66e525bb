import { createSandbox } from '../../apps/sandbox/src/app.js';
import { AdjustableClock, loadConfig, Resources } from '#platform';
import { lookEverywhere, QueueBackend } from '#queues';
import type { MerchantReceiver, TestDatabase } from '#testing';
import { freePort, merchantReceiver, RecordedLog, testDatabase, testQueue, waitFor } from '#testing';
import { flowEnvironment } from '../flows/product.js';
import type { FaultOperation } from '../processes/faulty-gateway.js';
import { FaultyGateway } from '../processes/faulty-gateway.js';
import { Seats } from '../processes/seats.js';
import { installJournal } from './journal.js';
import type { Victim } from './schedule.js';

export const RACE_API_KEY = 'ck_test_races_0123456789abcdef';
/** After GATEWAY_CALLER_WAIT, before GATEWAY_TIMEOUT. */
const LATE_MS = 2_000;

const VICTIMS: Readonly<Record<Victim, readonly string[]>> = {
  doors: ['door-a', 'door-b'],
  door: ['door-b'],
  finder: ['finder'],
  clock: ['clock'],
  inbox: ['inbox'],
  teller: ['teller'],
};
/** Who makes calls of this kind: where the machine that is calling dies, all of them do. */
const CALLERS: Readonly<Record<FaultOperation, readonly Victim[]>> = {
  create: ['doors'],
  extend: ['doors'],
  search: ['finder'],
  delete: ['doors', 'clock'],
};

/**
 * The product as separate processes, two copies of checkout-api among them, that can really be killed; sandbox, ERP and
 * the line between product and gateway live here. All share one business clock, moved by `advance`.
 */
export class RaceProduct {
  private readonly seats = new Seats({ offsetMs: () => this.clock.offsetMs, onDeath: (name) => this.lapse(name) });
  /** When the clock was moved, and to where: business time at any moment of this machine. */
  private readonly moves: { atMs: number; offsetMs: number }[] = [{ atMs: 0, offsetMs: 0 }];

  private constructor(
    readonly database: TestDatabase,
    readonly clock: AdjustableClock,
    readonly erp: MerchantReceiver,
    readonly gateway: FaultyGateway,
    readonly sandboxUrl: string,
    private readonly doorUrls: readonly string[],
    private readonly resources: Resources,
  ) {}

  static start(): Promise<RaceProduct> {
    return Resources.opening(async (resources) => {
      const database = resources.add(await testDatabase(), (opened) => opened.drop());
      const queue = testQueue(database);
      const clock = new AdjustableClock();
      const log = new RecordedLog();
      const [doorA, doorB, inbox] = [await freePort(), await freePort(), await freePort()];
      const env = {
        ...flowEnvironment(database, queue),
        WEBHOOK_INGEST_PORT: String(inbox),
        HEALTH_PORT: '0',
        DATABASE_POOL_SIZE: '12',
        CHASQUI_API_KEY: RACE_API_KEY,
        // Short waits, so that what is not known settles while a round lasts. A life of some ticks; never unconfirmed.
        PAYMENT_TTL: 'PT8M',
        EXPIRY_GRACE: 'PT1M',
        GATEWAY_TIMEOUT: 'PT3S',
        GATEWAY_CALLER_WAIT: 'PT1.5S',
        GATEWAY_BUDGET_PER_MINUTE: '100000',
        GATEWAY_SEARCH_BATCH: '10',
        POLL_SCHEDULE: 'PT2M,PT5M',
      };
      const queues = resources.add(await QueueBackend.open({ ...queue, workers: 2, log }), (opened) => opened.close());
      const sandbox = resources.add(
        await createSandbox(
          loadConfig(env, 'app'),
          { clock, log },
          { notifyUrl: `http://127.0.0.1:${inbox}/webhooks/pagoefectivo` },
        ),
        (opened) => opened.close(),
      );
      await installJournal(database);
      const erp = resources.add(await merchantReceiver(), (opened) => opened.close());
      const gateway = resources.add(
        await FaultyGateway.start({
          target: sandbox.url,
          lateMs: LATE_MS,
          kill: async (operation) => {
            await Promise.all(CALLERS[operation].map((victim) => product.kill(victim)));
          },
        }),
        (opened) => opened.close(),
      );
      const doorUrls = [doorA, doorB].map((port) => `http://127.0.0.1:${port}`);
      const product: RaceProduct = new RaceProduct(database, clock, erp, gateway, sandbox.url, doorUrls, resources);
      clock.onMove(() => {
        product.moves.push({ atMs: Date.now(), offsetMs: clock.offsetMs });
        void product.seats.move();
        void lookEverywhere(queues);
      });
      const full = {
        ...env,
        PAGOEFECTIVO_BASE_URL: gateway.url,
        PAGOEFECTIVO_ID_SERVICE: sandbox.credentials.serviceId,
        PAGOEFECTIVO_ACCESS_KEY: sandbox.credentials.accessKey,
        PAGOEFECTIVO_SECRET_KEY: sandbox.credentials.secretKey,
      };
      // The first door alone: it seeds account and key, and the others find them.
      await product.seats.take('door-a', 'checkout-api', { ...full, CHECKOUT_API_PORT: String(doorA) });
      await Promise.all([
        product.seats.take('door-b', 'checkout-api', { ...full, CHECKOUT_API_PORT: String(doorB) }),
        product.seats.take('inbox', 'webhook-ingest', full),
        product.seats.take('finder', 'reconciliation-worker', full),
        product.seats.take('clock', 'expiry-worker', full),
        product.seats.take('teller', 'fulfillment-worker', full),
      ]);
      await product.connectErp();
      return product;
    });
  }

  /** A call to one of the two copies of the API; null when it died before it answered. */
  async api(
    copy: number,
    method: string,
    path: string,
    sent: { body?: unknown; key?: string } = {},
  ): Promise<Reply | null> {
    const url = this.doorUrls[copy % this.doorUrls.length];
    try {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${RACE_API_KEY}`,
          ...(sent.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(sent.key === undefined ? {} : { 'idempotency-key': sent.key }),
        },
        ...(sent.body === undefined ? {} : { body: JSON.stringify(sent.body) }),
      });
      return { status: response.status, text: await response.text(), atMs: Date.now() };
    } catch {
      return null;
    }
  }

  async pay(cip: string, how: Record<string, unknown>): Promise<boolean> {
    const response = await fetch(`${this.sandboxUrl}/sandbox/cips/${cip}/pay`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(how),
    });
    return response.ok;
  }

  advance(ms: number): void {
    this.clock.advance(ms);
  }

  /** Business time at a moment of the machine's clock, which is the database's too. */
  businessAt(atMs: number): number {
    const move = this.moves.findLast((candidate) => candidate.atMs <= atMs);
    return atMs + (move?.offsetMs ?? 0);
  }

  /** SIGKILL, and a new process on the same port. Resolves when the old ones are dead. */
  async kill(victim: Victim): Promise<void> {
    await this.seats.kill(VICTIMS[victim]);
  }

  get kills(): number {
    return this.seats.kills;
  }

  /**
   * What a tick ends with: who was killed before it began is back, and the clock has looked at what is due. The lease of
   * a call whose outcome is unknown keeps nobody away any more: the call is over, and a round does not wait for it.
   */
  async settleTick(begunAtMs: number): Promise<void> {
    await this.seats.rebornSince(begunAtMs);
    await this.endLeases('gateway_command', 'lease_until', `status = 'unknown'`);
    await waitFor(() => this.clockHasLooked(), { what: 'the clock to look', timeoutMs: 1_000, everyMs: 50 }).catch(
      () => undefined,
    );
  }

  /** Everybody who was killed is back. */
  async reborn(): Promise<void> {
    await this.seats.reborn();
  }

  /** What the processes wrote as errors, the dead ones too. */
  get errors(): string[] {
    return this.seats.errors;
  }

  async close(): Promise<void> {
    await this.seats.close();
    await this.resources.close();
  }

  private async clockHasLooked(): Promise<boolean> {
    const due = await this.database.query(
      `select 1 from payment p where next_at <= $1 and state in ('created', 'pending', 'expiring')
         and not exists (select 1 from gateway_command g where g.payment_id = p.id and g.status in ('intent', 'sent', 'unknown')) limit 1`,
      [this.clock.now()],
    );
    return due.length === 0;
  }

  /**
   * Minutes of database time that a round cannot wait for: the long leases of a process that is dead lapse. Leases of
   * gateway commands are left alone: they are short, and another copy may have a call under way.
   */
  private async lapse(name: string): Promise<void> {
    if (name === 'clock') await this.endLeases('payment', 'clock_lease_until');
    if (name === 'finder' || name.startsWith('door')) await this.endLeases('cip', 'poll_lease_until');
    if (name === 'finder') await this.endLeases('notification', 'lease_until', `status = 'waiting'`);
  }

  /** Leaves rows alone that a transaction of the product has in hand: to wait for them could lock both out for good. */
  private async endLeases(table: string, column: string, condition = 'true'): Promise<void> {
    await this.database.query(
      `update ${table} set ${column} = null where id in (
         select id from ${table} where ${column} is not null and ${condition} for update skip locked)`,
    );
  }

  private async connectErp(): Promise<void> {
    const reply = await this.api(0, 'POST', '/v1/webhook-endpoints', { body: { url: this.erp.url } });
    const secret: unknown = reply === null ? null : Reflect.get(JSON.parse(reply.text), 'secret');
    if (typeof secret !== 'string') throw new Error(`no endpoint for the ERP: ${reply?.text}`);
    this.erp.trust(secret);
  }
}

export interface Reply {
  readonly status: number;
  readonly text: string;
  /** When it was there, in ms of the machine's clock. */
  readonly atMs: number;
}
