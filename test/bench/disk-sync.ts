import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { quantile } from './measure.js';

const SYNCS = 300;
const PAGE = Buffer.alloc(8_192, 1);

/** How long the disk takes to have a page of 8 KiB for good: no commit is quicker. */
export interface DiskSync {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export async function diskSync(folder: string): Promise<DiskSync> {
  const file = await open(join(folder, 'disk-sync'), 'w');
  try {
    const times: number[] = [];
    for (let nth = 0; nth < SYNCS; nth += 1) {
      await file.write(PAGE, 0, PAGE.length, nth * PAGE.length);
      const begin = performance.now();
      await file.datasync();
      times.push(performance.now() - begin);
    }
    return { p50Ms: quantile(times, 0.5), p99Ms: quantile(times, 0.99) };
  } finally {
    await file.close();
  }
}
