import { DataSource, type DataSourceOptions, type Logger } from 'typeorm';
import { DatabaseUnreachableError } from './database-unreachable.error.js';

export interface DatabaseOptions {
  readonly url: string;
  /** Most connections that this data source keeps open. */
  readonly poolSize: number;
  readonly entities: readonly Function[];
  readonly migrations: readonly Function[];
  /** Shown in pg_stat_activity, so that a busy database tells who keeps it busy. */
  readonly applicationName: string;
  /** Told when the server cuts an idle connection; the pool opens another. */
  readonly onIdleError?: (error: Error) => void;
}

const CONNECT_LIMIT_MS = 10_000;
/** Whoever finds all connections busy waits for a new one to be let in, also when another is free a moment later. */
const IDLE_LIMIT_MS = 60_000;

/**
 * What every session is set to, whatever server, database and role have as their defaults: the same instants and
 * calendar on every machine (R10), and limits after which a forgotten statement or transaction gives its locks back.
 */
const SESSION: Readonly<Record<string, string>> = {
  TimeZone: 'UTC',
  DateStyle: 'ISO, YMD',
  statement_timeout: '30s',
  idle_in_transaction_session_timeout: '60s',
};

/**
 * TypeORM on Postgres, not yet connected. `bigint` columns stay strings and instants are `timestamptz`. Migrations
 * run only through `migrateDatabase`, and nothing ever changes the schema by itself.
 * `initialize` throws DatabaseUnreachableError when the database cannot be entered.
 */
export function createDataSource(options: DatabaseOptions): DataSource {
  return new ExplainingDataSource({
    type: 'postgres',
    url: options.url,
    poolSize: options.poolSize,
    entities: [...options.entities],
    migrations: [...options.migrations],
    applicationName: options.applicationName,
    connectTimeoutMS: CONNECT_LIMIT_MS,
    parseInt8: false,
    synchronize: false,
    migrationsRun: false,
    migrationsTableName: 'schema_migration',
    // Needs a superuser, and gen_random_uuid() is built in.
    installExtensions: false,
    logger: new SilentLogger(),
    poolErrorHandler: options.onIdleError ?? ((): void => undefined),
    // What is sent together on one connection is answered in one round trip; see `runInOrder` in libs/payments.
    extra: { keepAlive: true, pipeline: true, idleTimeoutMillis: IDLE_LIMIT_MS, onConnect: prepareSession },
  });
}

class ExplainingDataSource extends DataSource {
  constructor(options: Extract<DataSourceOptions, { type: 'postgres' }> & { url: string }) {
    super(options);
    // Only what comes from connecting is explained; a wrong entity, say, surfaces from `initialize` as it is.
    const connect = this.driver.connect.bind(this.driver);
    this.driver.connect = async (): Promise<void> => {
      try {
        await connect();
      } catch (error) {
        throw new DatabaseUnreachableError(options.url, error);
      }
    };
  }
}

/** TypeORM prints some failures to the console even when told not to log; all of them are thrown as well. */
class SilentLogger implements Logger {
  logQuery(): void {}
  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}

/** The pool waits for this before it hands a new connection out. */
async function prepareSession(client: { query(sql: string): Promise<unknown> }): Promise<void> {
  await client.query(
    Object.entries(SESSION)
      .map(([name, value]) => `set ${name} = '${value}'`)
      .join('; '),
  );
}
