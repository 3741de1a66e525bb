import type { DataSource } from 'typeorm';
import { paymentEntities, paymentMigrations } from '#payments';
import { AdjustableClock, type ChasquiConfig, loadConfig, openDatabase } from '#platform';
import {
  FrozenClock,
  RecordedLog,
  TEST_MASTER_KEY,
  testDatabase,
  type TestDatabase,
  TestGateway,
  testQueue,
  testShop,
  type TestShop,
} from '#testing';
import { createOpsConsole, type OpsConsole } from './app.js';

export const ADMIN = { email: 'admin@chasqui.test', password: 'correct horse battery' };

/** An answer with its body read: as JSON where it is an object, as `{ text }` otherwise. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // What a spec expects of a body, it says itself.
  readonly body: Record<string, unknown>;
}

/** A console on a database of its own, beside a shop that takes orders at a test gateway. */
export interface RunningConsole {
  readonly console: OpsConsole;
  readonly shop: TestShop;
  readonly gateway: TestGateway;
  readonly database: TestDatabase;
  readonly dataSource: DataSource;
  readonly config: ChasquiConfig;
  readonly clock: FrozenClock;
  readonly sessionClock: AdjustableClock;
  readonly log: RecordedLog;
  close(): Promise<void>;
}

/** `env` comes on top of the tests' own. */
export async function startConsole(env: Record<string, string> = {}): Promise<RunningConsole> {
  const database = await testDatabase();
  const gateway = await TestGateway.start();
  const queue = testQueue(database);
  const config = loadConfig(
    {
      DATABASE_URL: database.url,
      QUEUE_URL: queue.url,
      QUEUE_PREFIX: queue.prefix,
      CHASQUI_MASTER_KEY: TEST_MASTER_KEY,
      CHASQUI_OPERATOR: `${ADMIN.email}:${ADMIN.password}`,
      HOST: '127.0.0.1',
      OPS_CONSOLE_PORT: '0',
      GATEWAY_TIMEOUT: 'PT5S',
      GATEWAY_CALLER_WAIT: 'PT5S',
      ...env,
    },
    'app',
    ['masterKey'],
  );
  const dataSource = await openDatabase(config.database, {
    entities: paymentEntities,
    migrations: paymentMigrations,
    applicationName: 'console-spec',
  });
  const clock = new FrozenClock();
  const sessionClock = new AdjustableClock();
  const log = new RecordedLog();
  const shop = await testShop({ dataSource, clock, gateway, settings: config });
  const console = await createOpsConsole(config, { clock, sessionClock, log });
  return {
    console,
    shop,
    gateway,
    database,
    dataSource,
    config,
    clock,
    sessionClock,
    log,
    async close() {
      await console.close();
      await shop.close();
      await dataSource.destroy();
      await gateway.close();
      await database.drop();
    },
  };
}

/** A browser as far as the API knows one: keeps its cookie. */
export class Visitor {
  cookie: string | null = null;

  constructor(
    private readonly url: string,
    private readonly headers: Record<string, string> = {},
  ) {}

  static async signedIn(url: string, who: { email: string; password: string } = ADMIN): Promise<Visitor> {
    const visitor = new Visitor(url);
    const answer = await visitor.post('/api/login', who);
    if (answer.status !== 200) throw new Error(`signing in was answered ${answer.status}`);
    return visitor;
  }

  get(path: string): Promise<Answer> {
    return this.call('GET', path);
  }

  post(path: string, body?: unknown): Promise<Answer> {
    return this.call('POST', path, body);
  }

  async call(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...this.headers,
        ...(this.cookie === null ? {} : { cookie: this.cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const [set] = response.headers.getSetCookie();
    if (set !== undefined) this.cookie = set.split(';', 1)[0] ?? null;
    const text = await response.text();
    const parsed: unknown = text.startsWith('{') ? JSON.parse(text) : { text };
    return { status: response.status, headers: response.headers, body: { ...(parsed as Record<string, unknown>) } };
  }
}
