import { spawnSync } from 'node:child_process';
import { availableParallelism, cpus, loadavg, platform, release } from 'node:os';
import { type DiskSync, diskSync } from './disk-sync.js';
import type { BenchServers } from './servers.js';

/** A busier machine than this at the start measures its other work. */
export const MOST_LOAD = 1.5;

/** What figures hang on besides the code. */
export interface MachineFacts {
  readonly cores: number;
  readonly processor: string;
  readonly system: string;
  readonly node: string;
  readonly postgres: string;
  readonly redis: string | null;
  readonly disk: DiskSync;
  /** Runnable processes of the last minute, when the run began. */
  readonly loadAverage: number;
  readonly startedAt: string;
}

export async function machineFacts(servers: BenchServers): Promise<MachineFacts> {
  const loadAverage = loadavg()[0] ?? 0;
  const database = await (await servers.postgres()).database('empty');
  const [version] = await database.query<{ server_version: string }>('show server_version');
  await database.drop();
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? 'unknown',
    system: `${platform()} ${release()}`,
    node: process.version,
    postgres: version?.server_version ?? 'unknown',
    redis: redisVersion(),
    disk: await diskSync(servers.folder),
    loadAverage,
    startedAt: new Date().toISOString(),
  };
}

function redisVersion(): string | null {
  const { status, stdout } = spawnSync('redis-server', ['--version'], { encoding: 'utf8' });
  return status === 0 ? (/v=(\S+)/.exec(stdout)?.[1] ?? null) : null;
}
