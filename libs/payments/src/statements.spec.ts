import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '#testing';
import { testDatabase } from '#testing';
import { violatesConstraint } from './database-errors.js';
import { runInOrder, runTransaction, statement } from './statements.js';

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

  it('are each prepared once, and go on when a migration adds a column', async () => {
    const first = statement<{ name: string }>('select name from step where name = any($1)', [['first']]);
    const oneConnection = { type: 'postgres', url: database.url, extra: { pipeline, max: 1 } } as const;
    const one = await new DataSource(oneConnection).initialize();
    try {
      const twice = () => one.transaction((manager) => runInOrder(manager, [first, first]));
      for (let round = 0; round < 10; round += 1) await twice();
      const [kept] = await one.query<{ runs: number }[]>(
        'select (generic_plans + custom_plans)::int as runs from pg_prepared_statements where statement = $1',
        [first.text],
      );
      expect(kept?.runs).toBe(20);
      await database.query('alter table step add column note text');
      expect(await twice()).toEqual([[{ name: 'first' }], [{ name: 'first' }]]);
    } finally {
      await one.destroy();
      await database.query('alter table step drop column if exists note');
    }
  });

  it('find their rows through an index also where the plan was made for a table of one row', async () => {
    await database.query("create table small (name text primary key); insert into small values ('one'); analyze small");
    await dataSource.transaction(async (manager) => {
      const [plan] = await runInOrder(manager, [
        statement<Record<'QUERY PLAN', string>>('explain select name from small where name = any($1)', [['one']]),
      ]);
      expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toMatch(/Index (Only )?Scan/);
    });
  });

  it('are refused when they do not name their columns, which a migration would change under their plan', async () => {
    const all = statement('select * from step', []);
    await expect(dataSource.transaction((manager) => runInOrder(manager, [all]))).rejects.toThrow('names its columns');
  });

  it('are refused outside of a transaction, where each would be one of its own', async () => {
    await expect(runInOrder(dataSource.manager, [count()])).rejects.toThrow('need a transaction');
  });

  it('are a whole transaction by themselves: one commit for all', async () => {
    const own = statement<{ id: string }>('select pg_current_xact_id()::text as id', []);
    const [first, added, , second] = await runTransaction(dataSource, [own, add('alone'), count(), own]);
    expect(added).toMatchObject([{ nth: expect.any(Number) }]);
    expect(first).toEqual(second);
    expect(await database.query("select name from step where name = 'alone'")).toHaveLength(1);
    const [later] = await runTransaction(dataSource, [own]);
    expect(later).not.toEqual(first);
  });

  it('undo a whole transaction when one fails, and leave its connection fit for the next', async () => {
    const single = { type: 'postgres', url: database.url, extra: { pipeline, max: 1 } } as const;
    const one = await new DataSource(single).initialize();
    try {
      const [before] = await database.query<{ count: number }>(count().text);
      for (let round = 0; round < 3; round += 1) {
        const failing = runTransaction(one, [add('twice'), add('twice'), add('never')]);
        await expect(failing).rejects.toSatisfy((error) => violatesConstraint(error, 'pk_step'));
      }
      expect(await runTransaction(one, [count()])).toEqual([[before]]);
      expect(await one.query('select pg_current_xact_id_if_assigned() as id')).toEqual([{ id: null }]);
    } finally {
      await one.destroy();
    }
  });
});
