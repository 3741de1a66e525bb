import { setTimeout as pause } from 'node:timers/promises';
import { RecordedLog, testDatabase, testQueue, waitFor, type TestDatabase } from '#testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { QueueBackend, type JobContracts, type WakeupFailure } from './index.js';
import { openQueueApp, processorOf, sweeperOf, type QueueApp } from './queue-app.fixture.js';

let database: TestDatabase;
let log: RecordedLog;
let backend: QueueBackend;
const apps: QueueApp[] = [];

beforeAll(async () => {
  database = await testDatabase({ schema: 'queues' });
});

beforeEach(async () => {
  log = new RecordedLog();
  backend = await QueueBackend.open({ ...testQueue(database), workers: 4, log });
});

afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
  await Promise.all(backend.queues().map((queue) => queue.obliterate({ force: true })));
  await backend.close();
});

afterAll(() => database.drop());

async function open(options: Omit<Parameters<typeof openQueueApp>[0], 'backend'>): Promise<QueueApp> {
  const app = await openQueueApp({ backend, ...options });
  apps.push(app);
  return app;
}

describe('a wake-up', () => {
  it('brings its payload to the one processor of the queue', async () => {
    const seen: JobContracts['notifications'][] = [];
    const app = await open({
      queue: 'notifications',
      processors: [processorOf('notifications', (job) => seen.push(job.data))],
    });
    await app.wakeups.wake('notifications', { v: 1, ids: ['n_1', 'n_2'] });
    await waitFor(() => seen.length === 1, { what: 'the job' });
    expect(seen).toEqual([{ v: 1, ids: ['n_1', 'n_2'] }]);
  });

  it('of a burst of bare looks leaves at most one waiting', async () => {
    const app = await open({ queue: 'deliveries' });
    await Promise.all(Array.from({ length: 50 }, () => app.wakeups.wake('deliveries', { v: 1 })));
    await app.wakeups.wake('deliveries', { v: 1 });
    expect(await backend.queue('deliveries').getWaitingCount()).toBe(1);
  });

  it('that names rows is never merged with another', async () => {
    const app = await open({ queue: 'gateway-polls' });
    await Promise.all(['a', 'b', 'c'].map((id) => app.wakeups.wake('gateway-polls', { v: 1, cipIds: [id] })));
    expect(await backend.queue('gateway-polls').getWaitingCount()).toBe(3);
  });

  it('during a look waits in the queue, where another process can take it', async () => {
    const looks: (() => void)[] = [];
    const app = await open({
      queue: 'deliveries',
      processors: [processorOf('deliveries', () => new Promise<void>((resolve) => looks.push(resolve)))],
    });
    await app.wakeups.wake('deliveries', { v: 1 });
    await waitFor(() => looks.length === 1, { what: 'the first look' });
    await app.wakeups.wake('deliveries', { v: 1 });
    expect(await backend.queue('deliveries').getWaitingCount()).toBe(1);
    const other = await QueueBackend.open({ url: testQueue(database).url, prefix: backend.prefix, workers: 1, log });
    let taken = 0;
    const second = await openQueueApp({
      backend: other,
      queue: 'deliveries',
      processors: [processorOf('deliveries', () => (taken += 1))],
    });
    await waitFor(() => taken === 1, { what: 'the second process to take the second look' });
    looks[0]?.();
    await second.close();
    await other.close();
  });

  it('for a queue this app does not produce for is counted and said loudly', async () => {
    const failures: [string, WakeupFailure][] = [];
    const app = await open({
      queue: 'deliveries',
      counters: { wakeupFailed: (queue, reason) => failures.push([queue, reason]) },
    });
    await app.wakeups.wake('expiry', { v: 1 });
    expect(failures).toEqual([['expiry', 'not_produced']]);
    expect(log.lines.map(({ level }) => level)).toEqual(['error']);
  });
});

describe('a processor', () => {
  it('shares the jobs with the same one in other processes', async () => {
    const seen: string[] = [];
    const other = await QueueBackend.open({ url: testQueue(database).url, prefix: backend.prefix, workers: 1, log });
    const processor = (name: string) => [
      processorOf('notifications', async () => {
        seen.push(name);
        await pause(20);
      }),
    ];
    const first = await open({ queue: 'notifications', processors: processor('first') });
    const second = await openQueueApp({ backend: other, queue: 'notifications', processors: processor('second') });
    await Promise.all(
      Array.from({ length: 40 }, (_, i) => first.wakeups.wake('notifications', { v: 1, ids: [String(i)] })),
    );
    await waitFor(() => seen.length === 40, { what: 'all jobs' });
    expect(new Set(seen)).toEqual(new Set(['first', 'second']));
    await second.close();
    await other.close();
  });

  it('that throws leaves the failed job in the queue, with its reason', async () => {
    const finished: string[] = [];
    const app = await open({
      queue: 'deliveries',
      counters: { jobFinished: (queue, outcome) => finished.push(`${queue} ${outcome}`) },
      processors: [processorOf('deliveries', () => Promise.reject(new Error('disk full')))],
    });
    await app.wakeups.wake('deliveries', { v: 1 });
    const [job] = await waitFor(
      async () => {
        const failed = await backend.queue('deliveries').getFailed();
        return failed.length > 0 && failed;
      },
      { what: 'the failed job' },
    );
    expect(job?.failedReason).toBe('disk full');
    await waitFor(() => finished.includes('deliveries failed'), { what: 'the counter to be told' });
    expect(log.matching('Job failed')[0]?.fields).toMatchObject({ queue: 'deliveries', attempt: 1 });
  });

  it('that throws on named rows is given them again', async () => {
    let attempts = 0;
    const app = await open({
      queue: 'gateway-polls',
      processors: [
        processorOf('gateway-polls', () => {
          attempts += 1;
          if (attempts === 1) throw new Error('gateway away');
        }),
      ],
    });
    await app.wakeups.wake('gateway-polls', { v: 1, cipIds: ['cip_1'] });
    await waitFor(() => attempts === 2, { what: 'the second attempt' });
    expect(await backend.queue('gateway-polls').getFailedCount()).toBe(0);
  });
});

describe('a sweep behind a processor', () => {
  it('is run by wake-ups and, without any, by the schedule in the queue', async () => {
    let runs = 0;
    const sweeper = sweeperOf('deliveries', () => Promise.resolve(runs++ < 0 ? 1 : 0), 60_000);
    const app = await open({ queue: 'deliveries', processors: [sweeper] });
    await waitFor(() => runs > 0, { what: 'the run at the start' });
    const schedule = await waitFor(() => backend.queue('deliveries').getJobScheduler('deliveries'), {
      what: 'the schedule in the queue',
    });
    expect(schedule.every).toBe(60_000);
    const before = runs;
    await app.wakeups.wake('deliveries', { v: 1 });
    await waitFor(() => runs > before, { what: 'the run of the wake-up' });
  });

  it('makes the job of a failed run fail', async () => {
    let fails = false;
    const sweepsFailed: string[] = [];
    const app = await open({
      queue: 'deliveries',
      counters: { sweepFailed: (queue) => sweepsFailed.push(queue) },
      processors: [
        sweeperOf('deliveries', () => (fails ? Promise.reject(new Error('no database')) : Promise.resolve(0)), 60_000),
      ],
    });
    await waitFor(() => backend.queue('deliveries').getJobScheduler('deliveries'), { what: 'the schedule' });
    fails = true;
    await app.wakeups.wake('deliveries', { v: 1 });
    await waitFor(() => backend.queue('deliveries').getFailedCount(), { what: 'the failed job' });
    expect(sweepsFailed).toContain('deliveries');
  });

  it('runs once per period in all processes together, as long as the queue lives', async () => {
    const other = await QueueBackend.open({ url: testQueue(database).url, prefix: backend.prefix, workers: 1, log });
    await open({ queue: 'deliveries', processors: [sweeperOf('deliveries', () => Promise.resolve(0), 60_000)] });
    const second = await openQueueApp({
      backend: other,
      queue: 'deliveries',
      processors: [sweeperOf('deliveries', () => Promise.resolve(0), 60_000)],
    });
    const queue = backend.queue('deliveries');
    // While a process asserts the schedule anew, its job is gone for a moment.
    await waitFor(async () => (await queue.getDelayedCount()) === 1, { what: 'one next run to be scheduled' });
    expect(await queue.getJobSchedulersCount()).toBe(1);
    await second.close();
    await other.close();
  });
});
