import { RecordedLog, testDatabase, testQueueKind, waitFor, type TestDatabase } from '#testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { QueueBackend, migrateQueueDatabase } from './index.js';
import { openQueueApp, processorOf } from './queue-app.fixture.js';

describe.skipIf(testQueueKind() !== 'postgres')('Postgres as the queue', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await testDatabase({ schema: 'empty' });
  });

  afterAll(() => database.drop());

  function open(url = database.url): Promise<QueueBackend> {
    return QueueBackend.open({ url, prefix: '{chasqui}', workers: 1, log: new RecordedLog() });
  }

  it('keeps its tables in the schema bullmq of any database, made when it is opened first, by several at once', async () => {
    const backends = await Promise.all([open(), open(), open()]);
    const schemas = await database.query<{ schemaname: string }>(
      `select distinct schemaname from pg_tables where tablename in ('job', 'dedup', 'migration')`,
    );
    expect(schemas).toEqual([{ schemaname: 'bullmq' }]);
    await Promise.all(backends.map((backend) => backend.close()));
  });

  it('needs no right to change the schema once it is current', async () => {
    await migrateQueueDatabase(database.url);
    await database.query(`create role plain_${database.name} login password 'plain'`);
    await database.query(`grant usage on schema bullmq to plain_${database.name}`);
    await database.query(`grant all on all tables in schema bullmq to plain_${database.name}`);
    await database.query(`grant all on all sequences in schema bullmq to plain_${database.name}`);
    const url = new URL(database.url);
    url.username = `plain_${database.name}`;
    url.password = 'plain';
    const backend = await open(url.toString());
    await backend.queue('deliveries').getJobCounts();
    await backend.close();
  });

  it('keeps the settings that a URL brings along', async () => {
    const url = new URL(database.url);
    url.searchParams.set('options', '-c work_mem=7MB');
    const backend = await open(url.toString());
    expect(backend.isReady()).toBe(true);
    await backend.queue('deliveries').getJobCounts();
    await backend.close();
  });

  it('fails with the server’s words when the server refuses', async () => {
    const url = new URL(database.url);
    url.pathname = '/no_such_database';
    await expect(open(url.toString())).rejects.toThrow('database "no_such_database" does not exist');
  });

  it('survives that every connection is ended', async () => {
    const backend = await open();
    let jobs = 0;
    const app = await openQueueApp({
      backend,
      queue: 'deliveries',
      processors: [processorOf('deliveries', () => (jobs += 1))],
    });
    for (let round = 0; round < 3; round += 1) {
      await database.terminateConnections();
      const before = jobs;
      await waitFor(
        async () => {
          await app.wakeups.wake('deliveries', { v: 1 });
          return jobs > before;
        },
        { what: 'a wake-up to arrive', everyMs: 50 },
      );
    }
    await app.close();
    await backend.close();
  });

  it('makes its tables again when somebody drops them', async () => {
    const backend = await open();
    let jobs = 0;
    const app = await openQueueApp({
      backend,
      queue: 'deliveries',
      processors: [processorOf('deliveries', () => (jobs += 1))],
    });
    await database.query('drop schema bullmq cascade');
    await waitFor(
      async () => {
        await app.wakeups.wake('deliveries', { v: 1 });
        return jobs > 0;
      },
      { what: 'a wake-up to arrive', everyMs: 50 },
    );
    await app.close();
    await backend.close();
  });

  it('leaves no connection behind', async () => {
    const backend = await open();
    const app = await openQueueApp({
      backend,
      queue: 'deliveries',
      processors: [processorOf('deliveries', () => undefined)],
    });
    await waitFor(() => database.connections('deliveries'), { what: 'the worker to listen' });
    expect(await database.connections('chasqui-queue')).toBeGreaterThan(0);
    await app.close();
    await backend.close();
    await waitFor(async () => (await database.connections()) === 0, { what: 'no connection to be left' });
  });
});
