import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SpawnedApp, spawnApp, TEST_API_KEY, testDatabase, type TestDatabase, testEnvironment } from '#testing';
import { RawConnection, sendRaw } from './raw-http.js';

/** What an app may add to what it takes at rest. The bodies that are held open below take 78 MB of it, sent and not read yet. */
const MOST_MORE_MB = 300;
const STALLED = 300;
const NESTED = 200;
const BODY_BYTES = 256 * 1024;
const LINUX = existsSync('/proc/self/status');

const APPS = [
  { name: 'checkout-api', path: '/v1/payments' },
  { name: 'webhook-ingest', path: '/webhooks/pagoefectivo' },
  { name: 'ops-console', path: '/api/login' },
] as const;

// Only Linux tells what a process took at most.
describe.runIf(LINUX).each(APPS)('$name under a flood of bodies', ({ name, path }) => {
  let database: TestDatabase;
  let app: SpawnedApp;

  beforeAll(async () => {
    database = await testDatabase();
    app = await spawnApp(name, testEnvironment({ database, overrides: { RATE_LIMIT_PER_MINUTE: '0' } }));
  });
  afterAll(async () => {
    await app.stop();
    await database.drop();
  });

  const head = (length: number): string =>
    `POST ${path} HTTP/1.1\r\nHost: shop.test\r\nAuthorization: Bearer ${TEST_API_KEY}\r\nIdempotency-Key: k\r\n` +
    `Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;

  const peakMb = (): number =>
    Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${app.pid}/status`, 'utf8'))?.[1]) / 1024;

  it(`takes at most ${MOST_MORE_MB} MB more, and serves meanwhile`, { timeout: 60_000 }, async () => {
    const before = peakMb();
    const deep = '['.repeat(BODY_BYTES - 1);
    const stalled = Array.from({ length: STALLED }, () => new RawConnection(app.url));
    for (const connection of stalled) connection.send(`${head(BODY_BYTES)}${deep.slice(0, -10)}`);
    const flood = Array.from({ length: NESTED }, () =>
      sendRaw(app.url, `${head(BODY_BYTES - 1)}${deep}`, { answers: 1, limitMs: 30_000 }),
    );
    // Too large for some of them, no JSON for the others: refused in any case.
    for (const { statuses, closed } of await Promise.all(flood)) {
      // A connection that is closed while it still sends may take the refusal with it.
      const [status = closed ? 413 : 0] = statuses;
      expect([400, 401, 413]).toContain(status);
    }
    expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
    expect(peakMb() - before).toBeLessThan(MOST_MORE_MB);
    for (const connection of stalled) connection.drop();
  });
});
