import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from './test-database.js';
import { waitFor } from './wait-for.js';

describe('a test database', () => {
  let first: TestDatabase;
  let second: TestDatabase;

  beforeAll(async () => {
    [first, second] = await Promise.all([testDatabase(), testDatabase()]);
  });

  afterAll(async () => {
    await Promise.all([first.drop(), second.drop()]);
  });

  it('has the whole model and the queue tables, and shares nothing with the next one', async () => {
    await first.query(`insert into merchant (id, name) values ('m_1', 'Tienda')`);
    expect(await first.query('select id from merchant')).toEqual([{ id: 'm_1' }]);
    expect(await second.query('select id from merchant')).toEqual([]);
    expect(await second.query('select count(*)::int as jobs from bullmq.job')).toEqual([{ jobs: 0 }]);
  });

  it('can be as empty as a new one', async () => {
    const empty = await testDatabase({ schema: 'empty' });
    expect(await empty.query(`select nspname from pg_namespace where nspname = 'bullmq'`)).toEqual([]);
    await empty.drop();
  });

  it('counts and ends the connections of others, and goes away under them', async () => {
    const own = await testDatabase({ schema: 'empty' });
    const connect = async (): Promise<pg.Client> => {
      const client = new pg.Client({ connectionString: own.url, application_name: 'guest' });
      client.on('error', () => undefined);
      await client.connect();
      return client;
    };
    await connect();
    expect(await own.connections('gue')).toBe(1);
    expect(await own.connections('other')).toBe(0);
    await own.terminateConnections();
    await waitFor(async () => (await own.connections()) === 0, { what: 'the guest to be gone' });
    const last = await connect();
    await own.drop();
    await expect(last.query('select 1')).rejects.toThrow(/terminat|not queryable/);
  });
});
