import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '#testing';
import { testDatabase } from '#testing';
import { isConnectionError, violatesConstraint } from './database-errors.js';
import { asOne, inTransaction, runByCommit, runInOrder, runTransaction, statement } from './statements.js';

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

  it('are planned once and not for their values, so that none is planned again and again', async () => {
    const oneConnection = { type: 'postgres', url: database.url, extra: { pipeline, max: 1 } } as const;
    const one = await new DataSource(oneConnection).initialize();
    const named = statement<{ nth: number }>('select nth from step where name = $1', ['first']);
    try {
      for (let round = 0; round < 3; round += 1) await inTransaction(one, (manager) => runInOrder(manager, [named]));
      const plans = 'select generic_plans::int as generic, custom_plans::int as custom from pg_prepared_statements';
      expect(await one.query(`${plans} where statement = $1`, [named.text])).toEqual([{ generic: 3, custom: 0 }]);
    } finally {
      await one.destroy();
    }
  });

  it('are begun with the first of them and committed with those that nobody waits for', async () => {
    const [before] = await database.query<{ count: number }>(count().text);
    const seen = await inTransaction(dataSource, async (manager) => {
      const [, [inside]] = await runInOrder(manager, [add('early'), count()]);
      await runByCommit(manager, [add('late'), add('last')]);
      const [outside] = await database.query<{ count: number }>(count().text);
      return [inside?.count, outside?.count];
    });
    expect(seen).toEqual([(before?.count ?? 0) + 1, before?.count]);
    const names = await database.query<{ name: string }>(
      `delete from step where name in ('early', 'late', 'last') returning name`,
    );
    expect(names.map(({ name }) => name).toSorted()).toEqual(['early', 'last', 'late']);
  });

  it('see what nobody waited for, when more of them follow', async () => {
    const [inside] = await inTransaction(dataSource, async (manager) => {
      await runByCommit(manager, [add('kept')]);
      return runInOrder(manager, [
        statement<{ name: string }>(`delete from step where name = 'kept' returning name`, []),
      ]);
    });
    expect(inside).toEqual([{ name: 'kept' }]);
  });

  it('are undone by what fails at the commit, which is thrown, and by what the work throws', async () => {
    const [before] = await database.query<{ count: number }>(count().text);
    const twice = inTransaction(dataSource, async (manager) => {
      await runInOrder(manager, [add('doomed')]);
      await runByCommit(manager, [add('doomed'), add('never')]);
      return 'committed';
    });
    await expect(twice).rejects.toSatisfy((error) => violatesConstraint(error, 'pk_step'));
    const refused = inTransaction(dataSource, async (manager) => {
      await runInOrder(manager, [add('doomed')]);
      throw new Error('the work says no');
    });
    await expect(refused).rejects.toThrow('the work says no');
    expect(await database.query(count().text)).toEqual([before]);
    expect(await inTransaction(dataSource, (manager) => runInOrder(manager, [count()]))).toEqual([[before]]);
  });

  it('are told to be undone where a failure among them was passed over', async () => {
    const passedOver = inTransaction(dataSource, async (manager) => {
      await runInOrder(manager, [add('doomed')]);
      await runInOrder(manager, [add('doomed')]).catch(() => undefined);
      return 'committed';
    });
    await expect(passedOver).rejects.toThrow('was undone');
  });

  it('fail when their connection is cut before the commit, and the next transaction has another', async () => {
    const cut = inTransaction(dataSource, async (manager) => {
      const [[self]] = await runInOrder(manager, [
        statement<{ pid: number }>('select pg_backend_pid() as pid from step where name = $1', ['first']),
      ]);
      await database.query('select pg_terminate_backend($1)', [self?.pid]);
      await runByCommit(manager, [add('lost')]);
    });
    await expect(cut).rejects.toSatisfy(isConnectionError);
    const lost = statement<{ name: string }>('select name from step where name = $1', ['lost']);
    expect(await inTransaction(dataSource, (manager) => runInOrder(manager, [lost]))).toEqual([[]]);
  });

  it('see one moment and write nothing as a snapshot', async () => {
    const counts = await inTransaction(
      dataSource,
      async (manager) => {
        const [first] = await runInOrder(manager, [count()]);
        await database.query("insert into step (name) values ('meanwhile')");
        return [...first, ...(await runInOrder(manager, [count()]))[0]];
      },
      'snapshot',
    );
    await database.query("delete from step where name = 'meanwhile'");
    expect(counts[0]).toEqual(counts[1]);
    await expect(inTransaction(dataSource, (manager) => runInOrder(manager, [add('no')]), 'snapshot')).rejects.toThrow(
      'read-only',
    );
  });

  it('become one where each writes another table, and stay apart where two write the same', async () => {
    await database.query(
      'create table parent (id text primary key); create table child (id text references parent, note text)',
    );
    const parent = statement('insert into parent (id) values ($1)', ['p']);
    const child = statement('insert into child (id, note) select $1, $2', ['p', 'c']);
    const [one, ...others] = asOne([child, parent, add('beside')]);
    expect([others, one?.values]).toEqual([[], ['p', 'c', 'p', 'beside']]);
    await inTransaction(dataSource, (manager) => runByCommit(manager, [child, parent, add('beside')]));
    expect(await database.query('select id, note from child natural join parent')).toEqual([{ id: 'p', note: 'c' }]);
    const apart = [add('x'), parent, add('y')];
    expect(asOne(apart)).toBe(apart);
    const reading = [count(), parent];
    expect(asOne(reading)).toBe(reading);
    await database.query("drop table child, parent; delete from step where name = 'beside'");
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
