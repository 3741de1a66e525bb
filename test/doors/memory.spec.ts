import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SpawnedApp, spawnApp, TEST_API_KEY, testDatabase, type TestDatabase, testEnvironment } from '#testing';
import { RawConnection } from './raw-http.js';

/** What an app may add to what it takes at rest. The bodies that are held open below take 78 MB of it, sent and not read yet. */
const MOST_MORE_MB = 300;
const STALLED = 300;
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
    app = await spawnApp(name, testEnvironment({ database, overrides: { LOG_LEVEL: 'error' } }));
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
    const answers = Array.from({ length: 200 }, async () => {
      const response = await fetch(`${app.url}${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${TEST_API_KEY}`,
          'idempotency-key': 'k',
        },
        body: deep,
      });
      await response.arrayBuffer();
      return response.status;
    });
    for (const status of await Promise.all(answers)) expect(status).toBeLessThan(500);
    expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
    expect(peakMb() - before).toBeLessThan(MOST_MORE_MB);
    for (const connection of stalled) connection.drop();
  });
});
