import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AdjustableClock, createDataSource, SystemClock } from '#platform';
import { testDatabase, type TestDatabase } from '#testing';
import { productClock } from './product-clock.js';

describe('the clock of the command line', () => {
  const DAY_MS = 86_400_000;
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await testDatabase({ schema: 'empty' });
    dataSource = createDataSource({
      url: database.url,
      poolSize: 2,
      entities: [],
      migrations: [],
      applicationName: 'clock-spec',
    });
    await dataSource.initialize();
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('is the machine’s, unless a sandbox beside the product moved the one they share', async () => {
    expect(await productClock(dataSource)).toBeInstanceOf(SystemClock);
    await database.query('create schema sandbox');
    await database.query('create table sandbox.settings (id smallint primary key, clock_offset_ms bigint not null)');
    await database.query('insert into sandbox.settings values (1, 0)');
    expect(await productClock(dataSource)).toBeInstanceOf(SystemClock);
    await database.query('update sandbox.settings set clock_offset_ms = $1', [DAY_MS]);
    const moved = await productClock(dataSource);
    expect(moved).toBeInstanceOf(AdjustableClock);
    expect(moved).toHaveProperty('offsetMs', DAY_MS);
  });
});
