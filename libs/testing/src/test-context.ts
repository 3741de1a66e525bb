import type {} from 'vitest';

declare module 'vitest' {
  /** What the global setup hands to every spec file. */
  export interface ProvidedContext {
    /** Folder of this test run, removed at its end. */
    chasquiFolder: string;
    /** Superuser URL of the Postgres of this test run. */
    chasquiPostgresUrl: string;
    /** Shared Redis of this test run; null when there is neither redis-server on the PATH nor REDIS_TEST_URL. */
    chasquiRedisUrl: string | null;
    /** True when specs can start redis-server processes of their own. */
    chasquiRedisOnPath: boolean;
  }
}
