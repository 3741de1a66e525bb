import { RecordedLog, hasRedisServer, redisServer, testQueueKind, waitFor, type RedisServer } from '#testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { QueueBackend } from './index.js';
import { openQueueApp, sweeperOf } from './queue-app.fixture.js';

describe.skipIf(testQueueKind() !== 'redis' || !hasRedisServer())('a Redis Cluster as the queue', () => {
  let server: RedisServer;

  beforeAll(async () => {
    server = await redisServer({ cluster: true });
  });

  afterAll(() => server.stop());

  it('needs a prefix with a hash tag', async () => {
    const open = QueueBackend.open({ url: server.url, prefix: 'chasqui', workers: 1, log: new RecordedLog() });
    await expect(open).rejects.toThrow('QUEUE_PREFIX "chasqui" needs a hash tag such as {chasqui}');
  });

  it('takes wake-ups and schedules, survives its restart, and is left without a connection', async () => {
    const backend = await QueueBackend.open({ url: server.url, prefix: '{t}', workers: 1, log: new RecordedLog() });
    let runs = 0;
    const sweeper = sweeperOf('deliveries', () => Promise.resolve(runs++ < 0 ? 1 : 0), 60_000);
    const app = await openQueueApp({ backend, queue: 'deliveries', processors: [sweeper] });
    await waitFor(() => backend.queue('deliveries').getJobScheduler('deliveries'), { what: 'the schedule' });
    const arrives = async (): Promise<void> => {
      const before = runs;
      await waitFor(
        async () => {
          await app.wakeups.wake('deliveries', { v: 1 });
          return runs > before;
        },
        { what: 'a wake-up to arrive', everyMs: 100, timeoutMs: 25_000 },
      );
    };
    await arrives();
    await server.kill();
    await app.wakeups.wake('deliveries', { v: 1 });
    await server.start();
    await arrives();
    await app.close();
    await backend.close();
    await waitFor(async () => (await server.clients()) === 0, { what: 'the server to have no connection of ours' });
  });
});

describe.skipIf(testQueueKind() !== 'redis' || !hasRedisServer())(
  'a Redis whose user may not ask for its version',
  () => {
    it('gets no jobs taken, and the process goes on with the own timers of its sweeps', async () => {
      const server = await redisServer();
      await server.command('ACL', 'SETUSER', 'narrow', 'on', '>secret', '~*', '&*', '+@all', '-info');
      const url = server.url.replace('redis://', 'redis://narrow:secret@');
      const log = new RecordedLog();
      const backend = await QueueBackend.open({ url, prefix: '{t}', workers: 1, log });
      let runs = 0;
      const sweeper = sweeperOf('deliveries', () => Promise.resolve(runs++ < 0 ? 1 : 0), 50);
      const app = await openQueueApp({ backend, queue: 'deliveries', processors: [sweeper] });
      await waitFor(() => runs > 5, { what: 'runs by its own timer' });
      expect(log.matching('Worker error')[0]?.fields['error']).toMatch(/NOPERM/);
      await app.close();
      await backend.close();
      await server.stop();
    });
  },
);

describe.skipIf(testQueueKind() !== 'redis' || !hasRedisServer())('a Redis that refuses the credentials', () => {
  it('stops the boot with its own words', async () => {
    const server = await redisServer();
    await server.command('ACL', 'SETUSER', 'ana', 'on', '>right', '~*', '+@all');
    const url = server.url.replace('redis://', 'redis://ana:wrong@');
    const open = QueueBackend.open({ url, prefix: '{t}', workers: 1, log: new RecordedLog() });
    await expect(open).rejects.toThrow('QUEUE_URL: Redis refuses us: WRONGPASS');
    await waitFor(async () => (await server.clients()) === 0, { what: 'the server to have no connection of ours' });
    await server.stop();
  });
});
