import { loadConfig, type ChasquiConfig, type ConfigNeed, type Profile } from '#platform';
import type { TestQueue } from './test-queue.js';

export interface TestEnvironmentOptions {
  database: { url: string };
  /** Absent: the queues live in the database. */
  queue?: TestQueue;
  /** Variables on top of, or instead of, those below; undefined takes one away. */
  overrides?: Readonly<Record<string, string | undefined>>;
}

/** What a caller of the checkout API of a test says: `Authorization: Bearer …`. */
export const TEST_API_KEY = 'ck_test_0123456789abcdefghij';
export const TEST_OPERATOR = { email: 'ops@example.pe', password: 'a long password' };

const LOOPBACK = '127.0.0.0/8,::1/128';

/** The environment of an app under test: any free port, loopback let in, keys that protect nothing. */
export function testEnvironment({ database, queue, overrides = {} }: TestEnvironmentOptions): Record<string, string> {
  const environment: Record<string, string | undefined> = {
    HOST: '127.0.0.1',
    CHECKOUT_API_PORT: '0',
    WEBHOOK_INGEST_PORT: '0',
    OPS_CONSOLE_PORT: '0',
    SANDBOX_PORT: '0',
    DEMO_SHOP_PORT: '0',
    HEALTH_PORT: '0',
    DATABASE_URL: database.url,
    DATABASE_POOL_SIZE: '5',
    QUEUE_URL: queue?.url,
    QUEUE_PREFIX: queue?.prefix,
    WEBHOOK_ALLOWED_SOURCES: LOOPBACK,
    WEBHOOK_ALLOWED_TARGETS: LOOPBACK,
    CHASQUI_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    CHASQUI_API_KEY: TEST_API_KEY,
    CHASQUI_OPERATOR: `${TEST_OPERATOR.email}:${TEST_OPERATOR.password}`,
    ...overrides,
  };
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** The same as a config, for an app that is made in the test's own process. Throws ConfigError like the real one. */
export function testConfig(
  options: TestEnvironmentOptions & { profile?: Profile; needs?: readonly ConfigNeed[] },
): ChasquiConfig {
  return loadConfig(testEnvironment(options), options.profile ?? 'app', options.needs ?? []);
}
