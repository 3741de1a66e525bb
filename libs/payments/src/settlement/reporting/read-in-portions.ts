import type { EntityManager } from 'typeorm';

const PORTION = 5000;

/** Rows of a query in portions, through a cursor of the transaction: a report may be longer than memory. One at a time. */
export async function* readInPortions<Row>(
  manager: EntityManager,
  query: string,
  parameters: readonly unknown[],
): AsyncGenerator<Row> {
  await manager.query(`declare settlement_cursor no scroll cursor for ${query}`, [...parameters]);
  try {
    for (;;) {
      const rows = await manager.query<Row[]>(`fetch ${PORTION} from settlement_cursor`);
      if (rows.length === 0) break;
      yield* rows;
    }
  } finally {
    await manager.query('close settlement_cursor');
  }
}
