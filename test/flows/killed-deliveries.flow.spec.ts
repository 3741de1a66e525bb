import { createHash, randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import pg from 'pg';
import { EventRelay, newId, paymentEntities } from '#payments';
import { createDataSource, SecretBox, SystemClock } from '#platform';
import type { TestDatabase } from '#testing';
import { testDatabase, waitFor } from '#testing';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppChild, build } from './processes.js';
import { MASTER_KEY } from './product.js';

const ROUNDS = Number(process.env['CHASQUI_KILL_ROUNDS'] ?? 9);
const SEED = process.env['CHASQUI_KILL_SEED'] ?? String(randomInt(1_000_000));

/** Where a worker is when it dies. Nothing in it helps: it is stopped from outside, by a lock or by the receiver. */
const POINTS = [
  /** Before it has claimed: the claim waits for the table. */
  'in the claim',
  /** After the claim, before a byte of the message was read: the receiver's backlog has the connection. */
  'while sending',
  /** The receiver has the whole message and has not answered. */
  'before the answer',
  /** The receiver has answered, and the record cannot begin. */
  'before the record',
  /** The attempt is written, the delivery is not, and nothing is committed. */
  'in the record',
  /** The next event of the payment is due since a moment ago. */
  'after the record',
  'at any time',
] as const;
type Point = (typeof POINTS)[number];

/** The same numbers for the same seed. */
function chanceOf(round: number): number {
  return createHash('sha256').update(`${SEED}:${round}`).digest().readUInt32BE() / 2 ** 32;
}

describe('a worker that is killed in the middle of a delivery', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let erp: KillableErp;
  let env: Record<string, string>;
  let worker: AppChild | null = null;

  beforeAll(build, 180_000);

  beforeAll(async () => {
    database = await testDatabase();
    dataSource = createDataSource({
      url: database.url,
      poolSize: 5,
      entities: paymentEntities,
      migrations: [],
      applicationName: 'spec',
    });
    await dataSource.initialize();
    erp = await KillableErp.open();
    env = {
      DATABASE_URL: database.url,
      HOST: '127.0.0.1',
      HEALTH_PORT: '0',
      WEBHOOK_ALLOWED_TARGETS: '127.0.0.0/8',
      CHASQUI_MASTER_KEY: MASTER_KEY,
    };
    await seedShop();
  }, 60_000);

  afterAll(async () => {
    await kill();
    await erp.close();
    await dataSource.destroy();
    await database.drop();
  });

  async function kill(): Promise<void> {
    worker?.kill('SIGKILL');
    await worker?.exit;
    worker = null;
  }

  async function seedShop(): Promise<void> {
    const secret = `whsec_${randomBytes(32).toString('base64')}`;
    const sealed = SecretBox.fromBase64({ current: MASTER_KEY }).seal(secret);
    for (const statement of [
      `insert into merchant (id, name) values ('mer_kill', 'Kill')`,
      `insert into gateway_account (id, merchant_id, slug, environment, livemode, base_url, service_id, access_key_ciphertext, currency)
       values ('acc_kill', 'mer_kill', 'kill', 'sandbox', false, 'http://localhost', '1', 'none', 'PEN')`,
      `insert into shop (id, merchant_id, name, livemode) values ('shop_kill', 'mer_kill', 'Shop', false)`,
    ])
      await dataSource.query(statement);
    await dataSource.query(
      `insert into webhook_endpoint (id, shop_id, livemode, url, secret_ciphertext, created_at, updated_at)
       values ('we_kill', 'shop_kill', false, $1, $2, now(), now())`,
      [erp.url, sealed],
    );
  }

  /** A payment with three events in order, and their numbering. Answers the ids in order. */
  async function publish(): Promise<string[]> {
    const now = new Date();
    const paymentId = newId('pay', now);
    await dataSource.query(
      `insert into payment (id, shop_id, account_id, livemode, order_id, amount_minor, currency, customer, page_token,
         state, base_state, expires_at, created_at, updated_at)
       values ($1, 'shop_kill', 'acc_kill', false, $1, 12990, 'PEN', '{}', $1, 'pending', 'pending', $2, $2, $2)`,
      [paymentId, now],
    );
    const ids: string[] = [];
    for (const [index, type] of ['order.paid', 'order.reversed', 'order.refunded'].entries()) {
      const id = newId('evt', now);
      const body = JSON.stringify({ id, type, sequence: index + 1, data: { payment: { orderId: paymentId } } });
      await dataSource.query(
        `insert into outbox_event (id, payment_id, shop_id, order_id, livemode, type, cause, sequence, blocking, body, created_at)
         values ($1, $2, 'shop_kill', $2, false, $3, 'stage', $4, true, $5, $6)`,
        [id, paymentId, type, index + 1, body, now],
      );
      ids.push(id);
    }
    await new EventRelay(dataSource, new SystemClock()).relay();
    return ids;
  }

  /**
   * The lease of a worker that is known to be dead need not be waited for. But what it had sent to the database, the
   * database may still be doing.
   */
  async function expireLeases(): Promise<void> {
    await waitFor(async () => (await database.connections('fulfillment-worker')) === 0, {
      what: 'the connections of the dead worker to end',
    });
    await dataSource.query('update delivery set lease_until = now() where lease_until > now()');
  }

  async function killAt(point: Point, round: number): Promise<void> {
    switch (point) {
      case 'in the claim':
        return blocked('lock table delivery in share mode', 'with room as', async (isWaiting) => {
          worker = await AppChild.start('fulfillment-worker', env);
          await isWaiting();
          await kill();
        });
      case 'while sending':
        erp.hold('connection');
        worker = await AppChild.start('fulfillment-worker', env);
        await waitFor(() => erp.connections > 0, { what: 'a connection', timeoutMs: 30_000 });
        return kill();
      case 'before the answer':
        erp.hold('answer');
        worker = await AppChild.start('fulfillment-worker', env);
        await waitFor(() => erp.held > 0, { what: 'a message', timeoutMs: 30_000 });
        return kill();
      case 'before the record':
        erp.hold('answer');
        worker = await AppChild.start('fulfillment-worker', env);
        await waitFor(() => erp.held > 0, { what: 'a message', timeoutMs: 30_000 });
        return blocked(
          'lock table delivery_attempt in share mode',
          'insert into delivery_attempt',
          async (isWaiting) => {
            erp.release();
            await isWaiting();
            await kill();
          },
        );
      case 'in the record':
        erp.hold('answer');
        worker = await AppChild.start('fulfillment-worker', env);
        await waitFor(() => erp.held > 0, { what: 'a message', timeoutMs: 30_000 });
        return blocked(
          'select 1 from delivery for no key update',
          'update delivery d set status',
          async (isWaiting) => {
            erp.release();
            await isWaiting();
            await kill();
          },
        );
      case 'after the record': {
        const before = await delivered();
        worker = await AppChild.start('fulfillment-worker', env);
        await waitFor(async () => (await delivered()) > before, { what: 'a delivery', everyMs: 1, timeoutMs: 30_000 });
        return kill();
      }
      case 'at any time': {
        const wanted = erp.seen.length + Math.floor(chanceOf(round) * 3);
        worker = await AppChild.start('fulfillment-worker', env);
        await waitFor(() => erp.seen.length >= wanted, { what: 'messages', everyMs: 1, timeoutMs: 30_000 });
        return kill();
      }
    }
  }

  async function delivered(): Promise<number> {
    const [row] = await database.query<{ count: number }>(
      `select count(*)::int as count from delivery where status = 'delivered'`,
    );
    return row?.count ?? 0;
  }

  /** Holds a lock while `work` runs; `isWaiting` resolves when a worker's `statement` waits for it. */
  async function blocked(
    lock: string,
    statement: string,
    work: (isWaiting: () => Promise<unknown>) => Promise<void>,
  ): Promise<void> {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      await client.query('begin');
      await client.query(lock);
      await work(() =>
        waitFor(
          async () =>
            (
              await database.query(
                `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
                   and position($1 in query) > 0 and pid <> pg_backend_pid()`,
                [statement],
              )
            ).length > 0,
          { what: 'the worker to wait for the lock', timeoutMs: 30_000 },
        ),
      );
      await client.query('rollback');
    } finally {
      await client.end();
    }
  }

  it(`loses no event and changes no id, killed ${ROUNDS} times (CHASQUI_KILL_SEED=${SEED})`, async () => {
    const published: string[][] = [];
    const kills: Record<string, number> = {};
    for (let round = 0; round < ROUNDS; round += 1) {
      published.push(await publish());
      const point = round < POINTS.length ? POINTS[round] : POINTS[Math.floor(chanceOf(round) * POINTS.length)];
      if (!point) throw new Error('no such point');
      await killAt(point, round);
      kills[point] = (kills[point] ?? 0) + 1;
      erp.release();
      await expireLeases();
    }

    worker = await AppChild.start('fulfillment-worker', env);
    await waitFor(async () => (await delivered()) === published.flat().length, {
      what: () => `every event to be delivered; the ERP acted on ${erp.acted.length}`,
      timeoutMs: 120_000,
    });

    console.log(
      `seed ${SEED}: killed ${JSON.stringify(kills)}; ${erp.seen.length} messages for ${published.flat().length} events`,
    );
    expect(new Set(erp.acted.map(({ id }) => id))).toEqual(new Set(published.flat()));
    for (const ids of published) expect(erp.acted.map(({ id }) => id).filter((id) => ids.includes(id))).toEqual(ids);
    const texts = new Map<string, string>();
    for (const { id, body } of erp.seen) {
      expect(JSON.parse(body)).toMatchObject({ id });
      expect(texts.get(id) ?? body).toBe(body);
      texts.set(id, body);
    }
    const attempts = await database.query<{ count: number }>(
      'select count(*)::int as count from delivery_attempt group by delivery_id having count(*) > 5',
    );
    expect(attempts).toEqual([]);
  }, 600_000);
});

interface Seen {
  readonly id: string;
  readonly body: string;
}

/** An ERP that can be slow at any point. It acts on an event when it has read it, as one that commits and then answers. */
class KillableErp {
  /** Every message as it arrived whole. */
  readonly seen: Seen[] = [];
  /** Each event once, in the order in which it was first read. */
  readonly acted: Seen[] = [];
  connections = 0;
  private waiting: ServerResponse[] = [];
  private holding: 'nothing' | 'connection' | 'answer' = 'nothing';

  private readonly http = createHttpServer();
  private readonly sockets = new Set<Socket>();
  private readonly server: Server = createServer({ pauseOnConnect: true }, (socket) => this.accept(socket));

  static async open(): Promise<KillableErp> {
    const erp = new KillableErp();
    erp.http.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('error', () => undefined);
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const message = { id: String(request.headers['webhook-id']), body: Buffer.concat(chunks).toString() };
        erp.seen.push(message);
        if (!erp.acted.some(({ id }) => id === message.id)) erp.acted.push(message);
        if (erp.holding === 'answer') erp.waiting.push(response);
        else response.writeHead(200).end();
      });
    });
    erp.server.listen(0, '127.0.0.1');
    await once(erp.server, 'listening');
    return erp;
  }

  private accept(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => this.sockets.delete(socket));
    if (this.holding === 'connection') {
      this.connections += 1;
      return;
    }
    this.http.emit('connection', socket);
    socket.resume();
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/webhooks`;
  }

  get held(): number {
    return this.waiting.length;
  }

  /** From now on connections are accepted and not read, or messages are read and not answered. */
  hold(what: 'connection' | 'answer'): void {
    this.holding = what;
    this.connections = 0;
    this.waiting = [];
  }

  /** Answers what waits, and whatever comes from now on. */
  release(): void {
    this.holding = 'nothing';
    for (const response of this.waiting) response.writeHead(200).end();
    this.waiting = [];
  }

  async close(): Promise<void> {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await once(this.server, 'close');
  }
}
