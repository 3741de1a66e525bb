import { Processor, type WorkerHost } from '@nestjs/bullmq';
import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { RecordedLog, testDatabase, testQueue, type TestDatabase } from '#testing';
import type { Queue } from 'bullmq';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { QUEUE_LIST, QueueBackend, QueuesModule, jobPolicies } from './index.js';
import { openQueueApp, processorOf } from './queue-app.fixture.js';

let database: TestDatabase;
let backend: QueueBackend;

beforeAll(async () => {
  database = await testDatabase({ schema: 'queues' });
});

beforeEach(async () => {
  backend = await QueueBackend.open({ ...testQueue(database), workers: 2, log: new RecordedLog() });
});

afterEach(() => backend.close());

afterAll(() => database.drop());

describe('the boot fails with a sentence when', () => {
  it('an app consumes a queue of another one', () => {
    expect(() => QueuesModule.forRoot({ app: 'ops-console', backend, produces: [], consumes: ['deliveries'] })).toThrow(
      'Queue "deliveries" is consumed by fulfillment-worker (job-policies.ts), so ops-console must not consume it.',
    );
  });

  it('a consumed queue has no processor', async () => {
    const other = processorOf('event-relay', () => undefined);
    await expect(openQueueApp({ backend, queue: 'deliveries', processors: [other] })).rejects.toThrow(
      'fulfillment-worker consumes queue "deliveries" and has no processor: one class must carry @Processor(\'deliveries\').',
    );
  });

  it('a consumed queue has two processors', async () => {
    const processors = [processorOf('deliveries', () => undefined), processorOf('deliveries', () => undefined)];
    await expect(openQueueApp({ backend, queue: 'deliveries', processors })).rejects.toThrow(
      'fulfillment-worker has 2 processors of queue "deliveries" (TestProcessor, TestProcessor): one is allowed.',
    );
  });

  it('a processor stands for a queue that the app does not consume', async () => {
    const processors = [processorOf('deliveries', () => undefined), processorOf('expiry', () => undefined)];
    await expect(openQueueApp({ backend, queue: 'deliveries', processors })).rejects.toThrow(
      'TestProcessor processes queue "expiry", which fulfillment-worker does not name in `consumes`.',
    );
  });

  it('a processor names a queue that does not exist, or cannot be given jobs', async () => {
    @Processor('shipping')
    class Misnamed {}
    @Processor('deliveries')
    class Rootless {}
    const open = (provider: Type): Promise<unknown> =>
      openQueueApp({
        backend,
        queue: 'deliveries',
        processors: [processorOf('deliveries', () => undefined)],
        providers: [provider],
      });
    await expect(open(Misnamed)).rejects.toThrow('Misnamed processes queue "shipping", which is not in JobContracts.');
    await expect(open(Rootless)).rejects.toThrow('Rootless carries @Processor and must extend WorkerHost.');
  });

  it('the apps of a process consume more queues than the backend was opened for', async () => {
    const open = () =>
      openQueueApp({ backend, queue: 'deliveries', processors: [processorOf('deliveries', () => undefined)] });
    const first = await open();
    const second = await open();
    await expect(open()).rejects.toThrow('opened for 2 workers and 3 are needed');
    await first.close();
    await second.close();
    const again = await open();
    await again.close();
  });
});

describe('an app', () => {
  it('that neither produces nor consumes still gets the queues to look at', async () => {
    @Module({
      imports: [QueuesModule.forRoot({ app: 'ops-console', backend: () => backend, produces: [], consumes: [] })],
    })
    class Console {}
    const app = await NestFactory.createApplicationContext(Console, { logger: false });
    expect(app.get<Queue[]>(QUEUE_LIST)).toEqual([]);
    expect(app.get(QueueBackend).queues()).toHaveLength(11);
    await app.close();
  });

  it('gets each of its queues once, produced or consumed', async () => {
    const processor = processorOf('deliveries', () => undefined);
    const options = {
      app: 'fulfillment-worker',
      backend,
      produces: ['deliveries', 'expiry'],
      consumes: ['deliveries'],
    } as const;
    @Module({ imports: [QueuesModule.forRoot(options)], providers: [processor] })
    class Worker {}
    const app = await NestFactory.createApplicationContext(Worker, { logger: false });
    expect(app.get<Queue[]>(QUEUE_LIST).map(({ name }) => name)).toEqual(['deliveries', 'expiry']);
    expect(app.get<WorkerHost>(processor).worker.concurrency).toBe(jobPolicies.deliveries.concurrency);
    await app.close();
  });
});

describe('a queue backend', () => {
  it('says what it runs on and answers a ping', async () => {
    expect(backend.kind).toBe(testQueue(database).kind);
    expect(backend.isReady()).toBe(true);
    await backend.ping();
  });

  it('hands out every queue for a dashboard', async () => {
    const queues = backend.queues();
    expect(queues.map((queue) => queue.name)).toEqual([
      'notifications',
      'gateway-commands',
      'gateway-polls',
      'inbox-drain',
      'cases',
      'maintenance',
      'expiry',
      'event-relay',
      'deliveries',
      'watch',
      'alerts',
    ]);
    expect(await Promise.all(queues.map((queue) => queue.getJobCounts('waiting')))).toHaveLength(11);
  });

  it.each(['http://queue', 'redis://', 'mysql://db/queue', 'redis://a,b'])('refuses %s', async (url) => {
    await expect(QueueBackend.open({ url, prefix: 'plain', workers: 1, log: new RecordedLog() })).rejects.toThrow(
      /^QUEUE_/,
    );
  });
});
