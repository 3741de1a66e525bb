import { RecordedLog, hasRedisServer, queueServer, testQueueKind, waitFor, type QueueServer } from '#testing';
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { QueueBackend, type WakeupFailure } from './index.js';
import { openQueueApp, processorOf, sweeperOf, type QueueApp } from './queue-app.fixture.js';

const canRun = testQueueKind() === 'postgres' || hasRedisServer();

describe.skipIf(!canRun)('when the queue server', () => {
  let server: QueueServer;
  let log: RecordedLog;
  let failures: WakeupFailure[];
  let opened: { app: QueueApp; backend: QueueBackend }[];

  beforeEach(async () => {
    server = await queueServer();
    log = new RecordedLog();
    failures = [];
    opened = [];
  });

  afterEach(async () => {
    for (const { app, backend } of opened) {
      await app.close();
      await backend.close();
    }
    await server.stop();
  });

  async function open(processors: Parameters<typeof openQueueApp>[0]['processors'] = []): Promise<QueueApp> {
    const backend = await QueueBackend.open({ url: server.url, prefix: '{resilience}', workers: 1, log });
    const app = await openQueueApp({
      backend,
      queue: 'deliveries',
      processors,
      counters: { wakeupFailed: (_, reason) => failures.push(reason) },
    });
    opened.push({ app, backend });
    return app;
  }

  /** Wakes until the work behind the queue was done once more. */
  async function expectWakeToArrive(app: QueueApp, count: () => number): Promise<void> {
    const before = count();
    await waitFor(
      async () => {
        await app.wakeups.wake('deliveries', { v: 1 });
        return count() > before;
      },
      { what: 'a wake-up to arrive', everyMs: 100, timeoutMs: 45_000 },
    );
  }

  it('is emptied, wake-ups and schedules go on without a restart', async () => {
    let runs = 0;
    const app = await open([sweeperOf('deliveries', () => Promise.resolve(runs++ < 0 ? 1 : 0), 60_000)]);
    const queue = opened[0]?.backend.queue('deliveries');
    await waitFor(() => queue?.getJobScheduler('deliveries'), { what: 'the schedule' });
    await server.empty();
    expect(await queue?.getJobScheduler('deliveries')).toBeUndefined();
    const before = runs;
    await app.wakeups.wake('deliveries', { v: 1 });
    await waitFor(() => runs > before, { what: 'the first wake-up after it' });
    const schedule = await waitFor(() => queue?.getJobScheduler('deliveries'), {
      what: 'the schedule to be asserted again',
    });
    expect(schedule.every).toBe(60_000);
    expect(failures).toEqual([]);
  });

  it('is emptied under a running job, the worker takes the next one', async () => {
    const jobs: (() => void)[] = [];
    const app = await open([processorOf('deliveries', () => new Promise<void>((resolve) => jobs.push(resolve)))]);
    await app.wakeups.wake('deliveries', { v: 1 });
    await waitFor(() => jobs.length === 1, { what: 'the first job' });
    await server.empty();
    await app.wakeups.wake('deliveries', { v: 1 });
    jobs[0]?.();
    await waitFor(() => jobs.length === 2, { what: 'the second job' });
    jobs[1]?.();
  });

  it('loses the waiting run of a schedule, the schedule is written again', async () => {
    await open([sweeperOf('deliveries', () => Promise.resolve(0), 300)]);
    const queue = opened[0]?.backend.queue('deliveries');
    const turns = async (): Promise<number> => (await queue?.getJobScheduler('deliveries'))?.iterationCount ?? 0;
    await waitFor(async () => (await turns()) > 1, { what: 'the schedule to turn' });
    await loseWaitingJobs(server);
    const stoppedAt = await turns();
    await waitFor(async () => (await turns()) > stoppedAt + 1, {
      what: 'the schedule to turn again',
      timeoutMs: 15_000,
    });
  });

  // A server that was killed recovers before it takes anybody.
  it('is killed and comes back, everything goes on by itself', { timeout: 90_000 }, async () => {
    let jobs = 0;
    const app = await open([processorOf('deliveries', () => (jobs += 1))]);
    await expectWakeToArrive(app, () => jobs);
    await server.kill();
    await app.wakeups.wake('deliveries', { v: 1 });
    expect(failures.length).toBeGreaterThan(0);
    await server.start();
    await expectWakeToArrive(app, () => jobs);
  });

  it('is away, the work is done by the own timer of the sweep', async () => {
    let runs = 0;
    await open([sweeperOf('deliveries', () => Promise.resolve(runs++ < 0 ? 1 : 0), 50)]);
    await server.kill();
    const before = runs;
    await waitFor(() => runs > before + 3, { what: 'runs without a queue' });
  });

  it('is away at the boot, the app starts, and is served when it comes', async () => {
    await server.stop();
    let runs = 0;
    const app = await open([sweeperOf('deliveries', () => Promise.resolve(runs++ < 0 ? 1 : 0), 200)]);
    await waitFor(() => runs > 1, { what: 'runs without a queue' });
    await app.wakeups.wake('deliveries', { v: 1 });
    expect(failures).toEqual(['down']);
    expect(log.matching('Wake-up lost')).toHaveLength(1);
    await server.start();
    await waitFor(
      async () => {
        failures.length = 0;
        await app.wakeups.wake('deliveries', { v: 1 });
        return failures.length === 0;
      },
      { what: 'a wake-up that arrives', timeoutMs: 20_000 },
    );
    const queue = opened[0]?.backend.queue('deliveries');
    await waitFor(() => queue?.getJobScheduler('deliveries'), { what: 'the schedule', timeoutMs: 15_000 });
  });

  it('hangs, a wake-up gives up and is counted, and a burst costs no more', async () => {
    const app = await open();
    await app.wakeups.wake('deliveries', { v: 1 });
    const release = await server.hang();
    await Promise.all(Array.from({ length: 20 }, () => app.wakeups.wake('deliveries', { v: 1 })));
    await app.wakeups.wake('deliveries', { v: 1 });
    expect(failures).toEqual(Array.from({ length: 21 }, () => 'timeout'));
    expect(log.matching('Wake-up lost')).toHaveLength(1);
    await release();
  });

  it('is left, no connection and no timer stays', async () => {
    const before = handles();
    let jobs = 0;
    const app = await open([processorOf('deliveries', () => (jobs += 1))]);
    await expectWakeToArrive(app, () => jobs);
    expect(await server.connections()).toBeGreaterThan(0);
    await closeAll();
    await waitFor(async () => (await server.connections()) === 0, { what: 'the server to have no connection of ours' });
    await waitFor(() => handles() <= before, { what: () => `at most ${before} handles: ${handles()}` });
  });

  it('is left while it is away, nothing hangs and nothing stays', async () => {
    const before = handles();
    let jobs = 0;
    const app = await open([processorOf('deliveries', () => (jobs += 1))]);
    await expectWakeToArrive(app, () => jobs);
    await server.kill();
    await closeAll();
    await waitFor(() => handles() <= before, { what: () => `at most ${before} handles: ${handles()}` });
  });

  it('was never there, an app can still be closed', async () => {
    await server.stop();
    const before = handles();
    await open([sweeperOf('deliveries', () => Promise.resolve(0), 60_000)]);
    await closeAll();
    await waitFor(() => handles() <= before, { what: () => `at most ${before} handles: ${handles()}` });
  });

  async function closeAll(): Promise<void> {
    for (const { app, backend } of opened.splice(0)) {
      await app.close();
      await backend.close();
    }
  }

  /** Sockets and timers that keep this process alive. */
  function handles(): number {
    return process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap' || kind === 'Timeout').length;
  }
});

/** Removes every job and leaves the schedules, as no command of BullMQ does. */
async function loseWaitingJobs({ kind, url }: QueueServer): Promise<void> {
  if (kind === 'redis') {
    const client = new Redis(url);
    await client.del(...['delayed', 'wait', 'prioritized'].map((state) => `{resilience}:deliveries:${state}`));
    client.disconnect();
    return;
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('delete from bullmq.job');
  await client.end();
}
