import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { spawnApp } from './spawn-app.js';
import { testEnvironment } from './test-config.js';
import { testDatabase } from './test-database.js';
import { waitFor } from './wait-for.js';

const isBuilt = existsSync(resolve(import.meta.dirname, '../../../dist/apps/webhook-ingest/src/main.js'));

it('says what to do when the app was not built', async () => {
  await expect(spawnApp('no-such-app', {})).rejects.toThrow(
    /no-such-app.src.main\.js does not exist: run `npm run build` before this test\./,
  );
});

it.skipIf(!isBuilt)('tells what an app said that did not start', async () => {
  await expect(spawnApp('webhook-ingest', { DATABASE_URL: 'mysql://nowhere' })).rejects.toThrow(
    /webhook-ingest ended before it was ready; it said:[^]*DATABASE_URL/,
  );
});

it.skipIf(!isBuilt)('runs an app as a process of its own, to be asked, killed and stopped', async () => {
  const database = await testDatabase();
  const environment = testEnvironment({ database });
  const app = await spawnApp('webhook-ingest', environment);
  expect((await fetch(new URL('/livez', app.url))).status).toBe(200);
  expect(await app.kill()).toBeNull();
  await expect(fetch(new URL('/livez', app.url))).rejects.toThrow('fetch failed');
  const next = await spawnApp('webhook-ingest', environment);
  expect(await next.stop()).toBe(0);
  await waitFor(async () => (await database.connections()) === 0, { what: 'no connection to be left' });
  await database.drop();
});
