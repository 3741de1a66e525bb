/**
 * True when the server could not be asked (no connection, starting, shutting down, out of connections),
 * false when it understood and refused. SQLSTATE classes 08, 53 and 57 of the Postgres manual, appendix A;
 * an error without a SQLSTATE comes from the socket or the driver.
 */
export function isUnavailable(error: unknown): boolean {
  const sqlState = sqlStateOf(error);
  return sqlState === null || /^(08|53|57)/.test(sqlState);
}

/** True when a table, a function or the schema of the queue does not exist: somebody replaced the database under us. */
export function isSchemaLost(error: unknown): boolean {
  return ['42P01', '42883', '3F000'].includes(sqlStateOf(error) ?? '');
}

function sqlStateOf(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/.test(code) ? code : null;
}
