import { once } from 'node:events';
import { createServer } from 'node:net';
import pg from 'pg';
import { QueryFailedError } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, postgresServer, type PostgresServer } from '#testing';
import { createDataSource } from './data-source.js';
import { isDatabaseAway } from './database-away.js';

describe('isDatabaseAway', () => {
  let server: PostgresServer;

  beforeAll(async () => {
    server = await postgresServer();
  });

  afterAll(() => server.stop());

  async function failure(pool: pg.Pool, text: string): Promise<unknown> {
    return pool.query(text).then(
      () => null,
      (error: unknown) => error,
    );
  }

  function openPool(url = server.url): pg.Pool {
    const pool = new pg.Pool({ connectionString: url, max: 1, connectionTimeoutMillis: 300 });
    pool.on('error', () => undefined);
    return pool;
  }

  it('is false of what the database refuses, also within what TypeORM throws', async () => {
    const pool = openPool();
    const refused = await failure(pool, 'select * from nowhere');
    expect(refused).toBeInstanceOf(Error);
    expect(isDatabaseAway(refused)).toBe(false);
    if (refused instanceof Error) expect(isDatabaseAway(new QueryFailedError('select', [], refused))).toBe(false);
    await pool.end();
  });

  it('is false of a statement that took too long, and of what is no error of a database', async () => {
    const pool = openPool();
    const late = await failure(pool, `set statement_timeout = 1; select pg_sleep(1)`);
    expect(late).toMatchObject({ code: '57014' });
    expect(isDatabaseAway(late)).toBe(false);
    for (const other of [new Error('no way from paid to created'), 'ECONNREFUSED', null])
      expect(isDatabaseAway(other)).toBe(false);
    await pool.end();
  });

  it('is true when the connection is cut in the middle of a statement', async () => {
    const pool = openPool();
    const cut = await failure(pool, 'select pg_terminate_backend(pg_backend_pid())');
    expect(isDatabaseAway(cut)).toBe(true);
    await pool.end();
  });

  it('is true of the statement after the connection of a transaction was cut', async () => {
    const source = createDataSource({
      url: server.url,
      poolSize: 1,
      entities: [],
      migrations: [],
      applicationName: 'away',
    });
    await source.initialize();
    let broken = false;
    const work = source.transaction(async (manager) => {
      await manager.query('select 1');
      await server.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'away'`);
      await expect.poll(() => manager.queryRunner?.isReleased).toBe(true);
      broken = true;
      await manager.query('select 1');
    });
    const error: unknown = await work.catch((reason: unknown) => reason);
    expect([broken, isDatabaseAway(error)]).toEqual([true, true]);
    await source.destroy();
  });

  it('is true when nobody listens, also within what TypeORM throws', async () => {
    const pool = openPool(`postgres://u:p@127.0.0.1:${await freePort()}/x`);
    const refused = await failure(pool, 'select 1');
    expect(isDatabaseAway(refused)).toBe(true);
    if (refused instanceof Error) expect(isDatabaseAway(new QueryFailedError('select', [], refused))).toBe(true);
    await pool.end();
  });

  it('is true when somebody listens and never answers', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const pool = openPool(`postgres://u:p@127.0.0.1:${port}/x`);
    expect(isDatabaseAway(await failure(pool, 'select 1'))).toBe(true);
    await pool.end();
    silent.close();
  });

  it('is true while the server stops and after it is killed', async () => {
    const pool = openPool();
    const waiting = failure(pool, 'select pg_sleep(20)');
    await expect.poll(() => server.connections()).toBeGreaterThan(0);
    await server.kill();
    expect(isDatabaseAway(await waiting)).toBe(true);
    expect(isDatabaseAway(await failure(pool, 'select 1'))).toBe(true);
    await pool.end();
    await server.start();
  });
});
