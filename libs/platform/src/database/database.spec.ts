import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { Column, type DataSource, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { temporaryDataDirectory } from '../embedded-postgres/cluster-home.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../embedded-postgres/embedded-postgres.js';
import { createDataSource, type DatabaseOptions } from './data-source.js';
import { DatabaseUnreachableError } from './database-unreachable.error.js';
import { hidePassword } from './hide-password.js';
import { migrateDatabase } from './migrate-database.js';
import { openDatabase, PendingMigrationsError } from './open-database.js';

@Entity('sale')
class Sale {
  @PrimaryColumn('text')
  id: string;

  @Column('bigint', { name: 'amount_minor' })
  amountMinor: string;

  @Column('timestamptz', { name: 'paid_at' })
  paidAt: Date;
}

class CreateSale1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Long enough that the others come while it runs.
    await runner.query('select pg_sleep(0.2)');
    await runner.query(
      'create table sale (id text primary key, amount_minor bigint not null, paid_at timestamptz not null)',
    );
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table sale');
  }
}

class SeedSale1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`insert into sale values ('seed', 1, now())`);
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from sale`);
  }
}

class Failing1700000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table half (id int)');
    await runner.query('create table sale (id int)');
  }
  async down(): Promise<void> {}
}

class RecordTimeouts1700000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table timeouts as
      select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock`);
  }
  async down(): Promise<void> {}
}

let folder = '';
let postgres: EmbeddedPostgres;
let url = '';
let number = 0;
const open: DataSource[] = [];

beforeAll(async () => {
  folder = await temporaryDataDirectory();
  postgres = await startEmbeddedPostgres({
    dataDir: join(folder, 'data'),
    settings: { fsync: 'off' },
    fallbackRoot: join(folder, 'lib'),
  });
});

beforeEach(async () => {
  // A role with every default turned against us, and a database per test.
  const admin = await connected({ url: postgres.url });
  const name = `case_${(number += 1)}`;
  await admin.query(`create database ${name}`);
  await admin.query(`alter database ${name} set timezone = 'America/Lima'`);
  await admin.query(`alter database ${name} set datestyle = 'German'`);
  await admin.query(`alter database ${name} set statement_timeout = '5s'`);
  url = postgres.url.replace(/\/chasqui$/, `/${name}`);
});

afterEach(async () => {
  for (const dataSource of open.splice(0)) if (dataSource.isInitialized) await dataSource.destroy();
});

afterAll(async () => {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

function create(options: Partial<DatabaseOptions> = {}): DataSource {
  const dataSource = createDataSource({
    url,
    poolSize: 2,
    entities: [Sale],
    migrations: [CreateSale1700000000001, SeedSale1700000000002],
    applicationName: 'spec',
    ...options,
  });
  open.push(dataSource);
  return dataSource;
}

async function connected(options: Partial<DatabaseOptions> = {}): Promise<DataSource> {
  return create(options).initialize();
}

describe('a data source', () => {
  it('shows its name and sets time zone, calendar and limits in every connection of its pool', async () => {
    const dataSource = await connected({ applicationName: 'checkout-api' });
    const sql = `select pg_backend_pid() as pid, current_setting('application_name') as name, current_setting('timezone') as zone,
      current_setting('datestyle') as calendar, current_setting('statement_timeout') as statement,
      current_setting('idle_in_transaction_session_timeout') as idle, pg_sleep(0.05)`;
    const both = await Promise.all([dataSource.query(sql), dataSource.query(sql)]);
    const rows = both.flat() as { pid: number }[];
    expect(new Set(rows.map(({ pid }) => pid)).size).toBe(2);
    for (const row of rows) {
      expect(row).toMatchObject({
        name: 'checkout-api',
        zone: 'UTC',
        calendar: 'ISO, YMD',
        statement: '30s',
        idle: '1min',
      });
    }
  });

  it('reads back the instant and the exact amount that were written, whatever the defaults of the database', async () => {
    const dataSource = await connected();
    await migrateDatabase(dataSource);
    const paidAt = new Date('2026-11-22T23:30:00.123Z');
    const sales = dataSource.getRepository(Sale);
    await sales.insert({ id: 'A-1', amountMinor: '9007199254740993', paidAt });
    expect(await sales.findOneByOrFail({ id: 'A-1' })).toEqual({ id: 'A-1', amountMinor: '9007199254740993', paidAt });
  });

  it('survives that the server cuts its idle connections, and is told', async () => {
    const cut: string[] = [];
    const dataSource = await connected({ onIdleError: (error) => cut.push(error.message) });
    const admin = await connected({ url: postgres.url });
    await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = 'case_${number}'`);
    await expect.poll(() => cut.length).toBeGreaterThan(0);
    expect(await dataSource.query('select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('never changes the schema by itself', async () => {
    const dataSource = await connected();
    expect(await dataSource.query(`select to_regclass('sale') as sale`)).toEqual([{ sale: null }]);
  });
});

describe('a database that cannot be used', () => {
  async function complaint(badUrl: string): Promise<string> {
    const error: unknown = await create({ url: badUrl })
      .initialize()
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DatabaseUnreachableError);
    return error instanceof Error ? error.message : '';
  }

  it('is named with the variable and the reason, and without the password', async () => {
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const address = free.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    free.close();
    await once(free, 'close');
    expect(await complaint(`postgres://u:hunter2@127.0.0.1:${port}/chasqui`)).toBe(
      `Cannot use the database at postgres://u:***@127.0.0.1:${port}/chasqui (DATABASE_URL): nothing listens at that address.`,
    );
  });

  it('because of the password, the database or the name of the host, says so', async () => {
    expect(await complaint(url.replace(/:[\w-]{32}@/, ':hunter2@'))).toContain('it refuses the user or the password');
    expect(await complaint(url.replace(/\/case_\d+$/, '/nowhere'))).toContain('has no database of this name');
    expect(await complaint(`${url}?sslmode=verify-full`)).toMatch(/SSL/);
    const unknownHost = await complaint('postgres://u:hunter2@no-such-host.invalid/chasqui');
    expect(unknownHost).toMatch(/the host name (is unknown|cannot be resolved)/);
    expect(unknownHost).not.toContain('hunter2');
  });

  it('is not blamed for an entity that is wrong', async () => {
    class NoEntity {}
    const dataSource = await connected({ entities: [NoEntity] });
    expect(() => dataSource.getRepository(NoEntity).metadata).toThrow('No metadata');
    @Entity('empty')
    class Empty {}
    await expect(create({ entities: [Empty] }).initialize()).rejects.toThrow('Empty');
    await expect(create({ entities: [Empty] }).initialize()).rejects.not.toBeInstanceOf(DatabaseUnreachableError);
  });
});

describe('an app that runs alone', () => {
  it('opens a database whose schema is current, and is told what to run when it is not', async () => {
    const options = {
      entities: [Sale],
      migrations: [CreateSale1700000000001, SeedSale1700000000002],
      applicationName: 'spec',
    };
    const opening = openDatabase({ url, poolSize: 2 }, options);
    await expect(opening).rejects.toThrow(PendingMigrationsError);
    await expect(opening).rejects.toThrow(
      /lacks 2 changes .*CreateSale1700000000001, SeedSale1700000000002.*npm run migrate/,
    );
    const migrating = await connected();
    await migrateDatabase(migrating);
    open.push(await openDatabase({ url, poolSize: 2 }, options));
    // A newer version has been here, as during a rolling update.
    open.push(await openDatabase({ url, poolSize: 2 }, { ...options, migrations: [CreateSale1700000000001] }));
    const left = `select count(*) from pg_stat_activity where datname = current_database() and application_name = 'spec'`;
    expect(await migrating.query(left)).toEqual([{ count: '3' }]);
  });

  it('does not open what nobody named', async () => {
    const options = { entities: [], migrations: [], applicationName: 'spec' };
    await expect(openDatabase({ url: null, poolSize: 2 }, options)).rejects.toThrow('DATABASE_URL is missing');
  });
});

describe('hidePassword', () => {
  it.each([
    ['postgres://u:p%40ss@db/c?sslmode=require', 'postgres://u:***@db/c?sslmode=require'],
    ['postgres://u@db/c', 'postgres://u@db/c'],
    ['postgres://db/c?user=u&password=p', 'postgres://db/c?user=u&password=***'],
    ['redis://:p@cache:6379', 'redis://:***@cache:6379'],
    ['not an address', '(an address that cannot be read)'],
  ])('shows %s as %s', (given, shown) => {
    expect(hidePassword(given)).toBe(shown);
  });
});

describe('migrations', () => {
  it('run in order, once, and say what ran', async () => {
    const dataSource = await connected();
    const lines: string[] = [];
    const names = ['CreateSale1700000000001', 'SeedSale1700000000002'];
    expect(await migrateDatabase(dataSource, (line) => lines.push(line))).toEqual(names);
    expect(lines).toEqual(names.map((name) => `Migration ${name} is done.`));
    expect(await migrateDatabase(dataSource)).toEqual([]);
    expect(await dataSource.getRepository(Sale).count()).toBe(1);
  });

  it('run once when ten processes boot at the same moment, each with a pool of one', async () => {
    const all = await Promise.all(Array.from({ length: 10 }, () => connected({ poolSize: 1 })));
    const lines: string[] = [];
    const ran = await Promise.all(all.map((dataSource) => migrateDatabase(dataSource, (line) => lines.push(line))));
    expect(ran.filter((names) => names.length > 0)).toEqual([['CreateSale1700000000001', 'SeedSale1700000000002']]);
    expect(lines).toContain('Another process is changing the schema; waiting for it.');
    const admin = await connected();
    const locks = `select count(*) from pg_locks where locktype = 'advisory'
      and database = (select oid from pg_database where datname = current_database())`;
    expect(await admin.query(locks)).toEqual([{ count: '0' }]);
  });

  it('that fail are named, leave no trace, keep what came before, and free the lock', async () => {
    const migrations = [CreateSale1700000000001, SeedSale1700000000002, Failing1700000000003];
    const dataSource = await connected({ migrations });
    await expect(migrateDatabase(dataSource)).rejects.toThrow(
      /^Migration Failing1700000000003 failed .*"sale" already exists/,
    );
    expect(await dataSource.query(`select to_regclass('half') as half, to_regclass('sale')::text as sale`)).toEqual([
      { half: null, sale: 'sale' },
    ]);
    const repaired = await connected({ migrations: [CreateSale1700000000001, SeedSale1700000000002] });
    expect(await migrateDatabase(repaired)).toEqual([]);
  });

  it('may take longer than a statement of the product may, and wait for locks only so long', async () => {
    const dataSource = await connected({ poolSize: 1, migrations: [RecordTimeouts1700000000004] });
    await migrateDatabase(dataSource);
    expect(await dataSource.query('select * from timeouts')).toEqual([{ statement: '0', lock: '30s' }]);
    const sql = `select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock`;
    expect(await dataSource.query(sql)).toEqual([{ statement: '30s', lock: '0' }]);
  });
});
