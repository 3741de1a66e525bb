import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEmbeddedPostgres } from '#platform';
import { testDatabase, type TestDatabase } from '#testing';
import { runWith } from '../cli.fixture.js';

describe('chasqui migrate', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await testDatabase({ schema: 'empty' });
  });

  afterAll(() => database.drop());

  it('brings an empty database to the current schema, queue tables and partitions too, and says what ran', async () => {
    const { code, out, err } = await runWith({ DATABASE_URL: database.url }, 'migrate');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/MainModel1763900000001/);
    expect(out).toContain('month partitions were made');
    expect(out).toContain('The queue tables are at the current schema.');
    const [tables] = await database.query<{ payment: string | null; job: string | null }>(
      `select to_regclass('payment')::text as payment, to_regclass('bullmq.job')::text as job`,
    );
    expect(tables).toEqual({ payment: 'payment', job: 'bullmq.job' });
  });

  it('does nothing to a database that is current, whoever else does the same', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => runWith({ DATABASE_URL: database.url }, 'migrate')));
    for (const { code, out } of runs) {
      expect(code).toBe(0);
      expect(out).toContain('The database was at the current schema already.');
    }
  });

  it('leaves a Redis queue alone', async () => {
    const { out } = await runWith({ DATABASE_URL: database.url, QUEUE_URL: 'redis://127.0.0.1:1' }, 'migrate');
    expect(out).toContain('The queue is Redis and needs no schema.');
  });
});

describe('the command line without DATABASE_URL', () => {
  let dataDir = '';
  let folder = '';

  beforeAll(async () => {
    folder = await mkdtemp('/var/tmp/chasqui-cli-');
    dataDir = join(folder, 'data');
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('makes the embedded database when it migrates, and stops it again', async () => {
    const { code, out } = await runWith({ CHASQUI_DATA_DIR: dataDir }, 'migrate');
    expect(code).toBe(0);
    expect(out).toContain('The queue tables are at the current schema.');
    expect((await runWith({ CHASQUI_DATA_DIR: dataDir }, 'case', 'list')).out).toBe('No case.\n');
  });

  it('borrows the database of a product that runs on it, and leaves it running', async () => {
    const running = await openEmbeddedPostgres({ dataDir });
    try {
      expect(await runWith({ CHASQUI_DATA_DIR: dataDir }, 'case', 'list')).toEqual({
        code: 0,
        out: 'No case.\n',
        err: '',
      });
      expect((await runWith({ CHASQUI_DATA_DIR: dataDir }, 'case', 'list')).code).toBe(0);
    } finally {
      await running.stop();
    }
  });
});
