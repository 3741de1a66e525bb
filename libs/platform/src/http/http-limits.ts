/**
 * What one listener gives to whoever connects to it. The same for every app, and no setting: a listener that needs more
 * says so where it is made. docs/limits.md has them as a table.
 */
export const HTTP_LIMITS = {
  /** Of a body; the notification ingest has a setting for its own. */
  bodyBytes: 256 * 1024,
  /** Request line and headers together. */
  headerBytes: 16 * 1024,
  /** Lines of headers: far above what browsers and proxies send. Node would drop what comes after 2000 without a word. */
  headers: 200,
  /** Of one parameter in a path. */
  pathParameter: 256,
  /** From the connection, or the end of the request before, to the end of the headers. */
  headersMs: 15_000,
  /** To the end of the body: slow senders do not hold a connection. */
  requestMs: 30_000,
  /** How often the two above are looked at: what is late is cut this much later at most. */
  checkEveryMs: 5_000,
  /** Silence on the socket, handlers included: above the 100 s that a call to the gateway may take. */
  silenceMs: 120_000,
  /** Between two requests: above the 60 s of the usual load balancers, so that they and not we end idle connections. */
  keepAliveMs: 72_000,
  /** Open at the same time; one costs some kilobytes and a file descriptor. */
  connections: 5_000,
  /** Of `connections`, those that only trusted proxies and expected senders get. */
  reservedConnections: 500,
  /** From one address that is neither: whoever opens all it can leaves the rest to others. */
  connectionsPerAddress: 2_000,
};

export type HttpLimits = Readonly<typeof HTTP_LIMITS>;
