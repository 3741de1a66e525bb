import { QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';

/**
 * True when the database could not be asked: no connection, starting, stopping, no room, no connection left. Classes 08,
 * 53, 57P and 58 of SQLSTATE (the Postgres manual, appendix A), codes of the socket, and the driver's own sentences,
 * which have no code. Repeating helps; a statement that the database refused would be refused again.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // TypeORM gives a connection that broke back at once, and knows no more of it when the next statement comes.
  if (error instanceof QueryRunnerAlreadyReleasedError || error instanceof QueryRunnerProviderAlreadyReleasedError)
    return true;
  if ('driverError' in error && error.driverError !== error) return isDatabaseAway(error.driverError);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  return code === null ? OF_THE_DRIVER.test(error.message) : OF_THE_SERVER.test(code) || OF_THE_SOCKET.has(code);
}

const OF_THE_SERVER = /^(08|53|57P|58)\w+$/;
const OF_THE_SOCKET: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']);
/** pg: a connection that broke, or was not made in time. */
const OF_THE_DRIVER =
  /^Connection terminated|timeout (expired|exceeded when trying to connect)|Client has encountered a connection error/i;
