import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { csvLine } from '#payments';
import type { Cells } from './settlement-tables.js';

/** Writes rows as they are told, waiting while the disk is slower; only its owner may read the file. */
export async function writeCsv(
  path: string,
  heading: Cells,
  each: (tell: (cells: Cells) => Promise<void>) => Promise<void>,
): Promise<void> {
  const file = createWriteStream(path, { mode: 0o600 });
  const done = finished(file);
  const write = async (cells: Cells): Promise<void> => {
    if (!file.write(csvLine(cells))) await Promise.race([once(file, 'drain'), done]);
  };
  try {
    await write(heading);
    await each(write);
  } finally {
    file.end();
    await done;
  }
}
