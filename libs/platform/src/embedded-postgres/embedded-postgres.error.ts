/** The embedded Postgres cannot be had. The message says what to do, in words for the person who started it. */
export class EmbeddedPostgresError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EmbeddedPostgresError';
  }
}

/** Another process runs on this data folder. */
export class EmbeddedPostgresInUseError extends EmbeddedPostgresError {
  /** The process that holds the folder. */
  readonly pid: number;

  constructor(dataDir: string, pid: number) {
    const holder = pid === process.pid ? 'in this very process' : `as process ${pid}`;
    super(
      `The database in ${dataDir} is already running ${holder}. Stop that one first, ` +
        'or set CHASQUI_DATA_DIR to another folder, or DATABASE_URL to a Postgres of your own.',
    );
    this.name = 'EmbeddedPostgresInUseError';
    this.pid = pid;
  }
}
