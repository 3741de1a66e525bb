import { spawnSync } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { Resources } from '#platform';
import type { PostgresServer, RedisServer } from '#testing';
import { postgresServer, redisServer, testQueueKind } from '#testing';

/** Holds a disk's worth of data and no more: what is on it is in memory. */
export interface SmallDisk {
  readonly folder: string;
  /** Takes every byte that is left. */
  fill(): Promise<void>;
  empty(): Promise<void>;
}

/** The servers below the product, which fail: a Postgres on a small disk of its own, and a Redis where the queue is there. */
export class Services {
  private constructor(
    readonly postgres: PostgresServer,
    readonly redis: RedisServer | null,
    readonly disk: SmallDisk | null,
    private readonly resources: Resources,
  ) {}

  static start(): Promise<Services> {
    return Resources.opening(async (resources) => {
      const disk = await smallDisk();
      if (disk) resources.add(disk, async () => void unmount(disk.folder));
      const postgres = resources.add(
        await postgresServer({
          ...(disk ? { dataDir: join(disk.folder, 'data') } : {}),
          settings: { max_wal_size: '64MB', min_wal_size: '32MB' },
        }),
        (opened) => opened.stop(),
      );
      const redis = testQueueKind() === 'redis' ? resources.add(await redisServer(), (opened) => opened.stop()) : null;
      return new Services(postgres, redis, disk, resources);
    });
  }

  /** Starts Postgres if it ended by itself. */
  async revivePostgres(): Promise<void> {
    const runs = await this.postgres.connections().then(
      () => true,
      () => false,
    );
    if (runs) return;
    await this.postgres.stop();
    await this.postgres.start();
  }

  async close(): Promise<void> {
    await this.resources.close();
  }
}

const DISK_BYTES = 384 * 2 ** 20;
const CHUNK_BYTES = 2 ** 20;

/** Null where we may not mount one: only root on Linux may. */
async function smallDisk(): Promise<SmallDisk | null> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  const folder = await mkdtemp(join(inject('chasquiFolder'), 'disk-'));
  const options = `size=${DISK_BYTES},mode=755`;
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status !== 0) return null;
  const filler = join(folder, 'filler');
  return {
    folder,
    fill: () => fill(filler),
    empty: () => rm(filler, { force: true }),
  };
}

async function fill(path: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (let size = CHUNK_BYTES; size >= 512;) {
      const written = await file.write(Buffer.alloc(size)).catch(noSpace);
      if (written === null) size /= 2;
    }
  } finally {
    await file.close();
  }
}

function noSpace(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return null;
  throw error;
}

function unmount(folder: string): void {
  spawnSync('umount', ['--lazy', folder]);
}
