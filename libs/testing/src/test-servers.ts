import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#platform';
import { reaper } from './reaper.js';
import { redisServer, redisServerOnPath } from './redis-server.js';

export interface TestServers {
  /** Holds everything this test run keeps on disk. */
  folder: string;
  postgresUrl: string;
  redisUrl: string | null;
  redisOnPath: boolean;
  stop(): Promise<void>;
}

/** Starts what the specs of one test run share: a Postgres, and a Redis where there is one. */
export async function startTestServers(redisTestUrl: string | undefined): Promise<TestServers> {
  const folder = await makeFolder();
  const [postgres, redisOnPath] = await Promise.all([
    startTestPostgres({ folder, dataDir: join(folder, 'shared') }),
    redisServerOnPath(),
  ]);
  const redis = redisTestUrl === undefined && redisOnPath ? await redisServer() : null;
  return {
    folder,
    postgresUrl: postgres.url,
    redisUrl: redisTestUrl ?? redis?.url ?? null,
    redisOnPath,
    stop: async () => {
      await Promise.all([postgres.stop(), redis?.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * What the tests store may vanish with the machine, so nothing waits for the disk. It must not vanish with a
 * killed process, so commits are still written (synchronous_commit stays on). Spec files run side by side, with
 * several pools each.
 */
const SETTINGS = {
  fsync: 'off',
  full_page_writes: 'off',
  max_connections: '400',
  shared_buffers: '64MB',
};

/** A Postgres for tests; `folder` also takes the programs where root cannot run them from the project. */
export async function startTestPostgres(options: {
  folder: string;
  dataDir: string;
  port?: number;
  /** On top of those that every test has. */
  settings?: Readonly<Record<string, string>>;
}): Promise<EmbeddedPostgres> {
  const { folder, settings, ...where } = options;
  const postgres = await startEmbeddedPostgres({
    ...where,
    settings: { ...SETTINGS, ...settings },
    fallbackRoot: join(folder, 'postgres'),
  });
  const { url, port, pid } = postgres;
  reaper.watch(pid);
  return { url, port, pid, stop: () => postgres.stop().then(() => reaper.release(pid)) };
}

/** Postgres does not run as root, and the user it then runs as must be able to enter the folder. */
async function makeFolder(): Promise<string> {
  const asRoot = process.getuid?.() === 0;
  const folder = await mkdtemp(join(asRoot ? '/var/tmp' : tmpdir(), 'chasqui-test-'));
  if (asRoot) await chmod(folder, 0o755);
  reaper.watchFolder(folder);
  return folder;
}
