import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import './test-context.js';

export type TestQueueKind = 'postgres' | 'redis';

export interface TestQueue {
  kind: TestQueueKind;
  url: string;
  /** Random, so that spec files share a Redis without meeting. */
  prefix: string;
}

/** The queue backend this run of the spec is for: CHASQUI_TEST_QUEUE of the vitest project, `postgres` when absent. */
export function testQueueKind(): TestQueueKind {
  const kind = process.env['CHASQUI_TEST_QUEUE'] ?? 'postgres';
  if (kind === 'postgres' || kind === 'redis') return kind;
  throw new Error(`CHASQUI_TEST_QUEUE is "${kind}": postgres or redis is needed.`);
}

/** A queue of the spec's own: in its database, or under a prefix of the shared Redis. */
export function testQueue(database: { url: string }): TestQueue {
  const kind = testQueueKind();
  const prefix = `{t${randomBytes(6).toString('hex')}}`;
  return { kind, prefix, url: kind === 'postgres' ? database.url : redisUrl() };
}

/** Whether specs can start redis servers of their own: `describe.skipIf(!hasRedisServer())`. */
export function hasRedisServer(): boolean {
  return inject('chasquiRedisOnPath');
}

function redisUrl(): string {
  const url = inject('chasquiRedisUrl');
  if (url === null)
    throw new Error('There is no redis-server on the PATH and no REDIS_TEST_URL: run the postgres project.');
  return url;
}
