import type { DataSource } from 'typeorm';
import { createDataSource, migrateDatabase } from '#platform';
import { sandboxEntities, sandboxMigrations } from './sandbox-entities.js';

/**
 * Connects to the sandbox's own tables. They stand in a schema of their own with their own list of migrations: the
 * product's database never knows that there is a sandbox beside it, and dropping the schema removes all of it.
 */
export async function openSandboxDatabase(options: { url: string; poolSize: number }): Promise<DataSource> {
  const dataSource = createDataSource({
    ...options,
    entities: sandboxEntities,
    migrations: sandboxMigrations,
    applicationName: 'chasqui-sandbox',
  });
  // The record of migrations belongs into the schema too; entities name it themselves.
  dataSource.setOptions({ schema: 'sandbox' });
  return dataSource.initialize();
}

/** Brings the schema up to date; processes that start together take turns. */
export async function migrateSandbox(dataSource: DataSource, log?: (line: string) => void): Promise<void> {
  // `if not exists` alone fails when two do it in the same instant.
  await dataSource.query(
    `do $$ begin
       perform pg_advisory_xact_lock(hashtextextended('chasqui:sandbox', 0));
       create schema if not exists sandbox;
     end $$`,
  );
  await migrateDatabase(dataSource, log);
}
