import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { RecordedLog, testDatabase, testQueueKind, waitFor, type TestDatabase } from '#testing';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { QueueBackend, migrateQueueDatabase } from './index.js';
import { openQueueApp, processorOf, type QueueApp } from './queue-app.fixture.js';

const WAITING_READER = `select pid from pg_stat_activity
  where datname = current_database() and application_name = 'chasqui-queue' and wait_event_type = 'Lock'`;

/** A way to the same database whose connections can be cut without a word, as when the server's machine is gone. */
async function cuttableLine(url: string): Promise<{ url: string; cut: () => void; close: () => Promise<void> }> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('error', () => undefined).on('close', () => to.destroy());
      from.pipe(to);
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const line = new URL(url);
  line.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: line.toString(),
    cut: () => {
      for (const socket of sockets) socket.resetAndDestroy();
    },
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

describe.skipIf(testQueueKind() !== 'postgres')('Postgres as the queue', () => {
  let database: TestDatabase;
  const opened: { close(): Promise<void> }[] = [];

  beforeAll(async () => {
    database = await testDatabase({ schema: 'empty' });
  });

  /** Apps were opened after their backends, and are closed before them. */
  async function closeAll(): Promise<void> {
    for (const one of opened.splice(0).toReversed()) await one.close();
  }

  afterEach(closeAll);

  afterAll(() => database.drop());

  async function open(url = database.url): Promise<QueueBackend> {
    const backend = await QueueBackend.open({ url, prefix: '{chasqui}', workers: 1, log: new RecordedLog() });
    opened.push(backend);
    return backend;
  }

  async function openApp(handle: () => unknown): Promise<QueueApp> {
    const backend = await open();
    const app = await openQueueApp({ backend, queue: 'deliveries', processors: [processorOf('deliveries', handle)] });
    opened.push(app);
    return app;
  }

  it('keeps its tables in the schema bullmq of any database, made when it is opened first, by several at once', async () => {
    await Promise.all([open(), open(), open()]);
    const schemas = await database.query<{ schemaname: string }>(
      `select distinct schemaname from pg_tables where tablename in ('job', 'dedup', 'migration')`,
    );
    expect(schemas).toEqual([{ schemaname: 'bullmq' }]);
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
  });

  it('keeps the settings that a URL brings along', async () => {
    const url = new URL(database.url);
    url.searchParams.set('options', '-c work_mem=7MB');
    const backend = await open(url.toString());
    expect(backend.isReady()).toBe(true);
    await backend.queue('deliveries').getJobCounts();
  });

  it('never waits for the disk, whatever the database, its role and its URL are set to', async () => {
    const url = new URL(database.url);
    url.searchParams.set('options', '-c synchronous_commit=on');
    await migrateQueueDatabase(database.url);
    await database.query(`
      create table waited (disk text);
      create function note_waiting() returns trigger language plpgsql as $$
        begin insert into public.waited values (current_setting('synchronous_commit')); return null; end $$;
      create trigger note_added after insert on bullmq.job execute function note_waiting()`);
    try {
      for (const address of [database.url, url.toString()])
        await (await open(address)).queue('deliveries').add('deliveries', { v: 1 });
      expect(await database.query('select disk from waited')).toEqual([{ disk: 'off' }, { disk: 'off' }]);
    } finally {
      await database.query('drop function note_waiting() cascade; drop table waited');
    }
  });

  it('fails with the server’s words when the server refuses', async () => {
    const url = new URL(database.url);
    url.pathname = '/no_such_database';
    await expect(open(url.toString())).rejects.toThrow('database "no_such_database" does not exist');
  });

  it('survives that every connection is ended', async () => {
    let jobs = 0;
    const app = await openApp(() => (jobs += 1));
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
  });

  it('survives that the server is gone while it reads the schema, and reads it again', async () => {
    await migrateQueueDatabase(database.url);
    const [line, locker] = [await cuttableLine(database.url), new pg.Client({ connectionString: database.url })];
    await locker.connect();
    try {
      await locker.query('begin; lock table bullmq.migration in access exclusive mode');
      const opening = open(line.url);
      await waitFor(async () => (await database.query(WAITING_READER)).length > 0, {
        what: 'the schema to be asked for',
      });
      line.cut();
      const backend = await opening;
      expect(backend.isReady()).toBe(false);
      await locker.query('commit');
      await waitFor(() => backend.isReady(), { what: 'the schema to be read' });
      await closeAll();
    } finally {
      await locker.end();
      await line.close();
    }
  });

  it('makes its tables again when somebody drops them', async () => {
    let jobs = 0;
    const app = await openApp(() => (jobs += 1));
    // The worker holds locks of its own, and one of the two sides may lose.
    await waitFor(() => database.query('drop schema bullmq cascade'), { what: 'the tables to be dropped' });
    await waitFor(
      async () => {
        await app.wakeups.wake('deliveries', { v: 1 });
        return jobs > 0;
      },
      { what: 'a wake-up to arrive', everyMs: 50 },
    );
  });

  it('leaves no connection behind', async () => {
    await openApp(() => undefined);
    await waitFor(() => database.connections('deliveries'), { what: 'the worker to listen' });
    expect(await database.connections('chasqui-queue')).toBeGreaterThan(0);
    await closeAll();
    await waitFor(async () => (await database.connections()) === 0, { what: 'no connection to be left' });
  });
});
