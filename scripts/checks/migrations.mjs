// Migrations against entities: on an empty Postgres all migrations run up, down and up again, and afterwards the
// entities say exactly what the database is.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Every model of the product: where its entities and migrations are exported, and the schema it lives in where that is
 * not the default one. Each gets a database of its own.
 */
const SOURCES = [
  {
    name: 'payments',
    module: 'libs/payments/src/index.js',
    entities: 'paymentEntities',
    migrations: 'paymentMigrations',
  },
  {
    name: 'sandbox',
    schema: 'sandbox',
    module: 'apps/sandbox/src/database/sandbox-entities.js',
    entities: 'sandboxEntities',
    migrations: 'sandboxMigrations',
  },
];

/** What is wrong with the migrations, one sentence each. Needs an up-to-date dist. */
export async function checkMigrations(root) {
  const load = (path) => import(pathToFileURL(join(root, 'dist', path)).href);
  const platform = await load('libs/platform/src/index.js');
  const { schemaDrift } = await load('libs/payments/src/index.js');
  const folder = await mkdtemp(join(tmpdir(), 'chasqui-check-'));
  const postgres = await platform.startEmbeddedPostgres({ dataDir: join(folder, 'postgres') });
  try {
    const problems = [];
    for (const source of SOURCES) {
      const exported = await load(source.module);
      const dataSource = platform.createDataSource({
        url: await createDatabase(platform, postgres.url, source.name),
        poolSize: 2,
        entities: listOf(exported, source.entities, source),
        migrations: listOf(exported, source.migrations, source),
        applicationName: 'chasqui-check',
      });
      // As the sandbox does when it opens its database.
      if (source.schema !== undefined) dataSource.setOptions({ schema: source.schema });
      await dataSource.initialize();
      try {
        if (source.schema !== undefined) await dataSource.query(`create schema ${source.schema}`);
        // The thorough comparison works on the default schema; TypeORM's own on any.
        const drift = source.schema === undefined ? schemaDrift : builderDrift;
        for (const problem of await judge(dataSource, drift)) problems.push(`${source.name}: ${problem}`);
      } finally {
        await dataSource.destroy();
      }
    }
    return problems;
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function judge(dataSource, drift) {
  await dataSource.runMigrations({ transaction: 'each' });
  for (let left = dataSource.migrations.length; left > 0; left -= 1) {
    await dataSource.undoLastMigration({ transaction: 'each' });
  }
  const remains = await listRelations(dataSource);
  // Where down() forgets something the second up() stumbles over it; that would only hide what is wrong.
  if (remains.length > 0) return remains.map((relation) => `down() leaves ${relation} behind`);
  await dataSource.runMigrations({ transaction: 'each' });
  return drift(dataSource);
}

async function builderDrift(dataSource) {
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => `the schema builder would run: ${query}`);
}

/** Tables, views, sequences, types and functions of the schema, without TypeORM's own list of migrations. */
async function listRelations(dataSource) {
  const own = dataSource.options.migrationsTableName ?? 'migrations';
  const rows = await dataSource.query(
    `select c.relname as name from pg_class c
       where c.relnamespace = $2::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S')
         and c.relname <> all ($1)
     union all
     select p.proname from pg_proc p where p.pronamespace = $2::regnamespace
     union all
     select t.typname from pg_type t
       where t.typnamespace = $2::regnamespace and t.typtype in ('e', 'd')
     order by 1`,
    [[own, `${own}_id_seq`], dataSource.options.schema ?? 'public'],
  );
  return rows.map((row) => row.name);
}

async function createDatabase(platform, serverUrl, name) {
  const admin = platform.createDataSource({
    url: serverUrl,
    poolSize: 1,
    entities: [],
    migrations: [],
    applicationName: 'chasqui-check',
  });
  await admin.initialize();
  try {
    await admin.query(`create database check_${name}`);
  } finally {
    await admin.destroy();
  }
  const url = new URL(serverUrl);
  url.pathname = `/check_${name}`;
  return url.href;
}

function listOf(exported, name, source) {
  const list = exported[name];
  if (!Array.isArray(list)) throw new Error(`${source.module} does not export the list ${name}.`);
  return list;
}
