import { createHash } from 'node:crypto';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';

/** One SQL statement with its parameters; `Row` is what it answers. */
export interface Statement<Row = unknown> {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Never there: it only carries the type. */
  readonly row?: Row;
}

export function statement<Row = never>(text: string, values: readonly unknown[]): Statement<Row> {
  return { text, values };
}

/** The rows of each, in their order. */
export type RowsOf<Statements extends readonly Statement[]> = {
  -readonly [Index in keyof Statements]: Statements[Index] extends Statement<infer Row> ? Row[] : never;
};

/** What of a `pg` client is used here. */
interface Connection {
  readonly pipeline?: boolean;
  query(statement: { name?: string; text: string; values?: unknown[] }): Promise<Answer>;
  readonly connection?: { readonly stream?: { cork?(): void; uncork?(): void } };
}

interface Answer {
  readonly rows: unknown[];
  readonly command?: string;
}

/**
 * Runs statements of the manager's transaction in the order given, and answers the rows of each. Where the connection
 * pipelines, all are sent in one write before the first is answered: one round trip for any number of them. The first
 * that fails undoes the transaction; its error is thrown when all have been answered, so that a rollback comes after them.
 *
 * Each text is prepared once per connection, as planning costs a small batch more than running does. So that a plan made
 * while a table is nearly empty serves when it is not, plans are made without sequential scans, and are not made anew
 * for values: every statement given here must find its rows through an index, by conditions such as `id = any($1)` and
 * not by a join with `unnest` alone. Texts are constants, and name the columns that they answer.
 */
export async function runInOrder<const Statements extends readonly Statement[]>(
  manager: EntityManager,
  statements: Statements,
): Promise<RowsOf<Statements>> {
  const { queryRunner } = manager;
  if (!queryRunner) throw new Error('statements that belong together need a transaction');
  if (statements.length === 0) return [] as unknown as RowsOf<Statements>;
  const answers = await send(
    (await queryRunner.connect()) as Connection,
    [...planning(queryRunner), ...waitingIn(queryRunner), ...statements].map(prepared),
  );
  // Where `begin` failed, nothing more may follow: each statement would be a transaction of its own.
  await beginnings.get(queryRunner);
  return answers.slice(-statements.length).map(({ rows }) => rows) as RowsOf<Statements>;
}

/**
 * Statements that write, as one where each writes a table of its own: Postgres and we are asked once. They see the same
 * moment, so none may read what another one writes; references between what they write are checked at the end.
 */
export function asOne(statements: readonly Statement[]): readonly Statement[] {
  if (statements.length < 2) return statements;
  // Step by step from text to text: these are constants, which a map finds without reading them.
  let found = JOINED;
  for (const { text } of statements) {
    let further = found.next.get(text);
    if (further === undefined) found.next.set(text, (further = { next: new Map() }));
    found = further;
  }
  found.text ??= joinTexts(statements);
  return found.text === ''
    ? statements
    : [
        statement(
          found.text,
          statements.flatMap(({ values }) => values),
        ),
      ];
}

interface JoinedTexts {
  readonly next: Map<string, JoinedTexts>;
  /** Of the statements up to here; empty where they cannot be one. */
  text?: string;
}

const JOINED: JoinedTexts = { next: new Map() };
const WRITES = /^\s*(?:insert into|update|delete from) (\w+)/;

function joinTexts(statements: readonly Statement[]): string {
  const tables = new Set(statements.map(({ text }) => WRITES.exec(text)?.[1]));
  if (tables.size < statements.length || tables.has(undefined)) return '';
  let before = 0;
  const texts = statements.map(({ text, values }) => {
    const from = before;
    before += values.length;
    return text.replaceAll(/\$(\d+)/g, (_, number: string) => `$${Number(number) + from}`);
  });
  const last = texts.pop() ?? '';
  return `with ${texts.map((text, index) => `w${index} as (${text})`).join(', ')} ${last}`;
}

/**
 * Runs one statement as a transaction of its own, prepared once per connection. Only for what inserts, and for tables that
 * stay small: nothing keeps its plan from reading them as a whole.
 */
export async function runAlone<Row>(dataSource: DataSource, one: Statement<Row>): Promise<Row[]> {
  const runner = dataSource.createQueryRunner();
  try {
    const connection = (await runner.connect()) as Connection;
    return (await connection.query(prepared(one))).rows as Row[];
  } finally {
    await runner.release();
  }
}

/**
 * Runs statements that write and whose answers nobody waits for, as one where each writes a table of its own: none of them
 * may read what another one writes. In a transaction of `inTransaction` they are sent with what comes next, at the latest
 * with its commit, which throws what they throw.
 */
export async function runByCommit(manager: EntityManager, statements: readonly Statement[]): Promise<void> {
  const waiting = manager.queryRunner && kept.get(manager.queryRunner);
  if (waiting) waiting.push(...statements);
  else await runInOrder(manager, asOne(statements));
}

function waitingIn(transaction: QueryRunner): readonly Statement[] {
  return asOne(kept.get(transaction)?.splice(0) ?? []);
}

const kept = new WeakMap<QueryRunner, Statement[]>();
const beginnings = new WeakMap<QueryRunner, Promise<unknown>>();
const BEGIN = { ordinary: 'begin', snapshot: 'begin isolation level repeatable read read only' } as const;
const SETTINGS = '; set local enable_seqscan = off; set local plan_cache_mode = force_generic_plan';

/**
 * A transaction for statements that go through here: it is begun with the first of them and committed with the last, so
 * that a few statements take no more round trips than one. What is run first must be harmless where `begin` alone failed,
 * as it was sent already. What else uses the manager comes after what was run, and before what waits for the commit.
 * `snapshot`: all statements see the same moment, and write nothing.
 */
export async function inTransaction<Result>(
  dataSource: DataSource,
  work: (manager: EntityManager) => Promise<Result>,
  kind: keyof typeof BEGIN = 'ordinary',
): Promise<Result> {
  const runner = dataSource.createQueryRunner();
  try {
    const connection = (await runner.connect()) as Connection;
    const { stream } = connection.connection ?? {};
    stream?.cork?.();
    const begun = connection.query({ text: BEGIN[kind] + SETTINGS });
    // What the work runs first is sent by then too.
    process.nextTick(() => stream?.uncork?.());
    told.add(runner);
    kept.set(runner, []);
    beginnings.set(runner, begun);
    // Whoever waits for it hears of a failure: the work's statements, and the commit.
    begun.catch(() => undefined);
    try {
      const result = await work(runner.manager);
      await begun;
      const last = [...waitingIn(runner).map(prepared), { text: 'commit' }];
      const ended = (await send(connection, last)).at(-1);
      if (ended?.command === 'ROLLBACK') throw new Error('a transaction in which a statement had failed was undone');
      return result;
    } catch (error) {
      await begun.catch(() => undefined);
      await connection.query({ text: 'rollback' }).catch(() => undefined);
      throw error;
    }
  } finally {
    await runner.release();
  }
}

/**
 * A whole transaction whose statements need no answers of each other: one round trip, with its beginning and its end.
 * A statement must leave everything as it is where the one before it did not run in the same transaction: a `begin` that
 * was cancelled does not keep back what was sent behind it.
 */
export async function runTransaction<const Statements extends readonly Statement[]>(
  dataSource: DataSource,
  statements: Statements,
): Promise<RowsOf<Statements>> {
  const runner = dataSource.createQueryRunner();
  try {
    const connection = (await runner.connect()) as Connection;
    try {
      const begin = { text: BEGIN.ordinary + SETTINGS };
      const answers = await send(connection, [begin, ...statements.map(prepared), { text: 'commit' }]);
      return answers.slice(1, -1).map(({ rows }) => rows) as RowsOf<Statements>;
    } catch (error) {
      // Where statements are not pipelined, those behind the one that failed were not sent, the commit among them.
      await connection.query({ text: 'rollback' }).catch(() => undefined);
      throw error;
    }
  } finally {
    await runner.release();
  }
}

async function send(connection: Connection, statements: readonly Parameters<Connection['query']>[0][]) {
  const answers: Answer[] = [];
  if (connection.pipeline === true) {
    const sent = inOneWrite(connection, () => statements.map((one) => connection.query(one)));
    for (const answer of await Promise.allSettled(sent)) {
      if (answer.status === 'rejected') throw answer.reason;
      answers.push(answer.value);
    }
  } else {
    for (const one of statements) answers.push(await connection.query(one));
  }
  return answers;
}

function inOneWrite<Sent>({ connection }: Connection, write: () => Sent): Sent {
  connection?.stream?.cork?.();
  try {
    return write();
  } finally {
    connection?.stream?.uncork?.();
  }
}

const PLANNING = statement(
  `select set_config('enable_seqscan', 'off', true), set_config('plan_cache_mode', 'force_generic_plan', true)`,
  [],
);
const told = new WeakSet<QueryRunner>();

/** Said once in a transaction: a query runner of TypeORM's has one. */
function planning(transaction: QueryRunner): Statement[] {
  if (told.has(transaction)) return [];
  told.add(transaction);
  return [PLANNING];
}

const names = new Map<string, string>();

function prepared({ text, values }: Statement): { name: string; text: string; values: unknown[] } {
  let name = names.get(text);
  if (name === undefined) {
    // After the next release's migration, "cached plan must not change result type" would stop the present one.
    if (/^\s*select \*|returning \*/i.test(text)) throw new Error(`a prepared statement names its columns: ${text}`);
    name = createHash('sha256').update(text).digest('base64url');
    names.set(text, name);
  }
  return { name, text, values: [...values] };
}
