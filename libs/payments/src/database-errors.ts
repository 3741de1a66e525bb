import { QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';

/** SQLSTATE of a driver error, wherever TypeORM put it; null for errors that are not the database's. */
export function sqlState(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  if ('driverError' in error) return sqlState(error.driverError);
  return 'code' in error && typeof error.code === 'string' ? error.code : null;
}

const CONNECTION_CODES = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH'];

/** The database was not there, is stopping, or has no room: the same statement may succeed later. */
export function isConnectionError(error: unknown): boolean {
  if (isBrokenTransaction(error)) return true;
  const state = sqlState(error);
  if (state === null)
    return error instanceof Error && /connection|timeout exceeded when trying to connect/i.test(error.message);
  return /^(08|53|57|58)/.test(state) || CONNECTION_CODES.includes(state);
}

/** TypeORM gives a connection that broke back at once, and knows no more of it than that when the next statement comes. */
function isBrokenTransaction(error: unknown): boolean {
  return error instanceof QueryRunnerAlreadyReleasedError || error instanceof QueryRunnerProviderAlreadyReleasedError;
}

/** The statement lost a race (serialisation, deadlock, lock or statement timeout) or the database was away. */
export function isTransient(error: unknown): boolean {
  const state = sqlState(error);
  return isConnectionError(error) || (state !== null && /^(40|55)/.test(state));
}

export function violatesConstraint(error: unknown, constraint: string): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('driverError' in error) return violatesConstraint(error.driverError, constraint);
  return 'constraint' in error && error.constraint === constraint;
}
