import type { EntityManager } from 'typeorm';

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
  query(text: string, values: unknown[]): Promise<{ rows: unknown[] }>;
}

/**
 * Runs statements of the manager's transaction in the order given, and answers the rows of each. Where the connection
 * pipelines, all are sent before the first is answered: one round trip for any number of them. The first that fails
 * undoes the transaction; its error is thrown when all have been answered, so that a rollback comes after them.
 */
export async function runInOrder<const Statements extends readonly Statement[]>(
  manager: EntityManager,
  statements: Statements,
): Promise<RowsOf<Statements>> {
  if (!manager.queryRunner) throw new Error('statements that belong together need a transaction');
  const connection = (await manager.queryRunner.connect()) as Connection;
  const answers: { rows: unknown[] }[] = [];
  if (connection.pipeline === true) {
    const sent = statements.map(({ text, values }) => connection.query(text, [...values]));
    for (const answer of await Promise.allSettled(sent)) {
      if (answer.status === 'rejected') throw answer.reason;
      answers.push(answer.value);
    }
  } else {
    for (const { text, values } of statements) answers.push(await connection.query(text, [...values]));
  }
  return answers.map(({ rows }) => rows) as RowsOf<Statements>;
}
