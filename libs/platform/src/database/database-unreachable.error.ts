import { hidePassword } from './hide-password.js';

/** The database that DATABASE_URL names cannot be entered. The message says why, in words, without the password. */
export class DatabaseUnreachableError extends Error {
  constructor(url: string, cause: unknown) {
    super(`Cannot use the database at ${hidePassword(url)} (DATABASE_URL): ${explain(cause)}.`, { cause });
    this.name = 'DatabaseUnreachableError';
  }
}

/** By code: of the operating system, of OpenSSL, or SQLSTATE of Postgres. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens at that address',
  ECONNRESET: 'the connection was cut while it was made',
  ENOTFOUND: 'the host name is unknown',
  EAI_AGAIN: 'the host name cannot be resolved at the moment',
  ETIMEDOUT: 'the host does not answer',
  EHOSTUNREACH: 'there is no route to the host',
  ENETUNREACH: 'there is no route to the host',
  '28P01': 'it refuses the user or the password',
  '28000': 'it refuses the user, or connections from here (pg_hba.conf)',
  '3D000': 'that server has no database of this name',
  '53300': 'the server has no free connection left; lower DATABASE_POOL_SIZE or raise max_connections',
  '57P03': 'the server is starting up or shutting down',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by an authority that is not trusted here (sslrootcert)',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself (sslrootcert)',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is signed by an authority that is not trusted here (sslrootcert)',
  CERT_HAS_EXPIRED: 'its certificate has expired',
};

function explain(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const code = 'code' in cause ? String(cause.code) : '';
  const reason = REASONS[code];
  if (reason !== undefined) return reason;
  if (/timeout/i.test(cause.message)) return 'the server did not answer in time';
  return cause.message.replace(/\.$/, '') || code;
}
