import { setTimeout as pause } from 'node:timers/promises';
import type { PgPool, PgPoolClient, PgQueryResult } from 'bullmq';

/** A failed command is held back this long, so that a worker that asks again at once does not spin on a dead server. */
const FAILURE_PAUSE_MS = 500;

/**
 * The pool as BullMQ sees it: the same methods, behind a gate. BullMQ keeps the first answer about the
 * schema for ever, so a Queue that met a server still starting would stay broken until a restart; here
 * its first question waits until the schema is there.
 */
export class QueuePool implements PgPool {
  /** BullMQ reads this to decide how long a worker may block on its LISTEN connection. */
  readonly options = { keepAlive: true };

  constructor(
    private readonly pool: PgPool,
    private readonly ready: Promise<void>,
    /** Told when a command found the queue tables gone. */
    private readonly onSchemaLost: () => void,
  ) {}

  async connect(): Promise<PgPoolClient> {
    await this.ready;
    return this.pool.connect().catch((error: unknown) => this.fail(error));
  }

  async query<R>(text: string, params?: readonly unknown[]): Promise<PgQueryResult<R>> {
    await this.ready;
    return this.pool.query<R>(text, params).catch((error: unknown) => this.fail(error));
  }

  /** The link ends the pool; a Queue or Worker that closes must not. */
  end(): Promise<void> {
    return Promise.resolve();
  }

  on(event: 'error', listener: (error: Error) => void): this;
  on(event: 'connect', listener: (client: PgPoolClient) => void): this;
  on(): this {
    // Every Queue and Worker would report each idle connection that drops; the link reports it once.
    return this;
  }

  removeAllListeners(): this {
    return this;
  }

  private async fail(error: unknown): Promise<never> {
    const lost = isSchemaLost(error);
    if (lost) this.onSchemaLost();
    if (lost || isUnavailable(error)) await pause(FAILURE_PAUSE_MS);
    throw error;
  }
}

/**
 * True when the server could not be asked (no connection, starting, shutting down, out of connections),
 * false when it understood and refused. SQLSTATE classes 08, 53 and 57 of the Postgres manual, appendix A;
 * an error without a SQLSTATE comes from the socket or the driver.
 */
export function isUnavailable(error: unknown): boolean {
  const sqlState = sqlStateOf(error);
  return sqlState === null || /^(08|53|57)/.test(sqlState);
}

/** True when a table, function or schema of the queue does not exist: somebody replaced the database under us. */
function isSchemaLost(error: unknown): boolean {
  return ['42P01', '42883', '3F000'].includes(sqlStateOf(error) ?? '');
}

function sqlStateOf(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/.test(code) ? code : null;
}
