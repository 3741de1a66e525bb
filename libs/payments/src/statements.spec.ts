import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '#testing';
import { testDatabase } from '#testing';
import { violatesConstraint } from './database-errors.js';
import { runInOrder, statement } from './statements.js';

describe.each([true, false])('statements of one transaction, on a connection that pipelines: %s', (pipeline) => {
  let database: TestDatabase;
  let dataSource: DataSource;
  beforeAll(async () => {
    database = await testDatabase({ schema: 'empty' });
    await database.query('create table step (name text constraint pk_step primary key, nth serial)');
    dataSource = await new DataSource({ type: 'postgres', url: database.url, extra: { pipeline } }).initialize();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const add = (name: string) => statement<{ nth: number }>('insert into step (name) values ($1) returning nth', [name]);
  const count = () => statement<{ count: number }>('select count(*)::int as count from step', []);

  it('run in the order given, see each other, and answer one list of rows each', async () => {
    const answers = await dataSource.transaction((manager) =>
      runInOrder(manager, [add('first'), count(), add('second'), count()]),
    );
    expect(answers).toEqual([[{ nth: 1 }], [{ count: 1 }], [{ nth: 2 }], [{ count: 2 }]]);
  });

  it('fail as the first that fails, undo all, and leave the connection fit for the next', async () => {
    const [before] = await database.query<{ count: number }>(count().text);
    const failing = dataSource.transaction((manager) =>
      runInOrder(manager, [add('third'), add('third'), add('fourth'), count()]),
    );
    await expect(failing).rejects.toSatisfy((error) => violatesConstraint(error, 'pk_step'));
    expect(await dataSource.transaction((manager) => runInOrder(manager, [count()]))).toEqual([[before]]);
  });

  it('are refused outside of a transaction, where each would be one of its own', async () => {
    await expect(runInOrder(dataSource.manager, [count()])).rejects.toThrow('need a transaction');
  });
});
