import { type DataSource, MigrationExecutor } from 'typeorm';
import { createDataSource, type DatabaseOptions } from './data-source.js';

/** The schema is older than the code. Only `npm run migrate`, standalone and the command line change it. */
export class PendingMigrationsError extends Error {
  readonly names: readonly string[];

  constructor(names: readonly string[]) {
    super(
      `The database lacks ${names.length === 1 ? 'a change' : `${names.length} changes`} that this version needs (${names.join(', ')}). Run \`npm run migrate\` first.`,
    );
    this.name = 'PendingMigrationsError';
    this.names = names;
  }
}

/**
 * What an app that runs alone does with its database: connects, and makes sure that the schema is current. A schema
 * that is newer than the code is accepted, as during a rolling update. Closing it is up to the caller.
 * Throws DatabaseUnreachableError or PendingMigrationsError, with nothing left open.
 */
export async function openDatabase(
  database: { readonly url: string | null; readonly poolSize: number },
  options: Omit<DatabaseOptions, 'url' | 'poolSize'>,
): Promise<DataSource> {
  if (database.url === null) throw new Error('DATABASE_URL is missing: this app has no database of its own.');
  const dataSource = createDataSource({ ...options, url: database.url, poolSize: database.poolSize });
  await dataSource.initialize();
  try {
    const pending = await pendingMigrations(dataSource);
    if (pending.length > 0) throw new PendingMigrationsError(pending);
    return dataSource;
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
}

/** Names of the migrations that this code has and the database has not, in order. */
export async function pendingMigrations(dataSource: DataSource): Promise<string[]> {
  const runner = dataSource.createQueryRunner();
  try {
    const pending = await new MigrationExecutor(dataSource, runner).getPendingMigrations();
    return pending.map((migration) => migration.name);
  } finally {
    await runner.release();
  }
}
