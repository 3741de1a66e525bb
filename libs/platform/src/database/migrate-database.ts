import { type DataSource, MigrationExecutor, type QueryRunner } from 'typeorm';

/** Any text, the same in every process. Advisory locks are per database. */
const LOCK = `hashtextextended('chasqui:schema', 0)`;
/** A migration that waits behind somebody's long transaction must not make everybody wait behind itself. */
const LOCK_TIMEOUT = '30s';

/**
 * Brings the schema up to date and answers the names of the migrations that ran, in order. Each runs in a
 * transaction of its own; any number of processes may call this at the same time, and one of them does it while the
 * others wait. Throws an Error that names the migration that failed; those before it stay.
 * `log` takes a sentence per migration, and one when another process is at it.
 */
export async function migrateDatabase(dataSource: DataSource, log?: (line: string) => void): Promise<string[]> {
  const runner = dataSource.createQueryRunner();
  try {
    const statementTimeout = await currentSetting(runner, 'statement_timeout');
    const lockTimeout = await currentSetting(runner, 'lock_timeout');
    // Filling a table may take its time, and so may the process that has the lock.
    await runner.query(`set statement_timeout = 0`);
    await takeLock(runner, log);
    try {
      await runner.query(`set lock_timeout = '${LOCK_TIMEOUT}'`);
      return await runMigrations(dataSource, runner, log);
    } finally {
      await runner.query(`set lock_timeout = '${lockTimeout}'`);
      await runner.query(`set statement_timeout = '${statementTimeout}'`);
      await runner.query(`select pg_advisory_unlock(${LOCK})`);
    }
  } finally {
    await runner.release();
  }
}

async function takeLock(runner: QueryRunner, log?: (line: string) => void): Promise<void> {
  const rows = (await runner.query(`select pg_try_advisory_lock(${LOCK}) as taken`)) as { taken: boolean }[];
  if (rows[0]?.taken === true) return;
  log?.('Another process is changing the schema; waiting for it.');
  await runner.query(`select pg_advisory_lock(${LOCK})`);
}

async function runMigrations(
  dataSource: DataSource,
  runner: QueryRunner,
  log?: (line: string) => void,
): Promise<string[]> {
  const executor = new MigrationExecutor(dataSource, runner);
  executor.transaction = 'each';
  try {
    const names = (await executor.executePendingMigrations()).map((migration) => migration.name);
    for (const name of names) log?.(`Migration ${name} is done.`);
    return names;
  } catch (error) {
    const pending = await executor.getPendingMigrations().catch(() => []);
    const name = pending[0]?.name ?? '(unknown)';
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Migration ${name} failed and left no trace: ${reason}`, { cause: error });
  }
}

async function currentSetting(runner: QueryRunner, name: string): Promise<string> {
  const rows = (await runner.query(`select current_setting($1) as value`, [name])) as { value: string }[];
  return rows[0]?.value ?? '0';
}
