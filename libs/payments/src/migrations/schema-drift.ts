import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { Table, TableForeignKey } from 'typeorm';

/**
 * Where the migrated database and the entities disagree, one sentence each; empty means that they say the same.
 *
 * Two comparisons, because TypeORM's own compares constraints and indexes by name and ignores what they say:
 * the statements its schema builder would run, and the catalogue of the database beside that of tables made from the
 * entities in a scratch schema, inside a transaction that is rolled back. Needs the right to create a schema.
 */
export async function schemaDrift(dataSource: DataSource): Promise<string[]> {
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  const statements = upQueries.map(({ query }) => `the schema builder would run: ${query}`);
  return [...statements, ...(await catalogueDrift(dataSource))];
}

const SCRATCH_SCHEMA = 'chasqui_schema_drift';

async function catalogueDrift(dataSource: DataSource): Promise<string[]> {
  const runner = dataSource.createQueryRunner();
  await runner.startTransaction();
  try {
    const [row] = (await runner.query('select current_schema() as schema')) as { schema: string }[];
    if (!row) throw new Error('the database names no current schema');
    const inDatabase = await readCatalogue(runner.manager, row.schema);
    await runner.query(`create schema ${SCRATCH_SCHEMA}`);
    await runner.query(`set local search_path = ${SCRATCH_SCHEMA}`);
    await createFromEntities(runner, dataSource);
    const inEntities = await readCatalogue(runner.manager, SCRATCH_SCHEMA);
    const ignored = new Set([dataSource.options.migrationsTableName ?? 'migrations']);
    return [
      ...missing(inDatabase, inEntities, ignored).map((line) => `only in the database: ${line}`),
      ...missing(inEntities, inDatabase, ignored).map((line) => `only in the entities: ${line}`),
    ];
  } finally {
    await runner.rollbackTransaction();
    await runner.release();
  }
}

async function createFromEntities(runner: QueryRunner, dataSource: DataSource): Promise<void> {
  const created = dataSource.entityMetadatas.map((metadata) => ({
    metadata,
    table: Table.create(metadata, dataSource.driver),
  }));
  for (const { table } of created) await runner.createTable(table, false, false, true);
  for (const { metadata, table } of created) {
    const foreignKeys = metadata.foreignKeys.map((key) => TableForeignKey.create(key, dataSource.driver));
    if (foreignKeys.length > 0) await runner.createForeignKeys(table, foreignKeys);
  }
}

interface CatalogueLine {
  readonly table: string;
  readonly line: string;
}

function missing(from: readonly CatalogueLine[], other: readonly CatalogueLine[], ignored: Set<string>): string[] {
  const known = new Set(other.map(({ line }) => line));
  return from.filter(({ table, line }) => !ignored.has(table) && !known.has(line)).map(({ line }) => line);
}

/**
 * Every column, constraint and index of a schema as Postgres itself writes it. Partitions are left out: which months
 * exist is maintenance, not model, and an entity cannot say that its table is partitioned. So are the not-null
 * constraints that Postgres 18 lists by generated names; the columns say the same. A bigint default is compared without
 * the quotes that TypeORM cannot leave out.
 */
async function readCatalogue(manager: EntityManager, schema: string): Promise<CatalogueLine[]> {
  const lines = (await manager.query(CATALOGUE, [schema])) as CatalogueLine[];
  return lines.map(({ table, line }) => ({ table, line: line.replaceAll(`${schema}.`, '') }));
}

const CATALOGUE = `
  with tables as (
    select c.oid, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = $1 and c.relkind in ('r', 'p') and not c.relispartition
  )
  select t.relname as "table",
    format('column %s.%s %s%s%s', t.relname, a.attname, format_type(a.atttypid, a.atttypmod),
      case when a.attnotnull then ' not null' else '' end,
      coalesce(' default ' || regexp_replace(pg_get_expr(d.adbin, d.adrelid), '^''(-?\\d+)''::bigint$', '\\1'), '')) as line
  from tables t
  join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = t.oid and d.adnum = a.attnum
  union all
  select t.relname, format('constraint %s on %s: %s', k.conname, t.relname, pg_get_constraintdef(k.oid))
  from tables t join pg_constraint k on k.conrelid = t.oid and k.contype <> 'n'
  union all
  select t.relname, regexp_replace(pg_get_indexdef(i.indexrelid), ' ON (ONLY )?', ' ON ')
  from tables t join pg_index i on i.indrelid = t.oid
  order by 1, 2`;
