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

type RowsOf<Statements extends readonly Statement[]> = {
  -readonly [Index in keyof Statements]: Statements[Index] extends Statement<infer Row> ? Row[] : never;
};

/** What of a `pg` client is used here. */
interface Connection {
  readonly pipeline?: boolean;
  /** Its socket; all of a pipeline leaves in one write. */
  readonly connection?: { readonly stream?: { cork(): void; uncork(): void } };
  query(statement: { name?: string; text: string; values: unknown[] }): Promise<{ rows: unknown[] }>;
}

/**
 * Runs statements of the manager's transaction in the order given, and answers the rows of each. Where the connection
 * pipelines, all are sent before the first is answered: one round trip for any number of them. The first that fails
 * undoes the transaction; its error is thrown when all have been answered, so that a rollback comes after them.
 *
 * Each text is prepared once per connection, as planning costs a small batch more than running does. So that a plan made
 * while a table is nearly empty serves when it is not, plans are made without sequential scans: every statement given
 * here must find its rows through an index. Texts are constants, and name the columns that they answer.
 */
export async function runInOrder<const Statements extends readonly Statement[]>(
  manager: EntityManager,
  statements: Statements,
): Promise<RowsOf<Statements>> {
  if (!manager.queryRunner) throw new Error('statements that belong together need a transaction');
  if (statements.length === 0) return [] as unknown as RowsOf<Statements>;
  const connection = (await manager.queryRunner.connect()) as Connection;
  const answers: { rows: unknown[] }[] = [];
  if (connection.pipeline === true) {
    const all = [...planning(manager.queryRunner), ...statements].map(prepared);
    const socket = connection.connection?.stream;
    socket?.cork();
    const sent = all.map((one) => connection.query(one));
    socket?.uncork();
    for (const answer of await Promise.allSettled(sent)) {
      if (answer.status === 'rejected') throw answer.reason;
      answers.push(answer.value);
    }
  } else {
    for (const one of [...planning(manager.queryRunner), ...statements])
      answers.push(await connection.query(prepared(one)));
  }
  return answers.slice(-statements.length).map(({ rows }) => rows) as RowsOf<Statements>;
}

/** Runs one prepared statement, committed when it resolves. One that only inserts: its plan has nothing to scan. */
export async function runAlone<Row>(dataSource: DataSource, one: Statement<Row>): Promise<Row[]> {
  const runner = dataSource.createQueryRunner();
  try {
    const connection = (await runner.connect()) as Connection;
    const { rows } = await connection.query(prepared(one));
    return rows as Row[];
  } finally {
    await runner.release();
  }
}

const INDEXES_ONLY = statement('set local enable_seqscan = off', []);
const told = new WeakSet<QueryRunner>();

/** Said once in a transaction: a query runner of TypeORM's has one. */
function planning(transaction: QueryRunner): Statement[] {
  if (told.has(transaction)) return [];
  told.add(transaction);
  return [INDEXES_ONLY];
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
