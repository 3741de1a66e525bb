export { createDataSource, type DatabaseOptions } from './data-source.js';
export { DatabaseUnreachableError } from './database-unreachable.error.js';
export { hidePassword } from './hide-password.js';
export { migrateDatabase } from './migrate-database.js';
export { openDatabase, pendingMigrations, PendingMigrationsError } from './open-database.js';
